/** One gradient written in several ways: questions, the ways, and the demand that each stays within the ranges of the oracle. */
import * as fc from "fast-check";
import { expect } from "vitest";
import { cases, ordinaryRegime } from "../../properties/arbitraries/cases.js";
import {
  completeConventions,
  depth,
  everything,
  layerOf,
  type ActivationName,
  type Answer,
  type Case,
  type DeclaredConventions,
  type Description,
  type FullAnswer,
  type LossName,
} from "../../src/model/index.js";
import { backpropagate } from "../../src/scalar/index.js";
import { ofActivation, pull } from "../../src/vectorized/jacobian.js";
import { judge } from "./judge.js";

export const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);
export const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((ai, i) => ai * b[i]));
export const columns = (rows: readonly (readonly number[])[]): number[][] =>
  rows[0].map((_, i) => rows.map((row) => row[i]));
export const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
export const solve = (question: Case, conventions: DeclaredConventions = {}): FullAnswer =>
  backpropagate(question, completeConventions(conventions));

export interface Asked {
  readonly activations: readonly ActivationName[];
  readonly losses: readonly LossName[];
  readonly output?: readonly ActivationName[];
  readonly regularizer?: boolean;
}

/** Ordinary questions with these activations and losses. */
export function questionsWith({ activations, losses, output, regularizer = true }: Asked): fc.Arbitrary<Case> {
  const supports = { ...everything, activations: [...activations, ...(output ?? [])], losses };
  const description: Description = { implementation: { name: "any" }, precision: "f64", supports };
  return cases(description, { ...ordinaryRegime, activations, ...(output && { output }), regularizer });
}

export const smooth: Asked = {
  activations: ["logistic", "tanh", "identity"],
  losses: ["squared-error"],
  regularizer: false,
};

/** For every such question the answer is within its ranges, and the wrong one, where there is one, is not within those of them all. */
export function expectAccepted(
  questions: fc.Arbitrary<Case>,
  answer: (question: Case) => Answer,
  {
    declared = {},
    wrong,
  }: { readonly declared?: DeclaredConventions; readonly wrong?: (question: Case) => Answer } = {},
): void {
  let told = false;
  fc.assert(
    fc.property(questions, (question) => {
      const judged = judge(question, answer(question), declared);
      expect(judged.wrong).toEqual([]);
      expect(judged.entries).toBeGreaterThan(0);
      if (wrong !== undefined) told ||= judge(question, wrong(question), declared).wrong.length > 0;
    }),
    { seed: 1, numRuns: 40 },
  );
  if (wrong !== undefined) expect(told).toBe(true);
}

/** How a gradient, which is a flat array, goes back: through the activation of layer k in example t, and through its weights. */
export interface Way {
  readonly through: (
    question: Case,
    forward: FullAnswer,
    k: number,
    t: number,
    dy: readonly number[],
  ) => readonly number[];
  readonly below: (W: readonly (readonly number[])[], dz: readonly number[]) => readonly number[];
}

/** The gradients that the way gives, without a penalty. */
export function gradientsBy({ through, below }: Way, question: Case): Answer {
  const forward = solve(question);
  const { network, batch } = question;
  const N = depth(network);
  const dz = network.layers.map((): number[][] => []);
  const inputs = batch.inputs.map((_, t) => {
    let dy: readonly number[] = forward.gradients.activations[N - 1][t];
    for (let k = N; k >= 1; k--) {
      dz[k - 1][t] = [...through(question, forward, k, t, dy)];
      dy = below(layerOf(network, k).weights, dz[k - 1][t]);
    }
    return dy;
  });
  const yBelow = (k: number): readonly (readonly number[])[] => (k === 1 ? batch.inputs : forward.activations[k - 2]);
  const weights = dz.map((rows, layer) =>
    columns(rows).map((dzj) => columns(yBelow(layer + 1)).map((yi) => dot(dzj, yi))),
  );
  const biases = dz.map((rows) => columns(rows).map(sum));
  return { gradients: { weights, biases, inputs, preactivations: dz } };
}

export const kinks = completeConventions().derivativeAtKink;
export const throughJacobian: Way["through"] = ({ network }, { preactivations }, k, t, dy) =>
  pull(dy, ofActivation(layerOf(network, k).activation, preactivations[k - 1][t], kinks));
export const byColumns: Way["below"] = (W, dz) => columns(W).map((column) => dot(column, dz));

/** σ'(z) and tanh'(z), from z alone and from y alone. */
export const slopes = {
  z: {
    logistic: (z: number): number => Math.exp(-z) / (1 + Math.exp(-z)) ** 2,
    tanh: (z: number): number => 4 / (Math.exp(z) + Math.exp(-z)) ** 2,
    identity: (): number => 1,
  },
  y: {
    logistic: (y: number): number => y * (1 - y),
    tanh: (y: number): number => 1 - y * y,
    identity: (): number => 1,
  },
};

export const slopesFrom =
  (what: "z" | "y", of: (forward: FullAnswer) => FullAnswer["activations"]): Way["through"] =>
  (question, forward, k, t, dy) => {
    const name = layerOf(question.network, k).activation.name as keyof typeof slopes.z;
    return of(forward)[k - 1][t].map((value, j) => slopes[what][name](value) * dy[j]);
  };
export const fromZ = slopesFrom("z", ({ preactivations }) => preactivations);
export const fromY = slopesFrom("y", ({ activations }) => activations);
