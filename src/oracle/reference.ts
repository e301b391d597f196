/** The oracle's result for a case: acceptable ranges for a precision, exact digits on demand. */
import {
  checkCase,
  depth,
  precisions,
  type Case,
  type Conventions,
  type PrecisionName,
  type Quantity,
  type Ranges,
  type Reference,
} from "../model/index.js";
import { backward, type BackwardTrace } from "./backward.js";
import { Balls, type Ball } from "./ball.js";
import { exactValue, wideningOf, type Widening } from "./widening.js";
import { nearestDouble, sharedDigits, toDigits } from "./decimal.js";
import { forward, parametersOf, type ForwardTrace } from "./forward.js";
import { nextDown, nextUp } from "./neighbours.js";
import { provedDigits } from "./proved.js";
import { toDouble } from "./radius.js";

/** Enough that the midpoints' own roundings vanish beside those of a double: 2^-53 is about 1e-16. */
export const rangeDigits = 24;
/** Digits to try for the exact value, one after the other. */
const exactDigits = [50, 80, 130] as const;

/** Forward and backward pass on balls. */
export interface Enclosure {
  readonly forward: ForwardTrace;
  readonly backward: BackwardTrace;
}

/**
 * Encloses every quantity of the case.
 *
 * @param digits - significant digits of the midpoints.
 * @param widening - `exactValue` for the exact gradient, `wideningOf(precision)` for all admissible answers.
 * @throws ShapeError or RangeError when the case is malformed.
 */
export function enclose(question: Case, conventions: Conventions, digits: number, widening: Widening): Enclosure {
  checkCase(question);
  const balls = new Balls(digits, widening);
  const trace = forward(balls, question, conventions, parametersOf(balls, question));
  return { forward: trace, backward: backward(balls, question, conventions, trace) };
}

/** The entries of one quantity, in the order of `entriesOf`. */
export function entriesOfEnclosure(question: Case, enclosure: Enclosure, quantity: Quantity): Ball[] {
  const { forward: fore, backward: back } = enclosure;
  const layers = Array.from({ length: depth(question.network) }, (_, position) => position);
  switch (quantity) {
    case "loss":
      return [fore.loss];
    case "outputs":
      return fore.layers.flatMap((traces) => traces[traces.length - 1]?.y ?? []);
    case "preactivations":
      return layers.flatMap((k) => fore.layers.flatMap((traces) => traces[k]?.z ?? []));
    case "activations":
      return layers.flatMap((k) => fore.layers.flatMap((traces) => traces[k]?.y ?? []));
    case "gradients.weights":
      return back.weights.flat(2);
    case "gradients.biases":
      return back.biases.flat();
    case "gradients.inputs":
      return back.inputs.flat();
    case "gradients.preactivations":
      return layers.flatMap((k) => back.dz.flatMap((example) => example[k] ?? []));
    case "gradients.activations":
      return layers.flatMap((k) => back.dy.flatMap((example) => example[k] ?? []));
  }
}

/**
 * The reference of a case: computed once, read as often as wanted.
 *
 * @param precision - the number format the subject computes in.
 */
export function certify(question: Case, conventions: Conventions, precision: PrecisionName): Reference {
  const enclosure = enclose(question, conventions, rangeDigits, wideningOf(precisions[precision]));
  const known = new Map<Quantity, Ranges>();
  const exactly = new Map<number, Enclosure>();
  return {
    case: question,
    ranges(quantity) {
      let ranges = known.get(quantity);
      if (ranges === undefined) {
        ranges = rangesOf(entriesOfEnclosure(question, enclosure, quantity));
        known.set(quantity, ranges);
      }
      return ranges;
    },
    digits(quantity, position) {
      return digitsOf((digits) => {
        const enclosed = exactly.get(digits) ?? enclose(question, conventions, digits, exactValue);
        exactly.set(digits, enclosed);
        return entriesOfEnclosure(question, enclosed, quantity)[position] as Ball;
      });
    },
  };
}

function rangesOf(entries: readonly Ball[]): Ranges {
  const bounds = entries.map(boundsOf);
  return {
    lo: bounds.map((bound) => bound.lo),
    hi: bounds.map((bound) => bound.hi),
    exact: bounds.map((bound) => bound.exact),
    radius: bounds.map((bound) => bound.radius),
  };
}

/** The interval of doubles that holds the ball, at most two units in the last place wider than the ball. */
export function boundsOf(ball: Ball): { lo: number; hi: number; exact: number; radius: number } {
  if (ball.unlimited) return { lo: -Infinity, hi: Infinity, exact: NaN, radius: Infinity };
  if (ball.exact !== undefined)
    return { lo: ball.exact.value, hi: ball.exact.value, exact: ball.exact.value, radius: 0 };
  const exact = nearestDouble(ball.mid);
  const toNearest = Math.abs(exact) * 2 ** -53 + Number.MIN_VALUE;
  const radius = (toDouble(ball.radius) + toNearest) * (1 + 2 ** -50);
  return { lo: nextDown(exact - radius), hi: nextUp(exact + radius), exact, radius };
}

/** Raises the digits until both ends of the enclosure round to the same decimal. */
function digitsOf(entry: (digits: number) => Ball): string {
  let ball: Ball | undefined;
  for (const digits of exactDigits) {
    ball = entry(digits);
    const text = ball.unlimited ? undefined : sharedDigits(ball.mid, ball.radius, provedDigits);
    if (text !== undefined) return text;
  }
  return ball === undefined || ball.unlimited ? "unlimited" : `${toDigits(ball.mid, 3)} ± ${toDouble(ball.radius)}`;
}
