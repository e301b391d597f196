/** What exp and ln are asked by their tests: numbers of all kinds, and those that are known to embarrass such functions. */
import fc from "fast-check";
import { exactly, realsOf, type Real, type Reals } from "../decimal.js";

const number = (text: string): Real => realsOf(40).fromText(text);

/** For decimal.js's own functions, with many more digits than are asked about. */
const finer = (digits: number): Reals => realsOf(2 * digits + 20);

/** Of up to that many digits, the leading one anywhere between two powers of ten. */
function decimals(digits: number, lowest: number, highest: number): fc.Arbitrary<Real> {
  const significand = fc
    .tuple(fc.integer({ min: 1, max: digits }), fc.bigInt({ min: 1n, max: 10n ** BigInt(digits) - 1n }))
    .map(([length, n]) => String(n).slice(0, length));
  return fc
    .tuple(significand, fc.integer({ min: lowest, max: highest }))
    .map(([text, order]) => number(`${text[0]}.${text.slice(1)}e${order}`));
}

function signed(sizes: fc.Arbitrary<Real>): fc.Arbitrary<Real> {
  return fc.tuple(sizes, fc.boolean()).map(([x, negative]) => (negative ? x.negated() : x));
}

const isPositive = (x: number): boolean => x > 0;
const doubles = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).filter(isPositive).map(exactly);
/** Evenly spread, unlike the doubles of fast-check, most of which are huge or tiny. */
const ordinary = (largest: number): fc.Arbitrary<Real> =>
  fc.integer({ min: 1, max: 2 ** 31 }).map((n) => exactly((n / 2 ** 31) * largest));

export function exponents(digits: number): fc.Arbitrary<Real> {
  const few = fc.double({ min: 0, max: 1e5, noNaN: true }).map(exactly);
  return signed(fc.oneof(ordinary(1), ordinary(40), ordinary(1e5), few, decimals(2 * digits, -60, 4)));
}

export function positives(digits: number): fc.Arbitrary<Real> {
  return fc.oneof(ordinary(4), ordinary(1e5), doubles, decimals(2 * digits, -400, 400), decimals(digits, -43429, 5000));
}

/** A number of so many digits, or the middle between two of them: where the rounding of a result turns. */
function onGrid(digits: number): fc.Arbitrary<Real> {
  return fc
    .tuple(
      fc.bigInt({ min: 10n ** BigInt(digits - 1), max: 10n ** BigInt(digits) - 1n }),
      fc.boolean(),
      fc.integer({ min: -12, max: 12 }),
    )
    .map(([n, middle, order]) => number(`${n}${middle ? "5" : ""}e${order - digits}`));
}

/** x cut to some number of digits around the one asked for: as near to x as that. */
function cut(x: fc.Arbitrary<Real>, digits: number): fc.Arbitrary<Real> {
  return fc
    .tuple(x, fc.integer({ min: 3, max: 2 * digits }))
    .map(([exact, length]) => exact.toSignificantDigits(length))
    .filter((rounded) => !rounded.isZero());
}

/** x (1 ± 10^-n). */
function besides(x: fc.Arbitrary<Real>, farthest: number): fc.Arbitrary<Real> {
  const { one } = realsOf(farthest + 2);
  return fc
    .tuple(x, fc.integer({ min: 1, max: farthest }), fc.constantFrom(1, -1))
    .map(([exact, n, side]) => one.plus(number(`${side}e-${n}`)).times(exact));
}

const multiples = fc.tuple(
  fc.constantFrom(2, 10),
  fc.integer({ min: -400, max: 400 }).filter((k) => k !== 0),
);

/** Beside multiples of ln 10, where the reduction turns, and of ln 2; results beside the rounding grid; the ends of the domain. */
export function adversarialExponents(digits: number): fc.Arbitrary<Real> {
  const fine = finer(digits);
  const logarithms = multiples.map(([base, k]) => fine.fromDouble(base).ln().times(k));
  const ends = ["0", "1e5", "-1e5", "99999.999999999", "1e-43429", "-1e-43429", "-4e15", "9e15"].map(number);
  return fc.oneof(
    cut(logarithms, digits),
    besides(logarithms, digits + 5),
    cut(onGrid(digits).map((x) => fine.adopt(x).ln()), digits).filter((x) => x.abs().lessThan(1e5)), // prettier-ignore
    signed(decimals(5, -2 * digits, -2)),
    signed(fc.constantFrom(5e-324, 2.2250738585072014e-308, 1e-300, 2 ** -52).map(exactly)),
    fc.constantFrom(...ends),
  );
}

/** As near 1 as can be, and farther than it matters; beside 3/10 and 3, where the reduction turns; and the ends of the domain. */
export function adversarialPositives(digits: number): fc.Arbitrary<Real> {
  const fine = finer(digits);
  const powers = multiples.map(([base, k]) => fine.fromDouble(base).pow(k));
  const ends = ["1e-43429", "1e5000", "1.7976931348623157e308", "1e-60", "2", "9.999999e-1"].map(number);
  return fc.oneof(
    besides(fc.constant(number("1")), 3 * digits),
    besides(fc.constantFrom("0.3", "3", "1", "10").map(number), digits + 8),
    decimals(digits, -2 * digits, -1).map((x) => fine.one.plus(x)),
    decimals(digits, -2 * digits, -2).map((x) => fine.one.minus(x)),
    cut(signed(onGrid(digits)).filter((x) => x.abs().lessThan(700)).map((x) => fine.adopt(x).exp()), digits), // prettier-ignore
    besides(powers, digits + 5),
    fc.constantFrom(5e-324, 1.5e-323, 2.2250738585072014e-308, 1 - 2 ** -53, 1 + 2 ** -52).map(exactly),
    fc.constantFrom(...ends),
  );
}
