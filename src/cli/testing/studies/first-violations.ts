/**
 * The first violation that the gate finds in each of many mistakes, for the price of one run and a little: the laws ask a correct
 * implementation once, and each mistake only from the first answer on in which it differs.
 */
import { correct, mutantSubject, type Mutant } from "../../../../properties/mutants/index.js";
import { runGate, seedOf, type Counterexample, type Finding, type Property } from "../../../gate/index.js";
import { copyOfCase, type Case } from "../../../model/index.js";
import { looksAtMemory, drawn } from "../../../sensitivity/index.js";
import { benchOf, recorded, verdictBy, type Transcript } from "../../../sensitivity/transcript.js";
import { watched, type Watched } from "../../diagnosis/history.js";

/** Which case of which law is the first to be violated. */
export interface FirstViolation {
  readonly mutant: Mutant;
  readonly law: Property;
  /** The law's case, from 1. */
  readonly number: number;
  /** What the mistake had been asked before that case, by this law and those above it. */
  readonly history: readonly Case[];
  /** The run's. */
  readonly seed: number;
}

export interface Hunt {
  readonly mutants: readonly Mutant[];
  /** In the order of the gate. */
  readonly laws: readonly Property[];
  /** Cases per law. */
  readonly runs: number;
  /** The run's. */
  readonly seed: number;
}

/** A mistake that no law has caught so far: one instance for all laws, as in the gate. */
interface Free {
  readonly mutant: Mutant;
  readonly subject: Watched;
}

const control: Mutant = { id: "none", title: "makes no mistake", equation: "pure-function", steps: () => correct };

/**
 * Those that are caught, in the order in which they are.
 *
 * @throws Error when a law blames a correct implementation.
 */
export async function* firstViolations({ mutants, laws, runs, seed }: Hunt): AsyncGenerator<FirstViolation> {
  let free: readonly Free[] = mutants.map((mutant) => ({ mutant, subject: instance(mutant) }));
  for (const law of laws) {
    const judges = judgesOf(law, { runs, seed: seedOf(seed, law.id) });
    for (let position = 0; position < runs && free.length > 0; position++) {
      const judge = await judges(position);
      const left: Free[] = [];
      for (const each of free) {
        const before = historyOf(each.subject).length;
        if ((await judge(each)) !== "violated") left.push(each);
        else
          yield {
            mutant: each.mutant,
            law,
            number: position + 1,
            history: historyOf(each.subject).slice(0, before),
            seed,
          };
      }
      free = left;
    }
  }
}

type Judge = (free: Free) => Promise<"violated" | "other">;

/** How the law judges each of its cases. */
function judgesOf(
  law: Property,
  plan: { readonly runs: number; readonly seed: number },
): (p: number) => Promise<Judge> {
  const kindOf = ({ kind }: { readonly kind: string }): "violated" | "other" =>
    kind === "violated" ? "violated" : "other";
  const correctOne = mutantSubject(control);
  if (law.requires.missing?.(correctOne) !== undefined) return () => Promise.resolve(() => Promise.resolve("other"));
  if (looksAtMemory(law.id)) {
    // Such a law may leave its traces in the input, so each has inputs of its own.
    const inputs = new Map<Free, readonly unknown[]>();
    const inputsOf = (free: Free): readonly unknown[] => {
      const own = inputs.get(free) ?? drawn(law, free.subject.description, plan);
      inputs.set(free, own);
      return own;
    };
    return (position) =>
      Promise.resolve(async (free) => kindOf(await law.check(inputsOf(free)[position], benchOf(free.subject))));
  }
  const inputs = drawn(law, correctOne.description, plan);
  return async (position) => {
    const transcript = await correctly(law, inputs[position]);
    return async ({ subject }) => kindOf(await verdictBy(transcript, law, subject));
  };
}

async function correctly(law: Property, input: unknown): Promise<Transcript> {
  const transcript = await recorded(law, mutantSubject(control), input);
  if (transcript.verdict.kind === "violated") throw new Error(`${law.id} blames a correct implementation`);
  return transcript;
}

function instance(mutant: Mutant): Watched {
  return watched(mutantSubject(mutant), Infinity);
}

function historyOf(subject: Watched): readonly Case[] {
  return subject.history() ?? [];
}

/** A fresh subject that has been asked these questions. */
export async function after(history: readonly Case[], mutant: Mutant): Promise<Watched> {
  const subject = instance(mutant);
  for (const question of history) await subject.run(copyOfCase(question));
  return subject;
}

/** What the gate reports of the violation, and what the mistake has been asked until the smallest case was found. */
export async function reported({ mutant, law, number, history, seed }: FirstViolation): Promise<{
  readonly finding: Finding;
  readonly counterexample: Counterexample;
  readonly history: readonly Case[];
}> {
  const subject = await after(history, mutant);
  const { findings } = await runGate({ subject, properties: [from(number, law)], runs: number, seed });
  const [finding] = findings;
  if (finding?.status !== "violated" || finding.counterexample === null)
    throw new Error(`${law.id} does not catch ${mutant.id} again in case ${number}`);
  return { finding, counterexample: finding.counterexample, history: historyOf(subject) };
}

/** The law from this case on: those before it are known to hold. */
function from(number: number, law: Property): Property {
  let position = 0;
  return {
    ...law,
    check: (input, bench) => {
      position += 1;
      return position < number ? Promise.resolve({ kind: "holds" }) : law.check(input, bench);
    },
  };
}
