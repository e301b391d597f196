import { describe, expect, it } from "vitest";
import {
  activationNames,
  defaultConventions,
  placeOf,
  quantities,
  type Case,
  type Place,
  type Quantity,
} from "../model/index.js";
import { exactValue } from "./widening.js";
import { exactly } from "./decimal.js";
import { finiteDifference, finiteDifferences } from "./finite-differences.js";
import { enclose, entriesOfEnclosure } from "./reference.js";
import { Random } from "./testing/random.js";
import { randomQuestion } from "./testing/random-cases.js";

const gradients = quantities.filter((quantity): quantity is Quantity => quantity.startsWith("gradients."));

describe("finite differences on random cases", () => {
  const random = new Random(7);
  const questions = random.list(25, () =>
    randomQuestion(random, { layers: 3, width: 2, batch: 2, weights: 1.2, activations: activationNames }),
  );

  it("agree with the balls to 25 digits, and err by no more than they say", () => {
    let smooth = 0;
    for (const { case: question, conventions } of questions) {
      const enclosure = enclose(question, conventions, 60, exactValue);
      const differenceAt = finiteDifferences(question, conventions);
      for (const quantity of gradients) {
        entriesOfEnclosure(question, enclosure, quantity).forEach((exact, position) => {
          const difference = differenceAt(placeOf(question, quantity, position));
          if (difference.kind !== "smooth") throw new Error(`${quantity} ${position} is ${difference.kind}`);
          const off = difference.value.mid.minus(exact.mid).abs();
          expect(off.lessThanOrEqualTo(exact.mid.abs().times(1e-25).plus("1e-38"))).toBe(true);
          expect(off.lessThanOrEqualTo(exactly(difference.error).plus(exactly(exact.radius)))).toBe(true);
          smooth += 1;
        });
      }
    }
    expect(smooth).toBeGreaterThan(400);
  });
});

/** One relu or absolute value at z = w x + b = 0, its target at -1, so that dy = 1. */
function atKink(name: "relu" | "absolute-value"): Case {
  return {
    network: { layers: [{ weights: [[1]], biases: [-2], activation: { name } }] },
    loss: { name: "squared-error" },
    regularizer: null,
    batch: { inputs: [[2]], targets: [[-1]] },
  };
}

const bias: Place = { quantity: "gradients.biases", layer: 1, index: [1] };

describe("at a kink", () => {
  it("both one-sided derivatives are returned", () => {
    const oneSided = (name: "relu" | "absolute-value"): unknown =>
      finiteDifference(atKink(name), defaultConventions, bias);
    expect(oneSided("relu")).toMatchObject({ kind: "kink", left: 0, right: expect.closeTo(1, 15) });
    expect(oneSided("absolute-value")).toMatchObject({
      kind: "kink",
      left: expect.closeTo(-1, 15),
      right: expect.closeTo(1, 15),
    });
  });

  it("which are 0 and 1 where a piece of a maxout unit ties with another", () => {
    const unit: Case = {
      ...atKink("relu"),
      network: { layers: [{ weights: [[1], [1]], biases: [-2, -2], activation: { name: "maxout", pieces: 2 } }] },
    };
    expect(finiteDifference(unit, defaultConventions, bias)).toMatchObject({
      kind: "kink",
      left: 0,
      right: expect.closeTo(1, 15),
    });
    // Both pieces move together, and no digits tell that they go on being a tie.
    const input: Place = { quantity: "gradients.inputs", index: [1, 1] };
    expect(finiteDifference(unit, defaultConventions, input).kind).toBe("unknown");
  });

  it("and a unit step is smooth beside its step alone", () => {
    const step = (at: number): Case => ({
      ...atKink("relu"),
      network: { layers: [{ weights: [[1]], biases: [at - 2], activation: { name: "unit-step" } }] },
    });
    expect(finiteDifference(step(1), defaultConventions, bias)).toMatchObject({ kind: "smooth", nearest: 0 });
    expect(finiteDifference(step(0), defaultConventions, bias).kind).toBe("kink");
  });

  it("by an input or by z itself, too", () => {
    for (const place of [
      { quantity: "gradients.inputs", index: [1, 1] },
      { quantity: "gradients.preactivations", layer: 1, index: [1, 1] },
    ] as const) {
      expect(finiteDifference(atKink("relu"), defaultConventions, place).kind).toBe("kink");
    }
  });

  it("a unit whose y is moved is smooth", () => {
    const place: Place = { quantity: "gradients.activations", layer: 1, index: [1, 1] };
    expect(finiteDifference(atKink("relu"), defaultConventions, place).kind).toBe("smooth");
  });
});

describe("a finite difference is unknown", () => {
  it("where a pass is unlimited", () => {
    const question = atKink("relu");
    const infinite: Case = { ...question, batch: { ...question.batch, inputs: [[Infinity]] } };
    expect(finiteDifference(infinite, defaultConventions, bias).kind).toBe("unknown");
  });

  it("where no digits tell the side of a kink", () => {
    const question = atKink("relu");
    // 0.1 · 0.1 - 0.1 · 0.1 through two inputs: 0, but not on the exact tier.
    const weights = [[0.1, -0.1]];
    const hidden: Case = {
      ...question,
      network: { layers: [{ weights, biases: [0], activation: { name: "relu" } }] },
      batch: { inputs: [[0.1, 0.1]], targets: [[-1]] },
    };
    expect(finiteDifference(hidden, defaultConventions, bias).kind).toBe("unknown");
  });
});

it("a quantity that is no derivative is refused", () => {
  expect(() => finiteDifference(atKink("relu"), defaultConventions, { quantity: "outputs", index: [1, 1] })).toThrow(
    RangeError,
  );
});
