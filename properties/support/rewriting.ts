/** Two questions that are one: both must have the same answers, row by row. */
import * as fc from "fast-check";
import type { EquationId } from "../../spec/equations.js";
import type { Property, Verdict } from "../../src/gate/property.js";
import { depth, preactivationWidth, width, type Case, type Layer } from "../../src/model/index.js";
import { cases, ordinaryRegime, possible, type Regime } from "../arbitraries/cases.js";
import { all, parameterGradients, requires, type Needs } from "./laws.js";
import { equalities, judgeLinear, type Instance, type Term } from "./linear.js";
import { biasPosition, weightPosition } from "./questions.js";
import { judged, observe, observed, witness, type Witness } from "./witness.js";

/** Another way to ask the same. */
export interface Rewriting {
  readonly id: string;
  readonly title: string;
  readonly equations: readonly EquationId[];
  readonly regime: Partial<Regime>;
  readonly needs: Needs;
  /** The question as it is asked first; as it was drawn when this is left out. */
  readonly prepare?: (drawn: Case) => Case;
  readonly rewrite: (question: Case) => Case;
  /** dz_row of the question's layer k out of those of the rewritten one: [coefficient, row] each. The same row when left out. */
  readonly rows?: (question: Case, k: number, row: number) => readonly (readonly [number, number])[];
}

const compared = ["outputs", "loss", ...parameterGradients, "gradients.inputs"] as const;

interface Pair {
  readonly plain: Witness;
  readonly other: Witness;
  readonly rows: NonNullable<Rewriting["rows"]>;
}

/** Every row of every layer's gradients, as a combination of rows of the other's. */
function rowInstances({ plain, other, rows }: Pair, quantity: (typeof parameterGradients)[number]): Instance[] {
  const { question } = plain;
  const [a, b] = [observe(plain, quantity), observe(other, quantity)];
  const instances: Instance[] = [];
  for (let k = 1; k <= depth(question.network); k++) {
    for (let row = 0; row < preactivationWidth(question.network, k); row++) {
      const at = (where: Case, r: number, input: number): number =>
        quantity === "gradients.biases" ? biasPosition(where, k, r) : weightPosition(where, k, r, input);
      const inputs = quantity === "gradients.biases" ? 1 : width(question.network, k - 1);
      for (let input = 0; input < inputs; input++) {
        const others = rows(question, k, row).map(([c, r]): Term => ({
          coefficient: -c,
          from: b,
          position: at(other.question, r, input),
        }));
        instances.push({ terms: [{ coefficient: 1, from: a, position: at(question, row, input) }, ...others] });
      }
    }
  }
  return instances;
}

function judge(pair: Pair, quantity: (typeof compared)[number]): Verdict {
  const { plain, other } = pair;
  const instances =
    quantity === "gradients.weights" || quantity === "gradients.biases"
      ? rowInstances(pair, quantity)
      : equalities(observe(plain, quantity), observe(other, quantity));
  return judgeLinear(plain.question, instances);
}

/**
 * The law that the rewritten question has the same answers.
 *
 * @param seen - what the two questions have in common.
 */
export function sameAnswers(
  rewriting: Rewriting,
  seen: readonly (typeof compared)[number][] = compared,
): Property<Case> {
  const { id, title, equations, needs, prepare = (drawn) => drawn, rewrite } = rewriting;
  const regime: Regime = { ...ordinaryRegime, ...rewriting.regime };
  return {
    id,
    title,
    equations,
    level: "core",
    requires: requires({
      ...needs,
      some: seen,
      unless: (subject) => needs.unless?.(subject) ?? possible(regime)(subject),
    }),
    arbitrary: (description): fc.Arbitrary<Case> => cases(description, regime).map(prepare),
    check: (question, bench) =>
      judged(async () => {
        const plain = await witness(bench, question);
        const other = await witness(bench, rewrite(question));
        const pair: Pair = { plain, other, rows: rewriting.rows ?? ((_, __, row) => [[1, row]]) };
        return all(...seen.filter((each) => observed(bench, [each]).length > 0).map((each) => judge(pair, each)));
      }),
  };
}

/** The question with its layers changed one by one. */
export const changed = (question: Case, change: (layer: Layer, k: number) => Layer): Case => ({
  ...question,
  network: { layers: question.network.layers.map((layer, position) => change(layer, position + 1)) },
});
