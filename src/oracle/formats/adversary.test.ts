/**
 * The rounding adversary (spec/numerics.md) in the formats themselves, their exponents included: every activation and every loss, on
 * ordinary cases, where functions saturate, and where numbers overflow and underflow.
 */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { precisions, type PrecisionName } from "../../model/index.js";
import { Balls } from "../ball.js";
import { heads, pointed, saturatedQuestion, scaledQuestion } from "../testing/edge-cases.js";
import { ordinary } from "../testing/random-cases.js";
import { Random } from "../testing/random.js";
import type { Substitute } from "../testing/substitutes.js";
import { ballsOf, bluntness, escapes, quantile, trialOf, trialsOf, type Trial } from "../testing/trials.js";
import { wideningOf, type Widening } from "../widening.js";

type Rules = typeof import("../activations/monomial.js") &
  typeof import("../losses/cross-entropy.js") &
  typeof import("../losses/softmax-negative-log.js") &
  typeof import("../softmax.js") &
  typeof import("../widening.js");

const { restoreRules, substitutable, substitute } = await vi.hoisted(() => import("../testing/substitutes.js"));

vi.mock("../activations/monomial.js", async (original) => substitutable(await original<object>()));
vi.mock("../losses/cross-entropy.js", async (original) => substitutable(await original<object>()));
vi.mock("../losses/softmax-negative-log.js", async (original) => substitutable(await original<object>()));
vi.mock("../softmax.js", async (original) => substitutable(await original<object>()));
vi.mock("../widening.js", async (original) => substitutable(await original<object>()));

/** More cases, for whoever changes a rule: GRADPROOF_STUDY=1 npx vitest run src/oracle/formats/adversary.test.ts */
const scale = process.env["GRADPROOF_STUDY"] === "1" ? 20 : 1;
const patience = 60_000 * scale;
/** Those of the references. */
const digits = 24;

const formats = Object.fromEntries(
  Object.entries(precisions).map(([name, precision]) => [name, wideningOf(precision)]),
) as Readonly<Record<PrecisionName, Widening>>;

/** Decimals take their time. */
const sizes: Readonly<
  Record<PrecisionName, { readonly cases: number; readonly ordinary: number; readonly layers: number }>
> = {
  f64: { cases: 1, ordinary: 5, layers: 2 },
  f32: { cases: 2, ordinary: 20, layers: 2 },
  f16: { cases: 2, ordinary: 20, layers: 2 },
  // With so few bits, second-order terms outgrow the rest within two layers.
  bf16: { cases: 2, ordinary: 20, layers: 1 },
};
const names = Object.keys(sizes) as PrecisionName[];

function trialsAtEdges(question: typeof saturatedQuestion, name: PrecisionName): Trial[] {
  const format = formats[name];
  return heads.flatMap((head, position) => {
    const randoms = [new Random(400 + position), new Random(500 + position, format.bits)];
    return Array.from({ length: sizes[name].cases * scale }, (_, n) => {
      const random = randoms[n % 2] as Random;
      return trialOf(random, question(random, head, format), 3, format);
    });
  });
}

function pointedTrialsOf(format: Widening): Trial[] {
  return Object.values(pointed).flatMap((question) => {
    const random = new Random(600, format.bits);
    return random.list(3 * scale, () => trialOf(random, question(random, format), 8, format));
  });
}

function escapesOf(trials: readonly Trial[], balls: Balls): number {
  return trials.reduce((count, trial) => count + escapes(trial, balls).length, 0);
}

describe.each(names)("the rounding adversary in %s", (name) => {
  const format = formats[name];
  const balls = new Balls(digits, format);

  it(
    "stays inside on ordinary cases, and comes within a factor 3 for half and 12 for nine tenths",
    { timeout: patience },
    () => {
      const trials = trialsOf(31, sizes[name].ordinary * scale, 5, format, {
        ...ordinary,
        layers: sizes[name].layers,
        batch: 2,
      });
      expect(escapesOf(trials, balls)).toBe(0);
      const ratios = trials.flatMap((trial) => bluntness(trial, balls));
      expect(ratios.length).toBeGreaterThan(200);
      if (scale > 1)
        console.log(
          `${name}: ${[0, 0.1, 0.5, 0.9, 0.99].map((share) => quantile(ratios, share).toFixed(2)).join(", ")}`,
        );
      expect(quantile(ratios, 0.5)).toBeLessThanOrEqual(3);
      expect(quantile(ratios, 0.9)).toBeLessThanOrEqual(12);
    },
  );

  it.each([
    ["functions saturate and exponentials leave the range", saturatedQuestion],
    ["numbers of any scale meet", scaledQuestion],
  ])("stays inside where %s", { timeout: patience }, (_, question) => {
    const trials = trialsAtEdges(question, name);
    expect(escapesOf(trials, balls)).toBe(0);
    const entries = trials.flatMap((trial) => ballsOf(trial.question, balls));
    expect(entries.filter(({ unlimited }) => unlimited).length).toBeLessThan(0.3 * entries.length);
  });

  it("stays inside where an underflow stands out", { timeout: patience }, () => {
    expect(escapesOf(pointedTrialsOf(format), balls)).toBe(0);
  });
});

function withoutUnderflow(balls: Balls): Balls {
  return new Balls(digits, { ...balls.widening, eta: 0 });
}

describe("a range that is weakened at the edges is broken by the adversary", () => {
  beforeEach(restoreRules);

  const format = formats.f32;
  const trials = [
    ...pointedTrialsOf(format),
    ...trialsAtEdges(saturatedQuestion, "f32"),
    ...trialsAtEdges(scaledQuestion, "f32"),
  ];
  const asDerived = (): Balls => new Balls(digits, format);
  const weaken =
    <Name extends keyof Rules>(name: Name, by: Substitute<Rules[Name]>) =>
    (): Balls => {
      substitute<Rules, Name>(name, by);
      return asDerived();
    };

  const weakened: Record<string, () => Balls> = {
    "underflow without a loss": () => new Balls(digits, { ...format, eta: 0 }),
    "a primitive that underflows by one unit alone": weaken("etaOfPrimitive", (_, { eta }) => eta),
    "overflow left out": () => new Balls(digits, { ...format, largest: Infinity }),
    "an exact tier of more bits than the format has": () => new Balls(digits, { ...format, bits: format.bits + 4 }),
    "softmax without underflow": weaken("softmax", (rule, balls, z) => rule(withoutUnderflow(balls), z)),
    "back through softmax without the underflow of the Jacobian": weaken("softmaxBackward", (rule, balls, ...rest) =>
      rule(withoutUnderflow(balls), ...rest),
    ),
    "cross-entropy in one step alone": weaken("crossEntropy", (rule, balls, ...rest) =>
      rule(withoutUnderflow(balls), ...rest),
    ),
    "the negative logarithm of a sum without underflow": weaken("softmaxNegativeLogGradient", (rule, balls, ...rest) =>
      rule(withoutUnderflow(balls), ...rest),
    ),
    "powers without underflow": weaken("product", (rule, balls, factors) => rule(withoutUnderflow(balls), factors)),
  };

  it.each(Object.keys(weakened))("%s", { timeout: patience }, (title) => {
    const balls = (weakened[title] as () => Balls)();
    expect(trials.some((trial) => escapes(trial, balls).length > 0)).toBe(true);
  });
});
