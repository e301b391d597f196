/** Terms of the loss that underflow one by one where 1/T stands in each of them (spec/numerics.md), and not in their sum. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeConventions, precisions, type Case } from "../model/index.js";
import { certify } from "./index.js";

/** T examples of n identity units with residuals r, all of them multiples of 2^-12, so that squares are multiples of f16's smallest number. */
const caseOf = (T: number, residuals: readonly number[]): Case => ({
  network: {
    layers: [{ weights: residuals.map((r) => [r]), biases: residuals.map(() => 0), activation: { name: "identity" } }],
  },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: new Array<number[]>(T).fill([1]), targets: new Array<number[]>(T).fill(residuals.map(() => 0)) },
});

const eta = precisions.f16.smallestSubnormal;

/** To the nearest multiple of the smallest number, the even one of two. */
function subnormal(x: number): number {
  const [below, rest] = [Math.floor(x / eta), x / eta - Math.floor(x / eta)];
  return eta * (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below);
}

describe("the loss of small residuals in half precision", () => {
  it("may have ½ and 1/T in each of its terms", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 3, 4, 16, 60),
        fc.array(
          fc.double({ min: 1, max: 6, noNaN: true }).map((r) => Math.round(r * 4) / 4),
          { minLength: 1, maxLength: 40 },
        ),
        (T, quarters) => {
          const residuals = quarters.map((r) => r * 2 ** -12);
          const { lo, hi } = certify(caseOf(T, residuals), completeConventions(), "f16").ranges("loss");
          const term = (r: number): number => subnormal(subnormal(subnormal(r * r) / 2) / T);
          const loss = T * residuals.reduce((sum, r) => sum + term(r), 0);
          expect(loss).toBeGreaterThanOrEqual(lo[0] as number);
          expect(loss).toBeLessThanOrEqual(hi[0] as number);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});
