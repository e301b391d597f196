/** A short conversation in which a mistake about memory shows: the same question more than once, others in between. */
import type { Entries } from "../../compare/index.js";
import { copyOfCase, ShapeError, type Answer, type Case, type Description, type Quantity } from "../../model/index.js";
import { entriesSeen, type Observation } from "./observation.js";
import { variationsOf } from "../../../properties/support/further-questions.js";

/** What came of one question of the conversation. */
export interface Step {
  readonly question: Case;
  readonly seen: Observation;
  /** The question as it was left, in JSON; undefined when it was not touched. */
  readonly leftAs: string | undefined;
  /** Whether the answer, kept until the end, was changed by what came later. */
  readonly changedLater: boolean;
}

/** Answers one question; undefined when it declines. */
export type Answering = (question: Case) => Promise<Answer | "failed" | undefined>;

/** The question, two of the same shape with other numbers, and one with both batches, each asked again after the others. */
export function scriptOf(question: Case, description: Description): readonly Case[] {
  // What is 0 leaves no trace in a memory.
  const fullest = [...variationsOf(question, description)(0)].sort((a, b) => zerosIn(a) - zerosIn(b));
  const [one = question, two = question] = fullest;
  const larger = {
    ...one,
    batch: {
      inputs: [...two.batch.inputs, ...question.batch.inputs],
      targets: [...two.batch.targets, ...question.batch.targets],
    },
  };
  return [one, question, two, question, question, one, larger, two, question, one];
}

function zerosIn({ network, batch }: Case): number {
  const numbers = [
    ...network.layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]),
    ...batch.inputs.flat(),
  ];
  return numbers.filter((x) => x === 0).length;
}

/** Holds the conversation. */
export async function transcriptOf(
  script: readonly Case[],
  answering: Answering,
  description: Description,
): Promise<readonly Step[]> {
  const kept: { answer: Answer | "failed" | undefined; step: Omit<Step, "changedLater"> }[] = [];
  for (const question of script) {
    const given = copyOfCase(question);
    const answer = await answering(given);
    const seen = read(question, answer, description);
    const [before, after] = [JSON.stringify(question), JSON.stringify(given)];
    kept.push({ answer, step: { question, seen, leftAs: after === before ? undefined : after } });
  }
  return kept.map(({ answer, step }) => ({
    ...step,
    changedLater: !identical(step.seen, read(step.question, answer, description)),
  }));
}

function read(question: Case, answer: Answer | "failed" | undefined, description: Description): Observation {
  if (answer === undefined || answer === "failed") return answer;
  try {
    return entriesSeen(question, answer, description);
  } catch (error) {
    if (error instanceof ShapeError) return "failed";
    throw error;
  }
}

/** The same bits. */
export function identical(a: Observation, b: Observation): boolean {
  if (a === undefined || b === undefined || a === "failed" || b === "failed") return a === b;
  return [...a.keys()].every((quantity) => identicalIn(quantity, a, b));
}

function identicalIn(quantity: Quantity, a: Entries, b: Entries): boolean {
  return (a.get(quantity) ?? []).every((x, i) => Object.is(x, b.get(quantity)?.[i]));
}

/** The quantities in which the same question got different answers. */
export function inconsistencies(steps: readonly Step[]): ReadonlySet<Quantity> {
  const found = new Set<Quantity>();
  for (const { question, seen } of steps) {
    for (const other of steps) {
      if (other.question !== question || typeof seen !== "object" || typeof other.seen !== "object") continue;
      const again = other.seen;
      for (const quantity of seen.keys()) {
        if (!identicalIn(quantity, seen, again)) found.add(quantity);
      }
    }
  }
  return found;
}

/** Whether the conversation shows that the subject remembers, or touches what is not its own. */
export function showsMemory(steps: readonly Step[]): boolean {
  return (
    inconsistencies(steps).size > 0 || steps.some(({ leftAs, changedLater }) => leftAs !== undefined || changedLater)
  );
}
