/** Exact terms do not make an exact result where the division by T, or λ, may come first: all such programs are inside. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, type Case, type FullAnswer } from "../model/index.js";
import { certify } from "./index.js";

interface Question {
  readonly inputs: readonly number[];
  readonly weights: readonly number[];
  readonly lambda: number;
}

/** One identity unit without a bias under half the squared error against 0. */
const caseOf = ({ inputs, weights, lambda }: Question): Case => ({
  network: {
    layers: [{ weights: weights.map((w) => [w]), biases: weights.map(() => 0), activation: { name: "identity" } }],
  },
  loss: { name: "squared-error" },
  regularizer: lambda === 0 ? null : { name: "l2", lambda },
  batch: { inputs: inputs.map((x) => [x]), targets: inputs.map(() => weights.map(() => 0)) },
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

type Part = Pick<FullAnswer, "loss"> & { readonly dW: readonly number[] };

/** Loss and dW, by where 1/T and λ stand. */
const writings: Readonly<Record<string, (question: Question) => Part>> = {
  "the division last": ({ inputs, weights, lambda }) => ({
    loss:
      sum(inputs.map((x) => sum(weights.map((w) => (w * x * (w * x)) / 2)))) / inputs.length +
      (lambda / 2) * sum(weights.map((w) => w * w)),
    dW: weights.map((w) => sum(inputs.map((x) => w * x * x)) / inputs.length + lambda * w),
  }),
  "the division in every term": ({ inputs, weights, lambda }) => ({
    loss:
      sum(inputs.flatMap((x) => weights.map((w) => (w * x * (w * x)) / 2 / inputs.length))) +
      sum(weights.map((w) => (lambda / 2) * w * w)),
    dW: weights.map((w) => sum(inputs.map((x) => ((w * x) / inputs.length) * x)) + lambda * w),
  }),
  "the factor 1/T in every term": ({ inputs, weights, lambda }) => ({
    loss:
      sum(inputs.flatMap((x) => weights.map((w) => ((w * x * (w * x)) / 2) * (1 / inputs.length)))) +
      sum(weights.map((w) => (lambda * w * w) / 2)),
    dW: weights.map((w) => sum(inputs.map((x) => w * x * (1 / inputs.length) * x)) + lambda * w),
  }),
  "the penalty inside every example": ({ inputs, weights, lambda }) => ({
    loss:
      sum(
        inputs.map(
          (x) => sum(weights.map((w) => (w * x * (w * x)) / 2)) + sum(weights.map((w) => (lambda / 2) * w * w)),
        ),
      ) / inputs.length,
    dW: weights.map((w) => sum(inputs.map((x) => w * x * x + lambda * w)) * (1 / inputs.length)),
  }),
};

const integers = (min: number, max: number, maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min, max }), { minLength: 1, maxLength });

describe.each(Object.entries(writings))("with %s", (_, write) => {
  it("loss and dW are inside, for integers and batches of any size", () => {
    fc.assert(
      fc.property(
        fc.record({
          inputs: integers(-3, 3, 60),
          weights: integers(-5, 5, 8),
          lambda: fc.constantFrom(0, 0.1, 0.3, 1, 0.25),
        }),
        (question) => {
          const reference = certify(caseOf(question), defaultConventions, "f64");
          const { loss, dW } = write(question);
          const inside = (quantity: "loss" | "gradients.weights", got: readonly number[]): boolean => {
            const { lo, hi } = reference.ranges(quantity);
            return got.every((value, i) => value >= (lo[i] ?? NaN) && value <= (hi[i] ?? NaN));
          };
          expect(inside("loss", [loss])).toBe(true);
          expect(inside("gradients.weights", dW)).toBe(true);
        },
      ),
      { seed: 1, numRuns: 150, examples: [[{ inputs: Array<number>(31).fill(0), weights: [3], lambda: 0.1 }]] },
    );
  });
});

describe("the exact tier", () => {
  it("stays where T is a power of two and λ is one: the range is one number", () => {
    const question = { inputs: [1, 2, -3, 0], weights: [2, -5], lambda: 0.25 };
    const reference = certify(caseOf(question), defaultConventions, "f64");
    const { loss, dW } = (writings["the division last"] as (of: Question) => Part)(question);
    expect(reference.ranges("loss")).toMatchObject({ lo: [loss], hi: [loss], radius: [0] });
    expect(reference.ranges("gradients.weights")).toMatchObject({ lo: dW, hi: dW, radius: [0, 0] });
  });
});
