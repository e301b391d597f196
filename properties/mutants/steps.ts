/** The steps into which a pass of backpropagation is cut, so that a mistake is one replaced step. */
import type {
  Activation,
  Case,
  Conventions,
  FullAnswer,
  ScalarActivation,
  VectorActivation,
} from "../../src/model/index.js";

export type Row = readonly number[];
export type Rows = readonly Row[];

/** What a step may want to know about where it is. Layers count from 1; examples from 0. */
export interface At {
  readonly question: Case;
  readonly conventions: Conventions;
  readonly k: number;
  readonly t: number;
}

/** z and y of one layer for one example. Shapes [D] and [M]. */
export interface Trace {
  readonly z: Row;
  readonly y: Row;
}

/** The vector activations besides softmax, which has steps of its own. */
export type OtherVectorActivation = Exclude<VectorActivation, { readonly name: "softmax" }>;

/** The steps of the pass. Each is a function of what it is given; state lives in the closures of a mutant. */
export interface Steps {
  /** Looks at the question before it is read. @throws RangeError when there is no answer to it. */
  accept(question: Case): void;
  /** The question as the implementation reads it. */
  read(question: Case): Case;
  affine(W: Rows, b: Row, below: Row, at: At): number[];
  value(f: ScalarActivation, z: number, at: At): number;
  slope(f: ScalarActivation, z: number, y: number, at: At): number;
  softmax(z: Row, at: At): number[];
  softmaxBackward(y: Row, dy: Row, at: At): number[];
  /** y of a vector activation. z of shape [D], the result of shape [M]. */
  vectorValue(f: OtherVectorActivation, z: Row, at: At): number[];
  /** dz of a vector activation. dy of shape [M], the result of shape [D]. */
  vectorBackward(f: OtherVectorActivation, trace: Trace, dy: Row, at: At): number[];
  /** Div of one example. */
  divergence(top: Trace, d: Row, at: At): number;
  /** dDiv/dy of the last layer. */
  outputGradient(y: Row, d: Row, at: At): number[];
  /** dDiv/dz of the last layer under a loss with which it has a form together, such as a softmax under cross-entropy. */
  fusedGradient(top: Trace, d: Row, at: At): number[];
  /** dz of one layer. dy of shape [M], the result of shape [D]. */
  throughActivation(f: Activation, trace: Trace, dy: Row, at: At): number[];
  weightGradient(below: Row, dz: Row, at: At): number[][];
  biasGradient(dz: Row, dy: Row, at: At): number[];
  /** dy of the layer below. */
  throughWeights(W: Rows, dz: Row, at: At): number[];
  /** One number from those of the examples. */
  reduce(values: Row, what: "loss" | "weights" | "biases" | "rows", at: Omit<At, "k" | "t">): number;
  penalty(network: Case["network"], lambda: number, conventions: Conventions): number;
  penaltyGradient(w: number, lambda: number, conventions: Conventions): number;
  biasPenaltyGradient(b: number, lambda: number, conventions: Conventions): number;
  finish(answer: FullAnswer, question: Case): FullAnswer;
}
