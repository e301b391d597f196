/** Random cases of reals with a full significand. */
import {
  activationNames,
  defaultConventions,
  type Activation,
  type ActivationName,
  type Case,
  type Conventions,
  type Layer,
  type Loss,
} from "../../model/index.js";
import type { Random } from "./random.js";

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
  readonly activations: readonly ActivationName[];
}

export const ordinary: Limits = { layers: 3, width: 4, batch: 3, weights: 1.2, activations: activationNames };

/** Activations whose values have a logarithm. */
const positive: readonly ActivationName[] = ["softmax", "logistic", "softplus"];

export function randomQuestion(random: Random, limits: Limits = ordinary): Question {
  const widths = random.list(random.integer(1, limits.layers) + 1, () => random.integer(1, limits.width));
  const layers = widths.slice(1).map((units, below) => randomLayer(random, units, widths[below] as number, limits));
  const top = layers[layers.length - 1] as Layer;
  const loss: Loss = {
    name: positive.includes(top.activation.name) && random.chance(0.6) ? "cross-entropy" : "squared-error",
  };
  const T = random.integer(1, limits.batch);
  const units = top.biases.length;
  return {
    case: {
      network: { layers },
      loss,
      regularizer: random.chance(0.5) ? { name: "l2", lambda: random.between(0.01, 0.5) } : null,
      batch: {
        inputs: random.list(T, () => random.list(widths[0] as number, () => random.between(-2, 2))),
        targets: random.list(T, () => randomTarget(random, units, loss)),
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

function randomLayer(random: Random, units: number, inputs: number, limits: Limits): Layer {
  const name = random.pick(limits.activations);
  const real = (): number => random.between(-limits.weights, limits.weights);
  return {
    weights: random.list(units, () => random.list(inputs, real)),
    biases: random.list(units, real),
    activation: (name === "leaky-relu" ? { name, slope: random.between(0.01, 0.4) } : { name }) as Activation,
  };
}

/** Reals, or for cross-entropy shares of any sum or a single 1. */
function randomTarget(random: Random, units: number, loss: Loss): number[] {
  if (loss.name === "squared-error") return random.list(units, () => random.between(-1.5, 1.5));
  if (random.chance(0.5)) return random.list(units, () => random.between(0.05, 1));
  const hot = random.integer(0, units - 1);
  return random.list(units, (unit) => (unit === hot ? 1 : 0));
}
