/**
 * Numbers enclosed with 64 digits, so that a formula can be written as it is printed and still needs no tolerance, and central
 * differences of them, which know no rule of differentiation.
 */
import { Balls, exactValue, type Ball } from "../../../src/oracle/index.js";
import { boundsOf } from "../../../src/oracle/reference.js";
import { logistic } from "../../../src/oracle/smooth.js";
import type { Span } from "./example.js";

const digits = 64;
const balls = new Balls(digits, exactValue);
/** Where truncation, h², meets cancellation, 10^-digits / h. */
const step = balls.limited(balls.reals.fromText(`1e-${Math.floor(digits / 3)}`), 0);

export class Value {
  readonly ball: Ball;

  constructor(ball: Ball) {
    this.ball = ball;
  }

  plus(other: Value | number): Value {
    return new Value(balls.add(this.ball, ballOf(other)));
  }

  minus(other: Value | number): Value {
    return new Value(balls.subtract(this.ball, ballOf(other)));
  }

  times(other: Value | number): Value {
    return new Value(balls.multiply(this.ball, ballOf(other)));
  }

  over(other: Value | number): Value {
    return new Value(balls.divide(this.ball, ballOf(other)));
  }

  /** e^x = σ(x) / (1 - σ(x)). */
  exp(): Value {
    const sigma = this.logistic();
    return sigma.over(value(1).minus(sigma));
  }

  logistic(): Value {
    return new Value(logistic(balls, this.ball).y);
  }

  /** The doubles between which it lies; NaN where nothing is known of it. */
  get span(): Span {
    if (this.ball.unlimited) return { lo: NaN, hi: NaN };
    const { lo, hi } = boundsOf(this.ball);
    return { lo, hi };
  }
}

function ballOf(x: Value | number): Ball {
  return typeof x === "number" ? balls.fromDouble(x) : x.ball;
}

export function value(x: number): Value {
  return new Value(ballOf(x));
}

export function total(values: readonly Value[]): Value {
  return values.reduce((sum, x) => sum.plus(x), value(0));
}

export function product(values: readonly Value[]): Value {
  return values.reduce((factors, x) => factors.times(x), value(1));
}

/**
 * ∂f/∂x_i by a central difference.
 *
 * The difference with twice the step errs four times as much, so the two are apart by three times the error of the narrow one,
 * but for terms of order h⁴: that distance is its radius here.
 */
export function partial(f: (x: readonly Value[]) => Value, x: readonly number[], i: number): Span {
  const at = (steps: number): Value =>
    f(x.map((xj, j) => (j === i ? value(xj).plus(new Value(step).times(steps)) : value(xj))));
  const narrow = at(1).minus(at(-1)).over(new Value(step).times(2));
  const wide = at(2).minus(at(-2)).over(new Value(step).times(4));
  const one = narrow.span;
  const other = narrow.plus(narrow.minus(wide)).span;
  return { lo: Math.min(one.lo, other.lo), hi: Math.max(one.hi, other.hi) };
}

/** ∂f_row/∂x_column by central differences. */
export function jacobian(
  f: (x: readonly Value[]) => readonly Value[],
  x: readonly number[],
  outputs: number,
): Span[][] {
  return Array.from({ length: outputs }, (_, row) =>
    x.map((_unused, column) => partial((at) => f(at)[row] ?? value(NaN), x, column)),
  );
}

/** e^(x_i) / Σ_n e^(x_n). */
export function softmax(x: readonly Value[]): Value[] {
  const e = x.map((xi) => xi.exp());
  const sum = total(e);
  return e.map((ei) => ei.over(sum));
}
