/** survivors.md: the figures, then every mutant that no test kills, with its reason. */
import { reasonOf } from "./reasons.mjs";

const columns = {
  mutants: "mutants",
  killed: "killed",
  timeout: "timeout",
  survived: "survived",
  noCoverage: "not covered",
  errors: "errors",
  equivalent: "equivalent",
  score: "score of the others, %",
  minutes: "minutes",
};

const kinds = [
  ["Gaps", "gap"],
  ["Without a reason", undefined],
  ["Equivalent", "equivalent"],
];

export function survivorsPage(score, reasons) {
  return `${[
    "# Mutants that no test kills",
    "Written by `npm run mutation` from the last run of each folder and from equivalents.json.",
    table(score),
    ...Object.entries(score).flatMap(([folder, { parts }]) => section(folder, parts ?? {}, reasons)),
  ].join("\n\n")}\n`;
}

function table(score) {
  const head = ["folder", ...Object.values(columns), "remark"];
  const rows = Object.entries(score).map(([folder, figures]) => [
    `src/${folder}`,
    ...Object.keys(columns).map((key) => figures[key] ?? ""),
    remark(figures),
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function remark({ notRun, partialWithout, changedSince }) {
  return [
    ...(notRun === undefined ? [] : ["not run"]),
    ...(partialWithout === undefined ? [] : [`partial: without ${partialWithout.join(", ")}`]),
    ...(changedSince === undefined ? [] : [`code has changed since: ${changedSince.join(", ")}`]),
  ].join("; ");
}

function section(folder, parts, reasons) {
  const survivors = Object.values(parts)
    .flatMap((part) => part.survivors)
    .map((mutant) => ({ mutant, reason: reasonOf(mutant, reasons) }));
  if (survivors.length === 0) return [];
  return [
    `## src/${folder}`,
    ...kinds.flatMap(([title, kind]) =>
      ofKind(
        title,
        survivors.filter(({ reason }) => reason?.kind === kind),
      ),
    ),
  ];
}

function ofKind(title, survivors) {
  if (survivors.length === 0) return [];
  const reasons = [...new Set(survivors.map(({ reason }) => reason))];
  return [
    `### ${title}`,
    ...reasons.map((reason) =>
      group(
        reason?.because,
        survivors.filter((one) => one.reason === reason).map(({ mutant }) => mutant),
      ),
    ),
  ];
}

function group(because, mutants) {
  const lines = mutants.map(
    ({ file, number, original, replacement }) => `- ${file}:${number}: ${code(original)} → ${code(replacement)}`,
  );
  return [...(because === undefined ? [] : [because, ""]), ...lines].join("\n");
}

/** As code, whatever backticks it holds. */
const code = (text) => (text === "" ? "(nothing)" : text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);
