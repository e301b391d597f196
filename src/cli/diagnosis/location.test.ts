import { describe, expect, it } from "vitest";
import { correct, pass, type Steps } from "../../../properties/mutants/index.js";
import {
  completeConventions,
  everything,
  type Case,
  type Description,
  type Layer,
  type Quantity,
} from "../../model/index.js";
import { inProcessSubject, type Subject } from "../../subject/index.js";
import { locator } from "./location.js";

/** Layers of two tanh units, each with weights of its own. */
const layer = (k: number): Layer => ({
  weights: [
    [0.5 + k / 16, -0.75],
    [0.25, 1 - k / 8],
  ],
  biases: [k / 32, -0.125],
  activation: { name: "tanh" },
});

const question = (N: number): Case => ({
  network: { layers: Array.from({ length: N }, (_, position) => layer(position + 1)) },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: {
    inputs: [
      [1, -0.5],
      [0.25, 0.75],
    ],
    targets: [
      [1, 0],
      [-1, 0.5],
    ],
  },
});

type Wrong = (steps: Steps, isWrong: (at: { question: Case; k: number }) => boolean) => Partial<Steps>;

/** A mistake in the layer with the biases of layer k, wherever that layer stands. */
function subjectWith(
  k: number,
  wrong: Wrong,
  observes: readonly Quantity[],
): { subject: Subject; asked: () => number } {
  let count = 0;
  const description: Description = {
    implementation: { name: "wrong in one layer" },
    precision: "f64",
    supports: { ...everything, observes },
  };
  const isWrong = (at: { question: Case; k: number }): boolean =>
    at.question.network.layers[at.k - 1]?.biases[0] === k / 32;
  const steps = { ...correct, ...wrong(correct, isWrong) };
  const subject = inProcessSubject({
    description,
    run: (asked) => {
      count += 1;
      return pass(steps, asked, completeConventions());
    },
  });
  return { subject, asked: () => count };
}

const mistakes: readonly (readonly [Quantity, Wrong])[] = [
  [
    "preactivations",
    (steps, isWrong) => ({
      affine: (W, b, below, at) => steps.affine(W, b, below, at).map((z) => (isWrong(at) ? z + 0.5 : z)),
    }),
  ],
  [
    "activations",
    (steps, isWrong) => ({
      value: (f, z, at) => (isWrong(at) && f.name === "tanh" ? 0.9 : 1) * steps.value(f, z, at),
    }),
  ],
  [
    "gradients.preactivations",
    (steps, isWrong) => ({
      slope: (f, z, y, at) => (isWrong(at) && f.name === "tanh" ? 1 - y : steps.slope(f, z, y, at)),
    }),
  ],
  [
    "gradients.weights",
    (steps, isWrong) => ({
      weightGradient: (below, dz, at) =>
        steps.weightGradient(below, dz, at).map((row) => row.map((dw) => (isWrong(at) ? 2 * dw : dw))),
    }),
  ],
  [
    "gradients.biases",
    (steps, isWrong) => ({
      biasGradient: (dz, dy, at) => steps.biasGradient(dz, dy, at).map((db) => (isWrong(at) ? -db : db)),
    }),
  ],
];

const parameters: readonly Quantity[] = ["gradients.weights", "gradients.biases"];

describe("a mistake in one layer of a black box that shows nothing from inside", () => {
  for (const [quantity, wrong] of mistakes) {
    it.each([
      ["the gradients by weights and biases alone", parameters],
      ["loss and outputs too", ["loss", "outputs", ...parameters] as const],
    ])(`${quantity}: is located with %s, within log2(N) + 2 questions`, async (_, observes) => {
      for (let N = 2; N <= 6; N++) {
        for (let k = 1; k <= N; k++) {
          const { subject, asked } = subjectWith(k, wrong, observes);
          expect([N, await locator(subject)({ case: question(N), mismatches: [] })]).toEqual([
            N,
            { layer: k, quantity },
          ]);
          // The counterexample itself is not one of them.
          expect(asked() - 1).toBeLessThanOrEqual(Math.log2(N) + 2);
        }
      }
    });
  }

  it("the way from one layer to the one below is told from the activation", async () => {
    for (let k = 2; k <= 4; k++) {
      const { subject } = subjectWith(
        k,
        (steps, isWrong) => ({
          throughWeights: (W, dz, at) => steps.throughWeights(W, dz, at).map((dy) => (isWrong(at) ? -dy : dy)),
        }),
        parameters,
      );
      expect(await locator(subject)({ case: question(4), mismatches: [] })).toEqual({
        layer: k - 1,
        quantity: "gradients.activations",
      });
    }
  });

  it("a wrong divergence belongs to no layer", async () => {
    const { subject } = subjectWith(1, () => ({ divergence: () => 3 }), ["loss", ...parameters]);
    expect(await locator(subject)({ case: question(3), mismatches: [] })).toEqual({ quantity: "loss" });
  });

  it("nothing is located where nothing is wrong, or where the layers show it themselves", async () => {
    const right = subjectWith(1, () => ({}), parameters);
    expect(await locator(right.subject)({ case: question(3), mismatches: [] })).toBeNull();
    const open = subjectWith(1, () => ({ divergence: () => 3 }), [...parameters, "preactivations"]);
    expect(await locator(open.subject)({ case: question(3), mismatches: [] })).toBeNull();
    expect(open.asked()).toBe(0);
  });
});
