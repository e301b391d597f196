/**
 * Ranges that are a hundred times too wide somewhere, which the smallest visible errors must show: what the rounding adversary cannot
 * see, for it only ever breaks what is too narrow.
 */
import * as fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { completeConventions, type Case } from "../../model/index.js";
import { backpropagate } from "../../scalar/index.js";
import { smallestVisible } from "../../sensitivity/smallest.js";
import { certify } from "../reference.js";
import { inflations } from "../testing/inflations.js";
import { ruleCases, type RuleName } from "../testing/rule-cases.js";

const { restoreRules, substitutable } = await vi.hoisted(() => import("../testing/substitutes.js"));

vi.mock("../activations.js", async (original) => substitutable(await original<object>()));
vi.mock("../activations/layer-normalization.js", async (original) => substitutable(await original<object>()));
vi.mock("../activations/linear-map.js", async (original) => substitutable(await original<object>()));
vi.mock("../activations/log-softmax.js", async (original) => substitutable(await original<object>()));
vi.mock("../activations/maxout.js", async (original) => substitutable(await original<object>()));
vi.mock("../activations/moment-losses.js", async (original) => substitutable(await original<object>()));
vi.mock("../activations/monomial.js", async (original) => substitutable(await original<object>()));
vi.mock("../activations/normalization-losses.js", async (original) => substitutable(await original<object>()));
vi.mock("../activations/polynomial.js", async (original) => substitutable(await original<object>()));
vi.mock("../backward.js", async (original) => substitutable(await original<object>()));
vi.mock("../elementary.js", async (original) => substitutable(await original<object>()));
vi.mock("../forward.js", async (original) => substitutable(await original<object>()));
vi.mock("../losses.js", async (original) => substitutable(await original<object>()));
vi.mock("../losses/logistic-cross-entropy.js", async (original) => substitutable(await original<object>()));
vi.mock("../losses/penalty.js", async (original) => substitutable(await original<object>()));
vi.mock("../losses/softmax-negative-log.js", async (original) => substitutable(await original<object>()));
vi.mock("../softmax.js", async (original) => substitutable(await original<object>()));
vi.mock("../widening.js", async (original) => substitutable(await original<object>()));

const answer = (question: Case): ReturnType<typeof backpropagate> => backpropagate(question, completeConventions());

/** The smallest error, in units in the last place, that is seen in some entry of the rule's own case. */
async function smallestOf(rule: RuleName): Promise<number> {
  const { question, quantity, precision } = ruleCases[rule];
  const rows = await smallestVisible({
    quantities: [quantity],
    runs: 1,
    seed: 1,
    cases: () => fc.constant(question),
    certify: (asked, format) => certify(asked, completeConventions(), format),
    answer,
  });
  return rows.find((row) => row.precision === precision)?.best ?? NaN;
}

const names = Object.keys(ruleCases) as RuleName[];

/** The rules whose figures exceed their goals. */
async function missed(): Promise<RuleName[]> {
  const rules: RuleName[] = [];
  for (const rule of names) {
    if (!((await smallestOf(rule)) <= ruleCases[rule].goal)) rules.push(rule);
  }
  return rules;
}

afterEach(() => {
  restoreRules();
  vi.restoreAllMocks();
});

describe("the smallest visible errors", () => {
  it("are within the goal of each rule", async () => {
    expect(await missed()).toEqual([]);
  });

  it("are asked about twenty inflations at least", () => {
    expect(Object.keys(inflations).length).toBeGreaterThanOrEqual(20);
  });

  it.each(Object.keys(inflations))("show an inflation of %s by 100, and none by 1", async (title) => {
    const [inflate, rule] = inflations[title] as (typeof inflations)[string];
    inflate(1);
    expect(await smallestOf(rule)).toBeLessThanOrEqual(ruleCases[rule].goal);
    vi.restoreAllMocks();
    inflate(100);
    expect(await smallestOf(rule)).toBeGreaterThan(ruleCases[rule].goal);
  });
});
