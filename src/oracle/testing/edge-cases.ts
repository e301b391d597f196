/** Random cases at the edges of a format: where functions saturate, where exponentials overflow and underflow, and at any scale. */
import {
  activationNames,
  defaultConventions,
  type Activation,
  type Case,
  type Layer,
  type Loss,
} from "../../model/index.js";
import type { Widening } from "../widening.js";
import { logCosh, pseudoHuber } from "./own-formulas.js";
import type { Question } from "./random-cases.js";
import { randomLayer } from "./random-layers.js";
import { randomTarget } from "./random-losses.js";
import type { Random } from "./random.js";

/** An activation, and the loss above it. */
export interface Head {
  readonly activation: Activation["name"];
  readonly loss: Loss;
}

/** Every activation under the squared error, and every loss above the activations that it goes with. */
export const heads: readonly Head[] = [
  ...[...activationNames, "own" as const].map((activation) => ({
    activation,
    loss: { name: "squared-error" as const },
  })),
  ...(["softmax", "logistic", "softplus"] as const).flatMap((activation) => [
    { activation, loss: { name: "cross-entropy" as const } },
    { activation, loss: { name: "negative-log-of-sum" as const } },
  ]),
  { activation: "logistic", loss: { name: "binary-cross-entropy" } },
  { activation: "softmax", loss: { name: "binary-cross-entropy" } },
  { activation: "identity", loss: { name: "multiclass-hinge" } },
  { activation: "tanh", loss: { name: "multiclass-hinge" } },
  { activation: "identity", loss: pseudoHuber },
  { activation: "identity", loss: logCosh },
];

type Interval = readonly [low: number, high: number];

/** The |z| where 1 - y is of the size of a rounding, where e^z overflows, and where e^-z underflows. */
function edgesOf({ u, largest, smallestNormal, eta }: Widening): readonly Interval[] {
  const [rounding, overflow] = [-Math.log(u), Math.log(largest)];
  return [
    [0.4 * rounding, 1.1 * rounding],
    [0.9 * overflow, 1.02 * overflow],
    [-Math.log(smallestNormal), -1.02 * Math.log(eta)],
  ];
}

/** z of each unit at an edge, on either side of 0, or beside 0. The layer stands alone, or below another one. */
export function saturatedQuestion(random: Random, { activation, loss }: Head, format: Widening): Question {
  const inputs = random.list(2, () => random.between(-1.5, 1.5));
  const rough = randomLayer(random, random.integer(1, 3), inputs.length, 1.2, [activation]);
  const biases = rough.weights.map((row) => {
    const wanted = random.chance(0.3)
      ? random.between(-2, 2)
      : random.pick([-1, 1]) * random.between(...random.pick(edgesOf(format)));
    return random.rounded(wanted - row.reduce((sum, w, i) => sum + w * (inputs[i] as number), 0));
  });
  return questionOf(random, [{ ...rough, biases }], inputs, loss);
}

/** Weights, inputs and targets of any scale that the format has, and of its third roots. */
export function scaledQuestion(random: Random, head: Head, format: Widening): Question {
  for (;;) {
    const question = questionOfAnyScale(random, head, format);
    if (isOrdered(question, format)) return question;
  }
}

/** Whether roundings leave the signs and the order of the pre-activations as they are, by which a form chooses its way. */
function isOrdered({ case: { network, batch } }: Question, { u }: Widening): boolean {
  const [x] = batch.inputs as readonly [readonly number[]];
  const units = network.layers.flatMap(({ weights, biases }) =>
    weights.map((row, j) => {
      const terms = [biases[j] as number, ...row.map((w, i) => w * (x[i] as number))];
      const add = (sum: number, term: number): number => sum + term;
      return { z: terms.reduce(add), size: terms.map(Math.abs).reduce(add) };
    }),
  );
  const zero = { z: 0, size: 0 };
  const sorted = [zero, ...units].sort((a, b) => a.z - b.z);
  return sorted.slice(1).every((unit, j) => {
    const below = sorted[j] ?? zero;
    return unit.z - below.z > 32 * u * Math.max(unit.size, below.size);
  });
}

function questionOfAnyScale(random: Random, { activation, loss }: Head, { largest, eta }: Widening): Question {
  const [top, bottom] = [Math.log2(largest), Math.log2(eta)];
  const scale = (): number => 2 ** Math.round(random.between(bottom, top) / random.pick([1, 2, 3, 6]));
  const [ofInputs, ofWeights] = [scale(), scale()];
  const inputs = random.list(2, () => random.between(-1, 1) * ofInputs);
  const layer = randomLayer(random, random.integer(1, 3), inputs.length, 1, [activation]);
  const scaled = (x: number): number => Math.max(-largest, Math.min(largest, x * ofWeights));
  const weights = layer.weights.map((row) => row.map(scaled));
  return questionOf(random, [{ ...layer, weights, biases: layer.biases.map(scaled) }], inputs, loss);
}

/** Where one loss of digits by underflow stands out from all the others. */
export const pointed = {
  /** One p underflows, and what comes back from above is large and nearly the same for both. */
  "softmax with a p that underflows": (random, format) => {
    const far = -Math.log(format.smallestNormal) + random.between(1, 3);
    const above = random.between(2, 4);
    const targets = [-above, 1 - above - random.between(0.1, 0.2)];
    return withPreactivations([-far, 0], { name: "softmax" }, { name: "squared-error" }, targets);
  },
  /** The hot p is small and normal, the others' products with it underflow. */
  "cross-entropy in two steps through products that underflow": (random, format) => {
    const far = -Math.log(format.smallestNormal) * (1 - 64 * format.u) - random.between(3.2, 4);
    return withPreactivations([0, -far / 4, -far], { name: "softmax" }, { name: "cross-entropy" }, [0, 0, 1]);
  },
  /** One of the targets' p underflows, their sum is small and normal. */
  "negative logarithm of a sum with a p that underflows": (random, format) => {
    const far = -Math.log(format.smallestNormal);
    const targets = [random.between(0.6, 0.9), random.between(0.4, 0.6), 0];
    const z = [-far - random.between(4, 8), -far / 6, 0];
    return withPreactivations(z, { name: "softmax" }, { name: "negative-log-of-sum" }, targets);
  },
  "softplus of an exponential that underflows": (random, format) => {
    const far = Math.log(format.smallestNormal) - random.between(1, 3);
    return withPreactivations([far], { name: "softplus" }, { name: "squared-error" }, [random.between(-1, 1)]);
  },
  "a power that underflows": (random, format) => {
    const z = Math.sqrt(format.eta) / random.between(8, 16);
    const outputs = [[{ coefficient: random.between(1, 2), powers: [2] }]];
    return withPreactivations([z], { name: "polynomial", outputs }, { name: "squared-error" }, [random.between(-1, 1)]);
  },
} satisfies Record<string, (random: Random, format: Widening) => Question>;

/** z as weights, of an input of 1. */
function withPreactivations(
  z: readonly number[],
  activation: Activation,
  loss: Loss,
  targets: readonly number[],
): Question {
  const layer = { weights: z.map((zj) => [zj]), biases: z.map(() => 0), activation };
  return { case: caseOf([layer], [1], loss, targets), conventions: defaultConventions };
}

function questionOf(random: Random, layers: readonly Layer[], inputs: readonly number[], loss: Loss): Question {
  const top = layers[layers.length - 1] as Layer;
  return { case: caseOf(layers, inputs, loss, randomTarget(random, top, loss)), conventions: defaultConventions };
}

function caseOf(layers: readonly Layer[], inputs: readonly number[], loss: Loss, targets: readonly number[]): Case {
  return { network: { layers }, loss, regularizer: null, batch: { inputs: [inputs], targets: [targets] } };
}
