import { lessNumber, meanOfEntries, timesNumber } from "./columns.js";
import { node, type NodeDefinition } from "./graph.js";
import { names } from "./names.js";
import { product, reciprocal, squareRoot, sum } from "./operations.js";
import type { Site } from "./site.js";

/**
 * Mean, deviations, squares, variance, root and reciprocal, one after the other. z has two ways to the deviations, and these have
 * two to y; multi-branch puts the three terms of the gradient together.
 *
 * layer-normalization, layer-normalization-gradient (spec/activations.md)
 *
 * Special values: NaN or an infinity in z makes every y NaN; where only the squares overflow, 0.
 */
export function normalizationNodes({ k, z, y }: Site): NodeDefinition[] {
  const [mean, deviations, squares] = [names.of("mean", z), names.of("deviations", z), names.of("squares", z)];
  const [variance, raised] = [names.of("variance", z), names.of("variance + ε", z)];
  const [root, scale] = [names.of("root", z), names.of("1 / root", z)];
  return [
    node(mean, meanOfEntries, z),
    node(deviations, lessNumber, z, mean),
    node(squares, product, deviations, deviations),
    node(variance, meanOfEntries, squares),
    node(raised, sum, variance, names.epsilon(k)),
    node(root, squareRoot, raised),
    node(scale, reciprocal, root),
    node(y, timesNumber, deviations, scale),
  ];
}
