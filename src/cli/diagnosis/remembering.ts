/** Suspects that remember something from one question to the next. */
import { completeConventions, type Case, type Description } from "../../model/index.js";
import { ofSuspect, type Observation } from "./observation.js";
import type { Suspect } from "./suspects.js";
import { identical, scriptOf, showsMemory, transcriptOf, type Answering } from "./transcript.js";

/** Scalar and vector units above each other, so that whatever a suspect remembers has a place to show. */
const allRound: Case = {
  network: {
    layers: [
      {
        weights: [
          [1, -0.5],
          [0.75, 2],
        ],
        biases: [0.5, -1],
        activation: { name: "tanh" },
      },
      {
        weights: [
          [1, 2],
          [-0.5, 1],
        ],
        biases: [0.25, 1],
        activation: { name: "softmax" },
      },
    ],
  },
  loss: { name: "cross-entropy" },
  regularizer: { name: "l2", lambda: 0.5 },
  batch: {
    inputs: [
      [1, 0.5],
      [-0.25, 2],
    ],
    targets: [
      [1, 0],
      [0.5, 0.25],
    ],
  },
};

/** Which of them remember something of the all-round script, by what the subject is like. */
const knownToRemember = new WeakMap<Suspect, Map<string, Promise<boolean>>>();

/**
 * Those of which an instance that has been asked before is no longer a fresh one.
 *
 * @param script - a conversation in which that may show, besides one that is held with every subject.
 */
export async function suspectsWithMemory(
  suspects: readonly Suspect[],
  script: readonly Case[],
  description: Description,
): Promise<readonly Suspect[]> {
  const found: Suspect[] = [];
  for (const suspect of suspects) {
    // Conventions are about single answers.
    if (suspect.conventions !== undefined) continue;
    if ((await remembersAtAll(suspect, description)) || (await remembers(suspect, script, description)))
      found.push(suspect);
  }
  return found;
}

/** A suspect's instance as a party to a conversation. */
export function answering(answer: ReturnType<Suspect["open"]>, description: Description): Answering {
  const conventions = completeConventions(description.conventions);
  return (given) => {
    try {
      return Promise.resolve(answer(given, conventions));
    } catch {
      return Promise.resolve("failed");
    }
  };
}

/** What does not depend on the subject's own questions is found out once. */
function remembersAtAll(suspect: Suspect, description: Description): Promise<boolean> {
  const known = knownToRemember.get(suspect) ?? new Map<string, Promise<boolean>>();
  knownToRemember.set(suspect, known);
  const { conventions, precision, supports } = description;
  const under = JSON.stringify({ conventions, precision, supports });
  const found = known.get(under) ?? remembers(suspect, scriptOf(allRound, description), description);
  known.set(under, found);
  return found;
}

async function remembers(suspect: Suspect, script: readonly Case[], description: Description): Promise<boolean> {
  const old = await transcriptOf(script, answering(suspect.open(), description), description);
  if (showsMemory(old)) return true;
  const fresh = new Map<Case, Observation>();
  for (const { question, seen } of old) {
    if (!fresh.has(question)) fresh.set(question, ofSuspect(suspect, question, description));
    if (!identical(seen, fresh.get(question))) return true;
  }
  return false;
}
