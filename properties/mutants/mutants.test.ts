import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equations } from "../../spec/equations.js";
import {
  completeConventions,
  conventionChoices,
  everything,
  kinkChoices,
  type Case,
  type Conventions,
  type Description,
} from "../../src/model/index.js";
import { backpropagate as scalar } from "../../src/scalar/index.js";
import { anyCase } from "../../src/scalar/testing/arbitraries.js";
import { cases } from "../arbitraries/cases.js";
import { lawOf, laws, trial } from "../testing/trial.js";
import { correct, instantiate, mutants, mutantSubject, pass } from "./index.js";

const runs = 160;

/** For each law a mistake that it catches. */
const caughtBy: Readonly<Record<string, string>> = {
  "forward/preactivations": "forward/bias-omitted",
  "forward/activations": "activation/output-activation-skipped",
  "forward/outputs": "softmax/epsilon-in-denominator",
  "forward/loss": "loss/cross-entropy-epsilon",
  "backward/activations": "backward/back-through-transposed-weights",
  "backward/preactivations": "softmax/diagonal-jacobian",
  "backward/weights": "backward/weights-slightly-scaled",
  "backward/biases": "regularizer/biases-decayed",
  "backward/inputs": "backward/inputs-not-propagated",
  "differences/central": "backward/output-gradient-sign",
  "peer/answers": "regularizer/loss-term-missing",
  "bias/extended-network": "backward/bias-before-activation",
  "batch/mean-of-examples": "batch/loss-of-last-example",
  "batch/permutation": "batch/last-example-only",
  "batch/union": "batch/divides-by-one-less",
  "batch/duplication": "batch/duplicates-dropped",
  "activation/diagonal-jacobian": "activation/gradients-broadcast",
  "softmax/shift": "forward/preactivations-clipped",
  "softmax/gradient-sums-to-zero": "softmax/jacobian-off-diagonal-sign",
  "softmax/jacobian": "softmax/diagonal-jacobian",
  "softmax/extreme-logits": "softmax/not-shifted",
  "log-softmax/shift": "log-softmax/common-logarithm",
  "log-softmax/gradient-sum": "log-softmax/gradient-without-sum",
  "normalization/shift": "layer-normalization/mean-not-subtracted",
  "normalization/gradient-sum": "layer-normalization/statistics-held-constant",
  "hinge/shift": "hinge/one-against-the-rest",
  "hinge/gradient-sum": "hinge/class-entry-missing",
  "maxout/relu": "maxout/gradient-to-all-pieces",
  "linear-map/absorbed": "linear-map/gradient-not-transposed",
  "polynomial/linear": "polynomial/exponent-kept",
  "logistic/two-classes": "binary/derivative-applied-again",
  "negative-log/one-hot": "negative-log/base-two",
  "negative-log/target-scale": "negative-log/gradient-of-cross-entropy",
  "network/hidden-permutation": "forward/weights-transposed-when-square",
  "graph/doubled-units": "backward/equal-terms-merged",
  "state/repeatable": "state/noise",
  "state/no-memory": "state/accumulators-not-zeroed",
  "state/inputs-unmutated": "state/inputs-mutated",
  "state/kept-answer": "state/buffer-reused",
  "exact/integer-grid": "activation/relu-derivative-at-zero",
  "saturation/agreement": "activation/softplus-threshold",
  "scale/tiny-values": "numerics/tiny-values-flushed",
};

/** The first law to catch each of the other mistakes. */
const others: Readonly<Record<string, string>> = {
  "forward/last-input-ignored": "forward/preactivations",
  "forward/hidden-order-dependent": "state/repeatable",
  "backward/derivative-missing-below": "backward/activations",
  "backward/weights-from-layer-output": "backward/weights",
  "backward/weights-transposed-when-square": "backward/weights",
  "backward/negative-inputs-skipped": "backward/weights",
  "activation/tanh-derivative-of-output": "backward/preactivations",
  "activation/tanh-derivative-not-squared": "backward/preactivations",
  "activation/logistic-derivative-of-preactivation": "backward/preactivations",
  "activation/logistic-overflow": "saturation/agreement",
  "activation/relu-derivative-always-one": "backward/preactivations",
  "activation/leaky-relu-derivative-zero": "backward/preactivations",
  "activation/softplus-derivative-of-output": "backward/preactivations",
  "activation/absolute-value-derivative-always-one": "backward/preactivations",
  "activation/identity-derivative-of-value": "backward/preactivations",
  "activation/derivative-of-next-layer": "backward/preactivations",
  "softmax/targets-assumed-to-sum-to-one": "backward/preactivations",
  "softmax/through-log-sum-exp": "softmax/extreme-logits",
  "softmax/log-of-zero": "saturation/agreement",
  "maxout/gradient-to-first-piece": "backward/preactivations",
  "maxout/ties-counted-twice": "exact/integer-grid",
  "maxout/pieces-interleaved": "forward/activations",
  "log-softmax/not-shifted": "saturation/agreement",
  "log-softmax/log-of-softmax": "saturation/agreement",
  "layer-normalization/unbiased-variance": "forward/activations",
  "layer-normalization/epsilon-outside-root": "forward/activations",
  "layer-normalization/variance-held-constant": "backward/preactivations",
  "polynomial/other-factors-dropped": "backward/preactivations",
  "activation/unit-step-straight-through": "backward/preactivations",
  "activation/unit-step-zero-at-zero": "exact/integer-grid",
  "binary/absent-class-forgotten": "forward/loss",
  "binary/averaged-over-outputs": "forward/loss",
  "binary/targets-thresholded": "forward/loss",
  "binary/log-of-zero": "saturation/agreement",
  "binary/gradient-sign-of-absent-class": "backward/activations",
  "hinge/class-counted": "forward/loss",
  "hinge/without-margin": "forward/loss",
  "hinge/largest-margin-only": "forward/loss",
  "negative-log/loss-of-cross-entropy": "forward/loss",
  "batch/sums-instead-of-averages": "batch/mean-of-examples",
  "batch/biases-divided-twice": "batch/mean-of-examples",
  "batch/first-three-examples": "batch/mean-of-examples",
  "batch/first-example-throughout": "batch/mean-of-examples",
  "loss/squared-error-without-half": "forward/loss",
  "loss/cross-entropy-gradient-sign": "backward/activations",
  "regularizer/gradient-doubled": "backward/weights",
  "numerics/single-precision-gradients": "backward/weights",
  "erratum/e0-01": "forward/preactivations",
  "erratum/e0-02": "forward/preactivations",
  "erratum/e0-03": "backward/activations",
  "erratum/e0-04": "backward/preactivations",
  "erratum/e0-05": "backward/inputs",
  "erratum/e0-06": "backward/biases",
  "erratum/e0-07": "backward/weights",
  "erratum/e0-08": "backward/weights",
  "erratum/e0-09": "backward/activations",
  "erratum/e1-03": "backward/weights",
  "erratum/e1-04": "backward/activations",
  "erratum/e1-05": "batch/mean-of-examples",
  "erratum/e1-08": "backward/activations",
  "erratum/e1-09": "backward/preactivations",
  "erratum/e1-10": "backward/preactivations",
  "erratum/e1-15": "backward/preactivations",
  "erratum/e1-16": "backward/weights",
  "erratum/e1-17": "backward/preactivations",
  "erratum/e1-18": "backward/preactivations",
  "erratum/e1-19": "backward/weights",
  "erratum/e1-20": "backward/preactivations",
  "erratum/e1-22": "backward/weights",
  "erratum/e1-23": "backward/biases",
  "erratum/e2-01": "forward/preactivations",
  "erratum/e2-02": "backward/preactivations",
  "erratum/e2-03": "backward/activations",
  "erratum/e3-01": "forward/preactivations",
  "erratum/e3-05": "backward/preactivations",
  "erratum/e3-06": "backward/preactivations",
  "erratum/e3-07": "forward/loss",
  "erratum/e3-08": "forward/loss",
  "erratum/e4-24": "forward/loss",
};

const mutantOf = (id: string) => {
  const mutant = mutants.find((candidate) => candidate.id === id);
  if (mutant === undefined) throw new Error(`no mutant ${id}`);
  return mutant;
};

/** Every convention that an answer in the model's own layout depends on. */
const anyConventions: fc.Arbitrary<Conventions> = fc
  .record({
    reduction: fc.constantFrom(...conventionChoices.reduction),
    squaredError: fc.constantFrom(...conventionChoices.squaredError),
    l2: fc.constantFrom(...conventionChoices.l2),
    unitStepAtZero: fc.constantFrom(...conventionChoices.unitStepAtZero),
    derivativeAtKink: fc.record({
      relu: fc.constantFrom(...kinkChoices.relu),
      "leaky-relu": fc.constantFrom(...kinkChoices["leaky-relu"]),
      "absolute-value": fc.constantFrom(...kinkChoices["absolute-value"]),
      maxout: fc.constantFrom(...kinkChoices.maxout),
      "multiclass-hinge": fc.constantFrom(...kinkChoices["multiclass-hinge"]),
    }),
  })
  .map((declared) => completeConventions(declared));

/** Small whole numbers, so that pieces tie and margins are 0; inputs of every size; a user's own functions among the others. */
const wholeCase: fc.Arbitrary<Case> = fc
  .tuple(anyCase(fc.integer({ min: 1, max: 3 })), fc.constantFrom(0, 1, 1, 1, 1e3, 1e160, Infinity, NaN))
  .map(([question, scale]) => ({
    ...question,
    network: {
      layers: question.network.layers.map((layer) => ({ ...layer, biases: layer.biases.map((b) => b - 0.5) })),
    },
    batch: { ...question.batch, inputs: question.batch.inputs.map((x) => x.map((value) => value * scale)) },
  }));

describe("the skeleton", () => {
  const description: Description = { implementation: { name: "skeleton" }, precision: "f64", supports: everything };

  it.each([
    ["ordinary numbers", cases(description)],
    ["ties, kinks, huge numbers and NaN", wholeCase],
  ])("equals the per-index implementation bit for bit as long as no step is replaced, on %s", (_, questions) => {
    fc.assert(
      fc.property(questions, anyConventions, (question, conventions) => {
        expect(pass(correct, question, conventions)).toEqual(scalar(question, conventions));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe("the catalogue", () => {
  it("has unique ids and names equations that exist", () => {
    expect(new Set(mutants.map((mutant) => mutant.id)).size).toBe(mutants.length);
    for (const mutant of mutants) expect(Object.keys(equations)).toContain(mutant.equation);
  });

  it("gives every law a mistake that it catches, and every mistake a law that catches it", () => {
    expect(Object.keys(caughtBy).sort()).toEqual(laws.map((law) => law.id).sort());
    const covered = new Set([...Object.values(caughtBy), ...Object.keys(others)]);
    expect([...covered].sort()).toEqual(mutants.map((mutant) => mutant.id).sort());
  });

  it("makes a fresh instance each time, so that no state is shared", () => {
    const mutant = mutantOf("state/accumulators-not-zeroed");
    const [question] = fc.sample(cases({ implementation: { name: "x" }, precision: "f64", supports: everything }), {
      seed: 1,
      numRuns: 1,
    });
    if (question === undefined) throw new Error("no case");
    const conventions = completeConventions();
    expect(instantiate(mutant)(question, conventions)).toEqual(instantiate(mutant)(question, conventions));
  });
});

describe("a wrong implementation is caught", () => {
  const rows = [...Object.entries(caughtBy).map(([law, mutant]) => [mutant, law] as const), ...Object.entries(others)];
  it.each(rows)("%s by %s", async (mutant, law) => {
    const { violated } = await trial(lawOf(law), mutantSubject(mutantOf(mutant)), runs);
    expect(violated).toBeDefined();
    expect((violated?.mismatches.length ?? 0) > 0 || violated?.reason !== undefined).toBe(true);
  });
});
