/** The forward pass of the lecture on balls, and with it everything that finite differences need. */
import {
  batchSize,
  depth,
  layerOf,
  type Activation,
  type Case,
  type Conventions,
  type Place,
  type ScalarActivation,
} from "../model/index.js";
import { activate } from "./activations.js";
import type { Ball, Balls } from "./ball.js";
import { crossEntropyTerms, penalty, squaredErrorTerms } from "./losses.js";
import { softmax, type Softmax } from "./softmax.js";

/** One number of the case or one unit, moved by a step: what a finite difference does. */
export interface Nudge {
  readonly place: Place;
  readonly by: Ball;
}

/** The numbers of a case as balls. Index 0 of `weights` and `biases` is layer 1. */
export interface Parameters {
  /** W^(k). Shape [N][D(k)][D(k-1)]. */
  readonly weights: readonly (readonly (readonly Ball[])[])[];
  /** b^(k). Shape [N][D(k)]. */
  readonly biases: readonly (readonly Ball[])[];
  /** x. Shape [T][D(0)]. */
  readonly inputs: readonly (readonly Ball[])[];
  /** d. Shape [T][D(N)]. */
  readonly targets: readonly (readonly Ball[])[];
}

/** What layer k computed for one example. */
export interface LayerTrace {
  /** z^(k). Shape [D(k)]. */
  readonly z: readonly Ball[];
  /** y^(k). Shape [D(k)]. */
  readonly y: readonly Ball[];
  /** f'(z^(k)) of a scalar activation. */
  readonly slope: readonly Ball[] | undefined;
  /** The probabilities and their logarithms of a softmax layer. */
  readonly softmax: Softmax | undefined;
}

export interface ForwardTrace {
  readonly parameters: Parameters;
  /** Per example, then per layer: layers[t][k-1]. */
  readonly layers: readonly (readonly LayerTrace[])[];
  readonly loss: Ball;
}

/** Turns the case's doubles into balls. */
export function parametersOf(balls: Balls, question: Case): Parameters {
  const { network, batch } = question;
  const rows = (matrix: readonly (readonly number[])[]): Ball[][] =>
    matrix.map((row) => row.map((x) => balls.fromDouble(x)));
  return {
    weights: network.layers.map((layer) => rows(layer.weights)),
    biases: rows(network.layers.map((layer) => layer.biases)),
    inputs: rows(batch.inputs),
    targets: rows(batch.targets),
  };
}

/**
 * z^(k) = W^(k) y^(k-1) + b^(k), y^(k) = f_k(z^(k)) for k = 1..N and every example, then the loss (affine, activation,
 * batch-loss).
 */
export function forward(
  balls: Balls,
  question: Case,
  conventions: Conventions,
  parameters: Parameters,
  nudge?: Nudge,
): ForwardTrace {
  const layers = parameters.inputs.map((x, t) =>
    forwardExample(balls, question, conventions, parameters, x, nudgeOf(nudge, t)),
  );
  return { parameters, layers, loss: lossOf(balls, question, conventions, parameters, layers) };
}

/** The nudge as seen by example t: the quantities of the batch belong to one example. */
function nudgeOf(nudge: Nudge | undefined, t: number): Nudge | undefined {
  return nudge?.place.index[0] === t + 1 ? nudge : undefined;
}

function forwardExample(
  balls: Balls,
  question: Case,
  conventions: Conventions,
  parameters: Parameters,
  x: readonly Ball[],
  nudge: Nudge | undefined,
): LayerTrace[] {
  const moved = (quantity: "gradients.preactivations" | "gradients.activations", k: number, values: Ball[]): Ball[] =>
    nudge === undefined || nudge.place.quantity !== quantity || nudge.place.layer !== k
      ? values
      : values.map((value, i) => (i + 1 === nudge.place.index[1] ? balls.add(value, nudge.by) : value));

  const traces: LayerTrace[] = [];
  let y: readonly Ball[] = x;
  for (let k = 1; k <= depth(question.network); k++) {
    const W = parameters.weights[k - 1] as readonly (readonly Ball[])[];
    const b = parameters.biases[k - 1] as readonly Ball[];
    const below = y;
    const z = moved(
      "gradients.preactivations",
      k,
      W.map((row, j) =>
        balls.sumOfProducts(
          row.map((w, i) => [w, below[i] as Ball] as const),
          [b[j] as Ball],
        ),
      ),
    );
    const layer = activateLayer(balls, layerOf(question.network, k).activation, z, conventions);
    // A moved y no longer is the softmax of z, so its logarithms must come from y itself.
    const yMoved = moved("gradients.activations", k, layer.y);
    traces.push(yMoved === layer.y ? { ...layer, z } : { ...layer, z, y: yMoved, softmax: undefined });
    y = yMoved;
  }
  return traces;
}

function activateLayer(
  balls: Balls,
  activation: Activation,
  z: readonly Ball[],
  conventions: Conventions,
): { y: Ball[]; slope: readonly Ball[] | undefined; softmax: Softmax | undefined } {
  if (activation.name === "softmax") {
    const probabilities = softmax(balls, z);
    return { y: [...probabilities.p], slope: undefined, softmax: probabilities };
  }
  const units = z.map((zi) => activate(balls, activation as ScalarActivation, zi, conventions.derivativeAtKink));
  return { y: units.map((unit) => unit.y), slope: units.map((unit) => unit.slope), softmax: undefined };
}

/**
 * Loss = (1/T) Σ_t Div(Y_t, d_t) + penalty, or with the sum (batch-loss, l2-penalty). An implementation may keep one running
 * total over all units, examples and weights, so every term may see the roundings of all the others.
 */
function lossOf(
  balls: Balls,
  question: Case,
  conventions: Conventions,
  parameters: Parameters,
  layers: readonly (readonly LayerTrace[])[],
): Ball {
  const isSquaredError = question.loss.name === "squared-error";
  const terms = layers.flatMap((traces, t) => {
    const { y, softmax: probabilities } = traces[traces.length - 1] as LayerTrace;
    const d = parameters.targets[t] as readonly Ball[];
    return isSquaredError ? squaredErrorTerms(balls, y, d) : crossEntropyTerms(balls, y, d, probabilities);
  });
  const weights = question.regularizer === null ? [] : parameters.weights.flat(2);
  const part = balls.multiply(balls.sumOfProducts(terms, [], weights.length), share(balls, question, conventions));
  const data =
    isSquaredError && conventions.squaredError === "half" ? balls.multiply(part, balls.fromDouble(0.5)) : part;
  if (question.regularizer === null) return data;
  return balls.add(data, penalty(balls, weights, question.regularizer.lambda, conventions, terms.length));
}

/**
 * 1/T under the mean, 1 under the sum. Where T is no power of two the ball allows one rounding; the product that uses it
 * allows the second, so that dividing first, last or on the way are all inside.
 */
export function share(balls: Balls, question: Case, conventions: Conventions): Ball {
  if (conventions.reduction === "sum") return balls.one;
  return balls.divide(balls.one, balls.fromDouble(batchSize(question)));
}

/** Whether z of some unit with a kink lies on which side, in order: equal signatures mean no kink in between. */
export function kinkSignature(question: Case, trace: ForwardTrace): readonly (1 | -1 | 0 | undefined)[] {
  const kinked = new Set(["relu", "leaky-relu", "absolute-value"]);
  return trace.layers.flatMap((traces) =>
    traces.flatMap((layer, position) =>
      kinked.has(layerOf(question.network, position + 1).activation.name) ? layer.z.map((z) => z.side) : [],
    ),
  );
}
