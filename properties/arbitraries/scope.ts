/**
 * How large a case may be so that its precision can decide it. f64 and f32 decide whatever an ordinary case holds. In f16 and bf16 a single
 * primitive loses more than the decisive share (spec/numerics.md, Verdicts): there, cases decide on the exact tier, and questions
 * are mostly made so that every intermediate result fits the significand.
 */
import * as fc from "fast-check";
import type { ActivationName, Loss, OwnActivation, PrecisionName } from "../../src/model/index.js";
import { choice } from "./numbers.js";

export interface Scope {
  readonly inputWidth: fc.Arbitrary<number>;
  readonly units: fc.Arbitrary<number>;
  readonly maxLayers: number;
  /** One of the sizes that a law asks for, or of those of an ordinary case. */
  readonly batchSize: (wanted: readonly [number, ...number[]] | undefined) => fc.Arbitrary<number>;
  readonly slopes: readonly number[];
  /** λ, or no penalty. */
  readonly lambda: fc.Arbitrary<number | null>;
  readonly weightOf: (activation: ActivationName | OwnActivation) => number;
  readonly weightOfLoss: (loss: Loss) => number;
}

/** Mostly the first range, now and then the second. */
const sizes = (usual: readonly [number, number], wide: readonly [number, number]): fc.Arbitrary<number> =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.integer({ min: usual[0], max: usual[1] }), weight: 6 },
    { arbitrary: fc.integer({ min: wide[0], max: wide[1] }), weight: 1 },
  );

const rarer = new Set<ActivationName>(["log-softmax", "maxout", "linear-map", "layer-normalization", "polynomial"]);
const common = new Set<Loss["name"]>(["squared-error", "cross-entropy"]);

const long: Scope = {
  inputWidth: fc.integer({ min: 1, max: 3 }),
  units: sizes([1, 3], [4, 6]),
  maxLayers: 4,
  batchSize: (wanted = [1, 2, 2, 3, 4, 5]) => choice(...wanted),
  slopes: [0.25, 0.5, 0, -0.5],
  lambda: fc.option(fc.constantFrom(0.5, 1, 0.25, 2), { nil: null }),
  /** Those that come first in every course come more often. */
  weightOf: (name) => {
    // Nothing comes back through a step: a network with one tells little about the layers below.
    if (name === "unit-step") return 1;
    return typeof name === "string" && rarer.has(name) ? 2 : 4;
  },
  weightOfLoss: ({ name }) => (common.has(name) ? 3 : 2),
};

/** What stays on the exact tier. */
const exact = new Set<string>(["identity", "relu", "leaky-relu", "absolute-value", "maxout", "linear-map"]);
const exactLosses: { readonly [L in Loss["name"]]?: number } = { "squared-error": 12, "multiclass-hinge": 6 };

const short: Scope = {
  inputWidth: sizes([1, 2], [3, 3]),
  units: sizes([1, 2], [3, 4]),
  maxLayers: 2,
  // A mean over three examples is rounded.
  batchSize: (wanted = [1, 2, 2, 4]) => choice(...wanted).map((T) => 2 ** Math.floor(Math.log2(T))),
  slopes: [0.5, 0, -0.5],
  lambda: fc.option(fc.constantFrom(1, 2), { nil: null, freq: 1 }),
  weightOf: (name) => (typeof name === "string" && exact.has(name) ? 12 : 1),
  weightOfLoss: ({ name }) => exactLosses[name] ?? 1,
};

export const scopes: Readonly<Record<PrecisionName, Scope>> = { f64: long, f32: long, f16: short, bf16: short };
