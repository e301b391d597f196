/**
 * Finite differences of the forward pass: they know no derivative rule at all, and so check the formulas whose digits the
 * balls prove (central-difference, spec/numerics.md).
 */
import { checkCase, type Case, type Conventions, type Place } from "../model/index.js";
import { Balls, type Ball } from "./ball.js";
import { exactValue } from "./widening.js";
import { nearestDouble, type Real } from "./decimal.js";
import { forward, kinkSignature, parametersOf, type ForwardTrace, type Nudge, type Parameters } from "./forward.js";
import { plus, toDouble } from "./radius.js";

/** Significant digits of the forward passes, unless told otherwise. */
const defaultDigits = 64;

export type FiniteDifference =
  /** The derivative, and a bound of its error: how much it changes when h doubles, plus the rounding of the passes. */
  | { readonly kind: "smooth"; readonly value: Ball; readonly nearest: number; readonly error: number }
  /** A kink between θ - 2h and θ + 2h: the one-sided derivatives. */
  | { readonly kind: "kink"; readonly left: number; readonly right: number }
  /** Some pass overflowed, or no digits were enough to say on which side of a kink it stands. */
  | { readonly kind: "unknown" };

/**
 * The derivative of the loss by one entry of the case (weights, biases, inputs) or one unit (preactivations, activations).
 *
 * @param place - a gradient quantity; layer and index count from 1.
 * @throws RangeError when the place is not of a gradient; ShapeError when the case is malformed.
 */
export function finiteDifference(question: Case, conventions: Conventions, place: Place): FiniteDifference {
  return finiteDifferences(question, conventions)(place);
}

/**
 * The same for several places of one case. h = 10^-(digits/3) · max(1, |θ|), where truncation (h²) and cancellation
 * (10^-digits / h) meet: 64 digits give about 42 right ones. Where that tells little, other sizes of h are tried.
 *
 * @param at - where the derivatives are taken, if not at the numbers of the case; made with as many digits.
 */
export function finiteDifferences(
  question: Case,
  conventions: Conventions,
  digits = defaultDigits,
  at?: Parameters,
): (place: Place) => FiniteDifference {
  checkCase(question);
  const balls = new Balls(digits, exactValue);
  const parameters = at ?? parametersOf(balls, question);
  const here = forward(balls, question, conventions, parameters);
  const sides = kinkSignature(question, conventions, balls, here);
  const loss = toDouble(here.loss.magnitude);
  const withStep = (place: Place, h: Ball): FiniteDifference => {
    const after = (steps: number): ForwardTrace =>
      passAt(balls, question, conventions, parameters, place, balls.multiply(h, balls.fromDouble(steps)));
    const passes: Passes = { back2: after(-2), back1: after(-1), here, on1: after(1), on2: after(2) };
    if (Object.values(passes).some((pass) => pass.loss.unlimited)) return { kind: "unknown" };
    const signatures = [passes.back2, passes.back1, passes.on1, passes.on2].map((pass) =>
      kinkSignature(question, conventions, balls, pass),
    );
    if ([sides, ...signatures].some((signature) => signature.includes(undefined))) return { kind: "unknown" };
    const crossed = signatures.some((signature) => signature.some((side, position) => side !== sides[position]));
    return crossed ? oneSided(balls, passes, h) : central(balls, passes, h);
  };
  return (place) => {
    const value = valueAt(here, place);
    let best = withStep(place, usualStep(balls, place, value));
    for (const size of ["own", ...smallSizes]) {
      if (best.kind === "kink" || isPrecise(best, digits, loss)) break;
      const scale = size === "own" ? value.mid.abs() : balls.reals.fromText(size);
      // Never a larger step: over a long stretch a curve looks like a line, and no error estimate would tell.
      if (scale.lessThan(1)) best = moreTelling(best, withStep(place, stepOf(balls, scale)));
    }
    return best;
  };
}

/** Lengths over which the loss may change where it does so faster than over 1: a probability of e^-700 changes its logarithm over its own. */
const smallSizes = [30, 60, 100, 150, 200, 250, 300].map((e) => `1e-${e}`);

/**
 * Whether enough digits are right to stop looking for a better step. Of a derivative far below the loss, such as 0, cancellation leaves nothing that
 * a shorter step would bring back.
 *
 * @param loss - its magnitude.
 */
function isPrecise(difference: FiniteDifference, digits: number, loss: number): boolean {
  if (difference.kind !== "smooth") return false;
  return difference.error <= 10 ** (-0.4 * digits) * Math.max(Math.abs(difference.nearest), loss);
}

function moreTelling(one: FiniteDifference, other: FiniteDifference): FiniteDifference {
  if (other.kind !== "smooth") return one;
  return one.kind !== "smooth" || other.error < one.error ? other : one;
}

/** Forward passes at θ - 2h, θ - h, θ, θ + h, θ + 2h. */
type Passes = Readonly<Record<"back2" | "back1" | "here" | "on1" | "on2", ForwardTrace>>;

function central(balls: Balls, { back2, back1, on1, on2 }: Passes, h: Ball): FiniteDifference {
  const narrow = balls.divide(balls.subtract(on1.loss, back1.loss), balls.multiply(h, balls.fromDouble(2)));
  const wide = balls.divide(balls.subtract(on2.loss, back2.loss), balls.multiply(h, balls.fromDouble(4)));
  if (narrow.unlimited || wide.unlimited) return { kind: "unknown" };
  // The truncation errors of the two are in the ratio 1 to 4, so their difference is three times that of `narrow`.
  const change = balls.subtract(wide, narrow);
  return {
    kind: "smooth",
    value: narrow,
    nearest: nearestDouble(narrow.mid),
    error: toDouble(plus(change.bound, narrow.radius)),
  };
}

function oneSided(balls: Balls, { back1, here, on1 }: Passes, h: Ball): FiniteDifference {
  const slope = (high: ForwardTrace, low: ForwardTrace): number =>
    nearestDouble(balls.divide(balls.subtract(high.loss, low.loss), h).mid);
  return { kind: "kink", left: slope(here, back1), right: slope(on1, here) };
}

/** For a number of the case the larger of 1 and |θ|; for a unit 1. */
function usualStep(balls: Balls, place: Place, { mid }: Ball): Ball {
  return stepOf(balls, isUnit(place) || mid.abs().lessThan(1) ? balls.reals.one : mid);
}

/** 10^-(digits/3) of that size. */
function stepOf(balls: Balls, size: Real): Ball {
  const tiny = balls.reals.fromText(`1e-${Math.floor(balls.reals.digits / 3)}`);
  return balls.limited((size.isZero() ? balls.reals.one : size.abs()).times(tiny), 0);
}

/** The number of the case, or of the unit, at the place. */
function valueAt(
  { parameters, layers }: ForwardTrace,
  { quantity, layer = 1, index: [first = 1, second = 1] }: Place,
): Ball {
  const unit = layers[first - 1]?.[layer - 1];
  const value = {
    "gradients.weights": parameters.weights[layer - 1]?.[first - 1]?.[second - 1],
    "gradients.biases": parameters.biases[layer - 1]?.[first - 1],
    "gradients.inputs": parameters.inputs[first - 1]?.[second - 1],
    "gradients.preactivations": unit?.z[second - 1],
    "gradients.activations": unit?.y[second - 1],
  }[quantity as string];
  if (value === undefined) throw new RangeError(`${quantity} is not a derivative`);
  return value;
}

/** Whether the place is of a unit, whose value is not given but computed. */
function isUnit({ quantity }: Place): boolean {
  return quantity === "gradients.preactivations" || quantity === "gradients.activations";
}

function passAt(
  balls: Balls,
  question: Case,
  conventions: Conventions,
  parameters: Parameters,
  place: Place,
  by: Ball,
): ForwardTrace {
  if (isUnit(place)) {
    const nudge: Nudge = { place, by };
    return forward(balls, question, conventions, parameters, nudge);
  }
  return forward(balls, question, conventions, moved(balls, parameters, place, by));
}

/** The parameters with the one at the place moved. */
function moved(balls: Balls, parameters: Parameters, place: Place, by: Ball): Parameters {
  const [first = 1, second = 1] = place.index;
  const layer = (place.layer ?? 1) - 1;
  const add = (value: Ball): Ball => balls.add(value, by);
  const at = <T>(list: readonly T[], position: number, change: (value: T) => T): T[] =>
    list.map((value, i) => (i === position ? change(value) : value));
  switch (place.quantity) {
    case "gradients.weights":
      return {
        ...parameters,
        weights: at(parameters.weights, layer, (W) => at(W, first - 1, (row) => at(row, second - 1, add))),
      };
    case "gradients.biases":
      return { ...parameters, biases: at(parameters.biases, layer, (b) => at(b, first - 1, add)) };
    default:
      return { ...parameters, inputs: at(parameters.inputs, first - 1, (x) => at(x, second - 1, add)) };
  }
}
