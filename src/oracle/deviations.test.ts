/** Ranges of declared deviations: the rounding adversary, the bounds themselves, and finite differences. */
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  type ActivationName,
  type Arithmetic,
  type Case,
  type Deviations,
  type LossName,
  type OwnDivergence,
  type Quantity,
} from "../model/index.js";
import { Balls } from "./ball.js";
import { finiteDifference } from "./finite-differences.js";
import { certify } from "./reference.js";
import { firstForm } from "./testing/forms.js";
import { Implementation } from "./testing/implementation.js";
import { Program, type Value } from "./testing/program.js";
import { ordinary, randomQuestion, type Question } from "./testing/random-cases.js";
import { Random } from "./testing/random.js";
import { bluntness, escapes, modelFormat, quantile, trialOf, type Trial } from "./testing/trials.js";
import type { Widening } from "./widening.js";

/** More cases, for whoever changes a rule: GRADPROOF_STUDY=1 npx vitest run src/oracle/deviations.test.ts */
const scale = process.env["GRADPROOF_STUDY"] === "1" ? 20 : 1;
const patience = 20_000 * scale;
const digits = 30;
const format = modelFormat(20);

/** How an implementation writes 1 - y + ε. */
type RestForm = "rest-first" | "ones-first";

/** The declared loss as a formula of its own, which the adversary can run; which outputs are clipped is read off them once and for all. */
function formula(loss: LossName, deviations: Deviations, form: RestForm): OwnDivergence {
  const clip = deviations["probabilities-clipped"]?.epsilon;
  const added = deviations["epsilon-in-logarithm"]?.epsilon;
  const standing = (y: unknown): number => (y as Value).undisturbed;
  const isInside = (y: unknown): boolean => clip === undefined || (standing(y) > clip && standing(y) < 1 - clip);
  const seen = <N>(a: Arithmetic<N>, y: N): N => {
    if (clip === undefined || isInside(y)) return y;
    return standing(y) <= clip ? a.constant(clip) : a.subtract(a.constant(1), a.constant(clip));
  };
  const raised = <N>(a: Arithmetic<N>, x: N): N => (added === undefined ? x : a.add(x, a.constant(added)));
  const rest = <N>(a: Arithmetic<N>, y: N): N => {
    if (added === undefined || form === "rest-first") return raised(a, a.subtract(a.constant(1), y));
    return a.subtract(a.add(a.constant(1), a.constant(added)), y);
  };
  const total = <N>(a: Arithmetic<N>, terms: readonly N[]): N =>
    terms.reduce((sum, term) => a.add(sum, term), a.constant(0));
  const targetSum = <N>(a: Arithmetic<N>, c: readonly N[], d: readonly N[]): N =>
    raised(
      a,
      total(
        a,
        c.map((ci, i) => a.multiply(d[i], ci)),
      ),
    );
  return {
    name: "own",
    id: loss,
    value: (a, y, d) => {
      const c = y.map((yi) => seen(a, yi));
      if (loss === "negative-log-of-sum") return a.negate(a.ln(targetSum(a, c, d)));
      const terms = c.flatMap((ci, i) => {
        const present = a.multiply(d[i], a.ln(raised(a, ci)));
        if (loss === "cross-entropy") return [present];
        return [present, a.multiply(a.subtract(a.constant(1), d[i]), a.ln(rest(a, ci)))];
      });
      return a.negate(total(a, terms));
    },
    gradient: (a, y, d) => {
      const c = y.map((yi) => seen(a, yi));
      return y.map((yi, i) => {
        if (!isInside(yi)) return a.constant(0);
        if (loss === "negative-log-of-sum") return a.negate(a.divide(d[i], targetSum(a, c, d)));
        const present = a.negate(a.divide(d[i], raised(a, c[i])));
        if (loss === "cross-entropy") return present;
        return a.add(present, a.divide(a.subtract(a.constant(1), d[i]), rest(a, c[i])));
      });
    },
  };
}

const heads: readonly (readonly [loss: LossName, activations: readonly ActivationName[]])[] = [
  ["cross-entropy", ["softmax", "logistic"]],
  ["negative-log-of-sum", ["softmax"]],
  ["negative-log-of-sum", ["logistic", "softplus"]],
  ["binary-cross-entropy", ["logistic"]],
];

const declared: readonly Deviations[] = [
  { "probabilities-clipped": { epsilon: 0.2 } },
  { "epsilon-in-logarithm": { epsilon: 0.1 } },
  { "epsilon-in-logarithm": { epsilon: 1e-5 } },
  { "probabilities-clipped": { epsilon: 0.125 }, "epsilon-in-logarithm": { epsilon: 0.25 } },
];

/** Whether the adversary can push no output over a bound. */
function isClearOfBounds(question: Question, widening: Widening): boolean {
  const clip = question.conventions.deviations["probabilities-clipped"]?.epsilon;
  if (clip === undefined) return true;
  const { outputs } = new Implementation(new Program(widening), firstForm, question).results();
  return outputs.every(({ undisturbed: y }) => [clip, 1 - clip].every((bound) => Math.abs(y - bound) > 2 ** -6));
}

function trialsOf(seed: number, cases: number, widening: Widening, weights: number): Trial[] {
  return heads.flatMap(([loss, activations], n) =>
    declared.flatMap((deviations, m) => {
      const random = new Random(seed + 10 * n + m, m % 2 === 0 ? undefined : 20);
      return random
        .list(cases * scale, (): Trial[] => {
          const limits = { ...ordinary, layers: 2, activations, losses: [loss], weights };
          const drawn = randomQuestion(random, limits);
          const conventions = { ...drawn.conventions, deviations };
          const question: Question = { case: { ...drawn.case, loss: { name: loss } }, conventions };
          if (!isClearOfBounds(question, widening)) return [];
          const form = random.pick<RestForm>(["rest-first", "ones-first"]);
          const own = { case: { ...drawn.case, loss: formula(loss, deviations, form) }, conventions };
          return [{ question, extremes: trialOf(random, own, 5, widening).extremes }];
        })
        .flat();
    }),
  );
}

describe("the rounding adversary", () => {
  const trials = trialsOf(1, 3, format, 1.2);
  const escaped = (balls: Balls): number => trials.reduce((count, trial) => count + escapes(trial, balls).length, 0);

  it("never leaves the range of a declared loss", { timeout: patience }, () => {
    expect(trials.length).toBeGreaterThan(20);
    expect(escaped(new Balls(digits, format))).toBe(0);
  });

  it("leaves a range that grants half of the roundings, or no error of a logarithm", { timeout: patience }, () => {
    expect(escaped(new Balls(digits, { ...format, u: format.u / 2 }))).toBeGreaterThan(0);
    expect(escaped(new Balls(digits, { ...format, primitive: 0 }))).toBeGreaterThan(0);
  });

  it("comes within a factor 4 for half of the entries", { timeout: patience }, () => {
    const ratios = trials.flatMap((trial) => bluntness(trial, new Balls(digits, format)));
    if (scale > 1) console.log([0, 0.1, 0.5, 0.9, 0.99].map((share) => `${share}: ${quantile(ratios, share)}`).join());
    expect(quantile(ratios, 0.5)).toBeLessThanOrEqual(4);
  });

  it.each([
    ["few bits", 8, 1.2],
    ["large weights", 20, 4],
  ])("never leaves the range with %s", { timeout: patience }, (_, bits, weights) => {
    const widening = modelFormat(bits);
    const balls = new Balls(digits, widening);
    expect(trialsOf(201, 2, widening, weights).flatMap((trial) => escapes(trial, balls))).toEqual([]);
  });
});

/** One unit with that pre-activation, as a product that is exact or not. */
const unit = (w: number, x: number, name: "identity" | "softplus", loss: LossName, d: number): Case => ({
  network: { layers: [{ weights: [[w]], biases: [0], activation: { name } }] },
  loss: { name: loss },
  regularizer: null,
  batch: { inputs: [[x]], targets: [[d]] },
});

const rangeOf = (question: Case, deviations: Deviations, quantity: Quantity): [number, number] => {
  const { lo, hi } = certify(question, completeConventions({ deviations }), "f64").ranges(quantity);
  return [lo[0] as number, hi[0] as number];
};

describe("on a bound of the clip", () => {
  const deviations: Deviations = { "probabilities-clipped": { epsilon: 0.25 } };
  const dyAt = (w: number, x: number) =>
    rangeOf(unit(w, x, "identity", "cross-entropy", 1), deviations, "gradients.activations");

  it("all or nothing of the gradient passes, or any share of it, and no more", () => {
    // 0.1 · 2.5 is a quarter but for a rounding.
    for (const [w, x] of [
      [0.25, 1],
      [0.1, 2.5],
    ] as const) {
      const [lo, hi] = dyAt(w, x);
      expect([lo <= -4, lo > -4.001, hi >= 0, hi < 0.001]).toEqual([true, true, true, true]);
    }
  });

  it("beside it there is one answer", () => {
    const [lo, hi] = dyAt(0.25, 1 + 2 ** -40);
    expect([lo > -4.001, hi < -3.999]).toEqual([true, true]);
    expect(dyAt(0.25, 1 - 2 ** -40)).toEqual([0, 0]);
  });

  it("an output that may stand anywhere around it is worth what lies within the bounds", () => {
    const [lo, hi] = rangeOf(unit(0.1, 2.5, "identity", "cross-entropy", 1), deviations, "loss");
    expect(lo).toBeLessThanOrEqual(Math.log(4));
    expect(hi).toBeGreaterThanOrEqual(Math.log(4));
    expect(hi - lo).toBeLessThan(1e-14);
  });
});

describe("at the threshold of softplus", () => {
  const deviations: Deviations = { "softplus-linear-above": { threshold: 20 } };
  const at = (w: number, x: number, quantity: Quantity) =>
    rangeOf(unit(w, x, "softplus", "squared-error", 0), deviations, quantity);
  const softplus = (z: number): number => z + Math.log1p(Math.exp(-z));

  it("the plain function holds on it, z above it, and both where z may stand on either side", () => {
    const [lo] = at(20, 1, "outputs");
    expect(lo).toBeGreaterThan(20);
    expect(at(20, 1 + 2 ** -48, "outputs")).toEqual([20 * (1 + 2 ** -48), 20 * (1 + 2 ** -48)]);
    // 0.1 · 200 is 20 but for a rounding.
    const [least, most] = at(0.1, 200, "outputs");
    expect([least <= 20, least > 20 - 1e-13]).toEqual([true, true]);
    expect([most >= softplus(20), most < softplus(20) + 1e-13]).toEqual([true, true]);
    const [flattest, steepest] = at(0.1, 200, "gradients.preactivations");
    const slope = 1 / (1 + Math.exp(-20));
    expect([flattest <= 20 * slope, steepest >= softplus(20)]).toEqual([true, true]);
  });
});

describe("finite differences", () => {
  const place = { quantity: "gradients.biases", layer: 1, index: [1] } as const;
  const kindAt = (w: number, name: "identity" | "softplus", loss: LossName, deviations: Deviations) =>
    finiteDifference(unit(w, 1, name, loss, 1), completeConventions({ deviations }), place);

  it("see a kink at the bounds of the clip and at the threshold of softplus, and none beside them", () => {
    const clip: Deviations = { "probabilities-clipped": { epsilon: 0.25 } };
    expect(kindAt(0.25, "identity", "cross-entropy", clip)).toMatchObject({ kind: "kink", right: -4 });
    expect(kindAt(0.75, "identity", "cross-entropy", clip).kind).toBe("kink");
    expect(kindAt(0.5, "identity", "cross-entropy", clip)).toMatchObject({ kind: "smooth", nearest: -2 });
    expect(kindAt(0.2, "identity", "cross-entropy", clip)).toMatchObject({ kind: "smooth", nearest: 0 });
    const linear: Deviations = { "softplus-linear-above": { threshold: 2 } };
    expect(kindAt(2, "softplus", "squared-error", linear).kind).toBe("kink");
    expect(kindAt(2.5, "softplus", "squared-error", linear)).toMatchObject({ kind: "smooth", nearest: 1.5 });
  });

  it("agree with the digits of the deviated function", () => {
    const deviations: Deviations = { "epsilon-in-logarithm": { epsilon: 0.25 } };
    const question = unit(0.25, 1, "identity", "binary-cross-entropy", 0.5);
    const reference = certify(question, completeConventions({ deviations }), "f64");
    // -½ ln ½ - ½ ln 1
    expect(reference.digits("loss", 0)).toBe("0.3465735902799726547086160607290882840378");
    // -½ / ½ + ½ / 1
    expect(reference.digits("gradients.biases", 0)).toBe("-0.5");
    const difference = finiteDifference(question, completeConventions({ deviations }), place);
    expect(difference).toMatchObject({ kind: "smooth", nearest: -0.5 });
  });
});
