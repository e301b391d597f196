/** Layers' activations as pieces of a graph: the nodes that lead from z^(k) to y^(k). */
import { isScalar, type Activation, type Conventions } from "../model/index.js";
import { node, type NodeDefinition } from "./graph.js";
import { normalizationNodes } from "./layer-normalization.js";
import { maxoutNodes } from "./maxout.js";
import { names } from "./names.js";
import { matrixVector } from "./operations.js";
import { ownActivation } from "./own.js";
import { polynomialConstants, polynomialNodes } from "./polynomial.js";
import { scalarActivation } from "./scalar-activations.js";
import type { Site } from "./site.js";
import { logSoftmax, softmax } from "./softmax.js";
import { matrix, single, type Tensor } from "./tensor.js";

/** What an activation is given beside z: start nodes of layer k that all examples share, with their values. */
export function activationConstants(f: Activation, k: number): (readonly [string, Tensor])[] {
  switch (f.name) {
    case "linear-map":
      return [[names.A(k), matrix(f.matrix)]];
    case "layer-normalization":
      return [[names.epsilon(k), single(f.epsilon)]];
    case "polynomial":
      return polynomialConstants(f.outputs, k);
    default:
      return [];
  }
}

/**
 * y = f(z), as one operation or put together from several; spec/activations.md has the formulas under the same names.
 *
 * @param conventions - Read: derivativeAtKink, unitStepAtZero, where "any" takes the default; deviations.
 * @returns Definitions in any order, one of them that of y.
 * Special values: NaN gives NaN, except in the derivative of the identity and where a polynomial leaves the entry out.
 */
export function activationNodes(f: Activation, conventions: Conventions, site: Site): NodeDefinition[] {
  const { k, z, y } = site;
  if (isScalar(f)) return [node(y, scalarActivation(f, conventions), z)];
  switch (f.name) {
    case "softmax":
      return [node(y, softmax, z)];
    case "log-softmax":
      return [node(y, logSoftmax, z)];
    case "maxout":
      return maxoutNodes(f.pieces, conventions.derivativeAtKink.maxout, site);
    // linear-map: y = A z
    case "linear-map":
      return [node(y, matrixVector, names.A(k), z)];
    case "layer-normalization":
      return normalizationNodes(site);
    case "polynomial":
      return polynomialNodes(f.outputs, site);
    case "own":
      return [node(y, ownActivation(f), z)];
  }
}
