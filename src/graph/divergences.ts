/** The divergence of one example as a piece of a graph. */
import { depth, layerOf, type Case, type Conventions, type Deviations } from "../model/index.js";
import { sumOfEntries } from "./columns.js";
import { areDeclared, intoLogarithm, throughClip } from "./deviations.js";
import { node, type NodeDefinition } from "./graph.js";
import { hingeNodes } from "./hinge.js";
import { logSumExp, logSumExpOfTargets } from "./log-sum-exp.js";
import { names } from "./names.js";
import { complement, difference, halfSumOfSquares, negativeLogarithm, sum, sumOfSquares } from "./operations.js";
import { ownDivergence } from "./own.js";
import { logarithmOfComplement, logarithmOfLogistic } from "./scalar-activations.js";
import { crossEntropy, crossEntropyOfLogarithms, logSoftmax, negativeLogOfSum, targetSum } from "./softmax.js";

/**
 * Div of example t, taken from y^(N) and d; spec/losses.md has the formulas under the same names.
 *
 * @param conventions - Read: squaredError, derivativeAtKink, deviations.
 * @param Div - The name of the node that holds it.
 * @returns Definitions in any order, one of them that of Div.
 */
export function divergenceNodes(question: Case, conventions: Conventions, t: number, Div: string): NodeDefinition[] {
  const { network, loss, batch } = question;
  const [y, d] = [names.y(depth(network), t), names.d(t)];
  switch (loss.name) {
    // squared-error: Div = ½ Σ_i (y_i - d_i)², or without the ½
    case "squared-error":
      return [
        node(names.error(t), difference, y, d),
        node(Div, conventions.squaredError === "half" ? halfSumOfSquares : sumOfSquares, names.error(t)),
      ];
    case "cross-entropy":
    case "negative-log-of-sum":
    case "binary-cross-entropy": {
      const clip = throughClip(y, Div, conventions.deviations);
      return [...clip.nodes, ...logarithmicNodes(loss.name, d, clip.to, Div, conventions.deviations)];
    }
    case "multiclass-hinge": {
      const target = batch.targets[t - 1];
      const atMargin = conventions.derivativeAtKink["multiclass-hinge"];
      return hingeNodes({ scores: y, C: target.length, c: target.indexOf(1) + 1, atMargin }, Div);
    }
    case "own":
      return [node(Div, ownDivergence(loss), d, y)];
  }
}

/** Div of probabilities y. */
function logarithmicNodes(
  loss: "cross-entropy" | "negative-log-of-sum" | "binary-cross-entropy",
  d: string,
  y: string,
  Div: string,
  deviations: Deviations,
): NodeDefinition[] {
  switch (loss) {
    // cross-entropy: Div = -Σ_i d_i ln y_i
    case "cross-entropy": {
      const argument = intoLogarithm(y, Div, deviations);
      return [...argument.nodes, node(Div, crossEntropy, d, argument.to)];
    }
    // negative-log-of-sum: Div = -ln Σ_i d_i y_i
    case "negative-log-of-sum": {
      if (deviations["epsilon-in-logarithm"] === undefined) return [node(Div, negativeLogOfSum, d, y)];
      const argument = intoLogarithm(names.of("Σ d y", Div), Div, deviations);
      return [
        node(names.of("Σ d y", Div), targetSum, d, y),
        ...argument.nodes,
        node(Div, negativeLogarithm, argument.to),
      ];
    }
    // binary-cross-entropy: Div = -Σ_i d_i ln y_i - Σ_i (1 - d_i) ln(1 - y_i)
    case "binary-cross-entropy": {
      const [notD, notY] = [names.of("1 - d", Div), names.of("1 - y", Div)];
      const [present, absent] = [intoLogarithm(y, Div, deviations), intoLogarithm(notY, Div, deviations)];
      return [
        node(notD, complement, d),
        node(notY, complement, y),
        ...present.nodes,
        ...absent.nodes,
        node(names.of("true part", Div), crossEntropy, d, present.to),
        node(names.of("false part", Div), crossEntropy, notD, absent.to),
        node(Div, sum, names.of("true part", Div), names.of("false part", Div)),
      ];
    }
  }
}

/**
 * Div of example t, taken from z^(N) by way of logarithms where last activation and loss allow it: finite where y^(N) has rounded
 * to 0 or 1. softmax-cross-entropy-gradient, softmax-negative-log-gradient and logistic-cross-entropy-gradient
 * (spec/losses.md) are what the generic pass makes of these nodes.
 *
 * @param Div - As above.
 * @returns undefined where there is only the way through y^(N), as under logarithms that are declared.
 */
export function fusedNodes(
  { network, loss }: Case,
  { deviations }: Conventions,
  t: number,
  Div: string,
): NodeDefinition[] | undefined {
  if (areDeclared(deviations)) return undefined;
  const [z, d] = [names.z(depth(network), t), names.d(t)];
  const { activation } = layerOf(network, depth(network));
  switch (`${activation.name}, ${loss.name}` as const) {
    // Div = -dᵀ ln y
    case "softmax, cross-entropy":
      return [node(names.logarithm(t), logSoftmax, z), node(Div, crossEntropyOfLogarithms, d, names.logarithm(t))];
    // Div = ln Σ_i e^(z_i) - ln Σ_i d_i e^(z_i)
    case "softmax, negative-log-of-sum":
      return [
        node(names.of("ln Σ e", z), logSumExp, z),
        node(names.of("ln Σ d e", z), logSumExpOfTargets, d, z),
        node(names.of("parts", Div), difference, names.of("ln Σ e", z), names.of("ln Σ d e", z)),
        node(Div, sumOfEntries, names.of("parts", Div)),
      ];
    // Div = -dᵀ ln y - (1 - d)ᵀ ln(1 - y)
    case "logistic, binary-cross-entropy":
      return [
        node(names.of("1 - d", Div), complement, d),
        node(names.logarithm(t), logarithmOfLogistic, z),
        node(names.logarithmOfComplement(t), logarithmOfComplement, z),
        node(names.of("true part", Div), crossEntropyOfLogarithms, d, names.logarithm(t)),
        node(
          names.of("false part", Div),
          crossEntropyOfLogarithms,
          names.of("1 - d", Div),
          names.logarithmOfComplement(t),
        ),
        node(Div, sum, names.of("true part", Div), names.of("false part", Div)),
      ];
    default:
      return undefined;
  }
}
