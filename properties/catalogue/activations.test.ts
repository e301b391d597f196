/** ACT: laws of the activations, asked of whole implementations. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, type Activation } from "../../src/model/index.js";
import { expectWithin, gamma, primitive } from "../../src/scalar/testing/rounding.js";
import { answer, implementations, layer, questionOf, unsigned, type Backpropagate } from "./testing/questions.js";

const tiny = 2 ** -100;

/**
 * f(z) and f'(z). The unit's output counts so little in the second layer that the latter's output stays 1: so dz of the
 * second layer is 1, dy of the unit is 2^-100, and dz of the unit is f'(z) · 2^-100, which no power of two rounds.
 */
function respond(run: Backpropagate, f: Activation, z: number): { value: number; slope: number } {
  const { activations, gradients, outputs } = answer(
    run,
    questionOf([layer([[1]], [0], f), layer([[tiny]], [1])], [[z]]),
  );
  expect(outputs).toEqual([[1]]);
  return { value: activations[0][0][0], slope: gradients.preactivations[0][0][0] / tiny };
}

/** Far enough for saturation, near enough for the second layer to stay at 1. */
const argument = fc.oneof(
  fc.integer({ min: -40 * 1024, max: 40 * 1024 }).map((n) => n / 1024),
  fc.double({ min: -40, max: 40, noNaN: true }),
);
/** Roundings of 1 / (1 + e^-|z|) and of e^-|z| / (1 + e^-|z|). */
const logisticRoundings = primitive + 3;
const log2 = Math.LN2 * (1 + 2 ** -52);

describe.each(implementations)("activations: %s", (_, run) => {
  const at = (f: Activation) => (z: number) => respond(run, f, z);
  const [logistic, tanh, softplus, relu] = (["logistic", "tanh", "softplus", "relu"] as const).map((name) =>
    at({ name }),
  );
  const every = (law: (z: number) => void, seed: number) => fc.assert(fc.property(argument, law), { seed });

  it("logistic: in (0, 1), 1/2 at 0, increasing, and σ(-z) = 1 - σ(z)", () => {
    expect(logistic(0).value).toBe(0.5);
    const steps = Array.from({ length: 61 }, (__, i) => logistic(i - 30).value);
    steps.slice(1).forEach((value, i) => expect(value).toBeGreaterThan(steps[i]));
    every((z) => {
      expectWithin(logistic(-z).value, 1 - logistic(z).value, 2 * logisticRoundings + 1, 1);
      expect(logistic(z).value).toBeGreaterThan(0);
    }, 1);
  });

  it("logistic': e^-z / (1 + e^-z)², even, 1/4 at 0 and nowhere more", () => {
    expect(logistic(0).slope).toBe(0.25);
    every((z) => {
      const E = Math.exp(-Math.abs(z));
      // σ is off by its roundings, which 1 - σ takes over in full; then a difference and a product, on the scale of σ ≤ 1
      const roundings = 2 * logisticRoundings + primitive + 6;
      expectWithin(logistic(z).slope, E / ((1 + E) * (1 + E)), roundings, 1);
      expectWithin(logistic(z).slope, logistic(-z).slope, roundings, 1);
      // Next to 1/4 the form's own three or four roundings show.
      expect(logistic(z).slope).toBeLessThanOrEqual(0.25 * (1 + gamma(4)));
    }, 2);
  });

  it("tanh: odd, with slope 1 - tanh², and 2 σ(2z) - 1", () => {
    expect([tanh(0).value, tanh(0).slope]).toEqual([0, 1]);
    every((z) => {
      const { value, slope } = tanh(z);
      expect(unsigned(tanh(-z).value)).toBe(unsigned(-value));
      expectWithin(slope, 1 - value * value, 2 * primitive + 10, 1);
      if (Math.abs(z) <= 20)
        expectWithin(value, 2 * logistic(2 * z).value - 1, 2 * logisticRoundings + primitive + 2, 1);
    }, 3);
  });

  it("logistic and tanh saturate: their slopes fall like e^-|z| and e^-2|z|", () => {
    every((z) => {
      const noise = gamma(2 * primitive + 10);
      expect(logistic(z).slope).toBeLessThanOrEqual(Math.exp(-Math.abs(z)) + noise);
      expect(tanh(z).slope).toBeLessThanOrEqual(4 * Math.exp(-2 * Math.abs(z)) + noise);
    }, 4);
    expect(relu(2 ** 20).slope).toBe(1);
  });

  it("softplus: between relu and relu + ln 2, softplus(z) - softplus(-z) = z, with the logistic for its slope", () => {
    const roundings = 2 * primitive + 2;
    every((z) => {
      const { value, slope } = softplus(z);
      expect(value).toBeGreaterThanOrEqual(relu(z).value);
      expect(value).toBeLessThanOrEqual((relu(z).value + log2) * (1 + gamma(roundings)));
      expectWithin(value - softplus(-z).value, z, 2 * roundings + 1, Math.abs(z) + 1);
      expectWithin(slope, logistic(z).value, 2 * logisticRoundings);
    }, 5);
    expect(softplus(1000).value).toBe(1000);
    expectWithin(softplus(-40).value, Math.exp(-40), 2 * primitive + 2);
  });

  it("relu: relu(relu(z)) = relu(z), relu(cz) = c relu(z), relu(z) - relu(-z) = z, relu'(0) = 0", () => {
    every((z) => {
      const { value } = relu(z);
      expect(unsigned([relu(value).value, relu(8 * z).value, value - relu(-z).value])).toEqual(
        unsigned([value, 8 * value, z]),
      );
      expect(relu(z).slope).toBe(z > 0 ? 1 : 0);
    }, 6);
    expect(relu(0).slope).toBe(0);
  });

  it("absolute-value: even, with the sign for its slope", () => {
    const absolute = at({ name: "absolute-value" });
    every((z) => {
      expect(absolute(-z).value).toBe(absolute(z).value);
      expect(unsigned([absolute(z).value, absolute(z).slope])).toEqual(unsigned([Math.abs(z), Math.sign(z)]));
    }, 7);
  });

  it("leaky-relu: relu with slope 0, identity with 1, absolute-value with -1, and slope left of 0", () => {
    const leaky = (slope: number, z: number) => unsigned(respond(run, { name: "leaky-relu", slope }, z).value);
    every((z) => {
      expect(leaky(0, z)).toBe(unsigned(relu(z).value));
      expect(leaky(1, z)).toBe(unsigned(at({ name: "identity" })(z).value));
      expect(leaky(-1, z)).toBe(unsigned(at({ name: "absolute-value" })(z).value));
      fc.pre(z !== 0);
      expect(respond(run, { name: "leaky-relu", slope: 0.375 }, z).slope).toBe(z > 0 ? 1 : 0.375);
    }, 8);
  });

  it("identity: slope 1", () => {
    every((z) => {
      const { value, slope } = at({ name: "identity" })(z);
      expect([unsigned(value), slope]).toEqual([unsigned(z), 1]);
    }, 9);
  });

  it("at a kink the slope lies between the one-sided slopes, whatever is declared", () => {
    const slopes = (f: Activation, choice: object) =>
      answer(run, questionOf([layer([[1]], [0], f), layer([[1]], [1])], [[0]]), {
        derivativeAtKink: { ...defaultConventions.derivativeAtKink, ...choice },
      }).gradients.preactivations[0][0][0] + 0;
    expect([0, 0.5, 1].map((relu) => slopes({ name: "relu" }, { relu }))).toEqual([0, 0.5, 1]);
    expect([-1, 0, 1].map((choice) => slopes({ name: "absolute-value" }, { "absolute-value": choice }))).toEqual([
      -1, 0, 1,
    ]);
    const leaky: Activation = { name: "leaky-relu", slope: 0.25 };
    expect(["slope", "average", 1].map((choice) => slopes(leaky, { "leaky-relu": choice }))).toEqual([0.25, 0.625, 1]);
  });
});
