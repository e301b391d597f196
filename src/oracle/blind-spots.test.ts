/** What the rounding adversary cannot reach by perturbing the results of operations, one pointed test each. */
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  defaultConventions,
  precisions,
  type Conventions,
  type DerivativeAtKink,
  type ScalarActivation,
} from "../model/index.js";
import { activate } from "./activations.js";
import { Ball, Balls } from "./ball.js";
import { exactValue, wideningOf } from "./widening.js";
import { realsOf, type Real } from "./decimal.js";
import { toDouble } from "./radius.js";
import { certify } from "./reference.js";
import { softmax } from "./softmax.js";
import { oneLayer } from "./testing/one-layer.js";
import { holds } from "./testing/trials.js";

const f64 = new Balls(30, wideningOf(precisions.f64));
const bf16 = new Balls(30, wideningOf(precisions.bf16));
const u = 2 ** -53;

function holdsReal(ball: Ball, x: Real): boolean {
  return x.minus(ball.mid).abs().lessThanOrEqualTo(toDouble(ball.radius));
}

describe("the shift of a softmax", () => {
  it("rounds z_j - max, which e^ turns into a relative error as large as the gap", () => {
    const gap = 300.1;
    const [low] = softmax(
      f64,
      [0.05, gap].map((x) => f64.fromDouble(x)),
    ).p as [Ball];
    const reals = realsOf(60);
    const shifted = reals.fromDouble(gap).minus(reals.fromDouble(0.05));
    const off = (relative: number): Real =>
      shifted
        .times(1 + relative)
        .negated()
        .exp();
    expect([off(u), off(-u)].map((p) => holdsReal(low, p))).toEqual([true, true]);
    // Not far more than that and the exponential's own error: 300 u + 16 u.
    expect(toDouble(low.radius) / low.mid.toNumber()).toBeLessThan(320 * u);
  });

  it("is not lost to a large common offset", () => {
    const row = (offset: number): Softmaxed =>
      softmax(
        f64,
        [offset, offset + 1].map((x) => f64.fromDouble(x)),
      );
    expect(toDouble((row(2 ** 50).p[0] as Ball).radius)).toBeLessThan(64 * u);
    // The loss as ln Σ e^z - z_k rounds at the size of the offset.
    expect(toDouble(row(2 ** 50).negativeLog(0).radius)).toBeGreaterThan(2 ** 50 * u);
  });

  it("leaves an error of the exponential in ln Σ when one probability is near 1", () => {
    const loss = softmax(
      f64,
      [0.1, -20].map((x) => f64.fromDouble(x)),
    ).negativeLog(0);
    const epsilon = f64.widening.primitive;
    expect([-epsilon, epsilon].every((lost) => holdsReal(loss, loss.mid.plus(lost)))).toBe(true);
  });
});

type Softmaxed = ReturnType<typeof softmax>;

describe("second-order terms", () => {
  const thick = (mid: number, radius: number, { reals }: Balls = bf16): Ball =>
    new Ball(reals, reals.fromDouble(mid), radius);
  const smooth: readonly ScalarActivation[] = [{ name: "logistic" }, { name: "tanh" }, { name: "softplus" }];

  it("of a product are kept", () => {
    expect(holds(bf16.multiply(thick(0, 0.25), thick(0, 0.5)), 0.125)).toBe(true);
  });

  it.each(smooth)("of $name are kept: everything f and f' reach in a wide ball is inside", (activation) => {
    const exact = new Balls(40, exactValue);
    for (const mid of [-30, -4, -1, -0.2, 0, 0.2, 1, 4, 30]) {
      for (const radius of [2 ** -9, 0.1, 0.4, 0.7, 3, 20]) {
        const { y, slope } = activate(exact, activation, thick(mid, radius, exact), defaultConventions);
        for (const share of [-1, -0.5, 0.3, 1]) {
          const at = activate(exact, activation, exact.fromDouble(mid + share * radius), defaultConventions);
          expect(holdsReal(y, at.y.mid) && holdsReal(slope, at.slope.mid), `${mid} ± ${radius} at ${share}`).toBe(true);
        }
      }
    }
  });

  it.each(smooth)("of $name do not make a saturated unit unlimited", (activation) => {
    for (const z of [-1e17, -1000, 1000, 1e17]) {
      const { y, slope } = activate(f64, activation, thick(z, Math.abs(z) * 2 ** -50, f64), defaultConventions);
      expect(toDouble(slope.radius), String(z)).toBeLessThan(2 ** -45);
      expect(toDouble(y.radius), String(z)).toBeLessThanOrEqual(2 ** -45 * Math.max(1, Math.abs(z)));
    }
  });
});

describe("a kink that the roundings straddle", () => {
  // 10^16 - 1/2 rounds to 10^16, so z is -1/2 or 0 depending on the order.
  const question = oneLayer({ name: "leaky-relu", slope: 0.25 }, [[1, 1, 1]], [1e16, -0.5, -1e16], [1]);
  const reference = certify(question, completeConventions({ derivativeAtKink: { "leaky-relu": 1 } }), "f64");

  it("admits the derivative of either side", () => {
    const z = reference.ranges("preactivations");
    expect([z.lo[0] as number, z.hi[0] as number]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(z.lo[0]).toBeLessThan(-0.5);
    expect(z.hi[0]).toBeGreaterThan(0);
    const { lo, hi } = reference.ranges("gradients.preactivations");
    // dz = f'(z) (y - d), with (z, f') = (0, 1) or (-1/2, 1/4).
    for (const dz of [-1, 0.25 * (-0.125 - 1)]) {
      expect(lo[0]).toBeLessThanOrEqual(dz);
      expect(hi[0]).toBeGreaterThanOrEqual(dz);
    }
  });

  it.each(["relu", "absolute-value"] as const)("is wide for %s, too, and narrow on either side", (name) => {
    const slopeAt = (mid: number, radius: number): Ball =>
      activate(f64, { name }, new Ball(f64.reals, f64.reals.fromDouble(mid), radius), defaultConventions).slope;
    const left = name === "relu" ? 0 : -1;
    expect([left, 1].every((slope) => holds(slopeAt(1e-20, 1e-19), slope))).toBe(true);
    expect(holds(slopeAt(1, 0.5), left)).toBe(false);
    expect(holds(slopeAt(-1, 0.5), 1)).toBe(false);
  });
});

describe("the unit step", () => {
  const at = (z: Ball, unitStepAtZero: Conventions["unitStepAtZero"] = 1): Ball =>
    activate(f64, { name: "unit-step" }, z, completeConventions({ unitStepAtZero })).y;

  it("is exact on either side, and at an exact 0 what was declared", () => {
    expect([at(f64.fromDouble(1e-300)), at(f64.fromDouble(-1e-300))]).toMatchObject([
      { exact: { value: 1 } },
      { exact: { value: 0 } },
    ]);
    for (const declared of [0, 0.5, 1] as const)
      expect(at(f64.zero, declared)).toMatchObject({ radius: 0, exact: { value: declared } });
  });

  it("is all of [0, 1] where the side is not known, or nothing was promised", () => {
    for (const wide of [at(new Ball(f64.reals, f64.reals.fromDouble(1e-20), 1e-19)), at(f64.zero, "any")]) {
      expect([0, 0.5, 1].every((y) => holds(wide, y))).toBe(true);
      expect(holds(wide, 1.001) || holds(wide, -0.001)).toBe(false);
    }
  });

  it("has the derivative 0 everywhere, the step included", () => {
    for (const z of [f64.zero, f64.one, new Ball(f64.reals, f64.reals.zero, 1)])
      expect(activate(f64, { name: "unit-step" }, z, defaultConventions).slope.isZero).toBe(true);
    expect(activate(f64, { name: "unit-step" }, f64.unlimited, defaultConventions).slope.unlimited).toBe(true);
  });
});

describe("the declared derivative at a kink", () => {
  const at = (name: "relu" | "leaky-relu" | "absolute-value", declared: Partial<DerivativeAtKink>): Ball => {
    const activation: ScalarActivation = name === "leaky-relu" ? { name, slope: 0.25 } : { name };
    return activate(f64, activation, f64.zero, completeConventions({ derivativeAtKink: declared })).slope;
  };

  it.each([
    ["relu", { relu: 0 }, 0],
    ["relu", { relu: 0.5 }, 0.5],
    ["absolute-value", { "absolute-value": -1 }, -1],
    ["leaky-relu", { "leaky-relu": "slope" }, 0.25],
    ["leaky-relu", { "leaky-relu": "average" }, 0.625],
    ["leaky-relu", { "leaky-relu": 1 }, 1],
  ] as const)("of %s with %j is %d without any tolerance", (name, declared, slope) => {
    expect(at(name, declared)).toMatchObject({ radius: 0, exact: { value: slope } });
  });

  it("may be any number in between when nothing else was promised", () => {
    const slope = at("absolute-value", { "absolute-value": "any" });
    expect([-1, 0, 1].every((value) => holds(slope, value))).toBe(true);
    expect(holds(slope, 1.001)).toBe(false);
  });
});

describe("the conversion of doubles", () => {
  it("takes 0.1 as the binary number that it is, all the way to the digits", () => {
    const question = oneLayer({ name: "identity" }, [[0.1]], [1], [0]);
    expect(certify(question, defaultConventions, "f64").digits("outputs", 0)).toBe(
      "0.1000000000000000055511151231257827021182",
    );
  });
});
