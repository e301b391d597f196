/** What the long studies measured, as parts of spec/sensitivity.md. */
import { countOf } from "../gate/layout.js";
import type { DiagnosisRate, FalseAlarms, Figures, MutationScore, Naming, Smallness } from "./figures.js";
import { names, prose, table } from "./markdown.js";
import { percent } from "./words.js";

/** The sections for which there are figures. */
export function figureParts({ falseAlarms, diagnosis, smallness, mutation }: Figures): string[] {
  return [
    ...(falseAlarms === undefined ? [] : falseAlarmParts(falseAlarms)),
    ...(diagnosis === undefined ? [] : diagnosisParts(diagnosis)),
    ...(smallness === undefined ? [] : smallnessParts(smallness)),
    ...(mutation === undefined ? [] : mutationParts(mutation)),
  ];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** From this share of undecided cases on a law is named. */
const oftenUndecided = 0.1;

function falseAlarmParts({ seed, runs, implementations, laws }: FalseAlarms): string[] {
  const of = (key: "cases" | "undecided" | "violated"): number => sum(implementations.map((each) => each[key]));
  const rows = implementations.map((each) => [
    each.precision,
    each.implementation,
    ...[each.cases, each.held, each.undecided, each.violated].map(String),
  ]);
  const wide = Object.entries(laws)
    .filter(([, { cases, undecided }]) => undecided >= oftenUndecided * cases)
    .sort(([, a], [, b]) => b.undecided / b.cases - a.undecided / a.cases)
    .map(([id, { cases, undecided }]) => `\`${id}\` ${percent(undecided, cases)}`);
  return [
    "## False alarms",
    prose(
      `Correct implementations before every law, ${countOf(runs, "case")} each, seed ${seed}: of ${countOf(of("cases"), "case")}, ` +
        `${of("violated")} violated and ${percent(of("undecided"), of("cases"))} undecided, for the ranges are too wide to tell. ` +
        "In f32 they are the same programs with every operation rounded to single precision; permuted: asked with inputs, units and " +
        "examples in the opposite order, so that every sum is added the other way round.",
    ),
    table(["precision", "implementation", "cases", "held", "undecided", "violated"], rows),
    ...(wide.length === 0 ? [] : [prose(`Undecided in a tenth of their cases or more: ${wide.join(", ")}.`)]),
  ];
}

function diagnosisParts({ seed, runs, mutants, caught, unseen, known, unknown }: DiagnosisRate): string[] {
  const row = (label: string, count: (naming: Naming) => number): string[] => [
    label,
    ...[known, unknown].map((naming) => `${count(naming)} (${percent(count(naming), caught)})`),
  ];
  const listed = (label: string, rows: Naming["wrong"]): string[] =>
    rows.length === 0
      ? []
      : [
          `${label}: ${rows.map(({ mutant, law, name }) => `\`${mutant}\` (by \`${law}\`) as \`${name}\``).join(", ")}.`,
        ];
  return [
    "## Diagnosis",
    prose(
      `Each mistake is put before the gate as an unknown black box, ${countOf(runs, "case")} per law, seed ${seed}, and the first ` +
        `violation is diagnosed: ${caught} of ${mutants} are caught${unseen.length === 0 ? "" : ` (not: ${names(unseen)})`}. ` +
        "Then once more with the mistake struck off the list of those that are known, as if nobody had seen it before: now no name is the right answer.",
    ),
    table(
      ["first name", "known mistake", "struck off"],
      [
        row("its own", ({ rightFirst }) => rightFirst),
        row("a convention, rightly", ({ asConvention }) => asConvention.length),
        row("the same function under another name", ({ sameFunction }) => sameFunction.length),
        row("another mistake, as a part of what is wrong", ({ inPart }) => inPart.length),
        row("none", ({ none }) => none.length),
        row("wrong", ({ wrong }) => wrong.length),
        [
          "further questions: median, most",
          ...[known, unknown].map(({ questionsAsked: { median, max } }) => `${median}, ${max}`),
        ],
      ],
    ),
    ...[
      ...(known.none.length === 0 ? [] : [`Known, and not named: ${names(known.none.map(({ mutant }) => mutant))}.`]),
      ...listed("Wrongly named", known.wrong),
      ...listed("Wrongly named when struck off", unknown.wrong),
    ].map(prose),
  ];
}

function smallnessParts({ seeds, runs, cases, numbers, digits }: Smallness): string[] {
  return [
    "## The smallest case",
    prose(
      `${countOf(cases, "violation")} of all mistakes, made smaller, ${countOf(runs, "case")} per law, seeds ${seeds.join(", ")}: the median case has ${numbers.median} numbers of at ` +
        `most ${countOf(digits.median, "significant digit")}, the worst ${numbers.worst} numbers, and the longest number ${digits.worst} digits.`,
    ),
  ];
}

function mutationParts(folders: NonNullable<Figures["mutation"]>): string[] {
  const rows = Object.entries(folders).map(([folder, figures]) =>
    "notRun" in figures ? [`src/${folder}`, ...Array<string>(5).fill("not run")] : scoreRow(folder, figures),
  );
  return [
    "## Mutation testing of this code",
    prose(
      "The gate's own code is changed in small ways, one after the other, and its tests must fail each time (`npm run mutation`, which takes hours). Score: " +
        "killed, of all that are not equivalent to the code as it stands. `mutation/survivors.md` lists every survivor with its reason.",
    ),
    table(["folder", "mutants", "killed", "survived", "equivalent", "score"], rows),
  ];
}

function scoreRow(folder: string, { score, partialWithout, changedSince, ...counts }: MutationScore): string[] {
  const { mutants, killed, timeout, survived, noCoverage, equivalent } = counts;
  const without = partialWithout === undefined ? "" : ` (without ${partialWithout.join(", ")})`;
  const since = changedSince === undefined ? "" : ` (changed since: ${changedSince.join(", ")})`;
  return [
    `src/${folder}${without}${since}`,
    ...[mutants, killed + timeout, survived + noCoverage - equivalent, equivalent].map(String),
    `${score} %`,
  ];
}
