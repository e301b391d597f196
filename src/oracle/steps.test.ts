/** Finite differences where a step is what matters: how long it is, what lies between two of them, and where none can be made. */
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  defaultConventions,
  type Activation,
  type Case,
  type Layer,
  type LossName,
  type Place,
} from "../model/index.js";
import { finiteDifference } from "./finite-differences.js";

/** A chain of single units. */
function chain(units: readonly (readonly [Activation, number, number])[], loss: LossName = "squared-error"): Case {
  return {
    network: { layers: units.map(([activation, w, b]): Layer => ({ weights: [[w]], biases: [b], activation })) },
    loss: { name: loss },
    regularizer: null,
    batch: { inputs: [[1]], targets: [[1]] },
  };
}

const [identity, relu]: Activation[] = [{ name: "identity" }, { name: "relu" }];
const bias = (layer: number): Place => ({ quantity: "gradients.biases", layer, index: [1] });
const kindOf = (question: Case, place: Place): string => finiteDifference(question, defaultConventions, place).kind;

describe("a kink", () => {
  // 64 digits make steps of 1e-21.
  it.each([-1.5e-21, -0.5e-21, 0.5e-21, 1.5e-21])("counts between any two of the passes: at %s from it", (off) => {
    expect(kindOf(chain([[relu as Activation, 0, off]]), bias(1))).toBe("kink");
  });

  it.each([-3e-21, 3e-21])("does not count beyond the passes: at %s", (off) => {
    expect(kindOf(chain([[relu as Activation, 0, off]]), bias(1))).toBe("smooth");
  });

  it("is unknown where the loss is, at all of the steps or at some", () => {
    const [one, other] = [relu, identity] as [Activation, Activation];
    expect(kindOf(chain([[one, 0, 0], [other, 1, NaN]]), bias(1))).toBe("unknown"); // prettier-ignore
    // ln y, with y = 0 up to here and y = h beyond.
    expect(kindOf(chain([[one, 0, 0]], "cross-entropy"), bias(1))).toBe("unknown");
  });
});

it.each<Activation>([{ name: "identity" }, { name: "tanh" }, { name: "logistic" }])(
  "the threshold that is declared of softplus is no kink of others: $name",
  (activation) => {
    const declared = completeConventions({ deviations: { "softplus-linear-above": { threshold: 2 } } });
    const kinds = [activation, { name: "softplus" } as const].map(
      (each) => finiteDifference(chain([[each, 1, 1]]), declared, bias(1)).kind,
    );
    expect(kinds).toEqual(["smooth", "kink"]);
  },
);

describe("a step", () => {
  const long = chain([
    [identity as Activation, 1, 0],
    [identity as Activation, 1e30, 0],
  ]);

  it.each<Place>([{ quantity: "gradients.weights", layer: 2, index: [1, 1] }])(
    "is as long as the number is large, whatever its layer",
    (place) => {
      const difference = finiteDifference(long, defaultConventions, place);
      // (y - d) with y = 1e30
      expect(difference).toMatchObject({ kind: "smooth", nearest: 1e30 });
      expect(difference.kind === "smooth" ? difference.error : NaN).toBeLessThan(1e-5);
    },
  );
});

it("the quantity that is no derivative is named", () => {
  const question = chain([[identity as Activation, 1, 0]]);
  expect(() => finiteDifference(question, defaultConventions, { quantity: "loss", index: [] })).toThrow(
    new RangeError("loss is not a derivative"),
  );
});
