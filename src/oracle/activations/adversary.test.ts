/** The rounding adversary (spec/numerics.md) against the ranges of the activations with rules of their own, each alone. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Activation } from "../../model/index.js";
import { Ball, Balls } from "../ball.js";
import { atTheMean, cancelledAbove, cancelledBelow } from "../testing/normalization-cases.js";
import { slopeNearOne } from "../testing/polynomial-cases.js";
import { ordinary, type Limits, type Question } from "../testing/random-cases.js";
import { Random } from "../testing/random.js";
import { bluntness, escapes, modelFormat, quantile, trialOf, trialsOf, type Trial } from "../testing/trials.js";
import type { Substitute } from "../testing/substitutes.js";
import type { Widening } from "../widening.js";

type Rules = typeof import("../elementary.js") &
  typeof import("./layer-normalization.js") &
  typeof import("./linear-map.js") &
  typeof import("./log-softmax.js") &
  typeof import("./maxout.js") &
  typeof import("./moment-losses.js") &
  typeof import("./moments.js") &
  typeof import("./monomial.js") &
  typeof import("./normalization-gradient.js") &
  typeof import("./normalization-losses.js") &
  typeof import("./polynomial.js");

const { restoreRules, substitutable, substitute } = await vi.hoisted(() => import("../testing/substitutes.js"));

vi.mock("../elementary.js", async (original) => substitutable(await original<object>()));
vi.mock("./layer-normalization.js", async (original) => substitutable(await original<object>()));
vi.mock("./linear-map.js", async (original) => substitutable(await original<object>()));
vi.mock("./log-softmax.js", async (original) => substitutable(await original<object>()));
vi.mock("./maxout.js", async (original) => substitutable(await original<object>()));
vi.mock("./moment-losses.js", async (original) => substitutable(await original<object>()));
vi.mock("./moments.js", async (original) => substitutable(await original<object>()));
vi.mock("./monomial.js", async (original) => substitutable(await original<object>()));
vi.mock("./normalization-gradient.js", async (original) => substitutable(await original<object>()));
vi.mock("./normalization-losses.js", async (original) => substitutable(await original<object>()));
vi.mock("./polynomial.js", async (original) => substitutable(await original<object>()));

/** More cases, for whoever changes a rule: GRADPROOF_STUDY=1 npx vitest run src/oracle/activations/adversary.test.ts */
const scale = process.env["GRADPROOF_STUDY"] === "1" ? 20 : 1;
const patience = 20_000 * scale;
const digits = 30;
const format = modelFormat(20);
/** Primitives as good as any other operation, so that the errors of these stand out. */
const fineFormat: Widening = { ...format, primitive: format.u };

const names = ["log-softmax", "maxout", "linear-map", "layer-normalization", "polynomial"] as const;
type Name = (typeof names)[number];

function trialsOfEach(
  seed: number,
  cases: number,
  widening: Widening,
  other: Partial<Limits> = {},
): Record<Name, Trial[]> {
  const trials = names.map((name, n) => {
    const activations: readonly Activation["name"][] = [name];
    const limits = { ...ordinary, layers: 2, activations, losses: ["squared-error" as const], ...other };
    return [name, trialsOf(seed + 2 * n, cases * scale, 5, widening, limits)] as const;
  });
  return Object.fromEntries(trials) as Record<Name, Trial[]>;
}

const trials = trialsOfEach(1, 8, format);
const fineTrials = trialsOfEach(101, 12, fineFormat, { layers: 1, width: 4, batch: 1, weights: 2 });

/** Primitives so bad that nothing else stands beside them. */
const coarseFormat: Widening = { ...format, primitive: 256 * format.u };
const coarseTrials = trialsOfEach(201, 6, coarseFormat);
const pointedTrialsOf = (questions: readonly ((random: Random) => Question)[]): Trial[] =>
  questions.flatMap((question) => {
    const random = new Random(301, format.bits);
    return random.list(8 * scale, () => trialOf(random, question(random), 8, format));
  });
const pointedTrials: Partial<Record<Name, Trial[]>> = {
  "layer-normalization": pointedTrialsOf([atTheMean, cancelledBelow, cancelledAbove]),
  polynomial: pointedTrialsOf([slopeNearOne]),
};

function escapesOf(among: Record<Name, Trial[]>, balls: Balls): number {
  return Object.values(among)
    .flat()
    .reduce((count, trial) => count + escapes(trial, balls).length, 0);
}

describe("the rounding adversary", () => {
  it("never leaves the range of any entry", { timeout: patience }, () => {
    expect(escapesOf(trials, new Balls(digits, format))).toBe(0);
    expect(escapesOf(fineTrials, new Balls(digits, fineFormat))).toBe(0);
    expect(escapesOf(coarseTrials, new Balls(digits, coarseFormat))).toBe(0);
    expect(
      Object.values(pointedTrials)
        .flat()
        .flatMap((trial) => escapes(trial, new Balls(digits, format))),
    ).toEqual([]);
  });

  it("comes within a factor 3 for half of the entries, and within 12 for nine tenths", { timeout: patience }, () => {
    const ratios = Object.values(trials).flatMap((each) =>
      each.flatMap((trial) => bluntness(trial, new Balls(digits, format))),
    );
    expect(ratios.length).toBeGreaterThan(1000);
    expect(quantile(ratios, 0.5)).toBeLessThanOrEqual(3);
    expect(quantile(ratios, 0.9)).toBeLessThanOrEqual(12);
  });

  it.each([
    ["so few bits that second-order terms count", 6, {}],
    ["as few bits as bf16", 8, {}],
    ["as few bits as f16", 11, {}],
    ["large weights", 20, { weights: 5 }],
    ["large weights and few bits", 8, { weights: 5 }],
  ])("never leaves the range with %s", { timeout: patience }, (_, bits, other) => {
    const widening = modelFormat(bits);
    expect(escapesOf(trialsOfEach(21, 4, widening, other), new Balls(digits, widening))).toBe(0);
  });
});

function certain(balls: Balls, ball: Ball): Ball {
  return ball.exact !== undefined || ball.unlimited ? ball : new Ball(balls.reals, ball.mid, 0);
}

/** The same arithmetic with other roundings. */
function changed(balls: Balls, widening: Partial<Widening>): Balls {
  return new Balls(digits, { ...balls.widening, ...widening });
}

/** Arithmetic in which a rule's own γ counts nothing. */
class WithoutGamma extends Balls {
  override gamma(): number {
    return 0;
  }
}

/** Arithmetic that takes every number of the case for one that the format holds. */
class WithoutConversion extends Balls {
  override fromDouble(x: number): Ball {
    return certain(this, super.fromDouble(x));
  }
}

describe("a weakened range is broken by the adversary", () => {
  beforeEach(restoreRules);

  const weaken = <Rule extends keyof Rules>(name: Name, rule: Rule, by: Substitute<Rules[Rule]>) => ({
    name,
    apply: () => substitute<Rules, Rule>(rule, by),
  });

  const weakened = {
    "a maxout that forgets what came in": weaken("maxout", "maxout", (rule, balls, pieces, z, conventions) =>
      rule(
        balls,
        pieces,
        z.map((zi) => certain(balls, zi)),
        conventions,
      ),
    ),
    "a linear map that forgets what came in": weaken("linear-map", "linearMap", (rule, balls, A, z) =>
      rule(
        balls,
        A,
        z.map((zi) => certain(balls, zi)),
      ),
    ),
    "a linear map without its roundings": weaken("linear-map", "linearMap", (rule, balls, ...operands) =>
      rule(changed(balls, { u: 0 }), ...operands),
    ),
    "a linear map whose matrix needs no conversion": weaken("linear-map", "linearMap", (rule, balls, ...operands) =>
      rule(new WithoutConversion(digits, balls.widening), ...operands),
    ),
    "a log-softmax of certain logits": weaken("log-softmax", "logSoftmax", (rule, balls, z) =>
      rule(
        balls,
        z.map((zi) => certain(balls, zi)),
      ),
    ),
    "log-softmax' with p as softmax(z) alone": weaken("log-softmax", "exp", (rule, balls, y) =>
      certain(balls, rule(balls, y)),
    ),
    "log-softmax' with an e^y without its own error": weaken("log-softmax", "exp", (rule, balls, y) =>
      rule(changed(balls, { primitive: 0 }), y),
    ),
    "log-softmax' without its roundings": weaken("log-softmax", "logSoftmax", (rule, balls, z) => ({
      y: rule(balls, z).y,
      backward: rule(new WithoutGamma(digits, balls.widening), z).backward,
    })),
    "a mean without its roundings": weaken("layer-normalization", "lossesOf", (rule, roundings, row) => ({
      ...rule(roundings, row),
      mean: 0,
    })),
    "a variance without its roundings": weaken("layer-normalization", "lossesOf", (rule, roundings, row) => ({
      ...rule(roundings, row),
      root: rule({ ...roundings, gamma: () => 0 }, row).root,
    })),
    "a variance in two passes alone": weaken("layer-normalization", "lossesOf", (rule, roundings, row) => ({
      ...rule(roundings, row),
      root: rule({ ...roundings, everyForm: false }, row).root,
    })),
    "a root without the error of a library's power": weaken("layer-normalization", "lossesOf", (rule, ways, row) => ({
      ...rule(ways, row),
      root: rule({ ...ways, primitive: 0 }, row).root,
    })),
    "z - m without its rounding": weaken("layer-normalization", "valueLoss", (rule, losses, row, i) =>
      rule({ ...losses, roundings: { ...losses.roundings, gamma: () => 0 } }, row, i),
    ),
    "a normalized row that forgets what came in": weaken("layer-normalization", "readRow", (rule, balls, z, epsilon) =>
      rule(
        balls,
        z.map((zi) => certain(balls, zi)),
        epsilon,
      ),
    ),
    "dz of a normalization that forgets what came in with dy": weaken(
      "layer-normalization",
      "normalizationGradient",
      (rule, balls, normalized, dy) =>
        rule(
          balls,
          normalized,
          dy.map((d) => certain(balls, d)),
        ),
    ),
    "dz of a normalization that forgets what came in with z": weaken(
      "layer-normalization",
      "normalizationGradient",
      (rule, balls, { row, y, losses }, dy) => {
        const still = { ...row, radii: row.radii.map(() => 0) };
        return rule(balls, { row: still, y: y.map((yi) => ({ ...yi, moved: 0 })), losses }, dy);
      },
    ),
    "dz of a normalization with a certain 1/s": weaken("layer-normalization", "gradientLoss", (rule, losses, ...rest) =>
      rule({ ...losses, root: 0 }, ...rest),
    ),
    "dz of a normalization without its roundings": weaken(
      "layer-normalization",
      "gradientLoss",
      (rule, losses, ...rest) => rule({ ...losses, roundings: { ...losses.roundings, gamma: () => 0 } }, ...rest),
    ),
    "dz of a normalization that forgets how z - m and its sum are rounded": weaken(
      "layer-normalization",
      "gradientLoss",
      (rule, losses, ...rest) =>
        rule({ ...losses, mean: 0, roundings: { ...losses.roundings, everyForm: false } }, ...rest),
    ),
    "a monomial that forgets what came in": weaken("polynomial", "product", (rule, balls, factors) => {
      const product = rule(balls, factors);
      return product && { ...product, moved: 0 };
    }),
    "a monomial without its roundings": weaken("polynomial", "product", (rule, balls, factors) =>
      rule(changed(balls, { u: 0 }), factors),
    ),
    "powers as products alone": weaken("polynomial", "product", (rule, balls, factors) =>
      rule(changed(balls, { primitive: 0 }), factors),
    ),
    "a sum of monomials without its roundings": weaken("polynomial", "sumOf", (rule, balls, products) =>
      rule(new WithoutGamma(digits, balls.widening), products),
    ),
    "a polynomial's slope that is multiplied by dy without a rounding": weaken(
      "polynomial",
      "isPowerOfTwo",
      () => false,
    ),
    "a polynomial whose coefficients need no conversion": weaken("polynomial", "polynomial", (rule, balls, ...rest) =>
      rule(new WithoutConversion(digits, balls.widening), ...rest),
    ),
  };

  it.each(Object.keys(weakened) as (keyof typeof weakened)[])("%s", { timeout: patience }, (title) => {
    const { name, apply } = weakened[title];
    apply();
    const breaks = (among: readonly Trial[], widening: Widening): boolean =>
      among.some((trial) => escapes(trial, new Balls(digits, widening)).length > 0);
    const broken =
      breaks(fineTrials[name], fineFormat) ||
      breaks(trials[name], format) ||
      breaks(coarseTrials[name], coarseFormat) ||
      breaks(pointedTrials[name] ?? [], format);
    expect(broken).toBe(true);
  });
});
