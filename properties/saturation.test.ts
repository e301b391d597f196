/** Far into saturation a stable implementation always passes, and each naive form is caught. */
import { describe, expect, it } from "vitest";
import type { Activation, LossName, PrecisionName, ScalarActivation } from "../src/model/index.js";
import { pass, type Steps } from "./mutants/index.js";
import { isFused } from "./mutants/skeleton.js";
import { roundedSteps } from "./testing/rounded.js";
import { arithmeticOf, type RoundedArithmetic } from "./testing/rounding.js";
import { lawOf, subjectOf, trial } from "./testing/trial.js";

/** The full counts: GRADPROOF_STUDY=1 npx vitest run properties/saturation.test.ts */
const study = process.env["GRADPROOF_STUDY"] === "1";
const patience = study ? 1_200_000 : 60_000;
/** What the gate asks by default. */
const budget = 100;
const seeds = Array.from({ length: study ? 10 : 2 }, (_, i) => i + 1);

const saturation = ["saturation/agreement", "softmax/extreme-logits"].map(lawOf);

const subjectWith = (precision: PrecisionName, steps: Partial<Steps> = {}) => {
  const all = { ...roundedSteps(precision), ...steps };
  return subjectOf((question, conventions) => pass(all, question, conventions), { precision });
};

describe.each(["f64", "f32"] as const)("a stable implementation in %s", (precision) => {
  it("always passes", { timeout: patience }, async () => {
    let [cases, held] = [0, 0];
    for (const seed of seeds)
      for (const law of saturation) {
        const { verdicts, violated } = await trial(law, subjectWith(precision), study ? 1000 : 25, seed);
        expect(violated, law.id).toBeUndefined();
        cases += verdicts.length;
        held += verdicts.filter(({ kind }) => kind === "holds").length;
      }
    expect(held).toBeGreaterThan(0.9 * cases);
    if (study) console.log(`${precision}: no alarm in ${cases} cases, ${held} of them decided`);
  });
});

const value = (name: ScalarActivation["name"], naive: (z: number) => number, right: Steps): Partial<Steps> => ({
  value: (f, z, at) => (f.name === name ? naive(z) : right.value(f, z, at)),
});

/** A loss taken from y alone, whatever activation stands before it. */
const plainLoss = (
  loss: LossName,
  naive: (y: readonly number[], d: readonly number[]) => number,
  right: Steps,
): Partial<Steps> => ({
  divergence: (top, d, at) =>
    at.question.loss.name === loss && isFused(at) ? naive(top.y, d) : right.divergence(top, d, at),
});

/** dDiv/dz as the derivative of the loss by y, through the activation's own backward pass. */
const unfused = (loss: LossName, right: Steps): Partial<Steps> => ({
  fusedGradient: (top, d, at) => {
    if (at.question.loss.name !== loss) return right.fusedGradient(top, d, at);
    const f = at.question.network.layers[at.k - 1]?.activation as Activation;
    return right.throughActivation(f, top, right.outputGradient(top.y, d, at), at);
  },
});

const negative = (y: readonly number[], term: (yi: number, i: number) => number, a: RoundedArithmetic): number =>
  -a.sum(y.map(term));

const quotients = (a: RoundedArithmetic, z: readonly number[]): number[] => {
  const e = z.map(a.exp);
  return e.map((ei) => a.divide(ei, a.sum(e)));
};

/** What overflows to ∞/∞, takes the logarithm of 0, or multiplies 0 with ∞. */
const naiveForms: Readonly<Record<string, (a: RoundedArithmetic, right: Steps) => Partial<Steps>>> = {
  "softmax without the shift": (a) => ({ softmax: (z) => quotients(a, z) }),
  "log-softmax as the logarithm of a softmax": (a, right) => ({
    vectorValue: (f, z, at) =>
      f.name === "log-softmax" ? right.softmax(z, at).map(a.ln) : right.vectorValue(f, z, at),
  }),
  "log-softmax without the shift": (a, right) => ({
    vectorValue: (f, z, at) => {
      if (f.name !== "log-softmax") return right.vectorValue(f, z, at);
      const logarithm = a.ln(a.sum(z.map(a.exp)));
      return z.map((zi) => a.subtract(zi, logarithm));
    },
  }),
  "logistic as e^z / (1 + e^z)": (a, right) => value("logistic", (z) => a.divide(a.exp(z), a.add(1, a.exp(z))), right),
  "softplus as ln(1 + e^z)": (a, right) => value("softplus", (z) => a.ln(a.add(1, a.exp(z))), right),
  "tanh from e^z and e^-z": (a, right) =>
    value("tanh", (z) => a.divide(a.subtract(a.exp(z), a.exp(-z)), a.add(a.exp(z), a.exp(-z))), right),
  "cross-entropy from a probability that may be 0": (a, right) =>
    plainLoss("cross-entropy", (y, d) => negative(y, (yi, i) => a.multiply(d[i] ?? NaN, a.ln(yi)), a), right),
  "cross-entropy's gradient as -d/y through the Jacobian": (_, right) => unfused("cross-entropy", right),
  "binary cross-entropy from a rounded y": (a, right) =>
    plainLoss(
      "binary-cross-entropy",
      (y, d) =>
        negative(
          y,
          (yi, i) =>
            a.add(a.multiply(d[i] ?? NaN, a.ln(yi)), a.multiply(a.subtract(1, d[i] ?? NaN), a.ln(a.subtract(1, yi)))),
          a,
        ),
      right,
    ),
  "binary cross-entropy's gradient as dy times y (1 - y)": (_, right) => unfused("binary-cross-entropy", right),
  "negative logarithm of a sum that may be 0": (a, right) =>
    plainLoss("negative-log-of-sum", (y, d) => -a.ln(a.dot(d, y)), right),
  "negative logarithm's gradient as -d/s through the Jacobian": (_, right) => unfused("negative-log-of-sum", right),
};

describe.each(["f64", "f32"] as const)("caught by every run of the default budget in %s:", (precision) => {
  it.each(Object.entries(naiveForms))("%s", { timeout: patience }, async (title, naive) => {
    const subject = subjectWith(precision, naive(arithmeticOf(precision), roundedSteps(precision)));
    const after: number[] = [];
    for (const seed of seeds) {
      for (const law of saturation) {
        const { verdicts, violated } = await trial(law, subject, budget, seed);
        if (violated === undefined) continue;
        after.push(verdicts.length);
        break;
      }
    }
    if (study)
      console.log(`${precision}, ${title}: ${after.length} of ${seeds.length}, after ${after.join(" ")} cases`);
    expect(after.length).toBe(seeds.length);
  });
});
