/** Random layers with every activation and its parameters. */
import type { Activation, Layer, Monomial, OwnActivation } from "../../model/index.js";
import { direction, swish } from "./own-formulas.js";
import type { Random } from "./random.js";

/** With every operation that own formulas have. */
const own: readonly OwnActivation[] = [swish, direction];

/**
 * @param units - pre-activations; for maxout, units of several each.
 * @param inputs - outputs of the layer below.
 * @param weights - half the length of the interval that weights are drawn from.
 */
export function randomLayer(
  random: Random,
  units: number,
  inputs: number,
  weights: number,
  names: readonly Activation["name"][],
): Layer {
  const name = random.pick(names);
  const pieces = name === "maxout" ? random.integer(1, 3) : 1;
  const D = units * pieces;
  const real = (): number => random.between(-weights, weights);
  return {
    weights: random.list(D, () => random.list(inputs, real)),
    biases: random.list(D, real),
    activation: randomActivation(random, name, D, pieces),
  };
}

function randomActivation(random: Random, name: Activation["name"], D: number, pieces: number): Activation {
  const M = random.integer(1, Math.max(2, D));
  const real = (): number => random.between(-1.2, 1.2);
  switch (name) {
    case "leaky-relu":
      return { name, slope: random.between(0.01, 0.4) };
    case "maxout":
      return { name, pieces };
    case "linear-map":
      return { name, matrix: random.list(M, () => random.list(D, real)) };
    case "layer-normalization":
      return { name, epsilon: random.between(0.01, 0.5) };
    case "polynomial":
      return {
        name,
        outputs: random.list(M, () => random.list(random.integer(1, 3), () => randomMonomial(random, D))),
      };
    case "own":
      return random.pick(own);
    default:
      return { name };
  }
}

/** Of degree 3 at most. */
function randomMonomial(random: Random, D: number): Monomial {
  const powers = random.list(D, () => 0);
  for (let degree = random.integer(0, 3); degree > 0; degree--) {
    const i = random.integer(0, D - 1);
    powers[i] = (powers[i] as number) + 1;
  }
  return { coefficient: random.between(-1.2, 1.2), powers };
}
