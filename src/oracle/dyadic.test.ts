/** Where every intermediate is a small multiple of a power of two, all admissible implementations agree to the last bit. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  batchSize,
  completeConventions,
  defaultConventions,
  kinkChoices,
  quantities,
  type Activation,
  type Case,
  type Conventions,
  type KinkedName,
  type Layer,
  type Monomial,
} from "../model/index.js";
import type { Ball } from "./ball.js";
import { certify, enclose } from "./reference.js";
import { oneLayer } from "./testing/one-layer.js";
import { holds } from "./testing/trials.js";
import { exactValue } from "./widening.js";

/** An activation and its number of pre-activations. */
interface Planned {
  readonly D: number;
  readonly activation: Activation;
}

function planned(D: number, activation: Activation): Planned {
  return { D, activation };
}

const scalars: readonly Activation[] = [
  { name: "relu" },
  { name: "identity" },
  { name: "leaky-relu", slope: 0.25 },
  { name: "absolute-value" },
  { name: "unit-step" },
];

/** Small integers and halves through everything that keeps them. */
describe("on a dyadic grid", () => {
  const integer = fc.integer({ min: -4, max: 4 });
  const row = (length: number): fc.Arbitrary<number[]> => fc.array(integer, { minLength: length, maxLength: length });
  const matrix = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
    fc.array(row(columns), { minLength: rows, maxLength: rows });
  /** What gives M outputs, and from how many pre-activations. */
  const activation = (M: number): fc.Arbitrary<Planned> =>
    fc.oneof(
      fc.constantFrom(...scalars).map((scalar) => planned(M, scalar)),
      fc.integer({ min: 1, max: 3 }).map((pieces) => planned(M * pieces, { name: "maxout", pieces })),
      fc
        .integer({ min: 1, max: 3 })
        .chain((D) => matrix(M, D).map((A) => planned(D, { name: "linear-map", matrix: A }))),
      fc
        .integer({ min: 1, max: 2 })
        .chain((D) => polynomial(M, D).map((outputs) => planned(D, { name: "polynomial", outputs }))),
    );
  const polynomial = (M: number, D: number): fc.Arbitrary<Monomial[][]> => {
    const powers = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: D, maxLength: D });
    const monomial = fc.record({ coefficient: fc.integer({ min: -2, max: 2 }), powers });
    return fc.array(fc.array(monomial, { maxLength: 2 }), { minLength: M, maxLength: M });
  };
  const layerOf = (M: number, inputs: number): fc.Arbitrary<Layer> =>
    activation(M).chain(({ D, activation }) =>
      fc.record({ weights: matrix(D, inputs), biases: row(D), activation: fc.constant(activation) }),
    );
  const dyadic: fc.Arbitrary<Case> = fc
    .tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }), fc.constantFrom(1, 2, 4))
    .chain(([widths, T]) =>
      fc.record({
        network: fc.record({
          layers: fc.tuple(...widths.slice(1).map((M, below) => layerOf(M, widths[below] as number))),
        }),
        loss: fc.constant({ name: "squared-error" as const }),
        regularizer: fc.option(fc.record({ name: fc.constant("l2" as const), lambda: fc.constantFrom(0.5, 2) })),
        batch: fc.record({
          inputs: matrix(T, widths[0] as number),
          targets: matrix(T, widths[widths.length - 1] as number),
        }),
      }),
    );
  const conventions: fc.Arbitrary<Conventions> = fc
    .record({
      reduction: fc.constantFrom("mean" as const, "sum" as const),
      squaredError: fc.constantFrom("half" as const, "full" as const),
      l2: fc.constantFrom("half" as const, "full" as const),
      unitStepAtZero: fc.constantFrom(...([0, 0.5, 1] as const)),
      derivativeAtKink: fc.record({
        relu: fc.constantFrom(0 as const, 0.5 as const, 1 as const),
        "absolute-value": fc.constantFrom(...([0, 1, -1] as const)),
        maxout: fc.constantFrom(...(["first", "last", "average"] as const)),
      }),
    })
    .map(completeConventions);

  it("every range has width 0, kinks and all", () => {
    fc.assert(
      fc.property(dyadic, conventions, (question, declared) => {
        const reference = certify(question, declared, "f64");
        for (const quantity of quantities) {
          const { lo, hi, radius } = reference.ranges(quantity);
          expect(radius).toEqual(radius.map(() => 0));
          expect(hi).toEqual(lo);
        }
        expect(reference.ranges("preactivations").lo).toHaveLength(
          question.network.layers.reduce((sum, { biases }) => sum + biases.length, 0) * batchSize(question),
        );
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it("a worked example is exact to the last bit", () => {
    const reference = certify(
      oneLayer(
        { name: "relu" },
        [
          [1, 2],
          [-3, 1],
        ],
        [1.5, 2],
        [1, 1],
      ),
      defaultConventions,
      "f64",
    );
    expect(quantities.map((quantity) => reference.ranges(quantity).exact)).toEqual([
      [5.5, -2.5],
      [5.5, 0],
      [5.5, 0],
      [10.625],
      [4.5, -1],
      [4.5, 0],
      [6.75, 9, 0, 0],
      [4.5, 0],
      [4.5, 9],
    ]);
  });

  /** One unit at its kink, or one score at the margin, whose gradient by the first bias is the derivative there. */
  const atKink: Record<KinkedName, Case> = {
    relu: oneLayer({ name: "relu" }, [[1]], [0], [-1]),
    "leaky-relu": oneLayer({ name: "leaky-relu", slope: 0.25 }, [[1]], [0], [-1]),
    "absolute-value": oneLayer({ name: "absolute-value" }, [[1]], [0], [-1]),
    maxout: oneLayer({ name: "maxout", pieces: 2 }, [[1], [1]], [0], [-1]),
    "multiclass-hinge": oneLayer({ name: "identity" }, [[0], [1]], [1], [0, 1], "multiclass-hinge"),
  };

  it.each(Object.keys(kinkChoices) as KinkedName[])(
    "a derivative that is only promised to be legal is wide: %s",
    (name) => {
      expect(kinkChoices[name]).toContain("any");
      const declared = completeConventions({ derivativeAtKink: { [name]: "any" } });
      const { forward, backward } = enclose(atKink[name], declared, 30, exactValue);
      expect(forward.loss.radius).toBe(0);
      expect(holds((backward.biases[0] as readonly Ball[])[0] as Ball, 1)).toBe(true);
      expect(certify(atKink[name], declared, "f64").ranges("gradients.biases").radius[0]).toBeGreaterThan(0.3);
    },
  );

  it("is exact for logistic and tanh at an exact 0", () => {
    const at = (name: "logistic" | "tanh") => {
      const reference = certify(oneLayer({ name }, [[1]], [0], [0]), defaultConventions, "f64");
      return (["outputs", "gradients.biases"] as const).map((quantity) => {
        const { exact, radius } = reference.ranges(quantity);
        return [exact[0], radius[0]];
      });
    };
    // dz = f'(0) (f(0) - d) with d = 0
    expect(at("logistic")).toEqual([
      [0.5, 0],
      [0.125, 0],
    ]);
    expect(at("tanh")).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});
