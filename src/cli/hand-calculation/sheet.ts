/** What a calculation by hand is made from: the case, and every number that a correct program has on the way. */
import {
  batchSize,
  depth,
  preactivationWidth,
  width,
  type Case,
  type Conventions,
  type FullAnswer,
} from "../../model/index.js";
import { backpropagate } from "../../scalar/index.js";

/** One example by itself: its divergence and derivatives are those of Div, divided by nothing. */
export interface Example {
  /** From 1. */
  readonly t: number;
  readonly x: readonly number[];
  readonly d: readonly number[];
  readonly Div: number;
  /** y^(k), k = 0..N. */
  y(k: number): readonly number[];
  /** z^(k), k = 1..N. */
  z(k: number): readonly number[];
  /** dy^(k), k = 0..N; that of layer 0 is dx. */
  dy(k: number): readonly number[];
  /** dz^(k), k = 1..N. */
  dz(k: number): readonly number[];
}

export interface Sheet {
  readonly question: Case;
  readonly conventions: Conventions;
  readonly examples: readonly Example[];
  /** Loss and gradients of the batch. */
  readonly whole: FullAnswer;
  /** The name of a quantity of a layer: the layer is left out where there is one, the unit where the layer has one. */
  name(letter: string, k: number, units: number, ...indices: readonly number[]): string;
}

/** @throws ShapeError or RangeError when the case is malformed. */
export function sheetOf(question: Case, conventions: Conventions): Sheet {
  const N = depth(question.network);
  const subscript = (indices: readonly number[]): string => indices.join(indices.some((i) => i > 9) ? "," : "");
  return {
    question,
    conventions,
    examples: question.batch.inputs.map((_, position) => exampleOf(question, conventions, position)),
    whole: backpropagate(question, conventions),
    name: (letter, k, units, ...indices) =>
      `${letter}${units === 1 ? "" : `_${subscript(indices)}`}${N === 1 ? "" : `^(${k})`}`,
  };
}

function exampleOf({ network, loss, batch }: Case, conventions: Conventions, position: number): Example {
  const [x = [], d = []] = [batch.inputs[position], batch.targets[position]];
  const alone: Case = { network, loss, regularizer: null, batch: { inputs: [x], targets: [d] } };
  const answer = backpropagate(alone, { ...conventions, reduction: "sum" });
  const { gradients } = answer;
  return {
    t: position + 1,
    x,
    d,
    Div: answer.loss,
    y: (k) => (k === 0 ? x : (answer.activations[k - 1]?.[0] ?? [])),
    z: (k) => answer.preactivations[k - 1]?.[0] ?? [],
    dy: (k) => (k === 0 ? gradients.inputs[0] : gradients.activations[k - 1]?.[0]) ?? [],
    dz: (k) => gradients.preactivations[k - 1]?.[0] ?? [],
  };
}

/** D(k). */
export function D({ question }: Sheet, k: number): number {
  return preactivationWidth(question.network, k);
}

/** M(k). */
export function M({ question }: Sheet, k: number): number {
  return width(question.network, k);
}

/** T. */
export function T({ question }: Sheet): number {
  return batchSize(question);
}
