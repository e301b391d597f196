import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  conventionChoices,
  defaultConventions,
  kinkChoices,
  scalarActivationNames,
  type DerivativeAtKink,
  type ScalarActivation,
} from "../model/index.js";
import { activationDerivative, activationValue } from "./activations.js";
import { expectWithin, primitive } from "./testing/rounding.js";

const named = (name: ScalarActivation["name"]): ScalarActivation =>
  name === "leaky-relu" ? { name, slope: 0.25 } : { name };
const value = (name: ScalarActivation["name"], z: number): number =>
  activationValue(named(name), z, defaultConventions);
const derivative = (name: ScalarActivation["name"], z: number, atKink: Partial<DerivativeAtKink> = {}): number =>
  activationDerivative(named(name), z, value(name, z), {
    ...defaultConventions,
    derivativeAtKink: { ...defaultConventions.derivativeAtKink, ...atKink },
  });

/** 25 digits each, computed with 60; the double nearest to them is one rounding away. */
const golden = [
  { z: -30, logistic: 9.357622968839298953839563e-14, tanh: -1.0, softplus: 9.357622968839736779377697e-14 },
  {
    z: -5,
    logistic: 0.00669285092428485555936198,
    tanh: -0.9999092042625951312109904,
    softplus: 0.006715348489118068616416688,
  },
  {
    z: -1,
    logistic: 0.2689414213699951207488408,
    tanh: -0.7615941559557648881194583,
    softplus: 0.3132616875182228340489955,
  },
  {
    z: -0.5,
    logistic: 0.3775406687981454353610994,
    tanh: -0.4621171572600097585023185,
    softplus: 0.4740769841801066808729974,
  },
  {
    z: 0.25,
    logistic: 0.5621765008857981040273236,
    tanh: 0.2449186624037091292778011,
    softplus: 0.8259394198788435622078361,
  },
  {
    z: 1,
    logistic: 0.7310585786300048792511592,
    tanh: 0.7615941559557648881194583,
    softplus: 1.313261687518222834048995,
  },
  {
    z: 3,
    logistic: 0.9525741268224332191211518,
    tanh: 0.9950547536867304513318802,
    softplus: 3.048587351573742058758926,
  },
  {
    z: 20,
    logistic: 0.9999999979388463818097964,
    tanh: 0.9999999999999999915032915,
    softplus: 20.00000000206115362031438,
  },
];

const goldenSlopes = [
  { z: -30, logistic: 9.357622968838423302763293e-14, tanh: 3.502604305078608135395493e-26 },
  { z: -5, logistic: 0.006648056670790154913998535, tanh: 0.0001815832309438066841297682 },
  { z: -0.5, logistic: 0.2350037122015944890693027, tanh: 0.7864477329659274101496989 },
  { z: 1, logistic: 0.1966119332414818525374247, tanh: 0.4199743416140260693944967 },
  { z: 20, logistic: 2.061153613941849343652295e-9, tanh: 1.699341702116635583692883e-17 },
];

/** One exponential, one addition, one division; and the golden number's own rounding. */
const logisticRoundings = primitive + 3;

describe("values", () => {
  it.each(golden)("at z = $z equal the golden digits up to their roundings", ({ z, logistic, tanh, softplus }) => {
    expectWithin(value("logistic", z), logistic, logisticRoundings);
    expectWithin(value("tanh", z), tanh, primitive + 1);
    // an exponential, a logarithm whose condition number is below 1, an addition
    expectWithin(value("softplus", z), softplus, 2 * primitive + 2);
  });

  it("of identity, relu, leaky-relu and absolute-value are exact for every double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (z) => {
        expect(value("identity", z)).toBe(z);
        expect(value("relu", z)).toBe(z > 0 ? z : 0);
        expect(value("leaky-relu", z)).toBe(z > 0 ? z : z / 4);
        expect(value("absolute-value", z)).toBe(z < 0 ? -z : z + 0 === 0 ? 0 : z);
      }),
      { seed: 1 },
    );
  });

  it("of unit-step are 0 and 1, and at 0 and -0 what the convention says", () => {
    for (const z of [5e-324, 1, 1e308, Infinity])
      expect([value("unit-step", z), value("unit-step", -z)]).toEqual([1, 0]);
    const atZero = (z: number): number[] =>
      conventionChoices.unitStepAtZero.map((unitStepAtZero) =>
        activationValue({ name: "unit-step" }, z, { ...defaultConventions, unitStepAtZero }),
      );
    expect(atZero(0)).toEqual([1, 0, 0.5, 1]);
    expect(atZero(-0)).toEqual([1, 0, 0.5, 1]);
  });

  it("of logistic, tanh and softplus stay in their ranges for every double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (z) => {
        expect(value("logistic", z) >= 0 && value("logistic", z) <= 1).toBe(true);
        expect(Math.abs(value("tanh", z)) <= 1).toBe(true);
        expect(value("softplus", z) >= Math.max(z, 0)).toBe(true);
      }),
      { seed: 2 },
    );
  });

  it("survive 1e308, -1e308 and the infinities", () => {
    for (const huge of [1e308, Infinity]) {
      expect([value("logistic", huge), value("tanh", huge), value("softplus", huge)]).toEqual([1, 1, huge]);
      expect([value("logistic", -huge), value("tanh", -huge), value("softplus", -huge)]).toEqual([0, -1, 0]);
      expect([derivative("logistic", huge), derivative("tanh", huge), derivative("softplus", huge)]).toEqual([0, 0, 1]);
      expect([derivative("logistic", -huge), derivative("tanh", -huge), derivative("softplus", -huge)]).toEqual([
        0, 0, 0,
      ]);
    }
  });

  it.each(scalarActivationNames)("of %s pass NaN on", (name) => {
    expect(value(name, NaN)).toBeNaN();
  });
});

describe("derivatives", () => {
  it.each(goldenSlopes)("at z = $z equal the golden digits up to their roundings", ({ z, logistic, tanh }) => {
    // y (1 - y): an error of y reaches the result at most once; then a subtraction, a product, the golden rounding
    expectWithin(derivative("logistic", z), logistic, logisticRoundings + 3, value("logistic", z));
    // 1 - y^2: an error of y reaches the result at most twice; then a product, a subtraction, the golden rounding
    expectWithin(derivative("tanh", z), tanh, 2 * primitive + 3, 1);
  });

  it("of softplus is the logistic, bit for bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (z) => {
        expect(derivative("softplus", z)).toBe(value("logistic", z));
      }),
      { seed: 3 },
    );
  });

  it("at 0 are 1 for identity and tanh, 1/4 for logistic, 1/2 for softplus", () => {
    expect(derivative("identity", 0)).toBe(1);
    expect(derivative("tanh", 0)).toBe(1);
    expect(derivative("logistic", 0)).toBe(0.25);
    expect(derivative("softplus", 0)).toBe(0.5);
  });

  it("away from 0 are the slopes of the two branches, however near", () => {
    for (const z of [5e-324, 1, 1e308, Infinity]) {
      expect([derivative("relu", z), derivative("leaky-relu", z), derivative("absolute-value", z)]).toEqual([1, 1, 1]);
      expect([derivative("relu", -z), derivative("leaky-relu", -z), derivative("absolute-value", -z)]).toEqual([
        0, 0.25, -1,
      ]);
    }
  });

  it("of unit-step are 0 everywhere, at the step as well", () => {
    for (const z of [-Infinity, -1, -5e-324, -0, 0, 5e-324, 1, Infinity]) expect(derivative("unit-step", z)).toBe(0);
  });

  it.each(scalarActivationNames.filter((name) => name !== "identity"))("of %s pass NaN on", (name) => {
    expect(derivative(name, NaN)).toBeNaN();
  });
});

describe("derivatives at a kink", () => {
  const expected = {
    relu: [0, 0.5, 1, 0],
    "leaky-relu": [0.25, 1, 0.625, 0.25],
    "absolute-value": [0, 1, -1, 0],
  } as const;
  const kinked = ["relu", "leaky-relu", "absolute-value"] as const;

  it.each(kinked)("of %s follow the convention at 0 and at -0", (name) => {
    const returned = (z: number): number[] =>
      kinkChoices[name].map((choice) => derivative(name, z, { [name]: choice }));
    expect(returned(0)).toEqual(expected[name]);
    expect(returned(-0)).toEqual(expected[name]);
  });

  it.each(kinked)("of %s leave all other places alone", (name) => {
    for (const choice of kinkChoices[name]) {
      expect(derivative(name, 5e-324, { [name]: choice })).toBe(derivative(name, 1));
      expect(derivative(name, -5e-324, { [name]: choice })).toBe(derivative(name, -1));
    }
  });
});
