import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions } from "../../model/index.js";
import { Ball, Balls } from "../ball.js";
import { realsOf, type Real } from "../decimal.js";
import { plus, toDouble } from "../radius.js";
import { enclosesReal } from "../testing/encloses.js";
import { holds } from "../testing/trials.js";
import { exactValue, wideningOf } from "../widening.js";
import { logSoftmax } from "./log-softmax.js";

const exact = new Balls(40, exactValue);
const f64 = new Balls(24, wideningOf(precisions.f64));
const reals = realsOf(80);

/** z_i - ln Σ e^z_j and dy_i - p_i Σ dy_j, as they are written, with 80 digits. */
function plainly(z: readonly number[], dy: readonly number[]): { y: Real[]; dz: Real[] } {
  const exponentials = z.map((x) => reals.fromDouble(x).exp());
  const sum = exponentials.reduce((total, e) => total.plus(e), reals.zero);
  const above = dy.reduce((total, d) => total.plus(reals.fromDouble(d)), reals.zero);
  return {
    y: z.map((x) => reals.fromDouble(x).minus(sum.ln())),
    dz: exponentials.map((e, i) => reals.fromDouble(dy[i] as number).minus(e.dividedBy(sum).times(above))),
  };
}

/** Whether the ball holds the truth, but for the rounding of its 80 digits. */
function holdsTruth(ball: Ball, truth: Real): boolean {
  return enclosesReal(new Ball(reals, ball.mid, plus(ball.radius, 1e-75)), truth);
}

function at(balls: Balls, z: readonly number[]) {
  return logSoftmax(
    balls,
    z.map((x) => balls.fromDouble(x)),
  );
}

const real = fc.double({ min: -30, max: 30, noNaN: true });
const rows = fc
  .integer({ min: 1, max: 5 })
  .chain((D) => fc.tuple(...[1, 2].map(() => fc.array(real, { minLength: D, maxLength: D }))));

describe("the logarithm of softmax", () => {
  it("and its gradient are enclosed to 30 digits", () => {
    fc.assert(
      fc.property(rows, ([z = [], dy = []]) => {
        const { y, backward } = at(exact, z);
        const truth = plainly(z, dy);
        y.forEach((yi, i) => expect(holdsTruth(yi, truth.y[i] as Real)).toBe(true));
        const dz = backward(dy.map((d) => exact.fromDouble(d)));
        dz.forEach((dzi, i) => expect(holdsTruth(dzi, truth.dz[i] as Real)).toBe(true));
        for (const ball of [...y, ...dz]) expect(toDouble(ball.radius)).toBeLessThan(1e-30);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("holds everything it reaches when z and dy are only roughly known", () => {
    const radius = fc.constantFrom(0, 1e-3, 0.3, 2, 20);
    const share = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(rows, radius, radius, fc.infiniteStream(share), ([z = [], dy = []], inZ, inDy, shares) => {
        const thick = (x: number, r: number): Ball => new Ball(exact.reals, exact.reals.fromDouble(x), r + 1e-12);
        const { y, backward } = logSoftmax(
          exact,
          z.map((x) => thick(x, inZ)),
        );
        const dz = backward(dy.map((d) => thick(d, inDy)));
        const within = (x: number, r: number): number => x + r * (shares.next().value as number);
        const truth = plainly(
          z.map((x) => within(x, inZ)),
          dy.map((d) => within(d, inDy)),
        );
        y.forEach((yi, i) => expect(holdsTruth(yi, truth.y[i] as Real)).toBe(true));
        dz.forEach((dzi, i) => expect(holdsTruth(dzi, truth.dz[i] as Real)).toBe(true));
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});

describe("in f64", () => {
  it("logits of ±1e308 are no obstacle to the shifted form", () => {
    const { y, backward } = at(f64, [1e308, 0, -0.5e308]);
    expect([0, -1e308, -1.5e308].every((x, i) => holds(y[i] as Ball, x))).toBe(true);
    expect(holds(backward([f64.one, f64.zero, f64.one])[0] as Ball, -1)).toBe(true);
  });

  it("e^y inherits the error that y has at a large common offset, softmax does not", () => {
    const offset = 2 ** 40;
    const [dz] = at(f64, [offset, offset + 1]).backward([f64.one, f64.zero]) as [Ball];
    // y = z - (m + ln Σ) is off by half a unit of the offset's last place.
    const p = 1 / (1 + Math.E);
    expect([1 - p, 1 - p * Math.exp(2 ** -13), 1 - p * Math.exp(-(2 ** -13))].every((x) => holds(dz, x))).toBe(true);
    expect(toDouble(dz.radius)).toBeLessThan(2 ** -10);
  });

  it("a gradient of zeros comes back as zeros, whatever p is", () => {
    expect(
      at(f64, [1, 2])
        .backward([f64.zero, f64.zero])
        .map((dz) => dz.exact?.value),
    ).toEqual([0, 0]);
  });

  it("a number that is not finite reaches the whole row", () => {
    const { y, backward } = at(f64, [NaN, 1]);
    expect([...y, ...backward([f64.one, f64.one])].map((ball) => ball.unlimited)).toEqual([true, true, true, true]);
    expect(
      at(f64, [0, 1])
        .backward([f64.unlimited, f64.one])
        .map((dz) => dz.unlimited),
    ).toEqual([true, true]);
  });
});
