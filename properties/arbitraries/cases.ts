/**
 * Cases by construction: one record per layer, widths chained by the builder, numbers read from short pools. No filter and
 * no dependent generation, so every shrunk record is a valid case again.
 */
import * as fc from "fast-check";
import type { Activation, ActivationName, Case, Description, LossName, PrecisionName } from "../../src/model/index.js";
import { choice, ordinary, pool } from "./numbers.js";

/** What a family of cases is made of. */
export interface Regime {
  readonly numbers: (precision: PrecisionName) => fc.Arbitrary<number>;
  /** Activations to draw from, among those that the subject supports. */
  readonly activations?: readonly ActivationName[];
  readonly losses?: readonly LossName[];
  readonly maxLayers?: number;
  /** Batch sizes to draw from. */
  readonly batchSizes?: readonly [number, ...number[]];
  readonly regularizer?: boolean;
  /** Slopes of leaky-relu. */
  readonly slopes?: readonly number[];
  /**
   * Weights of a layer are halved until no pre-activation can exceed this: ordinary numbers, for which even unguarded
   * formulas neither overflow nor underflow. Infinity leaves them alone.
   */
  readonly largestPreactivation?: number;
  /** Where the pool of biases ends: 1 keeps most units with a kink away from it, 0 is the plainest number. */
  readonly restOfBiases?: 0 | 1;
}

/** One layer before the widths are chained. */
interface LayerRecord {
  readonly units: number;
  readonly activation: Activation;
  readonly weights: readonly number[];
  readonly biases: readonly number[];
}

interface CaseRecord {
  readonly inputWidth: number;
  /** All layers as wide as the input: some mistakes show only where a transposed matrix still fits. */
  readonly tied: boolean;
  readonly layers: readonly LayerRecord[];
  readonly loss: LossName;
  /** Stands in for the last activation under cross-entropy, which needs positive outputs. */
  readonly positiveOutput: Activation;
  readonly lambda: number | null;
  readonly batchSize: number;
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly oneHot: boolean;
}

const positive: readonly ActivationName[] = ["softmax", "logistic", "softplus"];

/** Ordinary numbers: every implementation must get these right. */
export const ordinaryRegime: Regime = { numbers: ordinary, largestPreactivation: 16, restOfBiases: 1 };

/** Losses of the regime that the subject can be asked for. */
export function lossesFor(description: Description, regime: Regime): readonly LossName[] {
  const { activations, losses } = description.supports;
  const wanted = losses.filter((loss) => regime.losses === undefined || regime.losses.includes(loss));
  return wanted.filter((loss) => loss !== "cross-entropy" || positive.some((name) => activations.includes(name)));
}

/** Activations of the regime that the subject can be asked for. */
export function activationsFor(description: Description, regime: Regime): readonly ActivationName[] {
  const { activations } = description.supports;
  return activations.filter((name) => regime.activations === undefined || regime.activations.includes(name));
}

/** Cases of the regime within what the subject supports; at least one activation and one loss must be left. */
export function cases(description: Description, regime: Regime = ordinaryRegime): fc.Arbitrary<Case> {
  const numbers = regime.numbers(description.precision);
  const names = activationsFor(description, regime);
  const losses = lossesFor(description, regime);
  const slopes = regime.slopes ?? [0.25, 0.5, 0, -0.5];
  const named = (name: ActivationName): fc.Arbitrary<Activation> =>
    name === "leaky-relu" ? fc.constantFrom(...slopes).map((slope) => ({ name, slope })) : fc.constant({ name });
  const withL2 = regime.regularizer !== false && description.supports.regularizers.includes("l2");
  const positives = positive.filter((name) => description.supports.activations.includes(name));

  const units = fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.integer({ min: 1, max: 3 }), weight: 6 },
    { arbitrary: fc.integer({ min: 4, max: 6 }), weight: 1 },
  );
  const layer = fc.record<LayerRecord>({
    units,
    activation: fc.oneof(...names.map(named)),
    weights: pool(numbers, 16),
    biases: pool(numbers, 4),
  });
  return fc
    .record<CaseRecord>({
      inputWidth: fc.integer({ min: 1, max: 3 }),
      tied: fc.boolean(),
      layers: fc.array(layer, { minLength: 1, maxLength: regime.maxLayers ?? 4 }),
      loss: fc.constantFrom(...losses),
      positiveOutput: fc.oneof(...(positives.length === 0 ? names : positives).map(named)),
      lambda: withL2 ? fc.option(fc.constantFrom(0.5, 1, 0.25, 2), { nil: null }) : fc.constant(null),
      batchSize: choice(...(regime.batchSizes ?? [1, 2, 2, 3, 4, 5])),
      inputs: pool(numbers, 12),
      targets: pool(numbers, 12),
      oneHot: fc.boolean(),
    })
    .map((record) => build(record, regime));
}

/** Chains the widths and reads the pools. */
function build(record: CaseRecord, regime: Regime): Case {
  const { inputWidth: D0, batchSize: T, loss } = record;
  const { largestPreactivation = Infinity, restOfBiases = 0 } = regime;
  const inputs = matrix(record.inputs, T, D0);
  let below = D0;
  let reach = Math.max(...inputs.flat().map(Math.abs));
  const layers = record.layers.map((layer, position) => {
    const isLast = position === record.layers.length - 1;
    const activation = isLast && loss === "cross-entropy" ? record.positiveOutput : layer.activation;
    const units = record.tied ? D0 : layer.units;
    const raw = { weights: matrix(layer.weights, units, below), biases: read(layer.biases, units, restOfBiases) };
    const { scale, bound } = tame(raw, reach, largestPreactivation);
    below = units;
    reach = reachOf(activation, bound);
    return {
      weights: raw.weights.map((row) => row.map((w) => w * scale)),
      biases: raw.biases.map((b) => b * scale),
      activation,
    };
  });
  return {
    network: { layers },
    loss: { name: loss },
    regularizer: record.lambda === null ? null : { name: "l2", lambda: record.lambda },
    batch: {
      inputs,
      targets: loss === "cross-entropy" ? distributions(record, T, below) : matrix(record.targets, T, below),
    },
  };
}

/** A power of two that keeps |z| below `largest`, and the bound of |z| that is left. */
function tame(
  layer: { weights: number[][]; biases: number[] },
  reach: number,
  largest: number,
): { scale: number; bound: number } {
  const bounds = layer.weights.map(
    (row, j) => row.reduce((sum, w) => sum + Math.abs(w), 0) * reach + Math.abs(layer.biases[j] ?? 0),
  );
  let scale = 1;
  while (Math.max(...bounds) * scale > largest) scale /= 2;
  return { scale, bound: Math.max(...bounds) * scale };
}

/** A bound of |f(z)| for |z| ≤ bound. */
function reachOf(activation: Activation, bound: number): number {
  switch (activation.name) {
    case "logistic":
    case "tanh":
    case "softmax":
      return 1;
    case "softplus":
      return bound + 1;
    default:
      return bound;
  }
}

/** One-hot rows, or rows of non-negative numbers of any sum: soft, all zero, not adding up to 1. */
function distributions(record: CaseRecord, T: number, K: number): number[][] {
  if (!record.oneHot) return matrix(record.targets, T, K).map((row) => row.map(Math.abs));
  return read(record.targets, T).map((value) => {
    const label = Math.floor(Math.abs(value) * 8) % K;
    return Array.from({ length: K }, (_, k) => (k === label ? 1 : 0));
  });
}

function read(numbers: readonly number[], length: number, rest = 0): number[] {
  return Array.from({ length }, (_, i) => numbers[i] ?? rest);
}

function matrix(numbers: readonly number[], rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => numbers[row * columns + column] ?? 0),
  );
}
