/** The logarithms of divergences as a subject may declare them (spec/conventions.md), as further nodes on the way. */
import type { Deviations } from "../model/index.js";
import { node, type NodeDefinition } from "./graph.js";
import { names } from "./names.js";
import type { Operation } from "./operation.js";
import { elementwise, plus } from "./operations.js";

/** A node, and what must be defined before it can be used. */
export interface Way {
  readonly to: string;
  readonly nodes: readonly NodeDefinition[];
}

/** Whether a divergence of logarithms is another function than it would be by itself. */
export function areDeclared(deviations: Deviations): boolean {
  return deviations["probabilities-clipped"] !== undefined || deviations["epsilon-in-logarithm"] !== undefined;
}

/** probabilities-clipped: from y to min(max(y, ε), 1 - ε). */
export function throughClip(y: string, Div: string, { "probabilities-clipped": clip }: Deviations): Way {
  if (clip === undefined) return { to: y, nodes: [] };
  const to = names.of("clipped y", Div);
  return { to, nodes: [node(to, clipTo(clip.epsilon, 1 - clip.epsilon), y)] };
}

/** epsilon-in-logarithm: from what would stand in a logarithm to what does, a + ε. */
export function intoLogarithm(a: string, Div: string, { "epsilon-in-logarithm": added }: Deviations): Way {
  if (added === undefined) return { to: a, nodes: [] };
  const to = names.of(`${a} + ε`, Div);
  return { to, nodes: [node(to, plus(added.epsilon), a)] };
}

/** The nearest number between two, entry by entry: ∂/∂a = 1 from the one to the other, 0 outside. NaN gives NaN in both passes. */
function clipTo(least: number, most: number): Operation {
  return elementwise(
    `between ${least} and ${most}`,
    (a) => Math.min(most, Math.max(least, a)),
    (a) => (Number.isNaN(a) ? NaN : Number(least <= a && a <= most)),
  );
}
