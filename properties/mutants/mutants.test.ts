import { createHash } from "node:crypto";
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
  type Deviations,
} from "../../src/model/index.js";
import { backpropagate as scalar } from "../../src/scalar/index.js";
import { anyCase } from "../../src/scalar/testing/arbitraries.js";
import { memo } from "../../src/sensitivity/index.js";
import { canaries } from "../../src/cli/canaries.js";
import { cases } from "../arbitraries/cases.js";
import { nearMisses } from "../near-misses/index.js";
import { lawOf, laws, trial } from "../testing/trial.js";
import { correct, familyOf, instantiate, mutants, mutantSubject, pass } from "./index.js";

const runs = 160;
/** What is derived about the cases of a law, which are the same for all mistakes. */
const known = memo();

/** For each law a mistake that it catches. */
const caughtBy = canaries;

/** A law that catches each of the other mistakes. */
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
  "forward/bias-omitted-throughout": "forward/preactivations",
  "forward/bias-of-last-input": "forward/preactivations",
  "forward/first-input-ignored": "forward/preactivations",
  "forward/first-activation-throughout": "forward/preactivations",
  "backward/starts-from-loss": "backward/activations",
  "backward/fifth-unit-without-derivative": "backward/preactivations",
  "backward/weights-updated-first": "backward/activations",
  "backward/weights-from-own-output": "backward/weights",
  "backward/last-unit-skipped": "backward/weights",
  "backward/rows-share-an-array": "backward/weights",
  "backward/zero-weights-skipped": "backward/weights",
  "backward/bias-value-as-gradient": "backward/biases",
  "backward/gradients-clipped": "backward/weights",
  "activation/tanh-derivative-of-preactivation": "backward/preactivations",
  "activation/logistic-derivative-of-output": "backward/preactivations",
  "activation/logistic-derivative-is-output": "backward/preactivations",
  "activation/relu-derivative-two-at-zero": "backward/preactivations",
  "activation/relu-derivative-is-output": "backward/preactivations",
  "activation/relu-mask-of-first-example": "exact/integer-grid",
  "activation/leaky-relu-slope-fixed": "forward/activations",
  "activation/leaky-relu-derivative-zero-at-zero": "backward/preactivations",
  "activation/absolute-value-derivative-undefined": "backward/preactivations",
  "activation/kinks-widened": "scale/tiny-values",
  "activation/softplus-overflow": "saturation/agreement",
  "activation/tanh-overflow": "saturation/agreement",
  "softmax/shift-of-whole-batch": "saturation/agreement",
  "softmax/shifted-by-mean": "softmax/extreme-logits",
  "softmax/jacobian-skipped": "backward/preactivations",
  "softmax/probabilities-clipped": "forward/loss",
  "softmax/batch-axis-gradient": "backward/preactivations",
  "softmax/applied-twice": "forward/loss",
  "softmax/targets-hardened": "forward/loss",
  "softmax/first-class-skipped": "forward/loss",
  "maxout/smallest-piece": "forward/activations",
  "polynomial/coefficient-dropped": "backward/preactivations",
  "log-softmax/diagonal-jacobian": "backward/preactivations",
  "layer-normalization/epsilon-omitted": "forward/activations",
  "layer-normalization/gradient-of-mean-missing": "backward/preactivations",
  "hinge/squared": "forward/loss",
  "hinge/gradient-of-every-margin": "backward/activations",
  "loss/squared-error-averaged-over-outputs": "forward/loss",
  "loss/huber": "forward/loss",
  "loss/cross-entropy-averaged-over-classes": "forward/loss",
  "batch/mean-taken-twice": "forward/loss",
  "batch/odd-example-dropped": "batch/mean-of-examples",
  "batch/inputs-summed": "backward/inputs",
  "batch/deltas-not-reset": "backward/activations",
  "regularizer/gradient-missing": "backward/weights",
  "regularizer/gradient-sign": "backward/weights",
  "regularizer/gradient-of-absolute-values": "backward/weights",
  "regularizer/gradient-per-example": "backward/weights",
  "regularizer/divided-by-batch": "forward/loss",
  "regularizer/biases-penalized": "forward/loss",
  "state/momentum": "state/repeatable",
  "state/stale-activations": "state/no-memory",
  "state/one-behind": "state/no-memory",
  "state/batch-of-first-question": "batch/duplication",
  "state/weights-decayed-in-place": "state/inputs-unmutated",
  "state/targets-mutated": "state/inputs-unmutated",
  "numerics/single-precision-accumulation": "backward/weights",
  "numerics/single-precision-weights": "forward/preactivations",
  "numerics/half-precision-sums": "forward/preactivations",
  "numerics/fast-exponential": "forward/activations",
  "numerics/tanh-derivative-from-single-precision": "backward/preactivations",
  "numerics/finite-differences": "backward/weights",
  "validation/output-broadcast": "forward/loss",
  "validation/negative-targets-clamped": "forward/loss",
  "validation/targets-normalized": "forward/loss",
  "validation/zero-slope-replaced": "forward/activations",
  "validation/zero-bias-replaced": "forward/preactivations",
  "validation/small-epsilon-raised": "forward/activations",
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
    deviations: fc.constantFrom<Deviations>(
      {},
      {},
      { "softplus-linear-above": { threshold: 0.5 }, "probabilities-clipped": { epsilon: 0.125 } },
      { "epsilon-in-logarithm": { epsilon: 1e-7 } },
      { "probabilities-clipped": { epsilon: 1e-7 }, "epsilon-in-logarithm": { epsilon: 0.25 } },
    ),
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

  it("tells for each mistake a family, a near miss that exists and threads that show it", () => {
    const variants = nearMisses.map(({ id }) => id);
    for (const mutant of mutants) {
      expect(mutant.id).toBe(`${familyOf(mutant)}/${mutant.id.split("/")[1] ?? ""}`);
      expect(mutant.id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
      expect(mutant.title, mutant.id).not.toMatch(/\bshould\b|\.$/);
      expect(variants, mutant.id).toContain(mutant.nearMiss);
      for (const thread of mutant.seen) expect(thread).toMatch(/^[\w.-]+(\/[\w.-]+)?( PR)?#\d+$/);
      expect(new Set(mutant.seen).size).toBe(mutant.seen.length);
    }
    expect(mutants.length).toBeGreaterThanOrEqual(150);
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

describe("no two mistakes are the same", () => {
  const description: Description = { implementation: { name: "x" }, precision: "f64", supports: everything };
  const lawsWithQuestions = [
    "exact/integer-grid",
    "saturation/agreement",
    "scale/tiny-values",
    "softmax/extreme-logits",
    "special/nan",
    "special/infinity",
    "special/empty-batch",
  ];
  const edge = fc.oneof(...lawsWithQuestions.map((id) => lawOf(id).arbitrary(description) as fc.Arbitrary<Case>));
  const drawn = fc.sample(fc.oneof(cases(description), edge), { seed: 5, numRuns: 1000 });
  const conventions = completeConventions();

  /** An implementation and all that it has shown so far. */
  interface Shown {
    readonly id: string;
    readonly run: ReturnType<typeof instantiate>;
    /** Its latest answers, kept while more are asked for. */
    readonly kept: readonly unknown[];
    readonly behaviour: string;
  }

  /** JSON knows neither NaN nor Infinity. */
  const textOf = (value: unknown): string =>
    JSON.stringify(value, (_, part: unknown) => (typeof part === "number" ? String(part) : part));

  /** The answer, or why there is none. */
  function answerOf(run: () => unknown): unknown {
    try {
      return run();
    } catch (error) {
      return String(error);
    }
  }

  /** The answer, and what has become of the question and of the answers before. */
  function asked(shown: Shown, question: Case): Shown {
    const own = structuredClone(question);
    const answer = answerOf(() => shown.run(own, conventions));
    const text = textOf([shown.behaviour, answer, own, shown.kept]);
    return {
      ...shown,
      kept: [answer, ...shown.kept.slice(0, 2)],
      behaviour: createHash("sha256").update(text).digest("hex"),
    };
  }

  function notAlone(all: readonly Shown[]): Shown[] {
    const counts = new Map<string, number>();
    for (const { behaviour } of all) counts.set(behaviour, (counts.get(behaviour) ?? 0) + 1);
    return all.filter(({ behaviour }) => counts.get(behaviour) !== 1);
  }

  it("told by some question from every other and from the right form", () => {
    const right = { id: "the right form", run: (question: Case) => pass(correct, question, conventions) };
    let open: Shown[] = [right, ...mutants.map((mutant) => ({ id: mutant.id, run: instantiate(mutant) }))].map(
      (form) => ({ ...form, kept: [], behaviour: "" }),
    );
    // Each question twice, for what the first time leaves behind.
    for (const question of drawn.flatMap((one) => [one, one]))
      open = notAlone(open.map((shown) => asked(shown, question)));
    expect(open.map(({ id }) => id)).toEqual([]);
  });
});

describe("a wrong implementation is caught", () => {
  const rows = [...Object.entries(caughtBy).map(([law, mutant]) => [mutant, law] as const), ...Object.entries(others)];
  it.each(rows)("%s by %s", async (mutant, law) => {
    const { violated } = await trial(lawOf(law), mutantSubject(mutantOf(mutant)), runs, 7, known);
    expect(violated).toBeDefined();
    expect((violated?.mismatches.length ?? 0) > 0 || violated?.reason !== undefined).toBe(true);
  });
});
