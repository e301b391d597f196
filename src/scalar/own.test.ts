import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError, type Monomial, type OwnActivation } from "../model/index.js";
import { ownActivation, ownActivationGradient, ownDivergence, ownDivergenceGradient } from "./own.js";
import { polynomial, polynomialJacobian } from "./polynomial.js";
import { squaredError, squaredErrorDerivative } from "./squared-error.js";
import { neighbours, squares, swish } from "./testing/own.js";

const row = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: length, maxLength: length });

describe("a user's own activation", () => {
  it("is asked without the unused position, and may have other outputs than pre-activations", () => {
    expect(ownActivation(neighbours, [NaN, 2, 3, 5])).toEqual([NaN, 6, 15]);
    expect(ownActivationGradient(neighbours, [NaN, 2, 3, 5], [NaN, 1, 10])).toEqual([NaN, 3, 52, 30]);
    expect(ownActivation(swish, [NaN, 0, 1000, -1000])).toEqual([NaN, 0, 1000, -0]);
  });

  it("is the built-in one where it computes the same, bit for bit", () => {
    const outputs: Monomial[][] = [
      [1, 1, 0],
      [0, 1, 1],
    ].map((powers) => [{ coefficient: 1, powers }]);
    fc.assert(
      fc.property(row(3), row(2), (values, [dy1, dy2]) => {
        const z = [NaN, ...values];
        expect(ownActivation(neighbours, z).map((y) => y + 0)).toEqual(polynomial(outputs, z));
        const dz = [1, 2, 3].map(
          (i) => 0 + dy1 * polynomialJacobian(outputs[0], z, i) + dy2 * polynomialJacobian(outputs[1], z, i),
        );
        expect(ownActivationGradient(neighbours, z, [NaN, dy1, dy2]).slice(1)).toEqual(dz);
      }),
      { seed: 1 },
    );
  });

  it("is refused by its id when it returns another number of entries than it should", () => {
    const longer: OwnActivation = { ...swish, id: "longer", outputs: (D) => D + 1 };
    expect(() => ownActivation(longer, [NaN, 1])).toThrow(ShapeError);
    expect(() => ownActivation(longer, [NaN, 1])).toThrow("value of longer must have shape [2], got [1]");
    const shorter: OwnActivation = { ...neighbours, id: "shorter", gradient: (_, z) => z.slice(1) };
    expect(() => ownActivationGradient(shorter, [NaN, 1, 2], [NaN, 1])).toThrow(
      "gradient of shorter must have shape [2], got [1]",
    );
  });
});

describe("a user's own divergence", () => {
  it("is the built-in one where it computes the same, bit for bit", () => {
    fc.assert(
      fc.property(row(3), row(3), (values, target) => {
        const [y, d] = [
          [NaN, ...values],
          [NaN, ...target],
        ];
        expect(ownDivergence(squares, y, d)).toBe(squaredError(y, d, "full"));
        const dy = y.map((yi, i) => squaredErrorDerivative(yi, d[i], "full"));
        expect(ownDivergenceGradient(squares, y, d)).toEqual(dy);
      }),
      { seed: 2 },
    );
  });

  it("is refused by its id when its gradient has another shape than the outputs", () => {
    const wrong = { ...squares, id: "wrong", gradient: () => [] };
    expect(() => ownDivergenceGradient(wrong, [NaN, 1], [NaN, 1])).toThrow(
      "gradient of wrong must have shape [1], got [0]",
    );
  });
});
