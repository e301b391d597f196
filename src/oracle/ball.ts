/**
 * Ball arithmetic: a quantity is a midpoint with many digits and a radius, and every operation widens the radius by what
 * may be lost. The widening has two sources (spec/numerics.md, equation derived-range): the rounding of the midpoint
 * itself, always, and the roundings that an implementation in the subject's precision may make, if one is given.
 */
import { decompose, magnitudeAbove, magnitudeBelow, realsOf, type Real, type Reals } from "./decimal.js";
import { atMost, below, growth, over, plus, times, total, type Radius } from "./radius.js";
import { wholeSum } from "./whole.js";
import type { Widening } from "./widening.js";

/** A value that every admissible implementation obtains to the last bit: an integer multiple of 2^quantum. */
interface Exact {
  readonly value: number;
  readonly quantum: number;
}

/** All numbers within `radius` of `mid`; all numbers whatever when the radius is Infinity. */
export class Ball {
  readonly radius: Radius;
  /** Set only where the radius is 0. */
  readonly exact: Exact | undefined;
  private readonly reals: Reals;
  private knownMid: Real | undefined;
  private knownMagnitude: Radius | undefined;

  constructor(reals: Reals, mid: Real | undefined, radius: Radius, exact?: Exact) {
    this.reals = reals;
    this.knownMid = mid;
    this.radius = radius;
    this.exact = exact;
  }

  get mid(): Real {
    this.knownMid ??= this.exact === undefined ? this.reals.zero : this.reals.fromDouble(this.exact.value);
    return this.knownMid;
  }

  /** A bound of |mid|. */
  get magnitude(): Radius {
    this.knownMagnitude ??= this.exact === undefined ? magnitudeAbove(this.mid) : Math.abs(this.exact.value);
    return this.knownMagnitude;
  }

  /** A bound of |x| for every x in the ball. */
  get bound(): Radius {
    return plus(this.magnitude, this.radius);
  }

  /** A lower bound of |x| for every x in the ball; 0 when it may hold 0. */
  get distanceFromZero(): Radius {
    if (this.unlimited) return 0;
    if (this.exact !== undefined) return Math.abs(this.exact.value);
    return below(magnitudeBelow(this.mid), this.radius);
  }

  get unlimited(): boolean {
    return this.radius === Infinity;
  }

  get isZero(): boolean {
    return this.exact?.value === 0;
  }

  /** 1 or -1 when all numbers of the ball are on that side of 0, 0 when the ball is exactly 0, undefined otherwise. */
  get side(): 1 | -1 | 0 | undefined {
    if (this.unlimited) return undefined;
    if (this.exact !== undefined) return Math.sign(this.exact.value) as 1 | -1 | 0;
    if (this.distanceFromZero === 0) return undefined;
    return this.mid.isNegative() ? -1 : 1;
  }
}

export type Term = readonly [Ball, Ball];

/** The arithmetic: balls of one number of digits and one widening. */
export class Balls {
  readonly reals: Reals;
  readonly widening: Widening;
  /** Relative error of one operation on midpoints: one unit in the last place, twice what rounding to nearest can do. */
  readonly unit: number;
  readonly zero: Ball;
  readonly one: Ball;
  readonly unlimited: Ball;
  /** The largest size so far that was held against the largest number of the format. */
  #peak: Radius = 0;

  /**
   * @param digits - significant digits of the midpoints, 10 to 280.
   * @param widening - what implementations may lose; `exactValue` for none.
   */
  constructor(digits: number, widening: Widening) {
    if (!(digits >= 10 && digits <= 280)) throw new RangeError(`digits must be 10 to 280, got ${digits}`);
    this.reals = realsOf(digits);
    this.unit = Number(`1e${1 - digits}`);
    this.widening = widening;
    this.zero = this.fromDouble(0);
    this.one = this.fromDouble(1);
    this.unlimited = new Ball(this.reals, this.reals.zero, Infinity);
  }

  /** A number of the case. It is exact if the implementation's precision holds it, else off by one rounding. */
  fromDouble(x: number): Ball {
    if (!Number.isFinite(x)) return this.unlimited;
    const { significand, exponent } = decompose(x);
    const exact = { value: x, quantum: significand === 0 ? Infinity : exponent };
    const { u, bits, eta, largest } = this.widening;
    const representable =
      Math.abs(significand) <= 2 ** bits && (significand === 0 || 2 ** exponent >= eta) && Math.abs(x) <= largest;
    return representable
      ? new Ball(this.reals, undefined, 0, exact)
      : this.limited(this.reals.fromDouble(x), plus(u * Math.abs(x), eta));
  }

  /** A midpoint with a radius that already covers everything; unlimited when some number in it overflows. */
  limited(mid: Real, radius: Radius): Ball {
    const ball = new Ball(this.reals, mid, radius);
    return this.fits(ball.bound) ? ball : this.unlimited;
  }

  /** Whether everything so far would have stayed in the format with so many times its size. */
  hadRoomFor(factor: number): boolean {
    return atMost(times(factor, this.#peak), this.widening.largest);
  }

  private fits(size: Radius): boolean {
    if (!atMost(size, this.#peak)) this.#peak = size;
    return atMost(size, this.widening.largest);
  }

  negate(a: Ball): Ball {
    if (a.exact !== undefined)
      return new Ball(this.reals, undefined, 0, { value: -a.exact.value, quantum: a.exact.quantum });
    return new Ball(this.reals, a.mid.negated(), a.radius);
  }

  /** a + b, one rounding. */
  add(a: Ball, b: Ball): Ball {
    const exact = this.exactSum([], [a, b]) ?? this.unroundedSum([], [a, b]);
    if (exact !== undefined) return exact;
    if (a.isZero && !b.unlimited) return b;
    if (b.isZero && !a.unlimited) return a;
    return this.rounded(a.mid.plus(b.mid), plus(a.radius, b.radius), 1);
  }

  subtract(a: Ball, b: Ball): Ball {
    return this.add(a, this.negate(b));
  }

  /** a · b, one rounding; none when a factor is a power of two, and 0 when one is exactly 0. */
  multiply(a: Ball, b: Ball): Ball {
    const exact = this.exactSum([[a, b]], []) ?? this.unroundedSum([[a, b]], []);
    if (exact !== undefined) return exact;
    if (a.unlimited || b.unlimited) return this.unlimited;
    if (a.isZero || b.isZero) return this.zero;
    const roundings = isPowerOfTwo(a) || isPowerOfTwo(b) ? 0 : 1;
    return this.rounded(a.mid.times(b.mid), propagated(a, b), roundings);
  }

  /** a / b, one rounding; none when b is a power of two; unlimited when b may be 0. */
  divide(a: Ball, b: Ball): Ball {
    if (b.exact !== undefined && isPowerOfTwo(b)) return this.multiply(a, this.fromDouble(1 / b.exact.value));
    const distance = b.distanceFromZero;
    if (distance === 0 || a.unlimited || b.unlimited) return this.unlimited;
    if (a.isZero) return this.zero;
    const quotient = a.mid.dividedBy(b.mid);
    return this.rounded(quotient, over(plus(a.radius, times(magnitudeAbove(quotient), b.radius)), distance), 1);
  }

  /**
   * Σ products + Σ addends in any order, as any tree, with or without fused multiply-add: of n terms each sees at most n - 1
   * roundings of sums and, if it is a product, its own; so the radius grows by γ_n Σ|a||b|.
   *
   * @param moreRoundings - further roundings that an implementation may spread over the terms.
   * @param exactly - false where such roundings hit even a sum of exact terms, as when each is divided by 3 before it is added.
   */
  sumOfProducts(products: readonly Term[], addends: readonly Ball[] = [], moreRoundings = 0, exactly = true): Ball {
    const exact = (exactly ? this.exactSum(products, addends) : undefined) ?? this.unroundedSum(products, addends);
    if (exact !== undefined) return exact;
    let mid = this.reals.zero;
    let radius: Radius = 0;
    let absolute: Radius = 0;
    let [multiplications, terms] = [0, 0];
    for (const [a, b] of products) {
      if (a.unlimited || b.unlimited) return this.unlimited;
      if (a.isZero || b.isZero) continue;
      multiplications += 1;
      terms += 1;
      mid = mid.plus(a.mid.times(b.mid));
      radius = plus(radius, propagated(a, b));
      absolute = plus(absolute, times(a.magnitude, b.magnitude));
    }
    for (const c of addends) {
      if (c.unlimited) return this.unlimited;
      if (c.isZero) continue;
      terms += 1;
      mid = mid.plus(c.mid);
      radius = plus(radius, c.radius);
      absolute = plus(absolute, c.magnitude);
    }
    if (terms === 0) return this.zero;
    absolute = plus(absolute, radius);
    if (!this.fits(absolute)) return this.unlimited;
    const roundings = terms - (multiplications === 0 ? 1 : 0) + moreRoundings;
    const rounding = times(plus(this.gamma(roundings), growth(2 * terms * this.unit)), absolute);
    return this.limited(mid, total(radius, rounding, multiplications * this.widening.eta));
  }

  /** γ_n = n u / (1 - n u): how far a product of n factors (1 + δ) with |δ| ≤ u can be from 1. */
  gamma(n: number): Radius {
    return growth(n * this.widening.u);
  }

  /** The result of an operation: what came in with its operands, and so many roundings of the result. */
  rounded(mid: Real, incoming: Radius, roundings: number): Ball {
    const size = plus(magnitudeAbove(mid), incoming);
    const relative = roundings * this.widening.u + this.unit;
    return this.limited(mid, total(incoming, times(relative, size), this.widening.eta));
  }

  /** The sum when every admissible implementation gets it to the last bit: all partial sums fit the significand. */
  private exactSum(products: readonly Term[], addends: readonly Ball[]): Ball | undefined {
    let value = 0;
    let absolute = 0;
    let quantum = Infinity;
    for (const [a, b] of products) {
      if (a.exact === undefined || b.exact === undefined) return undefined;
      const product = a.exact.value * b.exact.value;
      value += product;
      absolute += Math.abs(product);
      quantum = Math.min(quantum, a.exact.quantum + b.exact.quantum);
    }
    for (const c of addends) {
      if (c.exact === undefined) return undefined;
      value += c.exact.value;
      absolute += Math.abs(c.exact.value);
      quantum = Math.min(quantum, c.exact.quantum);
    }
    if (quantum === Infinity) return this.zero;
    return this.isExact(absolute, quantum) ? new Ball(this.reals, undefined, 0, { value, quantum }) : undefined;
  }

  /** The sum when it is of exact values, no implementation's, and the digits hold all of it: what has no error then has none in the end. */
  private unroundedSum(products: readonly Term[], addends: readonly Ball[]): Ball | undefined {
    if (this.widening.u !== 0) return undefined;
    const isPoint = ({ radius }: Ball): boolean => radius === 0;
    if (!addends.every(isPoint) || !products.every(([a, b]) => isPoint(a) && isPoint(b))) return undefined;
    const mid = wholeSum(
      this.reals,
      products.map(([a, b]) => [a.mid, b.mid] as const),
      addends.map((c) => c.mid),
    );
    if (mid === undefined) return undefined;
    return mid.isZero() ? this.zero : this.limited(mid, 0);
  }

  private isExact(absolute: number, quantum: number): boolean {
    const { bits, eta } = this.widening;
    // One bit is kept in reserve for the roundings of `absolute` itself.
    return (
      // Where there is no largest number, a double still has one.
      Number.isFinite(absolute) &&
      absolute <= 2 ** (bits - 1) * 2 ** quantum &&
      2 ** quantum >= Math.max(eta, Number.MIN_VALUE) &&
      this.fits(absolute)
    );
  }
}

/** |a| e_b + |b| e_a + e_a e_b. */
function propagated(a: Ball, b: Ball): Radius {
  if (a.radius === 0) return times(a.magnitude, b.radius);
  if (b.radius === 0) return times(b.magnitude, a.radius);
  return total(times(a.magnitude, b.radius), times(b.bound, a.radius));
}

function isPowerOfTwo(a: Ball): boolean {
  return a.exact !== undefined && Math.abs(decompose(a.exact.value).significand) === 1;
}
