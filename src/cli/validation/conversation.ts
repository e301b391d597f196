/** How the adapter holds the conversation, whatever it is about. */
import { json, type Case } from "../../model/index.js";
import { adviceOn } from "./advice.js";
import { mend, ok, open, type Check } from "./check.js";
import type { Interview, Outcome } from "./interview.js";

const repeats = "the same question again";
const together = "two questions at once";

/** @param answered - questions that the subject has answered, the simplest of which is asked again. */
export async function checkConversation(answered: readonly Case[], interview: Interview): Promise<readonly Check[]> {
  const [first, second] = simplestTwo(answered);
  if (first === undefined) return [repeats, together].map((name) => open(name, "nothing was answered so far"));
  const alone = [await interview.askOne(first), await interview.askOne(second ?? first)] as const;
  const again = await interview.askOne(first);
  const both = await interview.ask([first, second ?? first]);
  return [checkRepeat(alone[0], again), checkTogether(alone, both)];
}

/** Two that differ, where there are two. */
function simplestTwo(questions: readonly Case[]): readonly Case[] {
  const byText = new Map(questions.map((question) => [json.stringify(question), question]));
  return [...byText].sort(([a], [b]) => a.length - b.length).map(([, question]) => question);
}

function checkRepeat(before: Outcome, again: Outcome): Check {
  const broken = brokenIn(repeats, [before, again]);
  if (broken !== undefined) return broken;
  if (same(before, again)) return ok(repeats, "the same answer, to the last digit");
  const advice =
    "The answer must depend on the case alone: clear gradients before each case, load the weights of the case, draw nothing at random, and switch off dropout.";
  return mend(repeats, "another answer than before", advice);
}

function checkTogether(alone: readonly Outcome[], both: readonly Outcome[]): Check {
  const broken = brokenIn(together, [...alone, ...both]);
  if (broken !== undefined) return broken;
  if (alone.every((outcome, position) => same(outcome, both[position]))) return ok(together, "each got its own answer");
  const advice =
    "Several requests may be under way: answer each line with the seq of that very line, and let no two share a variable.";
  return mend(together, "other answers than when asked one after the other", advice);
}

/** What there is to say where one of the questions was not answered at all. */
function brokenIn(name: string, outcomes: readonly Outcome[]): Check | undefined {
  for (const outcome of outcomes) {
    if ("failure" in outcome) return mend(name, outcome.failure, adviceOn(outcome.failure));
    if ("unasked" in outcome) return open(name, outcome.unasked);
  }
  return undefined;
}

function same(a: Outcome, b: Outcome | undefined): boolean {
  return json.stringify(a) === json.stringify(b);
}

/** A batch without examples, which goes with NaN and infinities: `answered` with its examples taken away. */
export async function checkEmptyBatch(answered: readonly Case[], interview: Interview): Promise<Check> {
  const name = "a batch without examples";
  const [question] = simplestTwo(answered);
  if (question === undefined) return open(name, "nothing was answered so far");
  const outcome = await interview.askOne({ ...question, batch: { inputs: [], targets: [] } });
  const broken = brokenIn(name, [outcome]);
  if (broken !== undefined) return broken;
  if (!("error" in outcome))
    return ok(name, "skipped" in outcome ? `declined: ${outcome.skipped.message}` : "answered");
  const advice = 'Answer it, or "skipped"; or take specialValues out of supports.';
  return mend(name, `an error reply: ${outcome.error.message}`, advice);
}
