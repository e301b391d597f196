import { Ball, Balls } from "./ball.js";
import { magnitudeAbove, realsOf } from "./decimal.js";
import { toDouble } from "./radius.js";
import { exactValue } from "./widening.js";

/** How far a decimal number is from the middle of a ball, rounded up. */
export function distanceFrom({ mid }: Ball, text: string): number {
  // As many digits as the difference of the two can have without being rounded much.
  const reals = realsOf(mid.precision() + text.length);
  return toDouble(magnitudeAbove(reals.adopt(mid).minus(reals.fromText(text))));
}

/** The middle of the ball alone. */
export function withoutRadius(ball: Ball): Ball {
  return ball.exact === undefined ? new Ball(realsOf(ball.mid.precision()), ball.mid, 0) : ball;
}

/** (a + b) / 2, as exact values. */
export function meanOf(digits: number, a: Ball, b: Ball): Ball {
  const balls = new Balls(digits, exactValue);
  return balls.multiply(balls.add(a, b), balls.fromDouble(0.5));
}
