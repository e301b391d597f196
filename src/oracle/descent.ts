/** Gradient descent on balls (gradient-step, spec/training.md). */
import { type Case, type Conventions, type Matrix, type Shaped } from "../model/index.js";
import { backward } from "./backward.js";
import { Balls, type Ball } from "./ball.js";
import { forward, parametersOf, type Parameters } from "./forward.js";
import type { Widening } from "./widening.js";

/** What a network learns. */
export interface LearnedBalls {
  /** Shape [N][D(k)][M(k-1)]. */
  readonly weights: readonly Shaped<Matrix, Ball>[];
  /** Shape [N][D(k)]. */
  readonly biases: Shaped<Matrix, Ball>;
}

/** The gradient of the reduced loss of the question at these parameters, by weights and biases. */
export type GradientAt = (balls: Balls, question: Case, parameters: Parameters) => LearnedBalls;

/**
 * Implementations may multiply η by 1/T before they multiply by the gradient, and a gradient that is subtracted term by term is rounded
 * each time.
 */
const stepRoundings = 3;

/**
 * The parameters after W = W - η dW, b = b - η db, for one list of examples after the other.
 *
 * @param steps - numbers of examples, counted from 1; one update each.
 * @param gradientAt - the backward pass of the lecture on balls, unless told otherwise.
 * @throws RangeError when a step names no example, or one that is not there.
 */
export function descend(
  question: Case,
  conventions: Conventions,
  { learningRate, steps }: { readonly learningRate: number; readonly steps: readonly (readonly number[])[] },
  digits: number,
  widening: Widening,
  gradientAt: GradientAt = lectureGradient(conventions),
): LearnedBalls {
  const balls = new Balls(digits, widening);
  const eta = balls.fromDouble(-learningRate);
  const { weights, biases } = parametersOf(balls, question);
  let learned: LearnedBalls = { weights, biases };
  for (const examples of steps) {
    const part = withExamples(question, examples);
    const gradient = gradientAt(balls, part, { ...parametersOf(balls, part), ...learned });
    const moved = (w: Ball, dw: Ball): Ball => balls.sumOfProducts([[eta, dw]], [w], stepRoundings);
    learned = {
      weights: learned.weights.map((W, k) =>
        W.map((row, j) => row.map((w, i) => moved(w, gradient.weights[k]?.[j]?.[i] as Ball))),
      ),
      biases: learned.biases.map((b, k) => b.map((w, j) => moved(w, gradient.biases[k]?.[j] as Ball))),
    };
  }
  return learned;
}

function lectureGradient(conventions: Conventions): GradientAt {
  return (balls, question, parameters) =>
    backward(balls, question, conventions, forward(balls, question, conventions, parameters));
}

/** The case with some of its examples alone. */
function withExamples(question: Case, examples: readonly number[]): Case {
  const { inputs, targets } = question.batch;
  const at = <T>(rows: readonly T[], t: number): T => {
    const row = rows[t - 1];
    if (row === undefined) throw new RangeError(`there is no example ${t}, only 1 to ${rows.length}`);
    return row;
  };
  if (examples.length === 0) throw new RangeError("a step of training needs at least one example");
  return {
    ...question,
    batch: { inputs: examples.map((t) => at(inputs, t)), targets: examples.map((t) => at(targets, t)) },
  };
}
