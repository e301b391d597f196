/** Kinks, exact grids, saturation, tiny numbers: what separates a textbook program from a dependable one. */
import * as fc from "fast-check";
import type { EquationId } from "../spec/equations.js";
import type { Property } from "../src/gate/property.js";
import {
  quantities,
  type ActivationName,
  type Case,
  type Description,
  type PrecisionName,
} from "../src/model/index.js";
import { cases, possible, type Regime } from "./arbitraries/cases.js";
import { deviationProperties } from "./deviations.js";
import { smallInteger } from "./arbitraries/numbers.js";
import { agrees, edgeAgreement, requires } from "./support/laws.js";
import { judged, observed, witness } from "./support/witness.js";

function edge(
  id: string,
  title: string,
  equations: readonly EquationId[],
  regime: Regime,
  exact: boolean,
  arbitrary = (description: Description): fc.Arbitrary<Case> => cases(description, regime),
): Property<Case> {
  return {
    id,
    title,
    equations,
    level: "edge",
    requires: requires({ some: quantities, unless: possible(regime) }),
    arbitrary,
    check: (question, bench) =>
      judged(async () => {
        const seen = await witness(bench, question, "edge");
        const all = observed(bench, quantities);
        return exact ? agrees(seen, all) : edgeAgreement(seen, all);
      }),
  };
}

const piecewiseLinear: readonly ActivationName[] = [
  "identity",
  "relu",
  "leaky-relu",
  "absolute-value",
  "unit-step",
  "maxout",
  "linear-map",
];

/** Products of three of them fit 8 bits with room to add. */
const tinyInteger: fc.Arbitrary<number> = fc.integer({ min: -2, max: 2 });

/** Small integers, batches of a power of two: every intermediate is exact, many a pre-activation is 0. */
const grid: Regime = {
  numbers: (precision) => (precision === "bf16" ? tinyInteger : smallInteger),
  activations: piecewiseLinear,
  losses: ["squared-error", "multiclass-hinge"],
  batchSizes: [1, 2, 4],
  slopes: [0.25],
  maxLayers: 3,
};

const unitInteger: fc.Arbitrary<number> = fc.integer({ min: -1, max: 1 });

/** The grid with one kink alone: among all the others the rarer ones would be met too seldom. */
const oneKink: readonly Partial<Regime>[] = [
  { activations: ["relu"] },
  { activations: ["leaky-relu"] },
  { activations: ["absolute-value"] },
  { activations: ["unit-step"], maxLayers: 1 },
  { activations: ["maxout"], losses: ["squared-error"], maxLayers: 2 },
  { activations: ["identity"], losses: ["multiclass-hinge"], maxLayers: 1, leastOutputs: 3 },
];

/** A quarter of the cases with all kinks, the others with one each, as far as the subject has them. */
function gridCases(description: Description): fc.Arbitrary<Case> {
  const single = oneKink
    // The smaller the numbers and the more the examples, the more of these are on the kink.
    .map((only): Regime => ({ ...grid, numbers: () => unitInteger, batchSizes: [1, 2, 4, 4, 4], ...only }))
    .filter((regime) => possible(regime)({ description }) === undefined);
  return fc.oneof(
    { arbitrary: cases(description, grid), weight: 4 },
    ...single.map((regime) => ({ arbitrary: cases(description, regime), weight: 2 })),
  );
}

/** Weights large enough that logistic, tanh and softmax leave the region where they bend. */
const saturated: Regime = {
  numbers: (precision: PrecisionName) =>
    fc.oneof(
      { withCrossShrink: true },
      { arbitrary: fc.constantFrom(0, 1, -1), weight: 2 },
      { arbitrary: fc.constantFrom(8, -8, 16, -16, 24, -24), weight: 3 },
      {
        arbitrary: precision === "f16" ? fc.constantFrom(12, -12) : fc.constantFrom(30, -30, 100, -100, 400, -400),
        weight: 1,
      },
    ),
  activations: ["logistic", "tanh", "softplus", "softmax", "log-softmax"],
  maxLayers: 2,
};

/** Mostly the largest of these. */
function far(precision: PrecisionName): fc.Arbitrary<number> {
  if (precision === "f16") return saturated.numbers(precision);
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constantFrom(0, 1, -1), weight: 2 },
    { arbitrary: fc.constantFrom(30, -30, 100, -100, 400, -400), weight: 3 },
  );
}

/**
 * Last layers whose plain formulas overflow or take the logarithm of 0, each in one layer of its own. The logarithm of a sum takes
 * more of them: it shows only where the target leaves out the class that takes all.
 */
const heads: readonly (readonly [weight: number, Partial<Regime>])[] = [
  [1, { activations: ["softmax"], output: ["softmax"], losses: ["cross-entropy"] }],
  [3, { activations: ["softmax"], output: ["softmax"], losses: ["negative-log-of-sum"] }],
  [1, { activations: ["log-softmax"], output: ["log-softmax"], losses: ["squared-error"] }],
  [1, { activations: ["tanh"], output: ["tanh"], losses: ["squared-error"] }],
  [1, { activations: ["softplus"], output: ["softplus"], losses: ["squared-error"] }],
  [1, { activations: ["logistic"], output: ["logistic"], losses: ["binary-cross-entropy"] }],
];

/** A third of the cases any saturated network; the others such a head alone, as far as the subject has it. */
function saturatedCases(description: Description): fc.Arbitrary<Case> {
  const single = heads
    .map(([weight, head]) => ({
      weight,
      regime: { ...saturated, numbers: far, ...head, maxLayers: 1, leastOutputs: 2 },
    }))
    .filter(({ regime }) => possible(regime)({ description }) === undefined);
  return fc.oneof(
    { arbitrary: cases(description, saturated), weight: 4 },
    ...single.map(({ weight, regime }) => ({ weight, arbitrary: cases(description, regime) })),
  );
}

/** Numbers around 2^-60 (2^-14 in 16-bit formats): a comparison with an absolute tolerance passes anything here. */
const tiny: Regime = {
  numbers: (precision: PrecisionName) =>
    smallInteger.map((k) =>
      Math.abs(k) === 1 ? k : k * (precision === "f64" ? 2 ** -100 : precision === "f16" ? 2 ** -10 : 2 ** -40),
    ),
  activations: ["identity", "relu", "leaky-relu", "tanh", "maxout", "linear-map"],
  losses: ["squared-error"],
  maxLayers: 2,
};

export const edgeProperties: readonly Property<Case>[] = [
  edge(
    "exact/integer-grid",
    "small integers are met to the last bit",
    [
      "relu-derivative",
      "leaky-relu-derivative",
      "absolute-value-derivative",
      "unit-step",
      "maxout-jacobian",
      "linear-map",
      "multiclass-hinge-gradient",
      "squared-error-gradient",
      "l2-gradient",
    ],
    grid,
    true,
    gridCases,
  ),
  edge(
    "saturation/agreement",
    "saturated units stay finite and right",
    [
      "logistic",
      "logistic-derivative",
      "tanh",
      "tanh-derivative",
      "softplus",
      "softplus-derivative",
      "softmax",
      "log-softmax",
      "cross-entropy",
      "negative-log-of-sum",
      "softmax-negative-log-gradient",
      "binary-cross-entropy",
      "logistic-cross-entropy-gradient",
    ],
    saturated,
    false,
    saturatedCases,
  ),
  edge(
    "scale/tiny-values",
    "tiny numbers are not flushed to zero",
    ["derived-range", "affine", "weight-gradient"],
    tiny,
    false,
  ),
  ...deviationProperties,
];
