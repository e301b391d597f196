import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  binaryCrossEntropy,
  binaryCrossEntropyDerivative,
  crossEntropy,
  crossEntropyDerivative,
  negativeLogOfSum,
  negativeLogOfSumGradient,
} from "./cross-entropy.js";
import { expectWithin, primitive } from "./testing/rounding.js";

const probability = fc.double({ min: 2 ** -1022, max: 1, noNaN: true });

describe("cross-entropy", () => {
  it("is -sum d ln y", () => {
    // one logarithm and one product for each term, one addition, the golden rounding
    expectWithin(crossEntropy([NaN, 0.5, 0.25], [NaN, 1, 2]), 5 * 0.6931471805599453094172321, primitive + 3);
  });

  it("is 0 for a certain and right answer", () => {
    expect(crossEntropy([NaN, 1, 0], [NaN, 1, 0])).toBe(0);
  });

  it("is Infinity where the target's probability is 0, and its derivative -Infinity", () => {
    expect(crossEntropy([NaN, 1, 0], [NaN, 0, 1])).toBe(Infinity);
    expect(crossEntropyDerivative(0, 1)).toBe(-Infinity);
  });

  it("has the derivative -d / y, and 0 where d is 0 even for y = 0", () => {
    expect(crossEntropyDerivative(0.25, 3)).toBe(-12);
    expect(crossEntropyDerivative(0, 0)).toBe(0);
    expect(crossEntropyDerivative(0, -0)).toBe(0);
  });

  it("passes NaN on", () => {
    expect(crossEntropy([NaN, 0.5, NaN], [NaN, 0, 1])).toBeNaN();
    expect(crossEntropy([NaN, 0.5, 0.5], [NaN, 0, NaN])).toBeNaN();
    expect(crossEntropy([NaN, 0.5, NaN], [NaN, 1, 0])).toBeNaN();
    expect(crossEntropyDerivative(NaN, 1)).toBeNaN();
    expect(crossEntropyDerivative(NaN, 0)).toBeNaN();
    expect(crossEntropyDerivative(0.5, NaN)).toBeNaN();
  });
});

describe("the negative logarithm of the sum", () => {
  it("is -ln sum d y", () => {
    // three exact products and sums; the logarithm, the golden rounding
    expectWithin(negativeLogOfSum([NaN, 0.5, 0.125, 0.125], [NaN, 1, 2, 0]), 0.287682072451780927439219, primitive + 1);
  });

  it("has the derivative -d / sum d y, the same for outputs with equal targets", () => {
    expect(negativeLogOfSumGradient([NaN, 0.125, 0.375, 0.5], [NaN, 1, 1, 0])).toEqual([NaN, -2, -2, -0]);
    expect(negativeLogOfSumGradient([NaN, 0.125, 0.0625, 0.5], [NaN, 1, 2, 0])).toEqual([NaN, -4, -8, -0]);
  });

  it("is the cross-entropy for one-hot targets, bit for bit, and so is its derivative", () => {
    fc.assert(
      fc.property(fc.array(probability, { minLength: 1, maxLength: 5 }), fc.nat(), (values, label) => {
        const y = [NaN, ...values];
        const d = y.map((_, i) => (i === 1 + (label % values.length) ? 1 : 0));
        expect(negativeLogOfSum(y, d) + 0).toBe(crossEntropy(y, d) + 0);
        const dy = y.map((_, i) => crossEntropyDerivative(y[i], d[i]) + 0);
        expect(
          negativeLogOfSumGradient(y, d)
            .map((entry) => entry + 0)
            .slice(1),
        ).toEqual(dy.slice(1));
      }),
      { seed: 1 },
    );
  });

  it("is another function than the cross-entropy for soft targets", () => {
    const [y, d] = [
      [NaN, 0.25, 0.75],
      [NaN, 0.5, 0.5],
    ];
    expect(negativeLogOfSum(y, d)).toBe(-Math.log(0.5));
    expect(negativeLogOfSumGradient(y, d)).toEqual([NaN, -1, -1]);
    expect(y.map((_, i) => crossEntropyDerivative(y[i], d[i])).slice(1)).toEqual([-2, -0.5 / 0.75]);
  });

  it("of an all-zero target is Infinity, its derivative NaN", () => {
    expect(negativeLogOfSum([NaN, 0.5, 0.5], [NaN, 0, 0])).toBe(Infinity);
    expect(negativeLogOfSumGradient([NaN, 0.5, 0.5], [NaN, 0, 0])).toEqual([NaN, NaN, NaN]);
  });

  it("leaves outputs without target out of the sum unless they are NaN", () => {
    expect(negativeLogOfSum([NaN, 1, Infinity], [NaN, 1, 0])).toBe(-0);
    expect(negativeLogOfSumGradient([NaN, 1, Infinity], [NaN, 1, 0])).toEqual([NaN, -1, -0]);
    expect(negativeLogOfSum([NaN, 1, NaN], [NaN, 1, 0])).toBeNaN();
    expect(negativeLogOfSumGradient([NaN, 1, NaN], [NaN, 1, 0])).toEqual([NaN, NaN, NaN]);
  });
});

describe("binary cross-entropy", () => {
  it("is the logarithm of y for a target of 1, of 1 - y for a target of 0, and between them their mean", () => {
    const ln2 = Math.log(2);
    expect(binaryCrossEntropy([NaN, 0.5], [NaN, 1])).toBe(ln2);
    expect(binaryCrossEntropy([NaN, 0.5], [NaN, 0])).toBe(ln2);
    // ln 4 - ln(3/4) for two outputs: two logarithms, one addition, the golden rounding
    expectWithin(binaryCrossEntropy([NaN, 0.25, 0.25], [NaN, 1, 0]), 1.673976433571671546273683, primitive + 2);
    // (ln 4 - ln(3/4)) / 2: the halves are exact
    expectWithin(binaryCrossEntropy([NaN, 0.25], [NaN, 0.5]), 0.8369882167858357731368416, primitive + 2);
  });

  it("has the derivative -d / y + (1 - d) / (1 - y)", () => {
    expect(binaryCrossEntropyDerivative(0.25, 1)).toBe(-4);
    expect(binaryCrossEntropyDerivative(0.75, 0)).toBe(4);
    expect(binaryCrossEntropyDerivative(0.5, 0.25)).toBe(1);
    expect(binaryCrossEntropyDerivative(0.25, 0.25)).toBe(0);
  });

  it("is that of 1 - y for 1 - d, and its derivative the opposite one", () => {
    const dyadic = fc.integer({ min: 1, max: 1023 }).map((n) => n / 1024);
    fc.assert(
      fc.property(dyadic, dyadic, (y, d) => {
        const opposite = -binaryCrossEntropyDerivative(1 - y, 1 - d);
        expect(binaryCrossEntropyDerivative(y, d) + 0).toBe(opposite + 0);
        // two logarithms with their products and one sum on each side
        const Div = binaryCrossEntropy([NaN, y], [NaN, d]);
        expectWithin(Div, binaryCrossEntropy([NaN, 1 - y], [NaN, 1 - d]), 2 * (primitive + 2));
      }),
      { seed: 2 },
    );
  });

  it("is 0 for a certain and right answer, and so are the derivatives of terms without a factor", () => {
    expect(binaryCrossEntropy([NaN, 1, 0], [NaN, 1, 0])).toBe(0);
    expect(binaryCrossEntropyDerivative(1, 1)).toBe(-1);
    expect(binaryCrossEntropyDerivative(0, 0)).toBe(1);
  });

  it("is Infinity for a certain and wrong answer", () => {
    expect(binaryCrossEntropy([NaN, 0], [NaN, 1])).toBe(Infinity);
    expect(binaryCrossEntropy([NaN, 1], [NaN, 0])).toBe(Infinity);
    expect([binaryCrossEntropyDerivative(0, 1), binaryCrossEntropyDerivative(1, 0)]).toEqual([-Infinity, Infinity]);
  });

  it("passes NaN on", () => {
    for (const d of [0, 0.5, 1]) {
      expect(binaryCrossEntropy([NaN, NaN], [NaN, d])).toBeNaN();
      expect(binaryCrossEntropyDerivative(NaN, d)).toBeNaN();
    }
    expect(binaryCrossEntropy([NaN, 0.5], [NaN, NaN])).toBeNaN();
    expect(binaryCrossEntropyDerivative(0.5, NaN)).toBeNaN();
  });
});
