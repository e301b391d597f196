/** What makes softmax softmax: shifts change nothing, gradients sum to zero, the Jacobian is symmetric, extremes do no harm. */
import * as fc from "fast-check";
import type { Property, Verdict } from "../src/gate/property.js";
import { depth, width, type Case, type Description } from "../src/model/index.js";
import { cases, ordinaryRegime, possible, type Regime } from "./arbitraries/cases.js";
import { softmaxInvariance } from "./invariance.js";
import { dyadic, representable } from "./arbitraries/numbers.js";
import { edgeAgreement, parameterGradients, requires } from "./support/laws.js";
import { judgeLinear, type Instance } from "./support/linear.js";
import { lastBiases, withRaisedTarget } from "./support/questions.js";
import { judged, observe, observed, witness, type Witness } from "./support/witness.js";

/** Cases whose last layer is a softmax, so that its Jacobian can be read off. */
const jacobianRegime: Regime = {
  ...ordinaryRegime,
  output: ["softmax"],
  losses: ["squared-error"],
  batchSizes: [1],
  maxLayers: 2,
  regularizer: false,
  numbers: () => dyadic,
};

/**
 * The Jacobian is read off the answers: under squared error dz = J (y - d) is linear in d, so db for d minus db for d + e_j is
 * column j of J (times 2 without the ½).
 */
function judgeJacobian(question: Case, plain: Witness, raised: readonly Witness[]): Verdict {
  const positions = lastBiases(question);
  const db = observe(plain, "gradients.biases");
  const columns = raised.map((other) => observe(other, "gradients.biases"));
  const entry = (i: number, j: number, sign: 1 | -1): Instance["terms"] => [
    { coefficient: sign, from: db, position: positions[i] ?? 0 },
    { coefficient: -sign, from: columns[j] ?? db, position: positions[i] ?? 0 },
  ];
  const instances: Instance[] = [];
  positions.forEach((_, i) => {
    const [head, ...tail] = positions.flatMap((_, j) => entry(i, j, 1));
    if (head !== undefined) instances.push({ terms: [head, ...tail] });
    for (let j = 0; j < i; j++) instances.push({ terms: [...entry(i, j, 1), ...entry(j, i, -1)] });
  });
  return judgeLinear(question, instances);
}

const jacobian: Property<Case> = {
  id: "softmax/jacobian",
  title: "the Jacobian of softmax is symmetric",
  equations: ["softmax-jacobian", "vector-activation-gradient"],
  level: "core",
  requires: requires({
    all: ["gradients.biases"],
    activations: ["softmax"],
    losses: ["squared-error"],
    unless: possible(jacobianRegime),
  }),
  arbitrary: (description) => cases(description, jacobianRegime),
  check: (question, bench) =>
    judged(async () => {
      const plain = await witness(bench, question);
      const raised: Witness[] = [];
      for (let unit = 0; unit < width(question.network, depth(question.network)); unit++) {
        raised.push(await witness(bench, withRaisedTarget(question, unit)));
      }
      return judgeJacobian(question, plain, raised);
    }),
};

/** Logits from a single identity-free layer, far from 0 or far apart: common offsets, wide gaps, the ends of the range. */
function extremeLogits({ precision }: Description): fc.Arbitrary<Case> {
  const largest = { f64: 2 ** 1023, f32: 2 ** 127, bf16: 2 ** 127, f16: 2 ** 15 }[precision];
  const offset = fc
    .constantFrom(0, 1024, 2 ** 20, -(2 ** 20), largest, -largest)
    .map((x) => (Math.abs(x) <= largest ? x : 0));
  const gap = fc.constantFrom(0, 1, 20, 40, 800, 2000);
  return fc
    .record({
      offset,
      gaps: fc.array(gap, { minLength: 1, maxLength: 4 }),
      flipped: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      label: fc.nat(3),
    })
    .map(({ offset, gaps, flipped, label }): Case => {
      const logit = (g: number, isFlipped: boolean): number => {
        if (Math.abs(offset) === largest) return isFlipped ? -offset : offset;
        return representable(offset + (isFlipped ? -g : g), precision);
      };
      const biases = gaps.map((g, i) => logit(g, flipped[i] === true));
      return {
        network: { layers: [{ weights: biases.map(() => [0]), biases, activation: { name: "softmax" } }] },
        loss: { name: "cross-entropy" },
        regularizer: null,
        batch: { inputs: [[1]], targets: [biases.map((_, i) => (i === label % biases.length ? 1 : 0))] },
      };
    });
}

const extremes: Property<Case> = {
  id: "softmax/extreme-logits",
  title: "softmax survives logits of any size",
  equations: ["softmax", "softmax-cross-entropy-gradient", "softmax-shift"],
  level: "edge",
  requires: requires({
    some: ["outputs", ...parameterGradients],
    activations: ["softmax"],
    losses: ["cross-entropy"],
  }),
  arbitrary: extremeLogits,
  check: (question, bench) =>
    judged(async () =>
      edgeAgreement(await witness(bench, question, "edge"), observed(bench, ["outputs", ...parameterGradients])),
    ),
};

export const softmaxProperties = [...softmaxInvariance, jacobian, extremes] as const;
