import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, precisions, unitRoundoff } from "../../model/index.js";
import { scalarActivation } from "../activations/scalar.js";
import { fromColumns, toColumns } from "../matrix.js";
import { binaryCrossEntropy, logisticCrossEntropy } from "./binary-cross-entropy.js";

const u = unitRoundoff(precisions.f64);
/** Relative error of one exp or ln. */
const primitive = 2 * u * precisions.f64.primitiveUlps;
const logistic = scalarActivation({ name: "logistic" }, defaultConventions);

const value = (y: number, d: number): number => binaryCrossEntropy.value(fromColumns([[y]]), fromColumns([[d]]));
const gradient = (y: number, d: number): number =>
  binaryCrossEntropy.gradient(fromColumns([[y]]), fromColumns([[d]])).data[0];

describe("binary cross-entropy", () => {
  const dyadic = fc.integer({ min: 1, max: 63 }).map((n) => n / 64);

  it("has the two parts of the textbook as gradient, within their roundings", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1, maxExcluded: true, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (y, d) => {
          const [first, second] = [d / y, (1 - d) / (1 - y)];
          // the textbook: three roundings of a part, one of the difference; ours: four of a number that is no larger
          expect(Math.abs(gradient(y, d) - (second - first))).toBeLessThanOrEqual(2 * 4 * u * (first + second));
        },
      ),
      { seed: 1 },
    );
  });

  it("is the same when output and target change sides, with the opposite gradient", () => {
    fc.assert(
      fc.property(dyadic, dyadic, (y, d) => {
        expect(gradient(1 - y, 1 - d)).toBe(0 - gradient(y, d));
        // ln y and ln(1 - y) come from two functions of the library
        expect(Math.abs(value(1 - y, 1 - d) - value(y, d))).toBeLessThanOrEqual(2 * (primitive + 3 * u) * value(y, d));
      }),
      { seed: 2 },
    );
  });

  it("has no slope, exactly, where output and target agree", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }), (y) => {
        expect(gradient(y, y)).toBe(0);
      }),
      { seed: 3 },
    );
  });

  it("sums over the outputs, and is no mean of them", () => {
    const [Y, D] = [fromColumns([[0.5, 0.25]]), fromColumns([[1, 0.5]])];
    expect(binaryCrossEntropy.value(Y, D)).toBe(-Math.log(0.5) + (-0.5 * Math.log(0.25) - 0.5 * Math.log1p(-0.25)));
    // (y - d) / (y (1 - y)): -(1/2) / (1/4) and -(1/4) / (3/16)
    expect(toColumns(binaryCrossEntropy.gradient(Y, D))).toEqual([[-2, -4 / 3]]);
  });

  it.each([
    { y: 0, d: 0, loss: 0, slope: 1 },
    { y: 1, d: 1, loss: 0, slope: -1 },
    { y: 0, d: 1, loss: Infinity, slope: -Infinity },
    { y: 1, d: 0, loss: Infinity, slope: Infinity },
    { y: 0, d: 0.5, loss: Infinity, slope: -Infinity },
    { y: 1, d: 0.5, loss: Infinity, slope: Infinity },
  ])("at y = $y with the target $d is $loss with slope $slope", ({ y, d, loss, slope }) => {
    expect([value(y, d) + 0, gradient(y, d)]).toEqual([loss, slope]);
  });

  it("does not swallow NaN, whatever the target", () => {
    for (const d of [0, 0.5, 1]) expect([value(NaN, d), gradient(NaN, d)]).toEqual([NaN, NaN]);
    expect([value(0.5, NaN), gradient(0.5, NaN)]).toEqual([NaN, NaN]);
  });
});

describe("logistic units with binary cross-entropy, fused", () => {
  const fused = (z: number, d: number): [number, number] => {
    const [Z, D] = [fromColumns([[z]]), fromColumns([[d]])];
    return [logisticCrossEntropy.value(Z, D), logisticCrossEntropy.gradient(Z, logistic.forward(Z), D).data[0]];
  };

  it("has the value and the gradient of the two parts one after the other", () => {
    const logit = fc.double({ min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(logit, fc.constantFrom(0, 0.25, 0.5, 1), (z, d) => {
        const [Z, D] = [fromColumns([[z]]), fromColumns([[d]])];
        const Y = logistic.forward(Z);
        const [y] = Y.data;
        const [loss, dz] = fused(z, d);
        // the error of y, and what it becomes relative to 1 - y
        const rho = 2 * primitive + 2 * u;
        const ofComplement = (rho * y) / (1 - y);
        const plain = binaryCrossEntropy.value(Y, D);
        const sizes = (2 * primitive + 5 * u) * (loss + plain);
        expect(Math.abs(loss - plain)).toBeLessThanOrEqual(2 * (rho + ofComplement) + sizes);

        const apart = logistic.backward(Z, Y, binaryCrossEntropy.gradient(Y, D)).data[0];
        // f' from z has 3 primitives and 5 roundings, y (1 - y) the errors of y and of 1 - y; then quotient and product
        const relative = 3 * primitive + 5 * u + rho + ofComplement + 5 * u;
        expect(Math.abs(apart - dz)).toBeLessThanOrEqual(2 * relative * Math.abs(y - d));
      }),
      { seed: 4 },
    );
  });

  it("is ln 2 with gradient ½ - d at z = 0, whatever the target", () => {
    expect([0, 0.5, 1].map((d) => fused(0, d))).toEqual([
      [Math.LN2, 0.5],
      [Math.LN2, 0],
      [Math.LN2, -0.5],
    ]);
  });

  it("keeps the loss of a saturated unit, right or wrong", () => {
    expect([fused(800, 0), fused(-800, 1)]).toEqual([
      [800, 1],
      [800, -1],
    ]);
    expect([fused(1e308, 1), fused(-1e308, 0), fused(1e308, 0.5)]).toEqual([
      [0, 0],
      [0, 0],
      [5e307, 0.5],
    ]);
    // 0 · Infinity is a part left out, not NaN
    expect([fused(Infinity, 1), fused(-Infinity, 0), fused(Infinity, 0)]).toEqual([
      [0, 0],
      [0, 0],
      [Infinity, 1],
    ]);
    // e^-50 to first order: the next term is smaller by e^-50
    const exact = 1.928749847963917783017157e-22;
    expect(Math.abs(fused(50, 1)[0] - exact)).toBeLessThanOrEqual(2 * primitive * exact);
    expect(value(logistic.forward(fromColumns([[800]])).data[0], 0)).toBe(Infinity);
  });

  it("does not swallow NaN, whatever the target", () => {
    for (const d of [0, 0.5, 1]) expect(fused(NaN, d)).toEqual([NaN, NaN]);
  });
});
