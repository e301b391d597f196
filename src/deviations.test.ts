/** What a declared deviation makes of every implementation: worked examples, and the same numbers from all of them. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  backpropagateByGraph,
  backpropagateByLoops,
  backpropagateByMatrices,
  certify,
  completeConventions,
  inProcessSubject,
  scalar,
  type Activation,
  type Case,
  type Conventions,
  type Deviations,
  type FullAnswer,
  type LossName,
} from "./index.js";

const implementations = {
  scalar: backpropagateByLoops,
  vectorized: backpropagateByMatrices,
  graph: backpropagateByGraph,
} as const;

/** Units whose pre-activations are the given numbers. */
const layerOf = (
  z: readonly number[],
  name: "identity" | "softplus" | "softmax" | "logistic",
  d: readonly number[],
  loss: LossName,
): Case => ({
  network: { layers: [{ weights: z.map(() => [0]), biases: z, activation: { name } as Activation }] },
  loss: { name: loss },
  regularizer: null,
  batch: { inputs: [[1]], targets: [d] },
});

const under = (deviations: Deviations): Conventions => completeConventions({ deviations });

/** Div, and what comes back through the last activation and before it. */
const seen = ({ loss, outputs, gradients }: FullAnswer) => ({
  y: outputs[0],
  Div: loss,
  dy: gradients.activations[0]?.[0]?.map((value) => value + 0),
  dz: gradients.preactivations[0]?.[0]?.map((value) => value + 0),
});

describe.each(Object.entries(implementations))("in the %s implementation", (_, backpropagate) => {
  const after = (question: Case, deviations: Deviations) => seen(backpropagate(question, under(deviations)));

  it("softplus is z above the threshold, and its derivative 1, but not at the threshold itself", () => {
    const deviations: Deviations = { "softplus-linear-above": { threshold: 2 } };
    const z = [2.25, 2, -3, 800, Infinity];
    const question = layerOf(z, "softplus", [0, 0, 0, 0, 0], "squared-error");
    const [declared, plain] = [after(question, deviations), after(question, {})];
    expect(declared.y?.[0]).toBe(2.25);
    expect(declared.dz?.[0]).toBe(2.25);
    expect(plain.y?.[0]).toBeGreaterThan(2.25);
    for (const i of [1, 2, 3, 4])
      expect([declared.y?.[i], declared.dz?.[i]], `z = ${z[i]}`).toEqual([plain.y?.[i], plain.dz?.[i]]);
    expect(after(layerOf([NaN], "softplus", [0], "squared-error"), deviations)).toMatchObject({ y: [NaN], dz: [NaN] });
  });

  const quarter: Deviations = { "probabilities-clipped": { epsilon: 0.25 } };
  const plusQuarter: Deviations = { "epsilon-in-logarithm": { epsilon: 0.25 } };
  const y = [0.125, 0.5, 0.875, 0.25];
  const ln = Math.log;
  it.each([
    ["cross-entropy", quarter, [1, 1, 1, 0], -ln(0.25) - ln(0.5) - ln(0.75), [0, -2, 0, 0]],
    ["cross-entropy", plusQuarter, [0, 1, 0, 2], -ln(0.75) - 2 * ln(0.5), [0, -1 / 0.75, 0, -4]],
    ["cross-entropy", { ...quarter, ...plusQuarter }, [1, 1, 0, 0], -ln(0.5) - ln(0.75), [0, -1 / 0.75, 0, 0]],
    ["negative-log-of-sum", quarter, [1, 1, 0, 0], -ln(0.75), [0, -1 / 0.75, 0, 0]],
    ["negative-log-of-sum", plusQuarter, [0, 1, 0, 1], -ln(1), [0, -1, 0, -1]],
    ["negative-log-of-sum", { ...quarter, ...plusQuarter }, [2, 0, 0, 0], -ln(0.75), [0, 0, 0, 0]],
    ["binary-cross-entropy", quarter, [0, 1, 1, 0.5], -ln(0.75) - ln(0.5) - ln(0.75) - ln(0.25 * 0.75) / 2, undefined],
    [
      "binary-cross-entropy",
      plusQuarter,
      [0, 1, 0, 1],
      -ln(1.125) - ln(0.75) - ln(0.375) - ln(0.5),
      [1 / 1.125, -1 / 0.75, 1 / 0.375, -2],
    ],
    ["squared-error", { ...quarter, ...plusQuarter }, [0.125, 0, 0.875, 0.25], 0.125, [0, 0.5, 0, 0]],
  ] as const)("%s under %o is what spec/conventions.md says", (loss, deviations, d, Div, dy) => {
    const got = after(layerOf(y, "identity", d, loss), deviations);
    expect(got.Div).toBeCloseTo(Div, 14);
    if (dy !== undefined) got.dy?.forEach((value, i) => expect(value).toBeCloseTo(dy[i] as number, 14));
    expect(got.dz).toEqual(got.dy);
  });

  it("binary cross-entropy has no gradient outside the bounds", () => {
    const { dy } = after(layerOf([0.125, 0.5, 0.875], "identity", [0, 0.5, 0], "binary-cross-entropy"), quarter);
    expect(dy).toEqual([0, 0, 0]);
    expect(after(layerOf([0.5], "identity", [1], "binary-cross-entropy"), quarter).dy).toEqual([-2]);
  });

  it("a probability of 0 costs -ln ε, and NaN stays NaN", () => {
    const certain = layerOf([0, -1e4], "softmax", [0, 1], "cross-entropy");
    expect(after(certain, quarter).Div).toBe(-ln(0.25));
    expect(after(certain, plusQuarter).Div).toBe(-ln(0.25));
    expect(after(layerOf([1e4], "logistic", [0], "binary-cross-entropy"), plusQuarter).Div).toBe(-ln(0.25));
    for (const deviations of [quarter, plusQuarter]) {
      const { Div, dz } = after(layerOf([NaN, 0], "softmax", [0, 1], "cross-entropy"), deviations);
      expect([Div, ...(dz ?? [])]).toEqual([NaN, NaN, NaN]);
    }
  });
});

describe("the implementations agree on declared deviations", () => {
  const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 3 });
  const deviation = fc.record({
    "probabilities-clipped": fc.option(fc.record({ epsilon: fc.constantFrom(1e-7, 1e-3, 0.25) }), { nil: undefined }),
    "epsilon-in-logarithm": fc.option(fc.record({ epsilon: fc.constantFrom(1e-8, 1e-3, 0.5) }), { nil: undefined }),
  }) as fc.Arbitrary<Deviations>;
  const heads = fc.constantFrom(
    ["softmax", "cross-entropy"],
    ["softmax", "negative-log-of-sum"],
    ["logistic", "binary-cross-entropy"],
    ["logistic", "cross-entropy"],
  ) as fc.Arbitrary<readonly ["softmax" | "logistic", LossName]>;

  it.each(Object.entries(implementations))("%s with the digits of the oracle", (_, backpropagate) => {
    fc.assert(
      fc.property(logits, heads, deviation, fc.constantFrom(0, 0.5, 1), (z, [activation, loss], deviations, d) => {
        const question = layerOf(
          z,
          activation,
          z.map((_, i) => (i === 0 ? 1 : d)),
          loss,
        );
        const { Div, dy, dz } = seen(backpropagate(question, under(deviations)));
        const reference = certify(question, under(deviations), "f64");
        const inRange = (quantity: Parameters<typeof reference.ranges>[0], values: readonly number[]): void => {
          const { lo, hi } = reference.ranges(quantity);
          values.forEach((value, i) => expect(value >= (lo[i] ?? NaN) && value <= (hi[i] ?? NaN), quantity).toBe(true));
        };
        inRange("loss", [Div]);
        inRange("gradients.activations", dy ?? []);
        inRange("gradients.preactivations", dz ?? []);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe("a subject", () => {
  const declaring = (deviations: unknown) => () =>
    inProcessSubject({
      ...scalar,
      description: { ...scalar.description, conventions: { deviations: deviations as Deviations } },
    });

  it("may declare what spec/conventions.md shows", () => {
    const page = readFileSync(new URL("../spec/conventions.md", import.meta.url), "utf8");
    const [, text = ""] = /^```json\n([^]*?)^```/m.exec(page) ?? [];
    const { deviations } = JSON.parse(text) as { deviations: Deviations };
    expect(Object.keys(deviations)).toEqual(["softplus-linear-above", "probabilities-clipped"]);
    expect(declaring(deviations)).not.toThrow();
  });

  it.each([
    [
      { "softplus-threshold": 20 },
      "unknown field 'softplus-threshold' in conventions.deviations; known: softplus-linear-above, ",
    ],
    [{ "softplus-linear-above": 20 }, "conventions.deviations.softplus-linear-above must be of type object, got 20"],
    [{ "softplus-linear-above": {} }, "lacks the field 'threshold'"],
    [
      { "softplus-linear-above": { threshold: Infinity } },
      "threshold must be <= 1.7976931348623157e+308, got Infinity",
    ],
    [{ "probabilities-clipped": { epsilon: 0.5 } }, "probabilities-clipped.epsilon must be < 0.5, got 0.5"],
    [{ "epsilon-in-logarithm": { epsilon: 0 } }, "epsilon-in-logarithm.epsilon must be > 0, got 0"],
    [{ "epsilon-in-logarithm": { epsilon: NaN } }, "epsilon-in-logarithm.epsilon must be < 1, got NaN"],
    [[], "conventions.deviations must be of type object"],
  ])("that declares %o is told what is wrong", (deviations, message) => {
    expect(declaring(deviations)).toThrow(message);
  });
});
