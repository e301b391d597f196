/** One layer's activation on balls, scalar or vector: what it computes, and how gradients come back through it. */
import { isScalar, type Activation, type Conventions, type ScalarActivation } from "../model/index.js";
import { activate } from "./activations.js";
import { layerNormalization } from "./activations/layer-normalization.js";
import { linearMap } from "./activations/linear-map.js";
import { logSoftmax } from "./activations/log-softmax.js";
import { maxout } from "./activations/maxout.js";
import { polynomial } from "./activations/polynomial.js";
import { sideOfThreshold } from "./activations/softplus.js";
import type { Ball, Balls } from "./ball.js";
import { ownLayer } from "./own.js";
import { softmax, softmaxBackward, type Softmax } from "./softmax.js";

/** On which side of a kink z stands; at the kink of a maxout unit, which pieces tie; undefined when that cannot be told. */
export type Side = string | number | undefined;

export interface ActivatedLayer {
  /** y = f(z). Shape [M]. */
  readonly y: readonly Ball[];
  /** dz = Jᵀ dy. Shape [M] to [D]. */
  readonly backward: (dy: readonly Ball[]) => Ball[];
  /** One for each of the layer's kinks, in order; none for a smooth activation. */
  readonly sides: readonly Side[];
  /** What a loss may use in place of y, where the two have a joint form. */
  readonly head: Head | undefined;
}

export type Head =
  /** z of a softmax layer, shape [D], and what comes of it. */
  | { readonly name: "softmax"; readonly z: readonly Ball[]; readonly softmax: Softmax }
  /** z of logistic units. Shape [D]. */
  | { readonly name: "logistic"; readonly z: readonly Ball[] };

const kinked = new Set<Activation["name"]>(["relu", "leaky-relu", "absolute-value", "unit-step"]);

const smooth = { sides: [], head: undefined } as const;

/** activation, vector-activation-gradient (spec/forward.md, spec/backward.md). */
export function activateLayer(
  balls: Balls,
  activation: Activation,
  z: readonly Ball[],
  conventions: Conventions,
): ActivatedLayer {
  if (isScalar(activation)) {
    const units = z.map((zi) => activate(balls, activation, zi, conventions));
    return {
      y: units.map((unit) => unit.y),
      // dz_j = f'(z_j) dy_j
      backward: (dy) => units.map(({ slope }, j) => balls.multiply(slope, dy[j] as Ball)),
      sides: sidesOf(balls, activation, z, conventions),
      head: activation.name === "logistic" ? { name: "logistic", z } : undefined,
    };
  }
  switch (activation.name) {
    case "softmax": {
      const probabilities = softmax(balls, z);
      const y = probabilities.p;
      return {
        y,
        backward: (dy) => softmaxBackward(balls, y, dy),
        sides: [],
        head: { name: "softmax", z, softmax: probabilities },
      };
    }
    case "own":
      return ownLayer(balls, activation, z);
    case "log-softmax":
      return { ...smooth, ...logSoftmax(balls, z) };
    case "maxout":
      return { ...smooth, ...maxout(balls, activation.pieces, z, conventions) };
    case "linear-map":
      return { ...smooth, ...linearMap(balls, activation.matrix, z) };
    case "layer-normalization":
      return { ...smooth, ...layerNormalization(balls, activation.epsilon, z) };
    case "polynomial":
      return { ...smooth, ...polynomial(balls, activation.outputs, z) };
  }
}

/** On which side of its kink, or of the jump that is declared, each unit stands. */
function sidesOf(balls: Balls, { name }: ScalarActivation, z: readonly Ball[], { deviations }: Conventions): Side[] {
  if (kinked.has(name)) return z.map(({ side }) => side);
  if (name !== "softplus" || deviations["softplus-linear-above"] === undefined) return [];
  return z.map((zi) => sideOfThreshold(balls, zi, deviations));
}
