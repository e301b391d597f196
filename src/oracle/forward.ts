/** The forward pass of the lecture on balls, and with it everything that finite differences need. */
import { batchSize, depth, layerOf, type Case, type Conventions, type Place } from "../model/index.js";
import type { Ball, Balls } from "./ball.js";
import { activateLayer, type ActivatedLayer, type Side } from "./layer.js";
import { divergenceOf } from "./losses.js";
import { penalty } from "./losses/penalty.js";
import { plus } from "./radius.js";

/** One number of the case or one unit, moved by a step: what a finite difference does. */
export interface Nudge {
  readonly place: Place;
  readonly by: Ball;
}

/** The numbers of a case as balls. Index 0 of `weights` and `biases` is layer 1. */
export interface Parameters {
  /** W^(k). Shape [N][D(k)][M(k-1)]. */
  readonly weights: readonly (readonly (readonly Ball[])[])[];
  /** b^(k). Shape [N][D(k)]. */
  readonly biases: readonly (readonly Ball[])[];
  /** x. Shape [T][M(0)]. */
  readonly inputs: readonly (readonly Ball[])[];
  /** d. Shape [T][M(N)]. */
  readonly targets: readonly (readonly Ball[])[];
}

/** What layer k computed for one example. */
export interface LayerTrace extends ActivatedLayer {
  /** z^(k). Shape [D(k)]. */
  readonly z: readonly Ball[];
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
  const moved = (
    quantity: "gradients.preactivations" | "gradients.activations",
    k: number,
    values: readonly Ball[],
  ): readonly Ball[] =>
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
    // A moved y no longer is f(z), so a loss must take it as it is.
    const yMoved = moved("gradients.activations", k, layer.y);
    traces.push(yMoved === layer.y ? { ...layer, z } : { ...layer, z, y: yMoved, head: undefined });
    y = yMoved;
  }
  return traces;
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
  const { terms: termsOf, half } = divergenceOf(balls, question.loss, conventions);
  const terms = layers.flatMap((traces, t) =>
    termsOf(traces[traces.length - 1] as LayerTrace, parameters.targets[t] as readonly Ball[]),
  );
  const weights = question.regularizer === null ? [] : parameters.weights.flat(2);
  const divisor = share(balls, question, conventions);
  const factor = half ? balls.multiply(divisor, balls.fromDouble(0.5)) : divisor;
  /** With ½ and 1/T in each of the terms each may underflow, by itself and once more divided. */
  const underflow = terms.length * balls.widening.eta;
  const areExact = terms.every(([a, b]) => balls.multiply(balls.multiply(a, b), factor).exact !== undefined);
  /** @param exactly - whether exact terms have an exact sum, whatever else is in the total. */
  const total = (exactly: boolean): Ball => {
    const more = weights.length === 0 ? 0 : weights.length + insideExamples(question);
    const part = balls.multiply(balls.sumOfProducts(terms, [], more, exactly), divisor);
    const halved = half ? balls.multiply(part, balls.fromDouble(0.5)) : part;
    const data = exactly || halved.unlimited ? halved : balls.limited(halved.mid, plus(halved.radius, underflow));
    if (question.regularizer === null) return data;
    const rest = { moreRoundings: terms.length + insideExamples(question), exactly };
    const added = penalty(balls, weights, question.regularizer.lambda, conventions, rest);
    // As part of every example's loss it is there T times before the division, or divided T times.
    if (balls.divide(added, divisor).unlimited) return balls.unlimited;
    if (exactly) return balls.multiply(added, divisor).exact === undefined ? total(false) : balls.add(data, added);
    return balls.add(
      data,
      balls.limited(added.mid, plus(added.radius, weights.length * insideExamples(question) * balls.widening.eta)),
    );
  };
  if (divisor.exact === undefined || !areExact) return total(false);
  const whole = total(true);
  // Beside a penalty, exact terms stay exact only where the penalty is exact too.
  return question.regularizer === null || whole.exact !== undefined ? whole : total(false);
}

/** Roundings of a penalty that is part of every example's loss (003 L358-362): added T times, and divided by T. */
export function insideExamples(question: Case): number {
  return batchSize(question) + 2;
}

/**
 * 1/T under the mean, 1 under the sum. Where T is no power of two the ball allows one rounding; the product that uses it
 * allows the second, even with a factor of 1, so that dividing first, last or on the way are all inside.
 */
export function share(balls: Balls, question: Case, conventions: Conventions): Ball {
  if (conventions.reduction === "sum") return balls.one;
  return balls.divide(balls.one, balls.fromDouble(batchSize(question)));
}

/** On which side of each of its kinks the pass stands, in order: equal signatures mean no kink in between. */
export function kinkSignature(
  question: Case,
  conventions: Conventions,
  balls: Balls,
  trace: ForwardTrace,
): readonly Side[] {
  const { sides } = divergenceOf(balls, question.loss, conventions);
  return trace.layers.flatMap((traces, t) => [
    ...traces.flatMap((layer) => layer.sides),
    ...sides(traces[traces.length - 1] as LayerTrace, trace.parameters.targets[t] as readonly Ball[]),
  ]);
}
