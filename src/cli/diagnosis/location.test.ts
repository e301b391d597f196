import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases, ordinaryRegime } from "../../../properties/arbitraries/cases.js";
import { edgeProperties } from "../../../properties/edges.js";
import { correct, instantiate, mutants, pass, type Mutant, type Steps } from "../../../properties/mutants/index.js";
import {
  completeConventions,
  depth,
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

/** All mistakes, many questions: GRADPROOF_STUDY=1 npx vitest run src/cli/diagnosis/location.test.ts */
const isStudy = process.env["GRADPROOF_STUDY"] === "1";

describe("a known mistake in a black box that shows the gradients by weights and biases alone", () => {
  const description: Description = {
    implementation: { name: "black box" },
    precision: "f64",
    supports: { ...everything, observes: parameters },
  };
  const runs = isStudy ? 12 : 6;
  const questions = [
    cases(description, { ...ordinaryRegime, maxLayers: 6 }),
    ...edgeProperties.map((law) => law.arbitrary(description)),
  ]
    .flatMap((arbitrary) => fc.sample(arbitrary, { seed: 5, numRuns: runs }))
    .filter(({ network }) => depth(network) > 1);

  /** How many questions besides the first each location has cost, with the number of layers. */
  async function costs(mutant: Mutant): Promise<{ N: number; extra: number; located: boolean }[]> {
    const rows: { N: number; extra: number; located: boolean }[] = [];
    for (const question of questions) {
      const run = instantiate(mutant);
      let asked = 0;
      const subject = inProcessSubject({
        description,
        run: (given) => {
          asked += 1;
          return run(given, completeConventions());
        },
      });
      const located = await locator(subject)({ case: question, mismatches: [] });
      rows.push({ N: depth(question.network), extra: asked - 1, located: located !== null });
    }
    return rows;
  }

  it("is located within log2(N) + 2 questions, whatever it is", { timeout: 36e5 }, async () => {
    const rows: { N: number; extra: number; located: boolean }[] = [];
    for (const mutant of isStudy ? mutants : mutants.filter((_, i) => i % 24 === 5))
      rows.push(...(await costs(mutant)));
    const located = rows.filter((row) => row.located);
    expect(located.length).toBeGreaterThan(0);
    expect(rows.filter(({ N, extra }) => extra > Math.log2(N) + 2)).toEqual([]);
    if (!isStudy) return;
    for (const N of new Set(located.map((row) => row.N))) {
      const extras = located.filter((row) => row.N === N).map(({ extra }) => extra);
      console.log(`${N} layers: ${extras.length} located, at most ${Math.max(...extras)} further questions`);
    }
  });
});
