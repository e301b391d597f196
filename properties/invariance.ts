/** What a function does not see: a number added to all its inputs changes nothing, so the gradients by them add up to 0. */
import * as fc from "fast-check";
import type { EquationId } from "../spec/equations.js";
import type { Property } from "../src/gate/property.js";
import { depth, type Case, type Description, type Layer, type Quantity } from "../src/model/index.js";
import { cases, ordinaryRegime, possible, type Regime } from "./arbitraries/cases.js";
import { dyadic } from "./arbitraries/numbers.js";
import { all, parameterGradients, requires, type Needs } from "./support/laws.js";
import { equalities, judgeLinear } from "./support/linear.js";
import { lastBiases } from "./support/questions.js";
import { judged, observe, observed, witness } from "./support/witness.js";

/** A function of the last layer's pre-activations that does not see a shift of them all. */
interface Blind {
  readonly ids: { readonly shift: string; readonly sum: string };
  /** In the words of a title. */
  readonly words: { readonly shift: string; readonly sum: string };
  readonly equations: { readonly shift: readonly EquationId[]; readonly sum: readonly EquationId[] };
  /** What makes the last layer, or the loss, that function. */
  readonly regime: Pick<Regime, "output" | "losses" | "leastOutputs">;
  readonly needs: Needs;
}

const unchanged = ["outputs", "loss", ...parameterGradients, "gradients.inputs"] as const satisfies readonly Quantity[];

/** Adds c to every bias of the last layer. */
function shifted(question: Case, c: number): Case {
  const N = depth(question.network);
  const layers = question.network.layers.map((layer, position): Layer =>
    position === N - 1 ? { ...layer, biases: layer.biases.map((b) => b + c) } : layer,
  );
  return { ...question, network: { layers } };
}

/** @param seen - the quantities that the shift leaves alone. */
function shift(
  { ids, words, equations, regime, needs }: Blind,
  seen: readonly Quantity[],
): Property<{ question: Case; c: number }> {
  return {
    id: ids.shift,
    title: words.shift,
    equations: equations.shift,
    level: "core",
    requires: requires({ ...needs, some: seen, unless: possible({ ...ordinaryRegime, ...regime }) }),
    // Biases below 2^-7 would lose bits to the shift: the shifted case must be the same question exactly.
    arbitrary: (description: Description) =>
      fc.record({
        question: cases(description, { ...ordinaryRegime, ...regime, numbers: () => dyadic }),
        c: fc.constantFrom(1, -1, 0.5, 3, 8),
      }),
    check: ({ question, c }, bench) =>
      judged(async () => {
        const plain = await witness(bench, question);
        const moved = await witness(bench, shifted(question, c));
        return all(
          ...observed(bench, seen).map((quantity) =>
            judgeLinear(question, equalities(observe(plain, quantity), observe(moved, quantity))),
          ),
        );
      }),
  };
}

function gradientSum({ ids, words, equations, regime, needs }: Blind): Property<Case> {
  return {
    id: ids.sum,
    title: words.sum,
    equations: equations.sum,
    level: "core",
    requires: requires({ ...needs, all: ["gradients.biases"], unless: possible({ ...ordinaryRegime, ...regime }) }),
    arbitrary: (description) => cases(description, { ...ordinaryRegime, ...regime }),
    check: (question, bench) =>
      judged(async () => {
        const db = observe(await witness(bench, question), "gradients.biases");
        const [first, ...rest] = lastBiases(question).map((position) => ({ coefficient: 1, from: db, position }));
        return first === undefined ? { kind: "holds" } : judgeLinear(question, [{ terms: [first, ...rest] }]);
      }),
  };
}

const softmax: Blind = {
  ids: { shift: "softmax/shift", sum: "softmax/gradient-sums-to-zero" },
  words: { shift: "a shift of all logits changes nothing", sum: "the dz of a softmax adds up to zero" },
  equations: { shift: ["softmax-shift", "softmax"], sum: ["softmax-gradient-sum", "softmax-jacobian"] },
  regime: { output: ["softmax"] },
  needs: { activations: ["softmax"] },
};

const logSoftmax: Blind = {
  ids: { shift: "log-softmax/shift", sum: "log-softmax/gradient-sum" },
  words: { shift: "log-softmax does not see a shift of all logits", sum: "the dz of a log-softmax adds up to zero" },
  equations: { shift: ["log-softmax"], sum: ["log-softmax-jacobian"] },
  // Of a single unit the output is 0 whatever comes in, and nothing can be told.
  regime: { output: ["log-softmax"], losses: ["squared-error"], leastOutputs: 2 },
  needs: { activations: ["log-softmax"], losses: ["squared-error"] },
};

const layerNormalization: Blind = {
  ids: { shift: "normalization/shift", sum: "normalization/gradient-sum" },
  words: {
    shift: "layer normalization does not see a shift of the layer",
    sum: "the dz of a normalized layer adds up to zero",
  },
  equations: { shift: ["layer-normalization"], sum: ["layer-normalization-gradient"] },
  regime: { output: ["layer-normalization"], losses: ["squared-error"], leastOutputs: 2 },
  needs: { activations: ["layer-normalization"], losses: ["squared-error"] },
};

const hinge: Blind = {
  ids: { shift: "hinge/shift", sum: "hinge/gradient-sum" },
  words: { shift: "the hinge does not see a shift of all scores", sum: "the hinge's gradients add up to zero" },
  equations: { shift: ["multiclass-hinge"], sum: ["multiclass-hinge-gradient"] },
  regime: { output: ["identity"], losses: ["multiclass-hinge"], leastOutputs: 2 },
  needs: { activations: ["identity"], losses: ["multiclass-hinge"] },
};

/** Under the hinge the outputs themselves move with the shift. */
const unchangedByHinge = unchanged.filter((quantity) => quantity !== "outputs");

export const softmaxInvariance = [
  shift(softmax, unchanged),
  // Under squared error nothing is fused away: the sum is that of the Jacobian's columns.
  gradientSum({
    ...softmax,
    regime: { ...softmax.regime, losses: ["squared-error"] },
    needs: { ...softmax.needs, losses: ["squared-error"] },
  }),
] as const;

export const invarianceProperties = [
  shift(logSoftmax, unchanged),
  gradientSum(logSoftmax),
  shift(layerNormalization, unchanged),
  gradientSum(layerNormalization),
  shift(hinge, unchangedByHinge),
  gradientSum(hinge),
] as const;
