/** The ranges of losses where the rounding adversary does not reach: kinks, saturation, overflow, and what is exact. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  defaultConventions,
  type Activation,
  type Case,
  type Conventions,
  type Loss,
  type Quantity,
} from "../../model/index.js";
import { finiteDifference } from "../finite-differences.js";
import { exactValue } from "../widening.js";
import { certify, enclose } from "../reference.js";

/** One layer whose pre-activations are exactly z. */
function withScores(activation: Activation, z: readonly number[], loss: Loss["name"], target: number[]): Case {
  return {
    network: { layers: [{ weights: z.map((zi) => [zi]), biases: z.map(() => 0), activation }] },
    loss: { name: loss } as Loss,
    regularizer: null,
    batch: { inputs: [[1]], targets: [target] },
  };
}

const [identity, softmax, logistic] = (["identity", "softmax", "logistic"] as const).map((name) => ({ name }));

interface Judged {
  holds(quantity: Quantity, ...entries: readonly number[]): boolean;
  exact(quantity: Quantity): readonly number[];
  radii(quantity: Quantity): readonly number[];
  digits(quantity: Quantity, position: number): string;
}

function judge(question: Case, conventions: Conventions = defaultConventions): Judged {
  const reference = certify(question, conventions, "f64");
  return {
    holds(quantity, ...entries) {
      const { lo, hi } = reference.ranges(quantity);
      return entries.length === lo.length && entries.every((x, i) => lo[i] <= x && x <= hi[i]);
    },
    exact: (quantity) => reference.ranges(quantity).exact,
    radii: (quantity) => reference.ranges(quantity).radius,
    digits: (quantity, position) => reference.digits(quantity, position),
  };
}

const ln2 = "0.6931471805599453094172321214581765680755";

describe("multiclass hinge", () => {
  const hinge = (scores: number[], c: number, conventions?: Conventions): Judged =>
    judge(
      withScores(
        identity,
        scores,
        "multiclass-hinge",
        scores.map((_, j) => (j + 1 === c ? 1 : 0)),
      ),
      conventions,
    );

  it("is exact on a grid, wherever the class stands", () => {
    for (const [c, scores, loss, dy] of [
      [3, [2, 1.5, 0], 5.5, [1, 1, -2]],
      [1, [0, 1.5, 2], 5.5, [-2, 1, 1]],
      [2, [1, 4, 3.5], 0.5, [0, -1, 1]],
      [1, [4, 2, 1], 0, [0, 0, 0]],
    ] as const) {
      const judged = hinge([...scores], c);
      expect([judged.exact("loss"), judged.radii("loss")]).toEqual([[loss], [0]]);
      expect(judged.holds("gradients.activations", ...dy)).toBe(true);
      expect(judged.radii("gradients.activations")).toEqual([0, 0, 0]);
    }
  });

  it.each([0, 0.5, 1] as const)("has the declared derivative %d at a margin of exactly 0", (theta) => {
    const declared = completeConventions({ derivativeAtKink: { "multiclass-hinge": theta } });
    const judged = hinge([0, 1, 0], 2, declared);
    expect(judged.radii("gradients.activations")).toEqual([0, 0, 0]);
    expect(judged.holds("gradients.activations", theta, -2 * theta, theta)).toBe(true);
  });

  it("may have any derivative between 0 and 1 there when no other was promised", () => {
    const judged = hinge([0, 1], 2, completeConventions({ derivativeAtKink: { "multiclass-hinge": "any" } }));
    for (const theta of [0, 0.3, 1]) expect(judged.holds("gradients.activations", theta, -theta)).toBe(true);
    expect(judged.holds("gradients.activations", 1.001, -1)).toBe(false);
    expect(judged.holds("gradients.activations", 1, 0.001)).toBe(false);
    expect(judged.radii("loss")).toEqual([0]);
  });

  it("admits both sides of a kink that the roundings straddle", () => {
    // 10^16 - 1/2 rounds to 10^16, so the first score is -1/2 or 0, depending on the order.
    const judged = judge({
      network: {
        layers: [
          {
            weights: [
              [1, 1, 1],
              [0, 0, 0],
            ],
            biases: [0, 0.75],
            activation: identity,
          },
        ],
      },
      loss: { name: "multiclass-hinge" },
      regularizer: null,
      batch: { inputs: [[1e16, -0.5, -1e16]], targets: [[0, 1]] },
    });
    expect(judged.holds("gradients.activations", 0, 0)).toBe(true);
    expect(judged.holds("gradients.activations", 1, -1)).toBe(true);
    expect([judged.holds("loss", 0), judged.holds("loss", 0.25)]).toEqual([true, true]);
  });

  it("costs nothing with one class, and anything where a score is NaN or a margin may overflow", () => {
    expect(hinge([3], 1).exact("loss")).toEqual([0]);
    expect(hinge([3], 1).exact("gradients.activations")).toEqual([0]);
    expect(hinge([NaN, 3], 2).radii("gradients.activations")).toEqual([Infinity, Infinity]);
    expect(hinge([1.5e308, -1.5e308], 2).radii("loss")).toEqual([Infinity]);
  });

  it("has one-sided differences where a margin is 0", () => {
    const question = withScores(identity, [0, 1], "multiclass-hinge", [0, 1]);
    const place = { quantity: "gradients.biases", layer: 1, index: [1] } as const;
    expect(finiteDifference(question, defaultConventions, place)).toEqual({ kind: "kink", left: 0, right: 1 });
  });
});

describe("the negative logarithm of a sum", () => {
  it.each([
    [
      [0, 1.625, 0],
      [0, 0, 1.75],
    ],
    [
      [0, 0, 0],
      [0, 1, 0],
    ],
    [
      [2, 2, 0],
      [0, 0.5, 0.5],
    ],
  ])("is known where logits %j are equal and only one of them is a target: %j", (z, target) => {
    const sums = [
      z.reduce((sum, zi) => sum + Math.exp(zi), 0),
      z.reduce((sum, zi, i) => sum + target[i] * Math.exp(zi), 0),
    ];
    const judged = judge(withScores(softmax, z, "negative-log-of-sum", target));
    expect(judged.holds("loss", Math.log(sums[0] / sums[1]))).toBe(true);
    const dz = z.map((zi, i) => Math.exp(zi) / sums[0] - (target[i] * Math.exp(zi)) / sums[1]);
    expect(judged.holds("gradients.preactivations", ...dz)).toBe(true);
  });

  const after = (activation: Activation, z: number[], d: number[]): Judged =>
    judge(withScores(activation, z, "negative-log-of-sum", d));

  it("is ln 2 where half of a softmax stands under the target, to the last digit", () => {
    const judged = after(softmax, [0, 0], [0.25, 0.75]);
    expect(judged.digits("loss", 0)).toBe(ln2);
    expect(judged.holds("gradients.preactivations", 0.25, -0.25)).toBe(true);
    expect(judged.holds("gradients.activations", -0.5, -1.5)).toBe(true);
  });

  it("is known where every probability under the target underflows, and Infinity is not granted", () => {
    const judged = after(softmax, [0, -800, -801], [0, 0.25, 0.75]);
    const [a, b] = [0.25, 0.75 * Math.exp(-1)];
    expect(judged.holds("loss", 800 - Math.log(a + b))).toBe(true);
    expect(judged.holds("loss", Infinity)).toBe(false);
    expect(judged.holds("gradients.preactivations", 1, -a / (a + b), -b / (a + b))).toBe(true);
    expect(judged.radii("gradients.preactivations").every((radius) => radius < 1e-12)).toBe(true);
    expect(judged.radii("gradients.activations")).toEqual([Infinity, Infinity, Infinity]);
  });

  it("weighs targets whose logits are out of all reach of the largest", () => {
    const judged = after(softmax, [1e308, -1e308, -1e308], [0, 0.25, 0.75]);
    expect(judged.holds("gradients.preactivations", 1, -0.25, -0.75)).toBe(true);
    expect(judged.radii("gradients.preactivations").every((radius) => radius < 1e-14)).toBe(true);
    expect(judged.radii("loss")).toEqual([Infinity]);
    expect(after(softmax, [8e307, -8e307, 0], [0, 1, 0]).holds("loss", 1.6e308)).toBe(true);
    expect(after(softmax, [8e307, -8e307, 0], [0, 1, 0]).holds("loss", Infinity)).toBe(false);
  });

  it("does not depend on a common offset, of which its forms keep the roundings", () => {
    const judged = after(softmax, [2 ** 40, 2 ** 40 + 1], [1, 1]);
    expect(judged.holds("loss", 0)).toBe(true);
    expect(judged.radii("loss")[0]).toBeGreaterThan(2 ** -13);
    expect(judged.radii("loss")[0]).toBeLessThan(2 ** -8);
    expect(judged.radii("gradients.preactivations").every((radius) => radius < 1e-14)).toBe(true);
  });

  it("is anything for a target of zeros, and under a softmax for a negative one", () => {
    for (const d of [
      [0, 0],
      [1, -0.5],
    ]) {
      expect(after(softmax, [1, 2], d).radii("loss")).toEqual([Infinity]);
      expect(after(softmax, [1, 2], d).radii("gradients.preactivations")).toEqual([Infinity, Infinity]);
    }
  });

  it("needs a sum that is surely above 0", () => {
    expect(after(identity, [3, 1], [1, -1]).digits("loss", 0)).toBe(`-${ln2}`);
    expect(after(identity, [3, 1], [1, -1]).exact("gradients.activations")).toEqual([-0.5, 0.5]);
    expect(after(identity, [1, 1], [1, -1]).radii("loss")).toEqual([Infinity]);
    expect(after(identity, [1, 1], [1, -1]).radii("gradients.activations")).toEqual([Infinity, Infinity]);
    expect(after(identity, [1, 3], [1, -1]).radii("loss")).toEqual([Infinity]);
    expect(after(identity, [1, 3], [1, -1]).radii("gradients.activations")).toEqual([0, 0]);
  });

  it("leaves out an output whose target is 0, but not its NaN", () => {
    expect(after(identity, [-5, 2], [0, 0.5]).exact("loss")).toEqual([0]);
    expect(after(identity, [NaN, 2], [0, 0.5]).radii("loss")).toEqual([Infinity]);
  });
});

describe("binary cross-entropy of logistic units", () => {
  const at = (z: number, d: number): Judged => judge(withScores(logistic, [z], "binary-cross-entropy", [d]));
  const y = (z: number): number => 1 / (1 + Math.exp(-z));
  const fromZ = (z: number, d: number): number => Math.max(z, 0) - d * z + Math.log1p(Math.exp(-Math.abs(z)));

  it("holds stable library computations, saturated or not", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -800, max: 800, noNaN: true }),
        fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
        (z, d) => {
          const judged = at(z, d);
          expect(judged.holds("loss", fromZ(z, d)), `loss at ${z}, ${d}`).toBe(true);
          expect(judged.holds("gradients.preactivations", y(z) - d), `dz at ${z}, ${d}`).toBe(true);
        },
      ),
      { seed: 4, numRuns: 200 },
    );
  });

  it("grants the logarithms of y and 1 - y as long as they have digits left", () => {
    expect(at(30, 0).holds("loss", -Math.log(1 - y(30)))).toBe(true);
    expect(at(-600, 1).holds("loss", -Math.log(y(-600)))).toBe(true);
    expect(at(30, 0).radii("loss")[0]).toBeGreaterThan(1e-3);
    // 1 - y is 0 there.
    expect(-Math.log(1 - y(40))).toBe(Infinity);
    expect(at(40, 0).holds("loss", Infinity)).toBe(false);
    expect(at(40, 0).radii("loss")[0]).toBeLessThan(1e-12);
  });

  it("grants dy f'(z) with f' from z as long as the denominators have digits left", () => {
    const twoSteps = (z: number): number => {
      const E = Math.exp(-z);
      return (1 / (1 - y(z))) * (E / ((1 + E) * (1 + E)));
    };
    expect(Math.abs(twoSteps(30) - 1)).toBeGreaterThan(1e-4);
    expect(at(30, 0).holds("gradients.preactivations", twoSteps(30))).toBe(true);
    expect(at(40, 0).radii("gradients.preactivations")[0]).toBeLessThan(1e-12);
    expect(at(30, 1).radii("gradients.preactivations")[0]).toBeLessThan(1e-12);
    expect(at(40, 0).holds("gradients.preactivations", 0)).toBe(false);
  });

  it("is ln 2 at z = 0 with an exact gradient", () => {
    expect(at(0, 0.25).digits("loss", 0)).toBe(ln2);
    expect([at(0, 0.25).exact("gradients.preactivations"), at(0, 0.25).radii("gradients.preactivations")]).toEqual([
      [0.25],
      [0],
    ]);
  });

  it("has all its digits in saturation", () => {
    const { forward, backward } = enclose(
      withScores(logistic, [50, -50], "binary-cross-entropy", [1, 0]),
      defaultConventions,
      50,
      exactValue,
    );
    // 2 ln(1 + e^-50) and ∓ e^-50 / (1 + e^-50)
    expect(forward.loss.mid.toNumber() / (2 * Math.exp(-50))).toBeCloseTo(1, 12);
    expect(Number(forward.loss.radius)).toBeLessThan(1e-65);
    expect(backward.dz[0][0].map(({ mid }) => mid.toNumber() / Math.exp(-50))).toEqual([
      expect.closeTo(-1, 12),
      expect.closeTo(1, 12),
    ]);
    expect(Number(backward.dz[0][0][0].radius)).toBeLessThan(1e-47);
  });
});

describe("binary cross-entropy of other outputs", () => {
  const of = (y: number, d: number): Judged => judge(withScores(identity, [y], "binary-cross-entropy", [d]));

  it("has the gradient of either way to write it", () => {
    for (const [y, d] of [
      [0.3, 0.8],
      [0.999, 0.1],
      [0.125, 1],
    ]) {
      expect(of(y, d).holds("gradients.activations", -d / y + (1 - d) / (1 - y))).toBe(true);
      expect(of(y, d).holds("gradients.activations", (y - d) / (y * (1 - y)))).toBe(true);
      expect(of(y, d).holds("loss", -(d * Math.log(y) + (1 - d) * Math.log1p(-y)))).toBe(true);
    }
    expect([of(0.5, 1).exact("gradients.activations"), of(0.5, 1).radii("gradients.activations")]).toEqual([[-2], [0]]);
  });

  it("leaves out a term whose factor is 0, but not its NaN", () => {
    expect([of(1, 1).exact("loss"), of(1, 1).radii("loss")]).toEqual([[0], [0]]);
    expect(of(1, 1).exact("gradients.activations")).toEqual([-1]);
    expect(of(0, 0).exact("gradients.activations")).toEqual([1]);
    expect(of(NaN, 1).radii("gradients.activations")).toEqual([Infinity]);
  });

  it.each([
    [0, 1],
    [1, 0],
    [1.5, 0.5],
    [-0.5, 0.5],
  ])("is anything for y = %d under a target of %d", (y, d) => {
    expect(of(y, d).radii("loss")).toEqual([Infinity]);
  });
});

describe("cross-entropy", () => {
  it("leaves out an output whose target is 0, but not its NaN", () => {
    const of = (y: number): Judged => judge(withScores(identity, [y, 1], "cross-entropy", [0, 0.5]));
    expect([of(-3).exact("loss"), of(-3).exact("gradients.activations")]).toEqual([[0], [0, -0.5]]);
    expect(of(NaN).radii("loss")).toEqual([Infinity]);
    expect(of(NaN).radii("gradients.activations")).toEqual([Infinity, 0]);
  });

  it("of a softmax of one unit has the gradient 0, whatever the target", () => {
    const judged = judge(withScores(softmax, [0.3], "cross-entropy", [0.7]));
    expect([judged.exact("gradients.preactivations"), judged.radii("gradients.preactivations")]).toEqual([[0], [0]]);
  });
});

describe("a softmax of one unit", () => {
  it.each(["cross-entropy", "negative-log-of-sum"] as const)("passes nothing back from %s, to the last bit", (loss) => {
    const judged = judge(withScores(softmax, [3.25], loss, [1]));
    expect([judged.exact("gradients.preactivations"), judged.radii("gradients.preactivations")]).toEqual([[0], [0]]);
  });

  it.each(["cross-entropy", "negative-log-of-sum"] as const)(
    "under %s is unknown where its z or its target is",
    (loss) => {
      for (const [z, d] of [
        [NaN, 1],
        [1, NaN],
      ])
        expect(judge(withScores(softmax, [z], loss, [d])).radii("gradients.preactivations")).toEqual([Infinity]);
    },
  );
});

describe("the targets of a negative logarithm of a sum", () => {
  it("leave out what they weigh with 0: the rest is as exact as if it were alone", () => {
    const judged = judge(withScores(logistic, [0, 0.3], "negative-log-of-sum", [1, 0]));
    expect(judged.exact("gradients.activations")).toEqual([-2, 0]);
    expect(judged.radii("gradients.activations")).toEqual([0, 0]);
  });

  it("under softmax say nothing where any logit is NaN", () => {
    const judged = judge(withScores(softmax, [NaN, 1, 2], "negative-log-of-sum", [0, 0.5, 0.5]));
    expect(judged.radii("loss")).toEqual([Infinity]);
    expect(judged.radii("gradients.preactivations")).toEqual([Infinity, Infinity, Infinity]);
  });
});

describe("a clip of the outputs", () => {
  const clipped = completeConventions({ deviations: { "probabilities-clipped": { epsilon: 0.25 } } });
  const of = (y: readonly number[], d: readonly number[], conventions?: Conventions): Judged =>
    judge(withScores(identity, y, "cross-entropy", [...d]), conventions);

  it("leaves the loss of an output on one of its bounds as it is, and lets any share of the gradient pass", () => {
    for (const y of [0.25, 0.75]) {
      const [plain, declared] = [of([y, 0.5], [1, 0]), of([y, 0.5], [1, 0], clipped)];
      expect([declared.exact("loss"), declared.radii("loss")]).toEqual([plain.exact("loss"), plain.radii("loss")]);
      for (const share of [0, 0.5, 1])
        expect(declared.holds("gradients.activations", -share / y, 0), `${share}`).toBe(true);
      expect(declared.holds("gradients.activations", -1.01 / y, 0)).toBe(false);
      expect(declared.holds("gradients.activations", 0.01, 0)).toBe(false);
    }
  });

  it("does not make an unknown output known", () => {
    expect(of([NaN, 0.5], [1, 0], clipped).radii("loss")).toEqual([Infinity]);
    expect(of([NaN, 0.5], [1, 0], clipped).radii("gradients.activations")[0]).toBe(Infinity);
  });
});

describe("softmax before another loss", () => {
  it("of one unit passes nothing back, but not what is unknown", () => {
    const of = (d: number): Judged => judge(withScores(softmax, [3.25], "squared-error", [d]));
    for (const d of [0, 0.1])
      expect([of(d).exact("gradients.preactivations"), of(d).radii("gradients.preactivations")]).toEqual([[0], [0]]);
    expect(of(NaN).radii("gradients.preactivations")).toEqual([Infinity]);
  });

  it("is unknown in all units where one z is", () => {
    expect(judge(withScores(softmax, [NaN, 1], "squared-error", [0, 0])).radii("outputs")).toEqual([
      Infinity,
      Infinity,
    ]);
  });
});
