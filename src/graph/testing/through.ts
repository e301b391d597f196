import {
  completeConventions,
  type Activation,
  type Case,
  type DeclaredConventions,
  type FullAnswer,
} from "../../model/index.js";
import { activationConstants, activationNodes } from "../activations.js";
import { graphOf, node, start, type Graph } from "../graph.js";
import { backpropagate } from "../index.js";
import { matrixVector } from "../operations.js";
import { backward, forward } from "../passes.js";
import { column, entries, matrix } from "../tensor.js";

/** The list with every 0 positive. */
export const plain = (list: readonly number[]): number[] => list.map((entry) => entry + 0);

/** A graph from z to y = f(z), and on to J = dyᵀ y. */
export function graphThrough(f: Activation, D: number, declared: DeclaredConventions = {}): Graph {
  return graphOf([
    start("z"),
    start("dyᵀ"),
    ...activationConstants(f, 1).map(([name]) => start(name)),
    ...activationNodes(f, completeConventions(declared), { k: 1, z: "z", D, y: "y" }),
    node("J", matrixVector, "dyᵀ", "y"),
  ]);
}

/** y = f(z), and the dz that comes of dy. */
export function through(
  f: Activation,
  z: readonly number[],
  dy: readonly number[],
  declared: DeclaredConventions = {},
): { readonly y: number[]; readonly dz: number[] } {
  const evaluation = forward(graphThrough(f, z.length, declared), [
    ["z", column(z)],
    ["dyᵀ", matrix([dy])],
    ...activationConstants(f, 1),
  ]);
  return {
    y: plain(entries(evaluation.value("y"))),
    dz: plain(entries(backward(evaluation, "J").gradient("z"))),
  };
}

/** What one layer with the pre-activations z answers, for one example with the target d. */
export function answerAt(
  activation: Activation,
  z: readonly number[],
  loss: Case["loss"],
  d: readonly number[],
  declared: DeclaredConventions = {},
): FullAnswer {
  const question: Case = {
    network: { layers: [{ weights: z.map(() => [0]), biases: z, activation }] },
    loss,
    regularizer: null,
    batch: { inputs: [[1]], targets: [d] },
  };
  return backpropagate(question, completeConventions(declared));
}

/** Div, dDiv/dy and dDiv/dz of that answer. */
export function divergenceAt(...parts: Parameters<typeof answerAt>): {
  readonly Div: number;
  readonly dy: number[];
  readonly dz: number[];
} {
  const { loss, gradients } = answerAt(...parts);
  return { Div: loss + 0, dy: plain(gradients.activations[0][0]), dz: plain(gradients.preactivations[0][0]) };
}
