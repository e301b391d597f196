import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, type Batch, type Case } from "../model/index.js";
import { backpropagate } from "../scalar/index.js";
import { gamma } from "../scalar/testing/rounding.js";
import { flattenGradients, flattenParameters, updateByVector, vectorDescent } from "./index.js";
import { linearCase, linearCases, powerOfTwoBelow, steps, trace } from "./testing/linear.js";

const lossAt = (question: Case): number => backpropagate(question, defaultConventions).loss;

/** The losses before, after a step of size eta, and after one of size -eta; and |∇Loss|². */
function around(question: Case, eta: number): { here: number; down: number; up: number; squared: number } {
  const { loss, gradients } = backpropagate(question, defaultConventions);
  const after = (step: number): number =>
    lossAt({ ...question, network: updateByVector(question.network, gradients, step) });
  const squared = flattenGradients(gradients).reduce((sum, derivative) => sum + derivative * derivative, 0);
  return { here: loss, down: after(eta), up: after(-eta), squared };
}

describe("one step on a quadratic loss, without any rounding", () => {
  // With L a bound on the second derivatives, Loss(W - η∇) ≤ Loss(W) - η (1 - ηL/2) |∇|², and 1 - ηL/2 ≥ 1/2 for η ≤ 1/L.
  it("down the gradient lowers the loss by half of η |∇|² at least, and up the gradient raises it by η |∇|² at least", () => {
    fc.assert(
      fc.property(linearCases(fc.constantFrom(1, 2, 4)), (question) => {
        const eta = powerOfTwoBelow(1 / trace(question.batch));
        const { here, down, up, squared } = around(question, eta);
        expect(down).toBeLessThanOrEqual(here - (eta / 2) * squared);
        expect(up).toBeGreaterThanOrEqual(here + eta * squared);
      }),
      { seed: 1 },
    );
  });

  it("lowers the loss for η just below 2/L, keeps it at 2/L and raises it beyond, where L is the second derivative", () => {
    // Inputs 1 and -1 with targets 0 give Loss = (w² + b²) / 2, whose second derivative is 1 in every direction.
    const question = linearCase({ inputs: [[1], [-1]], targets: [[0], [0]] }, [3], 1);
    expect(around(question, 2 - 2 ** -10).down).toBeLessThan(5);
    expect(around(question, 2).down).toBe(5);
    expect(around(question, 2 + 2 ** -10).down).toBeGreaterThan(5);
  });

  it("along the gradient raises (w - 1)² from 1 to 1.44, as the lecture's printed maximum would have it", () => {
    const question = linearCase({ inputs: [[1]], targets: [[1]] }, [0], 0);
    const conventions = { ...defaultConventions, squaredError: "full" as const };
    const weightOnly = (eta: number): number => {
      const { gradients } = backpropagate(question, conventions);
      const network = updateByVector(question.network, { ...gradients, biases: [[0]] }, eta);
      return backpropagate({ ...question, network }, conventions).loss;
    };
    expect(weightOnly(0)).toBe(1);
    // w = ∓0.2, one rounding each in the product, the difference and the square
    expect(Math.abs(weightOnly(-0.1) - 1.44)).toBeLessThanOrEqual(gamma(6) * 1.44);
    expect(Math.abs(weightOnly(0.1) - 0.64)).toBeLessThanOrEqual(gamma(6) * 1.44);
  });
});

interface Solution {
  readonly w: number;
  readonly b: number;
  /** T²·det of the second derivatives, an integer. */
  readonly determinant: bigint;
}

/** The minimum by the normal equations, in integers: Σx² w + Σx b = Σxd and Σx w + T b = Σd. */
function solve({ inputs, targets }: Batch): Solution {
  const sum = (term: (x: bigint, d: bigint) => bigint): bigint =>
    inputs.reduce((total, [x], t) => total + term(BigInt(x), BigInt(targets[t][0])), 0n);
  const [T, x, xx, d, xd] = [sum(() => 1n), sum((x) => x), sum((x) => x * x), sum((_, d) => d), sum((x, d) => x * d)];
  const determinant = T * xx - x * x;
  const [w, b] = [T * xd - x * d, d * xx - x * xd];
  return { w: Number(w) / Number(determinant), b: Number(b) / Number(determinant), determinant };
}

/**
 * How far the iterate after `count` steps may be from the minimum; η must be a power of two no larger than 1/trace.
 *
 * Exactly computed, a step maps the error by I - ηH, whose eigenvalues lie between 0 and q = 1 - η det H / trace H, since
 * the product of the two eigenvalues is the determinant and neither exceeds the trace. Each step adds its roundings E.
 */
function distanceBound({ network, batch }: Case, { w, b, determinant }: Solution, eta: number, count: number): number {
  const T = batch.inputs.length;
  const contraction = 1 - (eta * Number(determinant)) / (T * T * trace(batch));
  const [w0, b0] = flattenParameters(network);
  const start = Math.hypot(w0 - w, b0 - b);
  // No iterate is longer than this as long as the roundings together do not exceed |θ*| + the initial error.
  const size = 2 * (Math.hypot(w, b) + start);
  const terms = batch.inputs.map(([x], t) => {
    const residual = size * Math.abs(x) + size + Math.abs(batch.targets[t][0]);
    return residual * Math.max(Math.abs(x), 1);
  });
  // z is two roundings, the residual a third, times x a fourth, T sums, one division; the product with η is exact.
  const gradientError = gamma(T + 5) * (terms.reduce((sum, term) => sum + term, 0) / T);
  // 2 for the √2 of two components; what is left covers the roundings of this bound and of the solution itself.
  const perStep = 2 * (eta * gradientError + gamma(1) * size);
  const roundings = perStep / (1 - contraction);
  if (!(roundings <= size / 2)) throw new Error("the bound's own premise fails");
  return contraction ** count * start + roundings;
}

describe("linear least squares", () => {
  const questions = linearCases(fc.integer({ min: 2, max: 6 })).filter(
    ({ network, batch }) => network.layers[0].weights[0].length === 1 && solve(batch).determinant > 0n,
  );

  it("is brought to the solution of the normal equations as fast as the contraction says", () => {
    fc.assert(
      fc.property(questions, fc.integer({ min: 1, max: 300 }), (question, count) => {
        const solution = solve(question.batch);
        const eta = powerOfTwoBelow(1 / trace(question.batch));
        const trained = vectorDescent(steps(question, eta, count));
        const [w, b] = flattenParameters(trained.network);
        const bound = distanceBound(question, solution, eta, trained.steps);
        expect(Math.hypot(w - solution.w, b - solution.b)).toBeLessThanOrEqual(bound);
      }),
      { seed: 2 },
    );
  });

  it("is brought so near that the solution of other data is told apart", () => {
    const batch = { inputs: [[-1], [0], [1], [2]], targets: [[1], [0], [3], [3]] };
    const question = linearCase(batch, [-3], 2);
    const { network, ...trained } = vectorDescent(steps(question, 0.25, 200));
    const [w, b] = flattenParameters(network);
    const bound = distanceBound(question, solve(batch), 0.25, trained.steps);
    const off = (to: Batch): number => Math.hypot(w - solve(to).w, b - solve(to).b);
    expect(off(batch)).toBeLessThanOrEqual(bound);
    expect(off({ ...batch, targets: [[1], [0], [3], [4]] })).toBeGreaterThan(1000 * bound);
  });
});
