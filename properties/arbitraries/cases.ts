/**
 * Cases by construction: one record per layer, widths chained by the builder, numbers read from short pools. No filter and
 * no dependent generation, so every shrunk record is a valid case again.
 */
import * as fc from "fast-check";
import {
  activationNames,
  precisions,
  unitRoundoff,
  type ActivationName,
  type Case,
  type Description,
  type Loss,
  type LossName,
  type OwnActivation,
  type OwnFunctions,
  type PrecisionName,
  type Supports,
} from "../../src/model/index.js";
import { draft, type Draft } from "./activations.js";
import { build, type CaseRecord, type LayerRecord } from "./build.js";
import { ordinary, pool } from "./numbers.js";
import { scopes } from "./scope.js";

/** What a family of cases is made of. */
export interface Regime {
  readonly numbers: (precision: PrecisionName) => fc.Arbitrary<number>;
  /** Activations to draw from, among those that the subject supports; a user's own are drawn only where nothing is asked for. */
  readonly activations?: readonly ActivationName[];
  /** The same for the last layer. */
  readonly output?: readonly ActivationName[];
  /** Losses to draw from; a user's own are drawn only where nothing is asked for. */
  readonly losses?: readonly LossName[];
  readonly maxLayers?: number;
  /** Batch sizes to draw from. */
  readonly batchSizes?: readonly [number, ...number[]];
  readonly regularizer?: boolean;
  /** Slopes of leaky-relu. */
  readonly slopes?: readonly number[];
  /** See `Limits` of the builder; Infinity when it is not given. */
  readonly largestPreactivation?: number;
  /** See `Limits` of the builder; 0 when it is not given. */
  readonly restOfBiases?: 0 | 1;
  /** See `Limits` of the builder; 1 when it is not given. */
  readonly leastOutputs?: number;
}

/** The activations of the last layer that a loss can do with; any where it has no wish. */
const outputsFor: { readonly [L in LossName]?: readonly ActivationName[] } = {
  "cross-entropy": ["softmax", "logistic", "softplus"],
  "negative-log-of-sum": ["softmax", "logistic", "softplus"],
  "binary-cross-entropy": ["logistic"],
};

/** Ordinary numbers: every implementation must get these right. */
export const ordinaryRegime: Regime = { numbers: ordinary, largestPreactivation: 16, restOfBiases: 1 };

/** Losses of the regime that the subject can be asked for. */
export function lossesFor(description: Description, regime: Regime): readonly LossName[] {
  const wanted = description.supports.losses.filter((loss) => regime.losses?.includes(loss) ?? true);
  return wanted.filter((loss) => outputsUnder(loss, description, regime)?.length !== 0);
}

/** Activations of the regime that the subject can be asked for. */
export function activationsFor(description: Description, regime: Regime): readonly ActivationName[] {
  return description.supports.activations.filter((name) => regime.activations?.includes(name) ?? true);
}

/** A user's own functions, where the regime does not ask for others. */
function ownFor({ own = {} }: Description, { activations, losses }: Regime): Required<OwnFunctions> {
  return {
    activations: activations === undefined ? (own.activations ?? []) : [],
    divergences: losses === undefined ? (own.divergences ?? []) : [],
  };
}

/** A regime is possible when the subject has an activation and a loss for it. */
export function possible(regime: Regime): (subject: { readonly description: Description }) => string | undefined {
  return ({ description }) => {
    const { activations, divergences } = ownFor(description, regime);
    if (activationsFor(description, regime).length + activations.length === 0)
      return `the subject has none of ${(regime.activations ?? activationNames).join(", ")}`;
    if (lossesFor(description, regime).length + divergences.length === 0) return "the subject has no loss for it";
    return tooLarge(description, regime);
  };
}

/** Why the regime's sizes are none of the subject's. */
function tooLarge(
  { supports }: Description,
  { maxLayers = Infinity, batchSizes, leastOutputs = 1 }: Regime,
): string | undefined {
  if (supports.batch === 1 && batchSizes !== undefined && !batchSizes.includes(1))
    return "the subject takes one example at a time";
  if ((supports.layers?.min ?? 1) > maxLayers) return `the subject takes no network of ${maxLayers} layers or fewer`;
  if ((supports.outputs?.max ?? Infinity) < leastOutputs)
    return `the subject takes no network of ${leastOutputs} outputs or more`;
  return undefined;
}

/** Activations for the last layer; undefined where those of the other layers will do. */
function outputsUnder(
  loss: LossName | "own",
  { supports }: Description,
  { output }: Regime,
): readonly ActivationName[] | undefined {
  const wanted = loss === "own" ? undefined : outputsFor[loss];
  const paired = loss === "own" ? undefined : pairedWith(loss, supports);
  const lists = [wanted, output, paired].filter((list) => list !== undefined);
  // In the order of the first list: cases shrink towards its beginning.
  return lists[0]?.filter((name) => [supports.activations, ...lists].every((list) => list.includes(name)));
}

/** What the subject takes below the loss; undefined where it takes anything. */
function pairedWith(loss: LossName, { pairs }: Supports): readonly ActivationName[] | undefined {
  return pairs?.filter(([, name]) => name === loss).map(([activation]) => activation);
}

/**
 * Where a rounded logistic unit can still be told from 1: beyond, ln(1 - y) is a matter of form, and no ordinary number.
 */
function largestUnder(loss: Loss, precision: PrecisionName, largest: number): number {
  if (loss.name !== "binary-cross-entropy" || largest === Infinity) return largest;
  return Math.min(largest, -Math.log(8 * unitRoundoff(precisions[precision])));
}

/** Cases of the regime within what the subject supports; at least one activation and one loss must be left. */
export function cases(description: Description, regime: Regime = ordinaryRegime): fc.Arbitrary<Case> {
  const { precision, supports } = description;
  const numbers = regime.numbers(precision);
  const scope = scopes[precision];
  const drafts = (names: readonly (ActivationName | OwnActivation)[]): fc.Arbitrary<Draft> =>
    fc.oneof(
      // Towards the first of the names: as a rule identity.
      { withCrossShrink: true },
      ...names.map((name) => ({
        arbitrary: draft(name, { numbers, slopes: regime.slopes ?? scope.slopes }),
        weight: scope.weightOf(name),
      })),
    );
  const own = ownFor(description, regime);
  const names = [...activationsFor(description, regime), ...own.activations];
  const losses: Loss[] = [...lossesFor(description, regime).map((name) => ({ name })), ...own.divergences];
  const withL2 = regime.regularizer !== false && supports.regularizers.includes("l2");
  const layer = fc.record<LayerRecord>({
    units: scope.units,
    activation: drafts(names),
    weights: pool(numbers, 16),
    biases: pool(numbers, 4),
  });
  const outputs = (loss: Loss): fc.Arbitrary<Draft | null> => {
    const wanted = outputsUnder(loss.name, description, regime);
    return wanted === undefined ? fc.constant(null) : drafts(wanted);
  };
  return fc
    .record<CaseRecord>({
      inputWidth: scope.inputWidth,
      tied: fc.boolean(),
      layers: fc.array(layer, depths(supports, Math.min(regime.maxLayers ?? Infinity, scope.maxLayers))),
      loss: fc.oneof(
        { withCrossShrink: true },
        ...losses.map((loss) => ({ arbitrary: fc.constant(loss), weight: scope.weightOfLoss(loss) })),
      ),
      outputs: fc.record(Object.fromEntries(losses.map((loss) => [loss.name, outputs(loss)]))),
      lambda: withL2 ? scope.lambda : fc.constant(null),
      batchSize: supports.batch === 1 ? fc.constant(1) : scope.batchSize(regime.batchSizes),
      inputs: pool(numbers, 12),
      targets: pool(numbers, 12),
      oneHot: fc.boolean(),
    })
    .map((record) =>
      build(record, {
        largestPreactivation: largestUnder(record.loss, precision, regime.largestPreactivation ?? Infinity),
        restOfBiases: regime.restOfBiases ?? 0,
        leastOutputs: regime.leastOutputs ?? 1,
        mostOutputs: supports.outputs?.max ?? Infinity,
        uniform: supports.hidden === "uniform",
        withoutBiases: supports.biases === "none",
      }),
    );
}

/** As many layers as the subject takes, and no more than `usual` unless it takes none so shallow. */
function depths({ layers: { min = 1, max = Infinity } = {} }: Supports, usual: number): fc.ArrayConstraints {
  return { minLength: min, maxLength: Math.max(min, Math.min(max, usual)) };
}
