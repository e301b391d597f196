/** From a record of independent draws to a case: chains the widths and reads the pools. */
import type { Case, Loss } from "../../src/model/index.js";
import { outputsOf } from "../../src/model/index.js";
import { activationOf, preactivationsOf, reachOf, type Draft } from "./activations.js";
import { matrix, read, targetsFor } from "./targets.js";

/** One layer before the widths are chained. */
export interface LayerRecord {
  readonly units: number;
  readonly activation: Draft;
  readonly weights: readonly number[];
  readonly biases: readonly number[];
}

export interface CaseRecord {
  readonly inputWidth: number;
  /** All layers as wide as the input: some mistakes show only where a transposed matrix still fits. */
  readonly tied: boolean;
  readonly layers: readonly LayerRecord[];
  readonly loss: Loss;
  /** By loss: what stands in for the last activation where the loss (or the law) wants one of its own. */
  readonly outputs: Readonly<Record<string, Draft | null>>;
  readonly lambda: number | null;
  readonly batchSize: number;
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly oneHot: boolean;
}

/** What the numbers of a case must keep to. */
export interface Limits {
  /**
   * Weights of a layer are halved until no pre-activation can exceed this: ordinary numbers, for which even unguarded
   * formulas neither overflow nor underflow. Infinity leaves them alone.
   */
  readonly largestPreactivation: number;
  /** Where the pool of biases ends: 1 keeps most units with a kink away from it, 0 is the plainest number. */
  readonly restOfBiases: 0 | 1;
  /** The last layer has at least so many units. */
  readonly leastOutputs: number;
  /** The last layer has at most so many outputs. */
  readonly mostOutputs: number;
  /** One activation for all layers below the last. */
  readonly uniform: boolean;
  readonly withoutBiases: boolean;
}

export function build(record: CaseRecord, limits: Limits): Case {
  const { largestPreactivation, restOfBiases, leastOutputs, mostOutputs } = limits;
  const { inputWidth: D0, batchSize: T, loss } = record;
  const inputs = matrix(record.inputs, T, D0);
  let below = D0;
  let reach = Math.max(...inputs.flat().map(Math.abs));
  const layers = record.layers.map((layer, position) => {
    const isLast = position === record.layers.length - 1;
    const own = (limits.uniform && !isLast ? record.layers[0] : layer) ?? layer;
    const draft = (isLast ? record.outputs[loss.name] : undefined) ?? own.activation;
    const most = isLast ? mostOutputs : Infinity;
    const units = Math.min(most, Math.max(record.tied ? D0 : layer.units, isLast ? leastOutputs : 1));
    const D = preactivationsOf(draft, units);
    const activation = activationOf(draft, D, record.tied ? units : Math.min(most, draft.outputs));
    // Pieces of a maxout unit that the pools have left without numbers would all tie.
    const rest = (i: number): number => restOfBiases * (1 + (i % draft.pieces) / 2);
    const raw = { weights: matrix(layer.weights, D, below), biases: read(layer.biases, D, rest) };
    const { scale, bound } = tame(raw, reach, largestPreactivation);
    const built = {
      weights: raw.weights.map((row) => row.map((w) => w * scale)),
      biases: raw.biases.map((b) => (limits.withoutBiases ? 0 : b * scale)),
      activation,
    };
    below = outputsOf(built);
    reach = reachOf(activation, D, bound);
    return built;
  });
  return {
    network: { layers },
    loss,
    regularizer: record.lambda === null ? null : { name: "l2", lambda: record.lambda },
    batch: { inputs, targets: targetsFor(loss.name, record, T, below) },
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
