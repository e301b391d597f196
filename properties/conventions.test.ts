/** Correct programs in the documents' own dialects pass when they say so, and are told apart when they do not. */
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  documentConventions,
  everything,
  type Answer,
  type Case,
  type DeclaredConventions,
  type Matrix,
} from "../src/model/index.js";
import { backpropagate } from "../src/scalar/index.js";
import { inProcessSubject, ProtocolError, type Subject } from "../src/subject/index.js";
import { laws, trial } from "./testing/trial.js";

const transpose = (matrix: Matrix): number[][] => (matrix[0] ?? []).map((_, i) => matrix.map((row) => row[i] ?? NaN));

/** A program in the dialect, which declares what it is told to declare. */
function program(dialect: DeclaredConventions, declared: DeclaredConventions): Subject {
  const flips = dialect.weights === "in-out";
  const flipsGradients = flips !== (dialect.gradients === "transposed");
  const turned = (question: Case): Case => ({
    ...question,
    network: { layers: question.network.layers.map((layer) => ({ ...layer, weights: transpose(layer.weights) })) },
  });
  const run = (question: Case): Answer => {
    const answer = backpropagate(flips ? turned(question) : question, completeConventions(dialect));
    const { weights } = answer.gradients;
    return {
      ...answer,
      gradients: { ...answer.gradients, weights: flipsGradients ? weights.map(transpose) : weights },
    };
  };
  const description = {
    implementation: { name: "dialect" },
    precision: "f64",
    supports: everything,
    conventions: declared,
  } as const;
  return inProcessSubject({ description, run });
}

const cheap = laws.filter(({ id }) => id !== "differences/central");

describe.each(Object.entries(documentConventions))("a program in the dialect of document %s", (_, dialect) => {
  it("passes every law when it declares it", async () => {
    for (const law of cheap) expect((await trial(law, program(dialect, dialect), 4)).violated, law.id).toBeUndefined();
  });

  // Document 003 is the default: there is nothing to leave undeclared.
  if (Object.keys(dialect).length === 0) return;
  it("does not pass when it declares nothing", async () => {
    const isCaught = (law: (typeof laws)[number]): Promise<boolean> =>
      trial(law, program(dialect, {}), 40).then(
        ({ violated }) => violated !== undefined,
        // A transposed matrix that is not square does not even have the right shape.
        (error: unknown) => error instanceof ProtocolError,
      );
    let caught = false;
    for (const law of cheap) caught ||= await isCaught(law);
    expect(caught).toBe(true);
  });
});
