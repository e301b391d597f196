/** Random cases of reals with a full significand. */
import {
  activationNames,
  defaultConventions,
  outputsOf,
  type Activation,
  type Case,
  type Conventions,
  type Layer,
  type Loss,
} from "../../model/index.js";
import type { Random } from "./random.js";
import { randomLayer } from "./random-layers.js";
import { randomLoss, randomTarget } from "./random-losses.js";

export interface Question {
  readonly case: Case;
  readonly conventions: Conventions;
}

export interface Limits {
  readonly layers: number;
  readonly width: number;
  readonly batch: number;
  /** Half the length of the interval that weights are drawn from; about 1 is ordinary. */
  readonly weights: number;
  /** Activations of every layer. */
  readonly activations: readonly Activation["name"][];
  /** Every loss that suits the last layer, when not given. */
  readonly losses?: readonly Loss["name"][];
}

export const ordinary: Limits = {
  layers: 3,
  width: 4,
  batch: 3,
  weights: 1.2,
  activations: [...activationNames, "own"],
};

export function randomQuestion(random: Random, limits: Limits = ordinary): Question {
  const inputs = random.integer(1, limits.width);
  const layers = randomLayers(random, inputs, limits);
  const top = layers[layers.length - 1] as Layer;
  const loss = randomLoss(random, top, limits.losses);
  const T = random.integer(1, limits.batch);
  return {
    case: {
      network: { layers },
      loss,
      regularizer: random.chance(0.5) ? { name: "l2", lambda: random.between(0.01, 0.5) } : null,
      batch: {
        inputs: random.list(T, () => random.list(inputs, () => random.between(-2, 2))),
        targets: random.list(T, () => randomTarget(random, top, loss)),
      },
    },
    conventions: {
      ...defaultConventions,
      reduction: random.pick(["mean", "sum"]),
      squaredError: random.pick(["half", "full"]),
      l2: random.pick(["half", "full"]),
    },
  };
}

function randomLayers(random: Random, inputs: number, limits: Limits): Layer[] {
  const layers: Layer[] = [];
  let below = inputs;
  for (let left = random.integer(1, limits.layers); left > 0; left--) {
    const layer = randomLayer(random, random.integer(1, limits.width), below, limits.weights, limits.activations);
    layers.push(layer);
    below = outputsOf(layer);
  }
  return layers;
}
