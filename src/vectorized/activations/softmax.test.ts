import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions, unitRoundoff } from "../../model/index.js";
import { softmaxCrossEntropy } from "../losses/cross-entropy.js";
import { fromColumns, fromRows, map, toColumns, transposeTimes } from "../matrix.js";
import { logSoftmaxActivation, softmaxActivation } from "./softmax.js";

const u = unitRoundoff(precisions.f64);

/** Both passes of log-softmax on one example. */
function passes(z: readonly number[], dy: readonly number[]): [number[], number[]] {
  const Z = fromColumns([z]);
  const Y = logSoftmaxActivation.forward(Z);
  return [toColumns(Y)[0], toColumns(logSoftmaxActivation.backward(Z, Y, fromColumns([dy])))[0]];
}

const vector = (length: number, entry: fc.Arbitrary<number>) =>
  fc.array(entry, { minLength: length, maxLength: length });
const pairs = fc.integer({ min: 1, max: 5 }).chain((D) => {
  const double = (size: number) => fc.double({ min: -size, max: size, noNaN: true });
  return fc.tuple(vector(D, double(20)), vector(D, double(9)));
});

describe("log-softmax", () => {
  it("under -Σ d y has the gradient of softmax under cross-entropy, bit for bit", () => {
    fc.assert(
      fc.property(pairs, ([z, d]) => {
        const [Z, D] = [fromColumns([z]), fromColumns([d])];
        const negated = map(D, (di) => -di);
        const apart = logSoftmaxActivation.backward(Z, logSoftmaxActivation.forward(Z), negated);
        const fused = softmaxCrossEntropy.gradient(Z, softmaxActivation.forward(Z), D);
        expect([...apart.data].map((dz) => dz + 0)).toEqual([...fused.data].map((dz) => dz + 0));
      }),
      { seed: 1 },
    );
  });

  it("dZ is the transposed full Jacobian times dY, within γ of both", () => {
    fc.assert(
      fc.property(pairs, ([z, dy]) => {
        const [p] = toColumns(softmaxActivation.forward(fromColumns([z])));
        const J = fromRows(p.map((_, j) => p.map((pi, i) => (i === j ? 1 : 0) - pi)));
        const [expected] = toColumns(transposeTimes(J, fromColumns([dy])));
        const [, dz] = passes(z, dy);
        // both are sums of at most n terms with at most two further roundings; |terms| add up to |dy_i| + p_i Σ |dy_j|, and the
        // rounding of δ - p_i is one of up to 1, not of p_i
        const n = dy.length + 2;
        const gamma = (n * u) / (1 - n * u);
        const mass = dy.reduce((sum, dyj) => sum + Math.abs(dyj), 0);
        dz.forEach((dzi, i) => {
          const bound = 2 * gamma * (Math.abs(dy[i]) + p[i] * mass) + 2 * u * Math.abs(dy[i]);
          expect(Math.abs(dzi - expected[i])).toBeLessThanOrEqual(bound);
        });
      }),
      { seed: 2 },
    );
  });

  it("does not change when all z grow by the same integer, exactly on integers", () => {
    const integer = fc.integer({ min: -99, max: 99 });
    fc.assert(
      fc.property(vector(4, integer), vector(4, integer), fc.integer(), (z, dy, c) => {
        expect(
          passes(
            z.map((zi) => zi + c),
            dy,
          ),
        ).toEqual(passes(z, dy));
      }),
      { seed: 3 },
    );
  });

  it("of four equal z is -ln 4, and takes a quarter of the sum from each dy", () => {
    const [y, dz] = passes([7, 7, 7, 7], [8, 0, 0, 4]);
    expect(y).toEqual([1, 1, 1, 1].map(() => -Math.log1p(3)));
    expect(dz).toEqual([5, -3, -3, 1]);
  });

  it("goes back through the transpose: dy is summed as it is, and p stands outside", () => {
    // p is (1, 0) here: the transpose's mistake, dy - <p, dy>, would give (0, 2)
    expect(passes([1e3, 0], [3, 5])[1]).toEqual([-5, 5]);
    // and leaving the sum out would give dy + p = (4, 5)
    expect(passes([1e3, 0], [3, 5])[1]).not.toEqual([4, 5]);
  });

  it("of one unit is 0 with gradient 0", () => {
    expect(passes([-1e308], [3])).toEqual([[0], [0]]);
  });

  it("keeps its digits at ±1e308, where the logarithm of softmax is -Infinity", () => {
    expect(passes([1e300, 0, -1e300], [1, 1, 1])).toEqual([
      [0, -1e300, -2e300],
      [-2, 1, 1],
    ]);
  });

  it("passes NaN and an infinite z on as NaN", () => {
    expect(passes([NaN, 0], [1, 1])).toEqual([
      [NaN, NaN],
      [NaN, NaN],
    ]);
    expect(passes([0, Infinity], [1, 1])[0]).toContainEqual(NaN);
  });
});
