/** Deep cases out of cases of the gate's own depth. */
import * as fc from "fast-check";
import { batchSize, depth, layerOf, outputsOf, type Case, type FullAnswer, type Layer } from "../model/index.js";

/** The gate draws networks of up to four layers; a deeper one is one network on top of another of so many layers. */
const upperLayers = 3;

/**
 * Cases of networks with exactly so many layers, at most 7.
 *
 * @param casesUpTo - cases of networks with at most so many layers, as the gate draws them.
 * @param answer - a correct answer.
 */
export function casesOfDepth(
  layers: number,
  casesUpTo: (maxLayers: number) => fc.Arbitrary<Case>,
  answer: (question: Case) => FullAnswer,
): fc.Arbitrary<Case> {
  const exactly = (wanted: number): fc.Arbitrary<Case> =>
    casesUpTo(wanted).filter(({ network }) => depth(network) === wanted);
  if (layers <= upperLayers) return exactly(layers);
  return fc
    .tuple(exactly(layers - upperLayers), exactly(upperLayers))
    .map(([lower, upper]) => stacked(lower, upper, answer(lower)));
}

/**
 * The network of `upper` on top of that of `lower`: inputs of `lower`, loss, penalty and targets of `upper`. The first layer of `upper`
 * takes its weights in turn for as many inputs as there now are, scaled by a power of two so that its pre-activations stay as large as
 * they could be before.
 *
 * @param answer - a correct answer to `lower`.
 */
export function stacked(lower: Case, upper: Case, answer: FullAnswer): Case {
  const first = layerOf(upper.network, 1);
  const below = outputsOf(layerOf(lower.network, depth(lower.network)));
  const scale = shrinking(
    magnitude(answer.outputs) * below,
    magnitude(upper.batch.inputs) * (first.weights[0]?.length ?? 1),
  );
  const joined: Layer = {
    ...first,
    weights: first.weights.map((row) => Array.from({ length: below }, (_, i) => (row[i % row.length] ?? 0) * scale)),
  };
  const { targets } = upper.batch;
  return {
    ...upper,
    network: { layers: [...lower.network.layers, joined, ...upper.network.layers.slice(1)] },
    batch: {
      inputs: lower.batch.inputs,
      targets: Array.from({ length: batchSize(lower) }, (_, t) => targets[t % targets.length] ?? []),
    },
  };
}

function magnitude(rows: readonly (readonly number[])[]): number {
  return Math.max(1, ...rows.flat().map(Math.abs));
}

/** The largest power of two, at most 1, that brings `size` down to the limit. */
function shrinking(size: number, limit: number): number {
  let scale = 1;
  while (size * scale > limit && scale > 0) scale /= 2;
  return scale;
}
