/** Hidden units have no order. */
import * as fc from "fast-check";
import type { Property } from "../src/gate/property.js";
import { depth, layerOf, width, type Case, type Layer } from "../src/model/index.js";
import { cases } from "./arbitraries/cases.js";
import { all, parameterGradients, requires } from "./support/laws.js";
import { equalities, judgeLinear } from "./support/linear.js";
import { judged, observe, observed, witness } from "./support/witness.js";

/** order[k-1][new position] = old position, for the units of layer k; the last layer keeps its order. */
type Orders = readonly (readonly number[])[];

function ordersOf(question: Case, keys: readonly number[]): Orders {
  const N = depth(question.network);
  return question.network.layers.map((_, position) => {
    const units = Array.from({ length: width(question.network, position + 1) }, (_, unit) => unit);
    return position === N - 1 ? units : units.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || b - a);
  });
}

/** The same network with the rows of W^(k), b^(k) and the columns of W^(k+1) reordered. */
function permuted(question: Case, orders: Orders): Case {
  const layers = question.network.layers.map((layer, position): Layer => {
    const rows = orders[position] ?? [];
    const columns = orders[position - 1];
    return {
      ...layer,
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
function originalPositions(question: Case, orders: Orders, what: "gradients.weights" | "gradients.biases"): number[] {
  const positions: number[] = [];
  let start = 0;
  for (let k = 1; k <= depth(question.network); k++) {
    const units = layerOf(question.network, k).biases.length;
    const inputs = width(question.network, k - 1);
    const columns = orders[k - 2] ?? Array.from({ length: inputs }, (_, input) => input);
    for (const unit of orders[k - 1] ?? []) {
      if (what === "gradients.biases") positions.push(start + unit);
      else for (const column of columns) positions.push(start + unit * inputs + column);
    }
    start += what === "gradients.biases" ? units : units * inputs;
  }
  return positions;
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
