import type { Conventions } from "../model/index.js";
import { lessNumber, pick, sumOfEntries } from "./columns.js";
import { node, type NodeDefinition } from "./graph.js";
import { names } from "./names.js";
import { plus } from "./operations.js";
import { positivePart } from "./scalar-activations.js";

/** What the hinge is taken from. */
export interface Scores {
  /** The node y of the scores. Shape C × 1. */
  readonly scores: string;
  readonly C: number;
  /** The right class, counted from 1. It is part of the wiring, so that the target is no parent of anything here. */
  readonly c: number;
  /** The derivative of max(0, ·) at 0; "any" takes the default. */
  readonly atMargin: Conventions["derivativeAtKink"]["multiclass-hinge"];
}

/**
 * Div = Σ_{j≠c} max(0, y_j - y_c + 1): the right score and the others, the gaps between them, the margins, their positive parts, and
 * the sum of these. y_c gets back what all gaps together have, with the sign turned: multi-branch alone makes that the
 * negative number of the violated margins.
 *
 * multiclass-hinge, multiclass-hinge-gradient (spec/losses.md; named without a formula in 004 L56-82)
 *
 * @param Div - The node that is defined; `names` has those between.
 */
export function hingeNodes({ scores, C, c, atMargin }: Scores, Div: string): NodeDefinition[] {
  const places = Array.from({ length: C }, (_, j) => j).filter((j) => j !== c - 1);
  const right = names.entry(scores, c);
  const [others, gaps] = [names.of("others", scores), names.of("gaps", scores)];
  const [margins, hinges] = [names.of("margins", scores), names.of("hinges", scores)];
  return [
    node(right, pick(c - 1), scores),
    node(others, pick(...places), scores),
    node(gaps, lessNumber, others, right),
    node(margins, plus(1), gaps),
    node(hinges, positivePart("max(0, ·)", atMargin === "any" ? 0 : atMargin), margins),
    node(Div, sumOfEntries, hinges),
  ];
}
