/** The mean divides by T anywhere: at the very end, where numbers may have overflowed before, or term by term at the very beginning. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inSinglePrecision } from "../../properties/testing/single.js";
import { rounded } from "../../properties/testing/rounded.js";
import { roundingTo } from "../../properties/testing/rounding.js";
import { compareAnswer } from "../compare/index.js";
import { completeConventions, quantities, type Answer, type Case } from "../model/index.js";
import { certify } from "./index.js";

const [mean, sum] = [completeConventions(), completeConventions({ reduction: "sum" })];

/** Numbers of few bits, large enough that gradients come near the largest number of half precision. */
const large = fc.integer({ min: -24, max: 24 });
const T = 4;

const cases: fc.Arbitrary<Case> = fc
  .record({
    activations: fc.tuple(
      fc.constantFrom("identity", "relu", "softplus", "absolute-value"),
      fc.constantFrom("identity", "relu", "softplus"),
    ),
    weights: fc.tuple(large, large),
    biases: fc.tuple(large, large),
    inputs: fc.array(large, { minLength: T, maxLength: T }),
    targets: fc.array(large, { minLength: T, maxLength: T }),
  })
  .map(({ activations, weights, biases, inputs, targets }): Case => ({
    network: {
      layers: activations.map((name, k) => ({
        weights: [[weights[k] ?? NaN]],
        biases: [biases[k] ?? NaN],
        activation: { name },
      })),
    },
    loss: { name: "squared-error" },
    regularizer: null,
    batch: { inputs: inputs.map((x) => [x]), targets: targets.map((d) => [d]) },
  }));

/** Half precision, T divided by last of all. */
function dividedLast(question: Case): Answer {
  const { loss, gradients, ...forward } = rounded("f16")(question, sum);
  const half = roundingTo("f16");
  const divided = <Nested>(value: Nested): Nested =>
    (typeof value === "number" ? half(value / T) : (value as Nested[]).map(divided)) as Nested;
  const mapped = Object.entries(gradients ?? {}).map(([key, value]) => [key, divided(value)] as const);
  return { ...forward, loss: divided(loss ?? NaN), gradients: Object.fromEntries(mapped) };
}

describe("a division by T after everything else", () => {
  it("is right in half precision, also where it comes too late for the numbers of the format", () => {
    let overflows = 0;
    fc.assert(
      fc.property(cases, (question) => {
        const answer = dividedLast(question);
        if (JSON.stringify(answer.gradients).includes("null")) overflows += 1;
        expect(compareAnswer(certify(question, mean, "f16"), answer, quantities).mismatches).toEqual([]);
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(overflows).toBeGreaterThan(20);
  });

  it("leaves the entries alone that have room", () => {
    const question: Case = {
      network: { layers: [{ weights: [[200]], biases: [0], activation: { name: "identity" } }] },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [[1], [0], [0], [0]], targets: [[0], [0], [0], [0]] },
    };
    const { radius } = certify(question, mean, "f16").ranges("gradients.inputs");
    expect(radius).toEqual([0, 0, 0, 0]);
  });
});

/** Scores and probabilities that are exact, with gradients that are sums of exact terms, of as many examples as no power of two. */
const exactHeads: fc.Arbitrary<Case> = fc
  .record({
    size: fc.constantFrom(3, 5, 6, 7, 11, 13),
    isLogistic: fc.boolean(),
    scores: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 6, maxLength: 6 }),
    sixteenths: fc.array(fc.integer({ min: 0, max: 16 }), { minLength: 6, maxLength: 6 }),
  })
  .map(({ size, isLogistic, scores, sixteenths }): Case => {
    const oneHot = scores.map((_, i) => (i === size % scores.length ? 1 : 0));
    return {
      network: {
        layers: [
          {
            weights: scores.map(() => [0]),
            biases: isLogistic ? scores.map(() => 0) : scores,
            activation: { name: isLogistic ? "logistic" : "identity" },
          },
        ],
      },
      loss: { name: isLogistic ? "binary-cross-entropy" : "multiclass-hinge" },
      regularizer: null,
      batch: {
        inputs: Array.from({ length: size }, () => [0]),
        targets: Array.from({ length: size }, () => (isLogistic ? sixteenths.map((n) => n / 16) : oneHot)),
      },
    };
  });

describe("a division by T of each term of a sum", () => {
  const graph = inSinglePrecision("graph");

  it("is right, also where the sum of the whole terms is exact and that of the divided ones is not", () => {
    let moved = 0;
    fc.assert(
      fc.property(exactHeads, (question) => {
        const answer = graph(question, mean);
        const reference = certify(question, mean, "f32");
        expect(compareAnswer(reference, answer, quantities).mismatches).toEqual([]);
        const { exact } = reference.ranges("gradients.activations");
        const got = answer.gradients?.activations?.flat(2) ?? [];
        if (got.some((value, i) => Math.abs(value - (exact[i] ?? NaN)) > 2 * 2 ** -24 * Math.abs(value))) moved += 1;
      }),
      { numRuns: 300, seed: 1 },
    );
    // By more than the two roundings of a quotient of the whole.
    expect(moved).toBeGreaterThan(20);
  });
});
