/** Sums of products of doubles without rounding, for laws between answers. */
import { Balls } from "./ball.js";
import { exactValue } from "./widening.js";
import { nearestDouble } from "./decimal.js";

const balls = new Balls(280, exactValue);

/**
 * The double nearest to Σ a · b.
 *
 * Exact in doubles where every partial sum fits 53 bits; else with 280 digits, which a sum of products of doubles
 * exceeds only when its terms differ by more than 10^200.
 */
export function exactSum(products: readonly (readonly [number, number])[]): number {
  const sum = balls.sumOfProducts(products.map(([a, b]) => [balls.fromDouble(a), balls.fromDouble(b)] as const));
  return sum.exact?.value ?? nearestDouble(sum.mid);
}
