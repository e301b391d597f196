import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions, type Monomial } from "../../model/index.js";
import { Ball, Balls } from "../ball.js";
import { exactly } from "../decimal.js";
import { toDouble } from "../radius.js";
import { encloses } from "../testing/encloses.js";
import { product, rational, sum, type Rational } from "../testing/rational.js";
import { holds } from "../testing/trials.js";
import { exactValue, wideningOf } from "../widening.js";
import { polynomial } from "./polynomial.js";

const exact = new Balls(40, exactValue);
const f64 = new Balls(24, wideningOf(precisions.f64));
const f16 = new Balls(24, wideningOf(precisions.f16));

function total(terms: readonly Rational[]): Rational {
  return terms.reduce(sum, rational(0));
}

/** Σ c Π z^p, and its derivative by z_i, term by term in rational numbers. */
function value(monomials: readonly Monomial[], z: readonly number[]): Rational {
  return total(
    monomials.map(({ coefficient, powers }) =>
      powers.reduce((term, power, i) => {
        let raised = term;
        for (let n = 0; n < power; n++) raised = product(raised, rational(z[i] as number));
        return raised;
      }, rational(coefficient)),
    ),
  );
}

function slope(monomials: readonly Monomial[], z: readonly number[], i: number): Rational {
  return total(
    monomials
      .filter(({ powers }) => (powers[i] as number) > 0)
      .map(({ coefficient, powers }) => {
        const lowered = powers.map((power, l) => (l === i ? power - 1 : power));
        return product(rational(powers[i] as number), value([{ coefficient, powers: lowered }], z));
      }),
  );
}

const real = fc.double({ min: -4, max: 4, noNaN: true });
const D = 3;
const triple = (element: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
  fc.array(element, { minLength: D, maxLength: D });
const monomial = (coefficient: fc.Arbitrary<number>): fc.Arbitrary<Monomial> =>
  fc.record({ coefficient, powers: triple(fc.integer({ min: 0, max: 3 })) });
const outputs = (coefficient: fc.Arbitrary<number>): fc.Arbitrary<Monomial[][]> =>
  fc.array(fc.array(monomial(coefficient), { maxLength: 3 }), { minLength: 2, maxLength: 2 });

function at(balls: Balls, monomials: readonly (readonly Monomial[])[], z: readonly number[]) {
  return polynomial(
    balls,
    monomials,
    z.map((x) => balls.fromDouble(x)),
  );
}

describe("a polynomial", () => {
  it("and its gradient are enclosed to the last digits", () => {
    fc.assert(
      fc.property(outputs(real), triple(real), real, real, (monomials, z, above, other) => {
        const { y, backward } = at(exact, monomials, z);
        y.forEach((yj, j) => expect(encloses(yj, value(monomials[j] as Monomial[], z))).toBe(true));
        const dy = [above, other];
        backward(dy.map((d) => exact.fromDouble(d))).forEach((dz, i) => {
          const gradient = total(monomials.map((of, j) => product(rational(dy[j] as number), slope(of, z, i))));
          expect(encloses(dz, gradient)).toBe(true);
        });
        // Terms are below 4 · 4^9 · 3 · 9, and 4 more above.
        for (const ball of [...y, ...backward(dy.map((d) => exact.fromDouble(d)))])
          expect(toDouble(ball.radius)).toBeLessThan(1e-27);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("of small integers is exact in f64, and so is its gradient", () => {
    const integer = fc.integer({ min: -4, max: 4 });
    fc.assert(
      fc.property(outputs(integer), triple(integer), integer, integer, (monomials, z, above, other) => {
        const { y, backward } = at(f64, monomials, z);
        const as = (ball: Ball): number => (ball.exact?.value ?? NaN) + 0;
        const number = ({ n, d }: Rational): number => Number(n / d) + 0;
        expect(y.map(as)).toEqual(monomials.map((of) => number(value(of, z))));
        const dy = [above, other];
        expect(backward(dy.map((d) => f64.fromDouble(d))).map(as)).toEqual(
          z.map((_, i) => number(total(monomials.map((of, j) => product(rational(dy[j] as number), slope(of, z, i)))))),
        );
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it("holds everything it reaches when z and dy are only roughly known", () => {
    const rough = fc.record({
      mid: real,
      radius: fc.double({ min: 0, max: 2, noNaN: true }),
      share: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    const ballOf = ({ mid, radius }: { mid: number; radius: number }): Ball =>
      new Ball(exact.reals, exact.reals.fromDouble(mid), radius * (1 + 2 ** -40) + 2 ** -40);
    fc.assert(
      fc.property(
        outputs(real),
        fc.array(rough, { minLength: D, maxLength: D }),
        rough,
        rough,
        (monomials, boxes, above, other) => {
          const { y, backward } = polynomial(exact, monomials, boxes.map(ballOf));
          const point = ({ mid, radius, share }: { mid: number; radius: number; share: number }): number =>
            mid + share * radius;
          const z = boxes.map(point);
          y.forEach((yj, j) => expect(encloses(yj, value(monomials[j] as Monomial[], z))).toBe(true));
          const dy = [above, other].map(point);
          backward([above, other].map(ballOf)).forEach((dz, i) => {
            const gradient = total(monomials.map((of, j) => product(rational(dy[j] as number), slope(of, z, i))));
            expect(encloses(dz, gradient)).toBe(true);
          });
        },
      ),
      { seed: 3, numRuns: 100 },
    );
  });

  it("without monomials is the constant 0, and z^0 is 1 whatever z is", () => {
    const { y, backward } = at(f64, [[], [{ coefficient: 5, powers: [0] }]], [NaN]);
    expect(y.map((yj) => yj.exact?.value)).toEqual([0, 5]);
    expect(backward([f64.one, f64.one])[0]?.isZero).toBe(true);
    expect(at(f64, [[{ coefficient: 0, powers: [1] }]], [NaN]).y[0]?.unlimited).toBe(true);
  });

  it("does not pass on what cancels in its derivative", () => {
    // (z - 1)² = z² - 2z + 1 near z = 1, where z is off by 1e-6.
    const square: Monomial[] = [
      { coefficient: 1, powers: [2] },
      { coefficient: -2, powers: [1] },
      { coefficient: 1, powers: [0] },
    ];
    const z = new Ball(f64.reals, f64.reals.one, 1e-6);
    expect(toDouble((polynomial(f64, [square], [z]).y[0] as Ball).radius)).toBeLessThan(5e-12);
  });
});

describe("the order of the factors", () => {
  const monomialOf = (coefficient: number, powers: readonly number[]): Monomial[][] => [[{ coefficient, powers }]];
  const y = (balls: Balls, coefficient: number, powers: readonly number[], z: readonly number[]): Ball =>
    at(balls, monomialOf(coefficient, powers), z).y[0] as Ball;

  it("is free: what overflows in some order says nothing", () => {
    expect(y(f64, 1e-200, [1, 1], [1e200, 1e200]).unlimited).toBe(true);
    expect(y(f64, 1e-100, [1, 1], [1e200, 1e100]).unlimited).toBe(false);
    expect(y(f64, 0, [2], [1e200]).unlimited).toBe(true);
    const { backward } = at(f64, monomialOf(1e-200, [1]), [1]);
    expect(backward([f64.fromDouble(1e200)])[0]?.unlimited).toBe(false);
    expect(at(f64, monomialOf(1e200, [1]), [1]).backward([f64.fromDouble(1e200)])[0]?.unlimited).toBe(true);
  });

  it("is free: what underflows in some order may have lost everything", () => {
    const [small, large] = [2 ** -600, 2 ** 700];
    const product = y(f64, small, [1, 1], [small, large]);
    expect(product.exact).toBeUndefined();
    expect([small * large * small, small * small * large].every((x) => holds(product, x))).toBe(true);
    expect(y(f64, small, [1, 1], [0.5, large]).exact?.value).toBe(small * large * 0.5);
    const above = at(f64, monomialOf(small, [1]), [large]).backward([f64.fromDouble(small)])[0] as Ball;
    expect(holds(above, 0)).toBe(true);
  });

  it("or a library's power instead of the products: as far off as a primitive, and exact on integers", () => {
    const { primitive } = f64.widening;
    const ball = y(f64, 1, [3], [1.1]);
    const cube = exactly(1.1).pow(3);
    const off = [1 - primitive, 1 + primitive].map((factor) => ball.mid.minus(cube.times(exactly(factor))).abs());
    expect(off.every((distance) => distance.lessThan(exactly(ball.radius)))).toBe(true);
    expect(toDouble(ball.radius)).toBeLessThan(1.01 * primitive * 1.1 ** 3);
    expect(y(f64, 1, [3], [5]).exact?.value).toBe(125);
    expect(y(f16, 1, [3], [23]).exact).toBeUndefined();
  });
});

describe("products that are exact", () => {
  const y = (balls: Balls, monomials: readonly Monomial[], z: readonly Ball[]): Ball =>
    polynomial(balls, [monomials], z).y[0] as Ball;

  it("are so down to the smallest subnormal, partial ones as well, and no further", () => {
    for (const balls of [f64, f16]) {
      const { eta } = balls.widening;
      const half = 2 ** Math.floor(Math.log2(eta) / 2);
      const [a, b] = [balls.fromDouble(half), balls.fromDouble(eta / half)];
      const both = { coefficient: 1, powers: [1, 1] };
      expect(y(balls, [both], [a, b]).exact?.value).toBe(eta);
      // a b / 2 and then times 2: some order holds 0 in between.
      const halved = y(balls, [{ coefficient: 2, powers: [1, 1] }], [a, balls.fromDouble(eta / half / 2)]);
      expect(halved.exact).toBeUndefined();
      expect(holds(halved, 0)).toBe(true);
    }
  });

  it("are 0 with a factor 0, whatever is known of the others", () => {
    const third = f64.divide(f64.one, f64.fromDouble(3));
    expect(y(f64, [{ coefficient: 1, powers: [1, 1] }], [f64.zero, third]).isZero).toBe(true);
    expect(y(f64, [{ coefficient: 0, powers: [1, 1] }], [third, third]).isZero).toBe(true);
  });

  it("and are 0 add nothing to a sum, roundings neither", () => {
    const third = f64.divide(f64.one, f64.fromDouble(3));
    const [one, other] = [{ coefficient: 1.1, powers: [1, 0] }, { coefficient: 0.7, powers: [2, 0] }]; // prettier-ignore
    const none = { coefficient: 3, powers: [0, 1] };
    expect(y(f64, [one, none, other], [third, f64.zero]).radius).toBe(y(f64, [one, other], [third, f64.zero]).radius);
  });
});

describe("what may overflow", () => {
  const backward = (monomials: readonly (readonly Monomial[])[], z: number, dy: readonly Ball[]): Ball =>
    at(f64, monomials, [z]).backward(dy)[0] as Ball;
  const tame: Monomial[] = [{ coefficient: 1, powers: [1] }];
  /** 1e308 z²: its derivative has the factor 2e308. */
  const steep: Monomial[] = [{ coefficient: 1e308, powers: [2] }];

  it("is a derivative on the way, while the value does not", () => {
    expect(at(f64, [tame, steep], [0.25]).y.every(({ unlimited }) => !unlimited)).toBe(true);
    expect(backward([tame, steep], 0.25, [f64.one, f64.zero]).unlimited).toBe(true);
    expect(backward([tame, steep], 0.25, [f64.one, f64.fromDouble(1e-10)]).unlimited).toBe(true);
  });

  it("is whatever comes back from one output alone", () => {
    expect(backward([tame, tame], 2, [f64.one, f64.unlimited]).unlimited).toBe(true);
    expect(backward([tame, tame], 2, [f64.one, f64.one]).exact?.value).toBe(2);
    const apart = [[1, 0], [0, 1]].map((powers) => [{ coefficient: 1, powers }]); // prettier-ignore
    const dz = at(f64, apart, [1, 2]).backward([f64.one, f64.unlimited]);
    expect(dz.map(({ unlimited }) => unlimited)).toEqual([true, true]);
  });

  it("is a sum in some order, even if its terms cancel", () => {
    const cancelling: Monomial[] = [1.5e308, -1.5e308].map((coefficient) => ({ coefficient, powers: [1] }));
    expect(at(f64, [cancelling], [1]).y[0]?.unlimited).toBe(true);
  });
});

describe("a derivative that is one power of two", () => {
  it("multiplies what comes back without a rounding", () => {
    const dy = new Ball(f64.reals, f64.reals.fromDouble(1.1), 2 ** -60);
    const [dz] = at(f64, [[{ coefficient: 4, powers: [1] }]], [3]).backward([dy]);
    expect(toDouble((dz as Ball).radius)).toBeLessThan(4.001 * 2 ** -60);
  });
});
