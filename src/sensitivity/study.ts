/** Every mutant against every law of the gate: the same cases, stopping at the first that kills. */
import * as fc from "fast-check";
import type { EquationId } from "../../spec/equations.js";
import { seedOf, type Memo, type Property, type Verdict } from "../gate/index.js";
import type { Description } from "../model/index.js";
import type { Subject } from "../subject/index.js";
import { looksAtMemory } from "./classes.js";
import type { Cell, KillMatrix } from "./matrix.js";
import { memo } from "./memo.js";
import { benchOf, recorded, sameBits, verdictBy, type Transcript } from "./transcript.js";

/** A mistake, and a fresh subject that makes it. It supports everything. */
export interface Suspect {
  readonly id: string;
  readonly title: string;
  readonly equation: EquationId;
  readonly subject: () => Subject;
}

export interface StudyOptions {
  readonly mutants: readonly Suspect[];
  /** In the order of the gate. */
  readonly laws: readonly Property[];
  /** A fresh subject without a mistake. */
  readonly control: () => Subject;
  /** Cases per law. */
  readonly runs: number;
  /** The run's, as the gate has it: each law asks the cases that the gate asks under this seed. */
  readonly seed: number;
  /** Milliseconds since some moment in the past. */
  readonly now: () => number;
  /** Awaited before each mutant, so that it can let others have their turn; `done` counts the law's mutants so far. */
  readonly onProgress?: (law: Property, done: number) => void | Promise<void>;
}

/** @throws Error when a law blames the control: then it says nothing about mistakes. SubjectError when a mutant breaks the protocol. */
export async function killMatrix(options: StudyOptions): Promise<KillMatrix> {
  const { mutants, laws, runs, seed } = options;
  const columns: Cell[][] = [];
  for (const law of laws) columns.push(await column(law, options));
  return {
    seed,
    runs,
    laws: laws.map(({ id, title }) => ({ id, title })),
    rows: mutants.map(({ id, title, equation }, m) => ({
      id,
      title,
      equation,
      cells: columns.map((cells) => cells[m] as Cell),
    })),
  };
}

/** All mutants against one law. */
async function column(law: Property, { mutants, control, runs, seed, now, onProgress }: StudyOptions): Promise<Cell[]> {
  const draw = (description: Description): readonly unknown[] =>
    drawn(law, description, { runs, seed: seedOf(seed, law.id) });
  const correct = control();
  const known = memo();
  const transcripts = looksAtMemory(law.id)
    ? undefined
    : await transcriptsOf(law, correct, draw(correct.description), known);
  const cells: Cell[] = [];
  for (const { subject: fresh } of mutants) {
    await onProgress?.(law, cells.length);
    const start = now();
    const subject = fresh();
    // A law about memory may leave its traces in the input, so each mutant has inputs of its own.
    const asked =
      transcripts !== undefined && sameKind(subject.description, correct.description)
        ? await firstViolation(transcripts, (transcript) => verdictBy(transcript, law, subject, known))
        : await firstViolation(draw(subject.description), (input) => law.check(input, benchOf(subject, known)));
    cells.push({ ...asked, milliseconds: now() - start });
  }
  return cells;
}

/** The inputs that the gate would ask about, were there no violation among them. */
export function drawn(
  law: Property,
  description: Description,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): readonly unknown[] {
  const inputs: unknown[] = [];
  fc.check(
    fc.property(law.arbitrary(description), (input) => void inputs.push(input)),
    { numRuns: runs, seed },
  );
  return inputs;
}

async function transcriptsOf(
  law: Property,
  control: Subject,
  inputs: readonly unknown[],
  known: Memo,
): Promise<Transcript[]> {
  const transcripts: Transcript[] = [];
  for (const input of inputs) transcripts.push(await recorded(law, control, input, known));
  const blamed = transcripts.findIndex(({ verdict }) => verdict.kind === "violated");
  if (blamed >= 0) throw new Error(`${law.id} blames a correct implementation in case ${blamed + 1}`);
  return transcripts;
}

/** Whether both are asked the same cases and judged alike. */
function sameKind(a: Description, b: Description): boolean {
  return sameBits({ ...a, implementation: null }, { ...b, implementation: null });
}

async function firstViolation<Input>(
  inputs: readonly Input[],
  judge: (input: Input) => Promise<Verdict>,
): Promise<Pick<Cell, "killed" | "cases">> {
  let cases = 0;
  for (const input of inputs) {
    cases += 1;
    if ((await judge(input)).kind === "violated") return { killed: true, cases };
  }
  return { killed: false, cases };
}
