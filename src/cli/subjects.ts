/** From the flags to the subject. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { mutants, mutantSubject } from "../../properties/mutants/index.js";
import { graph, scalar, vectorized } from "../index.js";
import type { Description } from "../model/index.js";
import { inProcessSubject, restarting, SubjectError, type InProcess, type Subject } from "../subject/index.js";
import { startProcess } from "../subject/subprocess.js";
import { UsageError } from "./errors.js";
import { builtins, defaultStartTimeout, type Builtin, type GateFlags, type SubjectFlags } from "./gate-flags.js";
import { didYouMean } from "./nearest.js";

const subjectFlags = ["exec", "module", "builtin", "mutant"] as const satisfies readonly (keyof SubjectFlags)[];

const implementations: Readonly<Record<Builtin, InProcess>> = { scalar, vectorized, graph };

/** The one flag that names the subject. @throws UsageError when there is none, or more than one. */
export function subjectFlag(flags: SubjectFlags): {
  readonly flag: (typeof subjectFlags)[number];
  readonly value: string;
} {
  const given = subjectFlags.flatMap((flag) => (flags[flag] === undefined ? [] : [{ flag, value: flags[flag] }]));
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  const all = `--exec CMD, --module FILE, --builtin ${builtins.join("|")} or --mutant ID`;
  const got = only === undefined ? "none of them" : given.map(({ flag }) => `--${flag}`).join(" and ");
  throw new UsageError(`exactly one of ${all} names the implementation to test, got ${got}`);
}

/** What of the flags makes a difference to the subject. */
export type OpeningFlags = SubjectFlags & Pick<GateFlags, "timeout" | "startTimeout" | "restarts" | "precision">;

/**
 * Makes the subject ready. The caller closes it. What can break recovers.
 *
 * @param signal - aborted when the subject is to end while it starts.
 * @throws SubjectError when it cannot be run; UsageError when the flags contradict what it says of itself.
 */
export async function openSubject(flags: OpeningFlags, signal?: AbortSignal): Promise<Subject> {
  const { flag, value } = subjectFlag(flags);
  switch (flag) {
    case "exec":
      return startedProcess(value, flags, signal);
    case "module":
      return withPrecision(
        await recovering(withTimeout(await loadedModule(value), flags.timeout), flags),
        flags.precision,
      );
    case "builtin":
      return withPrecision(inProcessSubject(implementations[value as Builtin]), flags.precision);
    case "mutant":
      return withPrecision(mutantNamed(value), flags.precision);
  }
}

function mutantNamed(id: string): Subject {
  const mutant = mutants.find((candidate) => candidate.id === id);
  if (mutant !== undefined) return mutantSubject(mutant);
  const known = mutants.map((candidate) => candidate.id);
  throw new UsageError(`there is no mutant '${id}'${didYouMean(id, known)}`);
}

function withPrecision(subject: Subject, precision: GateFlags["precision"]): Subject {
  return precision === undefined ? subject : { ...subject, description: { ...subject.description, precision } };
}

async function startedProcess(command: string, flags: OpeningFlags, signal?: AbortSignal): Promise<Subject> {
  const { timeout, startTimeout = Math.max(defaultStartTimeout, timeout), restarts, precision } = flags;
  const options = { timeoutMs: timeout, startTimeoutMs: startTimeout, signal };
  const subject = await restarting(() => startProcess(command, options), restarts);
  const declared = subject.description.precision;
  if (precision === undefined || precision === declared) return subject;
  await subject.close();
  throw new UsageError(`--precision ${precision} contradicts the program, which declares ${declared}`);
}

/** One bad answer says nothing about the next: a module has nothing to restart, and is granted as many failures as a program. */
function recovering(subject: Subject, { restarts }: OpeningFlags): Promise<Subject> {
  return restarting(() => Promise.resolve(subject), restarts);
}

/** What a module must export, for messages. */
const expectedExport =
  "a default export of the form { implementation: { name }, precision, supports, conventions?, own?, run(case) }";

async function loadedModule(file: string): Promise<Subject> {
  const path = resolve(file);
  if (!existsSync(path)) throw new SubjectError(`there is no module ${path}`);
  const loaded = await imported(path);
  const implementation: unknown = loaded["default"];
  if (!isImplementation(implementation)) {
    throw new SubjectError(`${file}: expected ${expectedExport}, got ${kindOf(implementation)}`);
  }
  const { run, ...description } = implementation;
  return inProcessSubject({ description, run: (question) => run.call(implementation, question) });
}

async function imported(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    throw new SubjectError(`${path} could not be loaded: ${String(error)}`);
  }
}

function isImplementation(value: unknown): value is Description & Pick<InProcess, "run"> {
  if (typeof value !== "object" || value === null || !("implementation" in value)) return false;
  return "run" in value && typeof value.run === "function";
}

function kindOf(value: unknown): string {
  if (value === undefined) return "none";
  if (typeof value !== "object" || value === null) return `a ${value === null ? "null" : typeof value}`;
  return `an object with ${Object.keys(value).join(", ") || "nothing in it"}`;
}

/** Ends the wait for an answer that never comes; a function that never returns cannot be stopped from here. */
function withTimeout(subject: Subject, milliseconds: number): Subject {
  return {
    ...subject,
    run(question) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        const { name } = subject.description.implementation;
        const error = new SubjectError(
          `${name} did not answer within ${milliseconds} ms (--timeout sets another limit)`,
        );
        timer = setTimeout(() => reject(error), milliseconds);
      });
      return Promise.race([subject.run(question), late]).finally(() => clearTimeout(timer));
    },
  };
}
