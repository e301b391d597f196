/** Questions made from questions, and where their parts stand. */
import { depth, width, type Case } from "../../src/model/index.js";

/** Positions of the last layer's biases among all biases. */
export function lastBiases(question: Case): number[] {
  const N = depth(question.network);
  let start = 0;
  for (let k = 1; k < N; k++) start += width(question.network, k);
  return Array.from({ length: width(question.network, N) }, (_, i) => start + i);
}

/** The question with 1 added to the target of output `unit`, counted from 0. */
export function withRaisedTarget(question: Case, unit: number): Case {
  const targets = question.batch.targets.map((row) => row.map((d, i) => (i === unit ? d + 1 : d)));
  return { ...question, batch: { ...question.batch, targets } };
}
