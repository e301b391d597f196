/** What the admissible ways to compute mean, variance and 1/√(v + ε) lose (spec/numerics.md). */
import type { Balls } from "../ball.js";
import { magnitudeAbove } from "../decimal.js";
import { atMost, below, growth, larger, over, plus, times, total, type Radius } from "../radius.js";
import { meanOf, type Row } from "./moments.js";

/** What the operations of an implementation lose; that of the oracle itself is one as well. */
export interface Roundings {
  /** How far a product of n factors (1 + δ) can be from 1. */
  gamma(n: number): Radius;
  readonly primitive: number;
  readonly eta: number;
  /** Whether every admissible form is granted, or the variance of centred numbers alone. */
  readonly everyForm: boolean;
}

export function granted(balls: Balls): Roundings {
  const { primitive, eta } = balls.widening;
  return { gamma: (n) => balls.gamma(n), primitive, eta, everyForm: true };
}

/** The roundings of the midpoints. */
export function ofMidpoints(balls: Balls): Roundings {
  return { gamma: (n) => growth(2 * n * balls.unit), primitive: 0, eta: 0, everyForm: false };
}

/** Σ_{k=1..n} 1/k. */
function harmonic(n: number): number {
  return Array.from({ length: n }, (_, k) => 1 / (k + 1)).reduce((sum, term) => sum + term, 0);
}

/**
 * Roundings in the mean of k numbers: k - 1 additions and two for the division, or one by one as
 * m_k = m_(k-1) + (z_k - m_(k-1)) / k, where every step adds one and, with weight 1/(k-1), three more.
 */
function roundingsOfMean(k: number): number {
  return k + 3 * harmonic(k - 1);
}

/** What the mean loses. */
function meanLoss({ gamma, eta }: Roundings, { D, z }: Row): Radius {
  return D === 1 ? 0 : plus(times(gamma(roundingsOfMean(D)), meanOf(z)), 2 * eta);
}

/** What the variance loses, in the worst of its forms. */
function varianceLoss(roundings: Roundings, row: Row): Radius {
  const forms = [twoPassLoss(roundings, row)];
  if (roundings.everyForm) forms.push(runningLoss(roundings, row), onePassLoss(roundings, row));
  return plus(forms.reduce(larger), 4 * roundings.eta);
}

/** mean((z - m)²): as Σ(z - m) = 0, an error of m enters squared. Each term passes D + 4 roundings. */
function twoPassLoss(roundings: Roundings, row: Row): Radius {
  const lost = meanLoss(roundings, row);
  const incoming = times(lost, lost);
  return plus(incoming, times(roundings.gamma(row.D + 4), plus(row.variance, incoming)));
}

/**
 * Σ_k (z_k - m_(k-1)) (z_k - m_k) / D, running. With e_k the error of m_k it loses Σ (|z_k - m_(k-1)| e_k + |z_k - m_k| e_(k-1)
 * + e_k e_(k-1)) / D, which by Cauchy and Schwarz is at most (1 + √2) e √v + e², e being the root mean square of the e_k.
 */
function runningLoss({ gamma, eta }: Roundings, { D, z, variance }: Row): Radius {
  const lost = z.map((_, k) => (k === 0 ? 0 : gamma(roundingsOfMean(k + 1))));
  const typical = rootAbove(meanOf(lost.map((g) => times(g, g))));
  const e = plus(times(typical, z.reduce(larger)), 2 * eta);
  const incoming = plus(times(times(1 + Math.SQRT2, e), rootAbove(variance)), times(e, e));
  return plus(incoming, times(gamma(D + 4), plus(variance, incoming)));
}

/** mean(z²) - m²: rounds at the size of the two, however small their difference. */
function onePassLoss({ gamma, eta }: Roundings, { D, z, mean, variance }: Row): Radius {
  const squares = meanOf(z.map((zi) => times(zi, zi)));
  const lost = plus(times(gamma(D + 1), meanOf(z)), 2 * eta);
  const ofMean = plus(times(times(2, lost), mean), times(lost, lost));
  const ofSquare = plus(ofMean, times(gamma(3), plus(times(mean, mean), ofMean)));
  const incoming = plus(times(gamma(D + 2), squares), ofSquare);
  return plus(incoming, times(gamma(3), plus(variance, incoming)));
}

/** √x from above. */
function rootAbove(x: Radius): Radius {
  return typeof x === "number" ? Math.sqrt(x) * (1 + 2 ** -50) : magnitudeAbove(x.sqrt().times(1 + 2 ** -20));
}

/**
 * The relative error of 1/√(v + ε) and of the product with it, or of the quotient: by what v + ε is off, with the root
 * correctly rounded or a library's power of ½ or -½. Infinity where v + ε may come out as 0 or less.
 */
export function rootLoss(roundings: Roundings, row: Row): Radius {
  const { gamma, primitive } = roundings;
  const { epsilon, variance, rootBelow } = row;
  const incoming = plus(varianceLoss(roundings, row), epsilon.radius);
  const off = plus(incoming, times(gamma(1), total(variance, epsilon.magnitude, incoming)));
  const relative = over(over(off, rootBelow), rootBelow);
  if (atMost(1, relative)) return Infinity;
  // 1/√(1 - x) - 1 ≤ x / (2 (1 - x))
  const ofRoot = over(relative, times(2, below(1, relative)));
  const operations = compound(growth(primitive), gamma(2));
  return compound(ofRoot, operations);
}

/** Two relative errors, one after the other: (1 + a) (1 + b) - 1. */
export function compound(a: Radius, b: Radius): Radius {
  return total(a, b, times(a, b));
}

/** What one way of rounding loses, all told. */
export interface Losses {
  readonly roundings: Roundings;
  /** Of the mean. */
  readonly mean: Radius;
  /** Of 1/√(v + ε) and the product with it, relative. */
  readonly root: Radius;
}

export function lossesOf(roundings: Roundings, row: Row): Losses {
  return { roundings, mean: meanLoss(roundings, row), root: rootLoss(roundings, row) };
}
