/** `gradproof sensitivity`. */
import { agreementProperties } from "../../properties/agreement.js";
import { cases, ordinaryRegime } from "../../properties/arbitraries/cases.js";
import { correct, mutants, mutantSubject, type Mutant } from "../../properties/mutants/index.js";
import { conventionsOf } from "../../properties/support/witness.js";
import { seedLimit, type Property } from "../gate/index.js";
import { completeConventions, everything, type Case, type Description, type PrecisionName } from "../model/index.js";
import { certify } from "../oracle/index.js";
import { backpropagate } from "../scalar/index.js";
import {
  casesOfDepth,
  isComplete,
  killMatrix,
  layersOf,
  renderJson,
  renderMarkdown,
  renderText,
  smallestVisible,
  type Sensitivity,
  type Suspect,
} from "../sensitivity/index.js";
import { equivalents } from "./equivalents.js";
import { exitCodes, UsageError } from "./errors.js";
import { figuresIn } from "./figures.js";
import { glob } from "./glob.js";
import { wantsColour, type Io } from "./io.js";
import { chosenLaws } from "./laws.js";
import { didYouMean } from "./nearest.js";
import { progressLine, type ProgressLine } from "./progress.js";
import type { SensitivityFlags, StudyTarget } from "./sensitivity-flags.js";
import { checkedTargets, deliver } from "./targets.js";

/**
 * @param catalogue - the known mistakes.
 * @returns the exit code. @throws UsageError
 */
export async function sensitivity(
  flags: SensitivityFlags,
  io: Io,
  catalogue: readonly Mutant[] = mutants,
): Promise<number> {
  const laws = lawsOf(flags);
  const chosen = chosenMutants(flags, catalogue);
  const targets = checkedTargets<StudyTarget>(flags.report ?? [], { format: "text" });
  const figures = figuresIn(flags.figures ?? []);
  const seed = flags.seed ?? Math.floor(Math.random() * seedLimit);
  const progress = progressLine(io);
  try {
    const plan = { runs: flags.runs, seed };
    const found: Sensitivity = {
      matrix: await killMatrix({
        ...plan,
        laws,
        mutants: chosen.map(suspect),
        control: () => mutantSubject(control),
        now: () => io.now(),
        onProgress: counting(laws, chosen.length, progress),
      }),
      visible: await visibleErrors(laws, plan, progress),
      equivalents,
      figures,
    };
    progress.clear();
    for (const target of targets) deliver(rendered(found, target, io), target.file, io);
    return isComplete(found) ? exitCodes.pass : exitCodes.fail;
  } finally {
    progress.clear();
  }
}

/** The skeleton of the mutants with nothing replaced. */
const control: Mutant = {
  id: "none",
  title: "makes no mistake",
  equation: "pure-function",
  steps: () => correct,
};

function lawsOf({ property, runs }: SensitivityFlags): readonly Property[] {
  return chosenLaws({ runs, timeout: Infinity, ...(property === undefined ? {} : { property }) });
}

/** @throws UsageError when a pattern names no mutant. */
function chosenMutants({ mutant: patterns }: SensitivityFlags, catalogue: readonly Mutant[]): readonly Mutant[] {
  if (patterns === undefined) return catalogue;
  const ids = catalogue.map(({ id }) => id);
  for (const pattern of patterns) {
    if (!ids.some(glob(pattern))) throw new UsageError(`no mutant is named '${pattern}'${didYouMean(pattern, ids)}`);
  }
  return catalogue.filter(({ id }) => patterns.some((pattern) => glob(pattern)(id)));
}

function suspect(mutant: Mutant): Suspect {
  const { id, title, equation } = mutant;
  return { id, title, equation, subject: () => mutantSubject(mutant) };
}

/** Tells of each law, and in place of its cases of the mutants that it is shown. */
function counting(
  laws: readonly Property[],
  total: number,
  progress: ProgressLine,
): (law: Property, done: number) => void {
  return (law, done) => {
    const position = laws.indexOf(law) + 1;
    if (done === 0) progress.tell({ kind: "start", property: law, position, total: laws.length, runs: total });
    progress.tell({ kind: "case", property: law, number: done + 1 });
  };
}

/** For the quantities of the chosen laws of agreement. */
async function visibleErrors(
  laws: readonly Property[],
  plan: { readonly runs: number; readonly seed: number },
  progress: ProgressLine,
): Promise<Sensitivity["visible"]> {
  const chosen = new Set(laws.map(({ id }) => id));
  const agreements = agreementProperties.filter(({ id }) => chosen.has(id));
  const [first] = laws;
  if (agreements.length === 0 || first === undefined) return [];
  return smallestVisible({
    ...plan,
    quantities: agreements.flatMap(({ requires }) => requires.observes),
    cases: (precision, layers) => casesOfDepth(layers, casesOf(precision), answer),
    certify: (question, precision) => certify(question, conventionsOf(introduction(precision), "core"), precision),
    answer,
    onProgress: ({ layers }, precision, number) => {
      const property = { ...first, id: `smallest visible error, ${layersOf(layers)}, ${precision}` };
      if (number === 1) progress.tell({ kind: "start", property, position: 1, total: 1, runs: plan.runs });
      progress.tell({ kind: "case", property, number });
    },
  });
}

function introduction(precision: PrecisionName): Description {
  return { implementation: { name: "scalar" }, precision, supports: everything };
}

function casesOf(precision: PrecisionName): (maxLayers: number) => ReturnType<typeof cases> {
  return (maxLayers) => cases(introduction(precision), { ...ordinaryRegime, maxLayers });
}

function answer(question: Case): ReturnType<typeof backpropagate> {
  return backpropagate(question, completeConventions());
}

function rendered(found: Sensitivity, { format, file }: StudyTarget, io: Io): string {
  switch (format) {
    case "json":
      return renderJson(found);
    case "markdown":
      return renderMarkdown(found);
    case "text":
      return renderText(found, { colour: file === undefined && wantsColour(io) });
  }
}
