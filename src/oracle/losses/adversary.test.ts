/** The rounding adversary (spec/numerics.md) against the ranges of losses, each under the activations it goes with. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ActivationName, Loss } from "../../model/index.js";
import { Ball, Balls } from "../ball.js";
import type { Radius } from "../radius.js";
import { softplus } from "../smooth.js";
import { ordinary, type Limits } from "../testing/random-cases.js";
import type { Substitute } from "../testing/substitutes.js";
import type { Widening } from "../widening.js";
import { negativeLnLogistic } from "./logistic-cross-entropy.js";
import { bluntness, escapes, modelFormat, quantile, trialsOf, type Trial } from "../testing/trials.js";

type Rules = typeof import("../elementary.js") &
  typeof import("./logistic-cross-entropy.js") &
  typeof import("./softmax-negative-log.js");

const { restoreRules, substitutable, substitute } = await vi.hoisted(() => import("../testing/substitutes.js"));

vi.mock("../elementary.js", async (original) => substitutable(await original<object>()));
vi.mock("./softmax-negative-log.js", async (original) => substitutable(await original<object>()));
vi.mock("./logistic-cross-entropy.js", async (original) => substitutable(await original<object>()));

/** More cases, for whoever changes a rule: GRADPROOF_STUDY=1 npx vitest run src/oracle/losses/adversary.test.ts */
const scale = process.env["GRADPROOF_STUDY"] === "1" ? 20 : 1;
const patience = 20_000 * scale;
const digits = 30;
const format = modelFormat(20);
/** Primitives as good as any other operation, so that the errors of these stand out. */
const fineFormat: Widening = { ...format, primitive: format.u };

const heads: readonly (readonly [loss: Loss["name"], activations: readonly ActivationName[]])[] = [
  ["cross-entropy", ["softmax", "logistic"]],
  ["negative-log-of-sum", ["softmax"]],
  ["negative-log-of-sum", ["logistic", "softplus"]],
  ["binary-cross-entropy", ["logistic"]],
  ["multiclass-hinge", ["identity", "tanh"]],
  ["own", ["identity", "tanh"]],
];

function trialsOfHeads(seed: number, cases: number, other: Partial<Limits> = {}, widening = format): Trial[] {
  return heads.flatMap(([loss, activations], n) =>
    trialsOf(seed + 2 * n, cases * scale, 5, widening, {
      ...ordinary,
      layers: 2,
      activations,
      losses: [loss],
      ...other,
    }),
  );
}

const trials = trialsOfHeads(1, 8);
const fineTrials = [
  ...trialsOfHeads(101, 8, { width: 3, weights: 4 }, fineFormat),
  ...trialsOfHeads(121, 20, { width: 4, weights: 3, layers: 1, batch: 1 }, fineFormat),
];

function escapesOf(among: readonly Trial[], balls: Balls): number {
  return among.reduce((count, trial) => count + escapes(trial, balls).length, 0);
}

describe("the rounding adversary", () => {
  it("never leaves the range of any entry", { timeout: patience }, () => {
    expect(escapesOf(trials, new Balls(digits, format))).toBe(0);
    expect(escapesOf(fineTrials, new Balls(digits, fineFormat))).toBe(0);
  });

  it("comes within a factor 3 for half of the entries, and within 12 for nine tenths", { timeout: patience }, () => {
    const ratios = trials.flatMap((trial) => bluntness(trial, new Balls(digits, format)));
    expect(ratios.length).toBeGreaterThan(1000);
    expect(quantile(ratios, 0.5)).toBeLessThanOrEqual(3);
    expect(quantile(ratios, 0.9)).toBeLessThanOrEqual(12);
    if (scale > 1)
      console.log(
        [0, 0.1, 0.5, 0.9, 0.99].map((share) => `${share}: ${quantile(ratios, share).toFixed(3)}`).join(", "),
      );
  });

  it.each([
    ["as few bits as bf16, where second-order terms count", 8, {}],
    ["as few bits as f16", 11, {}],
    ["weights so large that units saturate", 20, { weights: 5 }],
    ["few bits and large weights", 8, { weights: 5 }],
  ])("never leaves the range with %s", { timeout: patience }, (_, bits, other) => {
    const widening = modelFormat(bits);
    expect(escapesOf(trialsOfHeads(21, 4, other, widening), new Balls(digits, widening))).toBe(0);
  });
});

function certain(balls: Balls, ball: Ball): Ball {
  return ball.exact !== undefined ? ball : new Ball(balls.reals, ball.mid, 0);
}

/** The same arithmetic with other roundings. */
function changed(balls: Balls, widening: Partial<Widening>): Balls {
  return new Balls(digits, { ...balls.widening, ...widening });
}

/** Arithmetic in which a rule's extra γ counts nothing. */
class WithoutGamma extends Balls {
  override gamma(): Radius {
    return 0;
  }
}

describe("a weakened range is broken by the adversary", () => {
  beforeEach(restoreRules);

  const weaken = <Name extends keyof Rules>(name: Name, by: Substitute<Rules[Name]>) => {
    return () => substitute<Rules, Name>(name, by);
  };

  const weakened: Record<string, () => unknown> = {
    "-ln that forgets what came in": weaken("negativeLn", (rule, balls, x) => rule(balls, certain(balls, x))),
    "-ln without its own error": weaken("negativeLn", (rule, balls, x) => rule(changed(balls, { primitive: 0 }), x)),
    "-ln Σ d p of certain logits": weaken("softmaxNegativeLog", (rule, balls, head, d, s) =>
      rule(balls, { ...head, z: head.z.map((z) => certain(balls, z)) }, d, s),
    ),
    "-ln Σ d p with exact exponentials and logarithms": weaken("softmaxNegativeLog", (rule, balls, ...operands) =>
      rule(changed(balls, { primitive: 0 }), ...operands),
    ),
    "-ln Σ d p without the roundings of its sums": weaken("softmaxNegativeLog", (rule, balls, ...operands) =>
      rule(changed(balls, { u: 0 }), ...operands),
    ),
    "p - q with a certain p": weaken("softmaxNegativeLogGradient", (rule, balls, head, d, s) =>
      rule(balls, { ...head, softmax: { ...head.softmax, p: head.softmax.p.map((p) => certain(balls, p)) } }, d, s),
    ),
    "p - q with q of certain logits": weaken("softmaxNegativeLogGradient", (rule, balls, head, d, s) =>
      rule(balls, { ...head, z: head.z.map((z) => certain(balls, z)) }, d, s),
    ),
    "p - q in one step alone": weaken("softmaxNegativeLogGradient", (rule, balls, ...operands) =>
      rule(new WithoutGamma(digits, balls.widening), ...operands),
    ),
    "-ln of the logistic function as softplus alone": weaken(
      "negativeLnLogistic",
      (_, balls, z) => softplus(balls, balls.negate(z)).y,
    ),
    "-ln(1 - y) as softplus alone": weaken("negativeLnOneMinusLogistic", (_, balls, z) => softplus(balls, z).y),
    "-ln(1 - y) with a 1 - y as good as y": weaken("negativeLnOneMinusLogistic", (_, balls, z) =>
      negativeLnLogistic(balls, balls.negate(z)),
    ),
    "y - d in one step alone": weaken("logisticCrossEntropyGradient", (_, balls, _z, y, d) => balls.subtract(y, d)),
    "y - d with f' from a certain y": weaken("logisticCrossEntropyGradient", (rule, balls, ...operands) => {
      const { u } = balls.widening;
      return rule(changed(balls, { primitive: u }), ...operands);
    }),
    "exp that forgets what came in": weaken("exp", (rule, balls, x) => rule(balls, certain(balls, x))),
    "exp without its own error": weaken("exp", (rule, balls, x) => rule(changed(balls, { primitive: 0 }), x)),
    "ln that forgets what came in": weaken("ln", (rule, balls, x) => rule(balls, certain(balls, x))),
    "ln without its own error": weaken("ln", (rule, balls, x) => rule(changed(balls, { primitive: 0 }), x)),
    "a square root that forgets what came in": weaken("squareRoot", (rule, balls, x) => rule(balls, certain(balls, x))),
    "a square root without its rounding": weaken("squareRoot", (rule, balls, x) => rule(changed(balls, { u: 0 }), x)),
  };

  it.each(Object.keys(weakened))("%s", { timeout: patience }, (name) => {
    weakened[name]();
    const breaks = (among: readonly Trial[], widening: Widening): boolean =>
      among.some((trial) => escapes(trial, new Balls(digits, widening)).length > 0);
    expect(breaks(fineTrials, fineFormat) || breaks(trials, format)).toBe(true);
  });
});
