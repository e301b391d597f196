/** One test per law, for whatever test framework: `gradproof/vitest` and `gradproof/node-test` bind them. */
import { allProperties } from "../properties/index.js";
import { diagnoser, locator, watched } from "./cli/diagnose.js";
import { handCalculation } from "./cli/hand-calculation/index.js";
import { glob } from "./cli/glob.js";
import { renderText, runGate, type Counterexample, type Property } from "./gate/index.js";
import { inProcessSubject, type InProcess, type Subject } from "./subject/index.js";

/** An implementation, or a subject that is ready (such as a program in a process), or what makes one before the first test. */
export type Conformant = InProcess | Subject | (() => Promise<Subject>);

export interface ConformanceOptions {
  /** Cases per law. Default: 100, as on the command line. */
  readonly runs?: number;
  /** The same seed asks the same cases. Default: 1, so that a test run is not a lottery. */
  readonly seed?: number;
  /** Only the laws of this level; both when it is left out. */
  readonly level?: Property["level"];
  /** Only these laws, such as backward/* ; all when it is left out. */
  readonly property?: readonly string[];
}

/** What came of a law that did not break. */
export type Outcome = { readonly held: true } | { readonly held: false; readonly reason: string };

export interface ConformanceTest {
  /** The law's id and what it states. */
  readonly name: string;
  /** @throws Error with the whole finding when the law is violated, or when it could not be judged. */
  run(): Promise<Outcome>;
}

export interface Conformance {
  readonly tests: readonly ConformanceTest[];
  /** After the last test. */
  close(): Promise<void>;
}

const defaults = { runs: 100, seed: 1 } as const;

/** @throws RangeError when a pattern fits no law. */
export function conformance(subject: Conformant, options: ConformanceOptions = {}): Conformance {
  const { runs = defaults.runs, seed = defaults.seed } = options;
  let made: Promise<Subject> | undefined;
  const ready = (): Promise<Subject> => (made ??= subjectOf(subject).then(watched));
  return {
    tests: chosen(options).map((law) => ({
      name: `${law.id}: ${law.title}`,
      run: async () => judged(await ready(), law, runs, seed),
    })),
    close: async () => {
      if (made !== undefined) await (await made).close();
    },
  };
}

function chosen({ level, property }: ConformanceOptions): readonly Property[] {
  for (const pattern of property ?? []) {
    if (!allProperties.some(({ id }) => glob(pattern)(id))) throw new RangeError(`no property is named '${pattern}'`);
  }
  const isWanted = ({ id }: Property): boolean => property?.some((pattern) => glob(pattern)(id)) ?? true;
  return allProperties.filter((law) => isWanted(law) && (level === undefined || law.level === level));
}

async function subjectOf(subject: Conformant): Promise<Subject> {
  if (typeof subject === "function") return subject();
  return "inProcess" in subject ? subject : inProcessSubject(subject);
}

async function judged(subject: Subject, law: Property, runs: number, seed: number): Promise<Outcome> {
  const report = await runGate({
    subject,
    properties: [law],
    runs,
    seed,
    diagnose: diagnoser(subject),
    locate: locator(subject),
  });
  const [finding] = report.findings;
  switch (finding?.status) {
    case "held":
      return { held: true };
    case "violated":
    case "error":
      throw new Error(
        renderText(report, {
          byHand: (counterexample: Counterexample) => handCalculation(counterexample, subject.description.conventions),
        }),
      );
    default:
      return { held: false, reason: finding?.reason ?? "it was not asked" };
  }
}
