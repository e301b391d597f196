import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activationNames, defaultConventions, lossNames, type Activation, type Case } from "../model/index.js";
import { activationValue } from "./activations.js";
import { binaryCrossEntropy, crossEntropy, negativeLogOfSum, negativeLogOfSumGradient } from "./cross-entropy.js";
import {
  fusedPair,
  logisticCrossEntropy,
  logisticCrossEntropyGradient,
  softmaxCrossEntropy,
  softmaxCrossEntropyGradient,
  softmaxNegativeLog,
  softmaxNegativeLogGradient,
} from "./fused.js";
import { logSoftmax, softmax, softmaxJacobian } from "./softmax.js";
import { expectWithin, gamma, primitive } from "./testing/rounding.js";

describe("cross-entropy of a softmax", () => {
  it("agrees with the cross-entropy of the probabilities up to rounding", () => {
    const logits = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 3 });
    const targets = fc.array(fc.constantFrom(0, 0.25, 1), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(logits, targets, (z, d) => {
        const [logit, target] = [
          [NaN, ...z],
          [NaN, ...d],
        ];
        // |ln y| is at most 40 + ln 3; y is off by an exponential, two additions and a division, and each moves ln y by
        // as much
        const total = d.reduce<number>((sum, value) => sum + value, 0);
        expectWithin(
          softmaxCrossEntropy(logit, target),
          crossEntropy(softmax(logit), target),
          3 * primitive + 8,
          42 * total,
        );
      }),
      { seed: 3 },
    );
  });

  it("of K equal logits is ln K", () => {
    expect(softmaxCrossEntropy([NaN, 1e300, 1e300], [NaN, 0, 1])).toBe(Math.log(2));
  });

  it("keeps its digits where the probability has underflowed", () => {
    expect(softmaxCrossEntropy([NaN, 0, -1000], [NaN, 0, 1])).toBe(1000);
    expect(crossEntropy(softmax([NaN, 0, -1000]), [NaN, 0, 1])).toBe(Infinity);
  });

  it("of logits 1e308 and -1e308 is 0 or Infinity, never NaN", () => {
    expect(softmaxCrossEntropy([NaN, 1e308, -1e308], [NaN, 1, 0])).toBe(0);
    expect(softmaxCrossEntropy([NaN, 1e308, -1e308], [NaN, 0, 1])).toBe(Infinity);
  });

  it("passes NaN on", () => {
    expect(softmaxCrossEntropy([NaN, 0, NaN], [NaN, 1, 0])).toBeNaN();
    expect(softmaxCrossEntropy([NaN, 0, Infinity], [NaN, 1, 0])).toBeNaN();
  });
});

const integers = (size: number, largest: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -largest, max: largest }), { minLength: size, maxLength: size });

describe("the negative logarithm of the sum under a softmax", () => {
  const targets = fc
    .array(fc.constantFrom(0, 0.25, 1, 3), { minLength: 4, maxLength: 4 })
    .filter((d) => d.some((di) => di !== 0));

  it("agrees with that of the probabilities up to rounding", () => {
    fc.assert(
      fc.property(integers(4, 20), targets, (z, target) => {
        const [logits, d] = [
          [NaN, ...z],
          [NaN, ...target],
        ];
        // |ln| of each sum is below 40 + ln 12. Of the probabilities: exponential, sum and division, product, sum; of the logits:
        // two logarithms, the same sums, two subtractions
        const roundings = 2 * (2 * primitive + 10) + 3 * primitive;
        expectWithin(softmaxNegativeLog(logits, d), negativeLogOfSum(softmax(logits), d), roundings, 43);
      }),
      { seed: 4 },
    );
  });

  it("has the gradient that its own derivative gives through the softmax's Jacobian, up to rounding", () => {
    fc.assert(
      fc.property(integers(4, 20), targets, (z, target) => {
        const [logits, d] = [
          [NaN, ...z],
          [NaN, ...target],
        ];
        const y = softmax(logits);
        const dy = negativeLogOfSumGradient(y, d);
        softmaxNegativeLogGradient(y, d, logits).forEach((dz, i) => {
          if (i === 0) return;
          const terms = y.map((_, j) => (j === 0 ? 0 : dy[j] * softmaxJacobian(y, i, j)));
          // the sizes of the terms add up to no more than y_i + d_i y_i / s; each has a few roundings of y, and those of s
          const scale = y[i] - dy[i] * y[i];
          expectWithin(
            dz,
            terms.reduce((sum, term) => sum + term, 0),
            6 * (2 * primitive + 10),
            scale,
          );
        });
      }),
      { seed: 5 },
    );
  });

  it("has the same loss and gradient as cross-entropy for one-hot targets, bit for bit", () => {
    fc.assert(
      fc.property(integers(3, 1000), fc.integer({ min: 1, max: 3 }), (z, label) => {
        const logits = [NaN, ...z];
        const d = logits.map((_, i) => (i === label ? 1 : 0));
        const y = softmax(logits);
        expect(softmaxNegativeLog(logits, d) + 0).toBe(softmaxCrossEntropy(logits, d) + 0);
        expect(softmaxNegativeLogGradient(y, d, logits)).toEqual(softmaxCrossEntropyGradient(y, d));
      }),
      { seed: 6 },
    );
  });

  it("has a gradient that adds up to 0 but for roundings", () => {
    fc.assert(
      fc.property(integers(4, 700), targets, (z, target) => {
        const [logits, d] = [
          [NaN, ...z],
          [NaN, ...target],
        ];
        const dz = softmaxNegativeLogGradient(softmax(logits), d, logits).slice(1);
        // two softmaxes, each of which adds up to 1; a subtraction for each entry and the sum
        const sum = dz.reduce((total, value) => total + value, 0);
        expect(Math.abs(sum) <= gamma(4 * dz.length) * 2).toBe(true);
      }),
      { seed: 7 },
    );
  });

  it("of equal logits is exact: the logarithm of the targets' share", () => {
    const logits = [NaN, 7, 7, 7, 7];
    const y = softmax(logits);
    expect(softmaxNegativeLog(logits, [NaN, 1, 1, 1, 1])).toBe(0);
    expectWithin(softmaxNegativeLog(logits, [NaN, 1, 0, 1, 0]), Math.log(2), 2 * primitive + 2, Math.log(4));
    expect(softmaxNegativeLogGradient(y, [NaN, 1, 0, 1, 0], logits)).toEqual([NaN, -0.25, 0.25, -0.25, 0.25]);
    // 1/4 - 1/(1 + 3) and 1/4 - 3/(1 + 3)
    expect(softmaxNegativeLogGradient(y, [NaN, 1, 0, 3, 0], logits)).toEqual([NaN, 0, 0.25, -0.5, 0.25]);
  });

  it("keeps its digits where the probabilities of all targets have underflowed", () => {
    const logits = [NaN, 0, -1000, -1001];
    const d = [NaN, 0, 1, 1];
    const y = softmax(logits);
    expect(negativeLogOfSum(y, d)).toBe(Infinity);
    // 1000 - ln(1 + 1/e); of 1/(1 + 1/e) and the rest: an exponential, a sum, a division, the golden rounding
    expectWithin(softmaxNegativeLog(logits, d), 999.686738312481777165951, primitive + 2);
    const [, first, second, third] = softmaxNegativeLogGradient(y, d, logits);
    expect(first).toBe(1);
    expectWithin(second, -0.7310585786300048792511592, primitive + 3);
    expectWithin(third, -0.2689414213699951207488408, 2 * primitive + 3);
  });

  it("of an all-zero target is Infinity, its gradient NaN", () => {
    expect(softmaxNegativeLog([NaN, 1, 2], [NaN, 0, 0])).toBe(Infinity);
    expect(softmaxNegativeLogGradient(softmax([NaN, 1, 2]), [NaN, 0, 0], [NaN, 1, 2])).toEqual([NaN, NaN, NaN]);
  });

  it("of logits 1e308 and -1e308 is 0 or Infinity, its gradient finite", () => {
    const logits = [NaN, 1e308, -1e308];
    expect(softmaxNegativeLog(logits, [NaN, 1, 0])).toBe(0);
    expect(softmaxNegativeLog(logits, [NaN, 0, 1])).toBe(Infinity);
    expect(softmaxNegativeLogGradient(softmax(logits), [NaN, 1, 0], logits)).toEqual([NaN, 0, 0]);
    expect(softmaxNegativeLogGradient(softmax(logits), [NaN, 0, 1], logits)).toEqual([NaN, 1, -1]);
  });

  it("passes NaN on, be it where the target is 0", () => {
    for (const wrong of [NaN, Infinity]) {
      const logits = [NaN, 0, wrong];
      expect(softmaxNegativeLog(logits, [NaN, 1, 0])).toBeNaN();
      expect(softmaxNegativeLogGradient(softmax(logits), [NaN, 1, 0], logits)).toEqual([NaN, NaN, NaN]);
    }
  });
});

describe("binary cross-entropy of logistic units", () => {
  const target = fc.constantFrom(0, 0.25, 0.5, 1);
  const logistic = (z: number): number => activationValue({ name: "logistic" }, z, defaultConventions);

  it("is the cross-entropy of a softmax of two classes with logits z and 0, up to rounding", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), target, (z, d) => {
        const twoClasses = softmaxCrossEntropy([NaN, z, 0], [NaN, d, 1 - d]);
        // |z| and ln 2 bound all terms; here a product, two sums, two primitives, there as many for each of two terms
        expectWithin(logisticCrossEntropy([NaN, z], [NaN, d]), twoClasses, 4 * primitive + 8, Math.abs(z) + 1);
      }),
      { seed: 8 },
    );
  });

  it("has the gradient of that softmax by z, bit for bit", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), target, (z, d) => {
        const [, dz] = softmaxCrossEntropyGradient(softmax([NaN, z, 0]), [NaN, d, 1 - d]);
        expect(logisticCrossEntropyGradient([NaN, logistic(z)], [NaN, d])).toEqual([NaN, dz]);
      }),
      { seed: 9 },
    );
  });

  it("agrees with that of the probabilities up to rounding, unit by unit", () => {
    fc.assert(
      fc.property(integers(3, 20), fc.array(target, { minLength: 3, maxLength: 3 }), (z, d) => {
        const y = z.map(logistic);
        // |ln y| and |ln(1 - y)| are below 21. y is off by an exponential, a sum and a division; that moves ln y by as much, and
        // ln(1 - y) by y / (1 - y) times as much
        const relative = primitive + 3;
        const bound = d.reduce<number>(
          (sum, di, i) => sum + di * relative + ((1 - di) * relative * y[i]) / (1 - y[i]),
          63 * (3 * primitive + 8),
        );
        const plain = binaryCrossEntropy([NaN, ...y], [NaN, ...d]);
        expectWithin(logisticCrossEntropy([NaN, ...z], [NaN, ...d]), plain, bound, 1);
      }),
      { seed: 10 },
    );
  });

  it("keeps its digits where the probability is 0 or 1", () => {
    expect(logisticCrossEntropy([NaN, -1000, 1000], [NaN, 1, 0])).toBe(2000);
    expect(logisticCrossEntropy([NaN, -1000, 1000], [NaN, 0, 1])).toBe(0);
    expect(logisticCrossEntropy([NaN, 1e308], [NaN, 0.25])).toBe(0.75e308);
    expect(logisticCrossEntropyGradient([NaN, 0, 1, 0.5], [NaN, 1, 0, 0.25])).toEqual([NaN, -1, 1, 0.25]);
  });

  it("of z = 0 is ln 2, whatever the target", () => {
    for (const d of [0, 0.3, 1]) expect(logisticCrossEntropy([NaN, 0], [NaN, d])).toBe(Math.log1p(1));
  });

  it("passes NaN on", () => {
    expect(logisticCrossEntropy([NaN, NaN], [NaN, 0])).toBeNaN();
    expect(logisticCrossEntropyGradient([NaN, NaN], [NaN, 0])).toEqual([NaN, NaN]);
  });
});

describe("the fused pairs", () => {
  const ending = (name: Activation["name"], loss: Case["loss"]["name"]): Case =>
    ({
      network: { layers: [{ weights: [[1]], biases: [0], activation: { name } }] },
      loss: { name: loss },
      regularizer: null,
      batch: { inputs: [[1]], targets: [[1]] },
    }) as Case;

  it("are three, and no other activation is fused with a loss", () => {
    const found = lossNames.flatMap((loss) =>
      activationNames
        .filter((name) => fusedPair(ending(name, loss), defaultConventions) !== undefined)
        .map((name) => [name, loss]),
    );
    expect(found).toEqual([
      ["softmax", "cross-entropy"],
      ["softmax", "negative-log-of-sum"],
      ["logistic", "binary-cross-entropy"],
    ]);
  });

  it("are looked for in the last layer", () => {
    const [softmaxLayer] = ending("softmax", "cross-entropy").network.layers;
    const [identityLayer] = ending("identity", "cross-entropy").network.layers;
    const pairOf = (...layers: Case["network"]["layers"]): unknown =>
      fusedPair({ ...ending("softmax", "cross-entropy"), network: { layers } }, defaultConventions);
    expect(pairOf(softmaxLayer, identityLayer)).toBeUndefined();
    expect(pairOf(identityLayer, softmaxLayer)).toBeDefined();
  });
});

describe("log-softmax under the sum of -d y", () => {
  it("is cross-entropy of a softmax, bit for bit", () => {
    fc.assert(
      fc.property(integers(3, 1000), fc.array(fc.constantFrom(0.25, 1, 2), { minLength: 3, maxLength: 3 }), (z, d) => {
        const y = logSoftmax([NaN, ...z]);
        const Div = d.reduce<number>((sum, di, i) => sum - di * y[i + 1], 0);
        expect(Div).toBe(softmaxCrossEntropy([NaN, ...z], [NaN, ...d]));
      }),
      { seed: 11 },
    );
  });
});
