import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equations } from "../../spec/equations.js";
import { completeConventions, everything, type Description } from "../../src/model/index.js";
import { backpropagate as scalar } from "../../src/scalar/index.js";
import { cases } from "../arbitraries/cases.js";
import { lawOf, laws, trial } from "../testing/trial.js";
import { correct, instantiate, mutants, mutantSubject, pass } from "./index.js";

const runs = 80;

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

describe("the skeleton", () => {
  it("equals the per-index implementation bit for bit as long as no step is replaced", () => {
    const description: Description = { implementation: { name: "skeleton" }, precision: "f64", supports: everything };
    const declared = fc.record({
      reduction: fc.constantFrom("mean" as const, "sum" as const),
      squaredError: fc.constantFrom("half" as const, "full" as const),
      l2: fc.constantFrom("half" as const, "full" as const),
    });
    fc.assert(
      fc.property(cases(description), declared, (question, conventions) => {
        const complete = completeConventions(conventions);
        expect(pass(correct, question, complete)).toEqual(scalar(question, complete));
      }),
      { seed: 3, numRuns: 300 },
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
