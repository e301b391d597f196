/** The backward pass of the lecture on balls: from ∂Div/∂y^(N) down to the inputs. */
import { batchSize, depth, type Case, type Conventions } from "../model/index.js";
import { Ball, type Balls } from "./ball.js";
import { insideExamples, share, type ForwardTrace, type LayerTrace } from "./forward.js";
import { divergenceOf } from "./losses.js";
import { penaltyGradient } from "./losses/penalty.js";
import { plus, times, type Radius } from "./radius.js";

export interface BackwardTrace {
  /** dW^(k), laid out like W^(k). Shape [N][D(k)][M(k-1)]. */
  readonly weights: readonly (readonly (readonly Ball[])[])[];
  /** db^(k). Shape [N][D(k)]. */
  readonly biases: readonly (readonly Ball[])[];
  /** dx. Shape [T][M(0)]. */
  readonly inputs: readonly (readonly Ball[])[];
  /** dz^(k). Shape [T][N][D(k)]. */
  readonly dz: readonly (readonly (readonly Ball[])[])[];
  /** dy^(k). Shape [T][N][M(k)]. */
  readonly dy: readonly (readonly (readonly Ball[])[])[];
}

/**
 * What each term of a sum may have besides its own roundings: a rounded 1/T, the product with it, and one for the roundings of roundings. Where
 * the terms themselves are exact, their sum may not be any more once they are divided.
 */
const dividing = 3;

interface ExampleGradients {
  readonly dz: Ball[][];
  readonly dy: Ball[][];
  readonly dx: Ball[];
}

/**
 * All gradients of the reduced loss. Under the mean an implementation may divide by T at the very end: what overflows before that cannot be divided
 * any more, so that nothing can be said of it.
 */
export function backward(balls: Balls, question: Case, conventions: Conventions, trace: ForwardTrace): BackwardTrace {
  const divided = pass(balls, question, conventions, trace, share(balls, question, conventions));
  const T = conventions.reduction === "mean" ? batchSize(question) : 1;
  if (T === 1 || balls.hadRoomFor(T)) return divided;
  const undivided = pass(balls, question, conventions, trace, balls.one, T);
  return whereBothAreLimited(balls, divided, undivided);
}

type Nested = Ball | readonly Nested[];

/** Entries of the first, unlimited where those of the second are. */
function whereBothAreLimited<Trace extends BackwardTrace>(balls: Balls, one: Trace, other: Trace): Trace {
  const merged = (a: Nested, b: Nested): Nested =>
    a instanceof Ball
      ? (b as Ball).unlimited
        ? balls.unlimited
        : a
      : a.map((inner, i) => merged(inner, (b as readonly Nested[])[i] as Nested));
  const keys = Object.keys(one) as (keyof BackwardTrace)[];
  return Object.fromEntries(keys.map((key) => [key, merged(one[key], other[key])])) as unknown as Trace;
}

/**
 * @param part - what each example's gradient is multiplied by: 1/T, or 1.
 * @param copies - how often the penalty is in the sum.
 */
function pass(
  balls: Balls,
  question: Case,
  conventions: Conventions,
  trace: ForwardTrace,
  part: Ball,
  copies = 1,
): BackwardTrace {
  const examples = trace.layers.map((layers, t) =>
    backwardExample(balls, question, conventions, trace, layers, t, part),
  );
  const { weights, biases } = parameterGradients(balls, question, conventions, trace, examples, copies);
  return {
    weights,
    biases,
    inputs: examples.map((example) => example.dx),
    dz: examples.map((example) => example.dz),
    dy: examples.map((example) => example.dy),
  };
}

/** preactivation-gradient (or vector-activation-gradient) and activation-gradient for k = N..1 and one example. */
function backwardExample(
  balls: Balls,
  question: Case,
  conventions: Conventions,
  trace: ForwardTrace,
  layers: readonly LayerTrace[],
  t: number,
  part: Ball,
): ExampleGradients {
  const N = depth(question.network);
  const top = layers[N - 1] as LayerTrace;
  const d = trace.parameters.targets[t] as readonly Ball[];
  // A product with 1 is not rounded, but one with a sum of such gradients is, where the division comes last.
  const reduced = (gradient: readonly Ball[]): Ball[] =>
    gradient.map((g) => (part.exact === undefined ? balls.sumOfProducts([[g, part]]) : balls.multiply(g, part)));
  /** Where each of the terms is divided before they are added: `roundings` of them, at the size of the terms. */
  const dividedEarly = (values: readonly Ball[], sizes: readonly Radius[] | undefined, roundings: number): Ball[] =>
    values.map((value, i) =>
      sizes === undefined || value.unlimited
        ? value
        : balls.limited(
            value.mid,
            plus(value.radius, times(times(balls.gamma(roundings), sizes[i] ?? Infinity), part.bound)),
          ),
    );

  const dz: Ball[][] = new Array<Ball[]>(N);
  const dy: Ball[][] = new Array<Ball[]>(N);
  const divergence = divergenceOf(balls, question.loss, conventions);
  const fused = divergence.fused(top, d);
  const summed = part.exact === undefined ? divergence.summed?.(top, d) : undefined;
  let above: Ball[] = dividedEarly(
    reduced(divergence.gradient(top, d)),
    summed?.gradient,
    dividing + (summed?.terms ?? 1) - 1,
  );
  for (let k = N; k >= 1; k--) {
    dy[k - 1] = above;
    const layer = layers[k - 1] as LayerTrace;
    const dzk =
      k === N && fused !== undefined
        ? dividedEarly(reduced(fused), summed?.throughActivation, dividing + 1)
        : layer.backward(above);
    dz[k - 1] = dzk;
    above = throughWeights(balls, trace.parameters.weights[k - 1] as readonly (readonly Ball[])[], dzk);
  }
  return { dz, dy, dx: above };
}

/** dy_i^(k-1) = Σ_j w_ij dz_j */
function throughWeights(balls: Balls, W: readonly (readonly Ball[])[], dz: readonly Ball[]): Ball[] {
  return (W[0] as readonly Ball[]).map((_, i) =>
    balls.sumOfProducts(W.map((row, j) => [row[i] as Ball, dz[j] as Ball] as const)),
  );
}

/** weight-gradient and bias-gradient, summed over the batch (dz already carries 1/T), and l2-gradient. */
function parameterGradients(
  balls: Balls,
  question: Case,
  conventions: Conventions,
  trace: ForwardTrace,
  examples: readonly ExampleGradients[],
  copies: number,
): { weights: Ball[][][]; biases: Ball[][] } {
  const { weights, inputs } = trace.parameters;
  const dzOf = (k: number, j: number): Ball[] => examples.map((example) => (example.dz[k - 1] as Ball[])[j] as Ball);
  const belowOf = (k: number, t: number): readonly Ball[] =>
    k === 1 ? (inputs[t] as readonly Ball[]) : ((trace.layers[t] as readonly LayerTrace[])[k - 2] as LayerTrace).y;
  const decay = (w: Ball): Ball[] =>
    question.regularizer === null
      ? []
      : [balls.multiply(penaltyGradient(balls, w, question.regularizer.lambda, conventions), balls.fromDouble(copies))];

  // The penalty may be part of every example's loss, and be averaged with it.
  const decayed: [number, boolean] =
    question.regularizer === null
      ? [0, true]
      : [insideExamples(question), share(balls, question, conventions).exact !== undefined];

  return {
    weights: weights.map((W, position) =>
      W.map((row, j) => {
        const dz = dzOf(position + 1, j);
        return row.map((w, i) =>
          balls.sumOfProducts(
            dz.map((d, t) => [d, belowOf(position + 1, t)[i] as Ball] as const),
            decay(w),
            ...decayed,
          ),
        );
      }),
    ),
    biases: weights.map((W, position) => W.map((_, j) => balls.sumOfProducts([], dzOf(position + 1, j)))),
  };
}
