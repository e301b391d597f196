/** Hidden units have no order. */
import * as fc from "fast-check";
import type { Property } from "../src/gate/property.js";
import { depth, width, type Activation, type Case, type Layer } from "../src/model/index.js";
import { cases } from "./arbitraries/cases.js";
import { all, parameterGradients, requires } from "./support/laws.js";
import { equalities, judgeLinear } from "./support/linear.js";
import { biasPosition, weightPosition } from "./support/questions.js";
import { judged, observe, observed, witness } from "./support/witness.js";

/** How layer k is reordered: the new order of its outputs and of its pre-activations, each as new position -> old position. */
interface Order {
  readonly outputs: readonly number[];
  readonly rows: readonly number[];
}

/** Orders of all layers; the outputs of the last one stay. */
function ordersOf({ network }: Case, keys: readonly number[]): Order[] {
  const N = depth(network);
  return network.layers.map(({ activation, biases }, position) => {
    const outputs = range(width(network, position + 1));
    // A user's own activation need not treat its units alike.
    if (position < N - 1 && activation.name !== "own") outputs.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || b - a);
    return { outputs, rows: rowsFor(activation, outputs, biases.length) };
  });
}

/** The order of the pre-activations that goes with an order of the outputs. */
function rowsFor(activation: Activation, outputs: readonly number[], D: number): number[] {
  switch (activation.name) {
    // These choose their inputs themselves: their own parameters are reordered in place of the pre-activations.
    case "linear-map":
    case "polynomial":
    case "own":
      return range(D);
    case "maxout":
      return outputs.flatMap((unit) => range(activation.pieces).map((piece) => unit * activation.pieces + piece));
    default:
      return [...outputs];
  }
}

function reordered(activation: Activation, outputs: readonly number[]): Activation {
  switch (activation.name) {
    case "linear-map":
      return { ...activation, matrix: outputs.map((j) => activation.matrix[j] ?? []) };
    case "polynomial":
      return { ...activation, outputs: outputs.map((j) => activation.outputs[j] ?? []) };
    default:
      return activation;
  }
}

/** The same network with the rows of W^(k), b^(k) and the columns of W^(k+1) reordered. */
function permuted(question: Case, orders: readonly Order[]): Case {
  const layers = question.network.layers.map((layer, position): Layer => {
    const { rows, outputs } = orders[position] as Order;
    const columns = orders[position - 1]?.outputs;
    return {
      activation: reordered(layer.activation, outputs),
      weights: rows.map((row) =>
        columns === undefined
          ? [...(layer.weights[row] ?? [])]
          : columns.map((column) => layer.weights[row]?.[column] ?? 0),
      ),
      biases: rows.map((row) => layer.biases[row] ?? 0),
    };
  });
  return { ...question, network: { layers } };
}

/** Where the permuted network's weights (or biases) stand in the original one. */
function originalPositions(
  question: Case,
  orders: readonly Order[],
  what: "gradients.weights" | "gradients.biases",
): number[] {
  return orders.flatMap(({ rows }, position) => {
    const k = position + 1;
    if (what === "gradients.biases") return rows.map((row) => biasPosition(question, k, row));
    const columns = orders[position - 1]?.outputs ?? range(width(question.network, 0));
    return rows.flatMap((row) => columns.map((column) => weightPosition(question, k, row, column)));
  });
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

const unmoved = ["outputs", "loss", "gradients.inputs"] as const;

export const permutationProperties: readonly Property<{ question: Case; keys: readonly number[] }>[] = [
  {
    id: "network/hidden-permutation",
    title: "hidden units have no order",
    equations: ["hidden-permutation"],
    level: "core",
    requires: requires({ some: [...unmoved, ...parameterGradients] }),
    arbitrary: (description) =>
      fc.record({
        question: cases(description),
        keys: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 }),
      }),
    check: ({ question, keys }, bench) =>
      judged(async () => {
        const orders = ordersOf(question, keys);
        const plain = await witness(bench, question);
        const other = await witness(bench, permuted(question, orders));
        const same = observed(bench, unmoved).map((quantity) =>
          judgeLinear(question, equalities(observe(plain, quantity), observe(other, quantity))),
        );
        const moved = parameterGradients
          .filter((quantity) => bench.description.supports.observes.includes(quantity))
          .map((quantity) => {
            const positions = originalPositions(question, orders, quantity);
            return judgeLinear(
              question,
              equalities(observe(plain, quantity), observe(other, quantity), (position) => positions[position] ?? 0),
            );
          });
        return all(...same, ...moved);
      }),
  },
];
