/** Questions made from questions, and where their parts stand. */
import { depth, preactivationWidth, width, type Case } from "../../src/model/index.js";

/** Positions of the last layer's biases among all biases. */
export function lastBiases(question: Case): number[] {
  const N = depth(question.network);
  return Array.from({ length: preactivationWidth(question.network, N) }, (_, row) => biasPosition(question, N, row));
}

/** The question with 1 added to the target of output `unit`, counted from 0. */
export function withRaisedTarget(question: Case, unit: number): Case {
  const targets = question.batch.targets.map((row) => row.map((d, i) => (i === unit ? d + 1 : d)));
  return { ...question, batch: { ...question.batch, targets } };
}

/** Where the weight from `input` to pre-activation `row` of layer k stands among all weights; all counted from 0 but the layer. */
export function weightPosition({ network }: Case, k: number, row: number, input: number): number {
  let position = row * width(network, k - 1) + input;
  for (let below = 1; below < k; below++) position += preactivationWidth(network, below) * width(network, below - 1);
  return position;
}

/** Where the bias of pre-activation `row` of layer k stands among all biases; the row counted from 0. */
export function biasPosition({ network }: Case, k: number, row: number): number {
  let position = row;
  for (let below = 1; below < k; below++) position += preactivationWidth(network, below);
  return position;
}
