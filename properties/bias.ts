/** The bias is a weight: the weight of an input that is always 1. */
import type { Property, Verdict } from "../src/gate/property.js";
import {
  depth,
  layerOf,
  preactivationWidth,
  width,
  type Activation,
  type Case,
  type Layer,
  type Quantity,
} from "../src/model/index.js";
import { cases, ordinaryRegime } from "./arbitraries/cases.js";
import { all, requires } from "./support/laws.js";
import { judgeLinear, type Instance } from "./support/linear.js";
import { weightPosition } from "./support/questions.js";
import { judged, observe, observed, witness, type Witness } from "./support/witness.js";

/** Activations with f(1) = 1, through which a constant unit survives. */
const keepsOne = new Set<Activation["name"]>(["identity", "relu", "leaky-relu", "absolute-value"]);

/** Whether layer k of the extended network reads its bias from a constant unit below. */
function isExtended(question: Case, k: number): boolean {
  return k === 1 || keepsOne.has(layerOf(question.network, k - 1).activation.name);
}

/**
 * The same network with a constant input 1 and, where the activation lets it through, a constant unit in each hidden layer; the
 * biases above a constant unit have become its weights (row 0 of the lecture; here the last column).
 */
export function extended(question: Case): Case {
  const N = depth(question.network);
  const layers: Layer[] = [];
  for (let k = 1; k <= N; k++) {
    const { weights, biases, activation } = layerOf(question.network, k);
    const fromConstant = isExtended(question, k);
    const rows = weights.map((row, j) => (fromConstant ? [...row, biases[j] ?? 0] : [...row]));
    const own = fromConstant ? biases.map(() => 0) : [...biases];
    if (k < N && isExtended(question, k + 1)) {
      rows.push([...(weights[0] ?? []).map(() => 0), ...(fromConstant ? [1] : [])]);
      own.push(fromConstant ? 0 : 1);
    }
    layers.push({ weights: rows, biases: own, activation });
  }
  return {
    ...question,
    network: { layers },
    batch: { ...question.batch, inputs: question.batch.inputs.map((row) => [...row, 1]) },
  };
}

function judge(plain: Witness, wide: Witness, seen: readonly Quantity[]): Verdict {
  const verdicts: Verdict[] = [];
  const { question } = plain;
  if (seen.includes("outputs")) verdicts.push(judgeLinear(question, sameEntries(plain, wide, "outputs")));
  if (seen.includes("gradients.weights")) verdicts.push(judgeLinear(question, sameWeights(plain, wide)));
  if (seen.includes("gradients.weights") && seen.includes("gradients.biases")) {
    verdicts.push(judgeLinear(question, biasRows(plain, wide)));
  }
  return all(...verdicts);
}

function sameEntries(plain: Witness, wide: Witness, quantity: Quantity): Instance[] {
  const a = observe(plain, quantity);
  const b = observe(wide, quantity);
  return a.got.map((_, position) => ({
    terms: [
      { coefficient: 1, from: a, position },
      { coefficient: -1, from: b, position },
    ],
  }));
}

function forEachUnit(question: Case, visit: (k: number, unit: number) => Instance[]): Instance[] {
  const instances: Instance[] = [];
  for (let k = 1; k <= depth(question.network); k++) {
    for (let unit = 0; unit < preactivationWidth(question.network, k); unit++) instances.push(...visit(k, unit));
  }
  return instances;
}

/** dW of the weights that both networks have. */
function sameWeights(plain: Witness, wide: Witness): Instance[] {
  const a = observe(plain, "gradients.weights");
  const b = observe(wide, "gradients.weights");
  return forEachUnit(plain.question, (k, unit) =>
    Array.from({ length: width(plain.question.network, k - 1) }, (_, input) => ({
      terms: [
        { coefficient: 1, from: a, position: weightPosition(plain.question, k, unit, input) },
        { coefficient: -1, from: b, position: weightPosition(wide.question, k, unit, input) },
      ],
    })),
  );
}

/** The gradient by the constant unit's weight is the gradient by the bias. */
function biasRows(plain: Witness, wide: Witness): Instance[] {
  const db = observe(plain, "gradients.biases");
  const dW = observe(wide, "gradients.weights");
  let bias = 0;
  return forEachUnit(plain.question, (k, unit) => {
    const position = bias++;
    if (!isExtended(plain.question, k)) return [];
    const constant = width(plain.question.network, k - 1);
    return [
      {
        terms: [
          { coefficient: 1, from: db, position },
          { coefficient: -1, from: dW, position: weightPosition(wide.question, k, unit, constant) },
        ],
      },
    ];
  });
}

export const biasProperties: readonly Property<Case>[] = [
  {
    id: "bias/extended-network",
    title: "a bias is the weight of a constant 1",
    equations: ["bias-as-weight", "bias-gradient"],
    level: "core",
    requires: requires({ some: ["outputs", "gradients.weights"] }),
    // The penalty would count the biases once they are weights.
    arbitrary: (description) => cases(description, { ...ordinaryRegime, regularizer: false }),
    check: (question, bench) =>
      judged(async () =>
        judge(
          await witness(bench, question),
          await witness(bench, extended(question)),
          observed(bench, ["outputs", "gradients.weights", "gradients.biases"]),
        ),
      ),
  },
];
