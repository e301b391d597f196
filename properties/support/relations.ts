/**
 * Laws within an answer: Σ c · entry · … · entry = 0. Whatever the sum is at the exact values, at a correct answer it cannot be
 * further from that than the radii allow. So |sum of the answer| ≤ |sum of the exact values| + allowance holds for every correct
 * implementation, and for every choice of c and entries; the first part is 0, up to the roundings of the exact values to doubles,
 * where the law is true (spec/numerics.md, Laws within an answer).
 */
import { decisive, type Mismatch } from "../../src/compare/index.js";
import type { Verdict } from "../../src/gate/property.js";
import { placeOf, type Case } from "../../src/model/index.js";
import { exactSum } from "../../src/oracle/index.js";
import type { Observed } from "./witness.js";

/** An entry of an answer. */
export interface Entry {
  readonly from: Observed;
  /** In the order of `entriesOf`. */
  readonly position: number;
}

/** An entry, or a number of the question, which is known without error. */
export type Factor = Entry | number;

/** coefficient · Π factors. */
export interface Product {
  readonly coefficient: number;
  readonly factors: readonly Factor[];
}

/** The products add up to 0. A violation names `entry`, which is a factor of some of them. */
export interface Relation {
  readonly entry: Entry;
  readonly products: readonly Product[];
}

/** Relations that are alike, such as those of one layer: the scale of all of them tells whether one can decide. */
export type Group = readonly Relation[];

export const product = (coefficient: number, ...factors: readonly Factor[]): Product => ({ coefficient, factors });

/** entry + Σ others = 0. */
export function solvedFor(entry: Entry, others: readonly Product[]): Relation {
  return { entry, products: [product(1, entry), ...others] };
}

/** For the roundings of adding up an allowance. */
const slack = 1 + 2 ** -40;
/** For its underflows, which do harm only where something is inexact. */
const floor = 2 ** -1000;

const gotOf = (factor: Factor): number =>
  typeof factor === "number" ? factor : (factor.from.got[factor.position] ?? NaN);
const exactOf = (factor: Factor): number =>
  typeof factor === "number" ? factor : (factor.from.ranges.exact[factor.position] ?? NaN);
const radiusOf = (factor: Factor): number =>
  typeof factor === "number" ? 0 : (factor.from.ranges.radius[factor.position] ?? Infinity);

/** A product cut in two doubles, and how much was lost by multiplying all but its last factor. */
interface Cut {
  readonly pair: readonly [number, number];
  readonly lost: number;
}

/** A multiplication by ±1 is not rounded, any other loses at most half a unit in the last place. */
function cut({ coefficient, factors }: Product, of: (factor: Factor) => number): Cut {
  const last = factors[factors.length - 1] ?? 1;
  let head = coefficient;
  let roundings = 0;
  for (const factor of factors.slice(0, -1)) {
    const next = of(factor);
    if (Math.abs(head) !== 1 && Math.abs(next) !== 1) roundings += 1;
    head *= next;
  }
  const value = of(last);
  return {
    pair: [head, value],
    lost: roundings === 0 ? 0 : roundings * 2 ** -52 * Math.abs(head * value) + floor,
  };
}

/** Whether no correct answer can have another product: all of it is known exactly, or a factor is exactly 0. */
function isExact({ coefficient, factors }: Product): boolean {
  const radii = factors.map(radiusOf);
  if (radii.every((radius) => radius === 0)) return true;
  const isZero = coefficient === 0 || factors.some((factor) => radiusOf(factor) === 0 && exactOf(factor) === 0);
  return isZero && radii.every((radius) => radius < Infinity);
}

/** How far Π factors can be from its exact value: |a| δb + |b| δa + δa δb, factor by factor. */
function spread({ coefficient, factors }: Product): number {
  let size = Math.abs(coefficient);
  let error = 0;
  for (const factor of factors) {
    const [magnitude, radius] = [Math.abs(exactOf(factor)), radiusOf(factor)];
    error = error * magnitude + size * radius + error * radius;
    size *= magnitude;
  }
  return error;
}

/** |sum| of the products, Infinity where one is no number; and what evaluating it may have lost. */
function sizeOfSum(products: readonly Product[], of: (factor: Factor) => number): { sum: number; lost: number } {
  const cuts = products.map((each) => cut(each, of));
  if (!cuts.every(({ pair: [a, b] }) => Number.isFinite(a * b))) return { sum: Infinity, lost: 0 };
  return {
    sum: Math.abs(exactSum(cuts.map(({ pair }) => pair))),
    lost: cuts.reduce((total, { lost }) => total + lost, 0),
  };
}

/** The answer's |sum| in doubles, and how far that may be off: mostly it need not be known better. */
function inDoubles(products: readonly Product[]): { sum: number; lost: number } {
  let [sum, magnitude, operations] = [0, 0, 0];
  for (const { coefficient, factors } of products) {
    const term = factors.reduce<number>((value, factor) => value * gotOf(factor), coefficient);
    sum += term;
    magnitude += Math.abs(term);
    operations += 1 + factors.length;
  }
  return { sum: Math.abs(sum), lost: operations * 2 ** -52 * magnitude + floor };
}

/** The largest product among the relations, at the exact values. */
export function scaleOf(group: Group): number {
  const sizes = group
    .flatMap(({ products }) => products)
    .map(({ coefficient, factors }) =>
      factors.reduce<number>((size, factor) => size * Math.abs(exactOf(factor)), Math.abs(coefficient)),
    );
  return sizes.reduce((largest, size) => (size > largest ? size : largest), 0);
}

/** What became of one relation. */
export type Outcome = Mismatch | "holds" | "undecided";

/** Judges all relations of a law about the question; at least one relation must decide. */
export function judgeRelations(question: Case, groups: readonly Group[]): Verdict {
  const mismatches: Mismatch[] = [];
  let [undecided, all] = [0, 0];
  for (const group of groups) {
    const scale = scaleOf(group);
    for (const each of group) {
      const outcome = judgeRelation(question, each, scale);
      all += 1;
      if (outcome === "undecided") undecided += 1;
      else if (outcome !== "holds") mismatches.push(outcome);
    }
  }
  if (mismatches.length > 0) return { kind: "violated", question, mismatches };
  if (all === 0) return { kind: "undecided", reason: "the case holds nothing that the law relates" };
  return undecided === 0
    ? { kind: "holds" }
    : { kind: "undecided", reason: `${undecided} of ${all} relations have too wide a range` };
}

/** @param scale - the magnitude beside which the allowance has to be small for the relation to decide. */
export function judgeRelation(question: Case, each: Relation, scale: number): Outcome {
  const { products } = each;
  const radii = products.every(isExact) ? 0 : products.reduce((total, one) => total + spread(one), floor);
  if (!(radii < Infinity)) return "undecided";
  const plain = inDoubles(products);
  if (plain.sum + plain.lost <= radii) return radii <= decisive * scale ? "holds" : "undecided";
  const got = sizeOfSum(products, gotOf);
  const exact = sizeOfSum(products, exactOf);
  const allowed = (radii + exact.sum + exact.lost + got.lost) * slack;
  if (got.sum <= allowed) return allowed <= decisive * scale ? "holds" : "undecided";
  return mismatchOf(question, each, allowed, got.sum);
}

/** Where the entry would have to be for the others as they are; to the first order where it is a factor more than once. */
function mismatchOf(question: Case, { entry, products }: Relation, allowed: number, off: number): Mismatch {
  const got = gotOf(entry);
  const rate = products.reduce((sum, each) => sum + rateOf(each, entry), 0);
  const sum = (of: readonly Product[]): number => exactSum(of.map((each) => cut(each, gotOf).pair));
  const isLinear = products.every((each) => timesIn(each, entry) <= 1);
  const demanded = isLinear
    ? -sum(products.filter((each) => timesIn(each, entry) === 0)) / rate
    : got - sum(products) / rate;
  const room = allowed / Math.abs(rate);
  return {
    ...placeOf(question, entry.from.quantity, entry.position),
    got,
    exact: String(demanded),
    range: [demanded - room, demanded + room],
    factor: allowed === 0 ? Infinity : off / allowed,
  };
}

const isEntry = (factor: Factor, { from, position }: Entry): boolean =>
  typeof factor !== "number" && factor.from === from && factor.position === position;

const timesIn = ({ factors }: Product, entry: Entry): number => factors.filter((each) => isEntry(each, entry)).length;

/** The derivative of the product by the entry. */
function rateOf(each: Product, entry: Entry): number {
  const times = timesIn(each, entry);
  const first = each.factors.findIndex((factor) => isEntry(factor, entry));
  const others = each.factors.filter((_, i) => i !== first);
  return times === 0 ? 0 : others.reduce<number>((rate, factor) => rate * gotOf(factor), times * each.coefficient);
}
