/** What feeds several others gets the sum of what comes back from each. */
import * as fc from "fast-check";
import type { Property, Verdict } from "../src/gate/property.js";
import {
  batchSize,
  depth,
  isScalar,
  layerOf,
  preactivationWidth,
  width,
  type Case,
  type Layer,
} from "../src/model/index.js";
import { cases, ordinaryRegime } from "./arbitraries/cases.js";
import { all, requires } from "./support/laws.js";
import { equalities, judgeLinear, type Instance } from "./support/linear.js";
import { biasPosition, weightPosition } from "./support/questions.js";
import { judged, observe, observed, witness, type Witness } from "./support/witness.js";

const seen = ["outputs", "loss", "gradients.weights", "gradients.biases", "gradients.inputs"] as const;

/** The layers whose units can be doubled: 0, the input, and the hidden ones in which no unit depends on its neighbours. */
function doublable({ network }: Case): number[] {
  const hidden = Array.from({ length: depth(network) - 1 }, (_, position) => position + 1);
  return [0, ...hidden.filter((k) => isScalar(layerOf(network, k).activation))];
}

/** The same network with every unit of layer k there twice, each copy with half of the outgoing weights. */
export function doubled(question: Case, k: number): Case {
  const twice = (list: readonly number[]): number[] => [...list, ...list];
  const layers = question.network.layers.map((layer, position): Layer => {
    const { weights, biases } = layer;
    if (position + 1 === k)
      return { ...layer, weights: [...weights, ...weights].map((row) => [...row]), biases: twice(biases) };
    return position === k ? { ...layer, weights: weights.map((row) => twice(row.map((w) => w / 2))) } : layer;
  });
  const inputs = k === 0 ? question.batch.inputs.map(twice) : question.batch.inputs;
  return { ...question, network: { layers }, batch: { ...question.batch, inputs } };
}

interface Pair {
  readonly plain: Witness;
  readonly double: Witness;
  /** The layer whose units are doubled. */
  readonly k: number;
}

/** The plain entry is the sum of those of the doubled network. */
function sumOf(
  { plain, double }: Pair,
  quantity: (typeof seen)[number],
  position: number,
  positions: readonly number[],
): Instance {
  const [a, b] = [observe(plain, quantity), observe(double, quantity)];
  const others = positions.map((each) => ({ coefficient: -1, from: b, position: each }));
  return { terms: [{ coefficient: 1, from: a, position }, ...others] };
}

/** Weights into a doubled unit share their gradient; either half of a weight out of it has all of it: y and dz are the same. */
function weightInstances(pair: Pair): Instance[] {
  const [{ question: a }, { question: b }, k] = [pair.plain, pair.double, pair.k];
  return forEach(depth(a.network), (position) => {
    const l = position + 1;
    const [units, inputs] = [preactivationWidth(a.network, l), width(a.network, l - 1)];
    return forEach(units, (unit) =>
      forEach(inputs, (input) => {
        const first = weightPosition(b, l, unit, input);
        const groups =
          l === k
            ? [[first, weightPosition(b, l, unit + units, input)]]
            : l === k + 1
              ? [[first], [weightPosition(b, l, unit, input + inputs)]]
              : [[first]];
        return groups.map((group) => sumOf(pair, "gradients.weights", weightPosition(a, l, unit, input), group));
      }),
    );
  });
}

function biasInstances(pair: Pair): Instance[] {
  const [{ question: a }, { question: b }, k] = [pair.plain, pair.double, pair.k];
  return forEach(depth(a.network), (position) => {
    const l = position + 1;
    const units = preactivationWidth(a.network, l);
    return forEach(units, (unit) => {
      const copies =
        l === k ? [biasPosition(b, l, unit), biasPosition(b, l, unit + units)] : [biasPosition(b, l, unit)];
      return [sumOf(pair, "gradients.biases", biasPosition(a, l, unit), copies)];
    });
  });
}

function inputInstances(pair: Pair): Instance[] {
  const { question } = pair.plain;
  const D = width(question.network, 0);
  if (pair.k > 0) return equalities(observe(pair.plain, "gradients.inputs"), observe(pair.double, "gradients.inputs"));
  return forEach(batchSize(question), (t) =>
    forEach(D, (i) => [sumOf(pair, "gradients.inputs", t * D + i, [2 * t * D + i, 2 * t * D + D + i])]),
  );
}

function forEach(length: number, make: (position: number) => Instance[]): Instance[] {
  return Array.from({ length }, (_, position) => make(position)).flat();
}

function judge(pair: Pair, quantity: (typeof seen)[number]): Verdict {
  const { plain, double } = pair;
  switch (quantity) {
    case "gradients.weights":
      return judgeLinear(plain.question, weightInstances(pair));
    case "gradients.biases":
      return judgeLinear(plain.question, biasInstances(pair));
    case "gradients.inputs":
      return judgeLinear(plain.question, inputInstances(pair));
    default:
      return judgeLinear(plain.question, equalities(observe(plain, quantity), observe(double, quantity)));
  }
}

export const graphProperties: readonly Property<{ question: Case; pick: number }>[] = [
  {
    id: "graph/doubled-units",
    title: "a unit that is there twice, with its outgoing weights halved, has its gradient as the sum of both copies",
    equations: ["multi-branch"],
    level: "core",
    requires: requires({ some: seen }),
    // The penalty would count the incoming weights twice.
    arbitrary: (description) =>
      fc.record({ question: cases(description, { ...ordinaryRegime, regularizer: false }), pick: fc.nat(11) }),
    check: ({ question, pick }, bench) =>
      judged(async () => {
        const layers = doublable(question);
        const k = layers[pick % layers.length] ?? 0;
        const pair = { plain: await witness(bench, question), double: await witness(bench, doubled(question, k)), k };
        return all(
          ...seen.filter((quantity) => observed(bench, [quantity]).length > 0).map((each) => judge(pair, each)),
        );
      }),
  },
];
