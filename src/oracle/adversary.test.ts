import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ActivationName } from "../model/index.js";
import { Ball, Balls, type Term } from "./ball.js";
import { type Widening } from "./widening.js";
import { plus, times, type Radius } from "./radius.js";
import { bluntness, escapes, modelFormat, quantile, trialsOf, type Trial } from "./testing/trials.js";
import { ordinary, type Limits } from "./testing/random-cases.js";

type Rules = typeof import("./activations.js") & typeof import("./softmax.js");

const { restoreRules, substitutable, substitute } = await vi.hoisted(() => import("./testing/substitutes.js"));

vi.mock("./activations.js", async (original) => substitutable(await original<object>()));
vi.mock("./softmax.js", async (original) => substitutable(await original<object>()));

/** More cases, for whoever changes a rule: GRADPROOF_STUDY=1 npx vitest run src/oracle/adversary.test.ts */
const scale = process.env["GRADPROOF_STUDY"] === "1" ? 20 : 1;
const patience = 20_000 * scale;
const digits = 30;

const format = modelFormat(20);
const ordinaryTrials = trialsOf(1, 60 * scale, 6, format);
const wideTrials = trialsOf(2, 4 * scale, 4, format, { ...ordinary, layers: 2, width: 8, batch: 6 });

/** Scores of 0 and 1 have integral losses, and the slopes of the hinge are integers as well. */
const integral: Limits = {
  ...ordinary,
  layers: 2,
  activations: ["unit-step", "leaky-relu"],
  losses: ["multiclass-hinge"],
};

function escapesOf(trials: readonly Trial[], balls: Balls): number {
  return trials.reduce((count, trial) => count + escapes(trial, balls).length, 0);
}

describe("the rounding adversary", () => {
  it("never leaves the range of any entry on ordinary cases", { timeout: patience }, () => {
    expect(escapesOf([...ordinaryTrials, ...wideTrials], new Balls(digits, format))).toBe(0);
  });

  it(
    "comes within a factor 3 of the radius for half of the entries, and within 12 for nine tenths",
    { timeout: patience },
    () => {
      const ratios = ordinaryTrials.flatMap((trial) => bluntness(trial, new Balls(digits, format)));
      expect(ratios.length).toBeGreaterThan(2000);
      expect(quantile(ratios, 0.5)).toBeLessThanOrEqual(3);
      expect(quantile(ratios, 0.9)).toBeLessThanOrEqual(12);
      if (scale > 1)
        console.log(
          [0, 0.1, 0.5, 0.9, 0.99].map((share) => `${share}: ${quantile(ratios, share).toFixed(3)}`).join(", "),
        );
    },
  );

  it.each([
    ["as few bits as bf16, where second-order terms count", 8, ordinary],
    ["as few bits as f16", 11, ordinary],
    ["weights so large that units saturate", 20, { ...ordinary, weights: 5 }],
    ["losses and their gradients exact, and all that follows rounded", 20, integral],
  ])("never leaves the range with %s", { timeout: patience }, (_, bits, limits) => {
    const other = modelFormat(bits);
    expect(escapesOf(trialsOf(3, 15 * scale, 4, other, limits), new Balls(digits, other))).toBe(0);
  });
});

/** A ball without its radius. */
function certain(balls: Balls, ball: Ball): Ball {
  return ball.exact !== undefined ? ball : new Ball(balls.reals, ball.mid, 0);
}

/** Balls whose results do not count the last rounding of one kind of operation. */
class WithoutRounding extends Balls {
  private readonly kind: "add" | "multiply" | "divide";
  private inside = false;

  constructor(kind: "add" | "multiply" | "divide") {
    super(digits, format);
    this.kind = kind;
  }

  override rounded(mid: Ball["mid"], incoming: Radius, roundings: number): Ball {
    return super.rounded(mid, incoming, this.inside ? 0 : roundings);
  }

  private within(kind: string, operation: () => Ball): Ball {
    this.inside = kind === this.kind;
    const result = operation();
    this.inside = false;
    return result;
  }

  override add(a: Ball, b: Ball): Ball {
    return this.within("add", () => super.add(a, b));
  }

  override multiply(a: Ball, b: Ball): Ball {
    return this.within("multiply", () => super.multiply(a, b));
  }

  override divide(a: Ball, b: Ball): Ball {
    return this.within("divide", () => super.divide(a, b));
  }
}

const weakerSum = (gamma: (n: number) => number): Balls =>
  new (class extends Balls {
    override gamma(n: number): Radius {
      return super.gamma(gamma(n));
    }
  })(digits, format);

const widened = (changed: Partial<Widening>): Balls => new Balls(digits, { ...format, ...changed });

describe("a weakened range is broken by the adversary", () => {
  beforeEach(restoreRules);

  const weakened: Record<string, () => Balls> = {
    "γ with n - 1 in place of n": () => weakerSum((n) => n - 1),
    "γ with √n in place of n": () => weakerSum(Math.sqrt),
    "γ of one rounding for a whole sum": () => weakerSum((n) => Math.min(n, 1)),
    "a sum that forgets what came in with the second factors": () =>
      new (class extends Balls {
        override sumOfProducts(products: readonly Term[], addends: readonly Ball[] = [], more = 0): Ball {
          return super.sumOfProducts(
            products.map(([a, b]): Term => [a, certain(this, b)]),
            addends,
            more,
          );
        }
      })(digits, format),
    "a sum that forgets what came in with the first factors": () =>
      new (class extends Balls {
        override sumOfProducts(products: readonly Term[], addends: readonly Ball[] = [], more = 0): Ball {
          return super.sumOfProducts(
            products.map(([a, b]): Term => [certain(this, a), b]),
            addends,
            more,
          );
        }
      })(digits, format),
    "a product that forgets what came in with a factor": () =>
      new (class extends Balls {
        override multiply(a: Ball, b: Ball): Ball {
          return super.multiply(certain(this, a), b);
        }
      })(digits, format),
    "a quotient that forgets what came in with the divisor": () =>
      new (class extends Balls {
        override divide(a: Ball, b: Ball): Ball {
          return super.divide(a, certain(this, b));
        }
      })(digits, format),
    "an addition without its rounding": () => new WithoutRounding("add"),
    "a product without its rounding": () => new WithoutRounding("multiply"),
    "a quotient without its rounding": () => new WithoutRounding("divide"),
    "a loss that ignores the roundings of a running total": () =>
      new (class extends Balls {
        override sumOfProducts(products: readonly Term[], addends: readonly Ball[] = []): Ball {
          return super.sumOfProducts(products, addends);
        }
      })(digits, format),
    "numbers of the case taken as exact that the format does not hold": () =>
      new (class extends Balls {
        override fromDouble(x: number): Ball {
          return certain(this, super.fromDouble(x));
        }
      })(digits, format),
    "primitives that may err by half as much": () => widened({ primitive: format.primitive / 2 }),
    "operations that may err by half as much": () => widened({ u: format.u / 2 }),
    "the logistic function taken as a primitive": () => asPrimitive("logistic"),
    "softplus taken as a primitive": () => asPrimitive("softplus"),
    "tanh' that forgets the rounding of y": () => withSlopeOfCertainValue("tanh"),
    "logistic' that forgets the rounding of y": () => withSlopeOfCertainValue("logistic"),
    "softplus' that forgets the rounding of y": () => withSlopeOfCertainValue("softplus"),
    "softmax without the roundings of its sum and quotient": () => {
      substitute<Rules, "softmax">("softmax", (rule, balls, z) =>
        rule(new Balls(digits, { ...balls.widening, u: 0 }), z),
      );
      return widened({});
    },
  };

  it.each(Object.keys(weakened))("%s", { timeout: patience }, (name) => {
    const balls = (weakened[name] as () => Balls)();
    const broken = [...wideTrials, ...ordinaryTrials].find((trial) => escapes(trial, balls).length > 0);
    expect(broken).toBeDefined();
  });

  /** f(z) loses one primitive and nothing else. */
  function asPrimitive(name: ActivationName): Balls {
    substitute<Rules, "activate">("activate", (rule, balls, activation, z, conventions) => {
      const own = rule(balls, activation, z, conventions);
      if (activation.name !== name || z.unlimited) return own;
      const { y } = rule(new Balls(digits, { ...balls.widening, u: 0, primitive: 0 }), activation, z, conventions);
      return { ...own, y: balls.limited(y.mid, plus(y.radius, times(balls.widening.primitive, y.bound))) };
    });
    return widened({});
  }

  /** f'(z) loses only what its own last operations lose. */
  function withSlopeOfCertainValue(name: ActivationName): Balls {
    substitute<Rules, "activate">("activate", (rule, balls, activation, z, conventions) => {
      const own = rule(balls, activation, z, conventions);
      if (activation.name !== name) return own;
      const { slope } = rule(new Balls(digits, { ...balls.widening, primitive: 0 }), activation, z, conventions);
      return { ...own, slope };
    });
    return widened({});
  }
});
