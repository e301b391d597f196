/** The checks for a person at a terminal. */
import { countOf, painter, textWidth, wrap } from "../../gate/layout.js";
import { json } from "../../model/index.js";
import type { Check, CheckStatus, Validation } from "./check.js";

const words: Readonly<Record<CheckStatus, readonly [word: string, colour: "green" | "red" | "yellow"]>> = {
  ok: ["ok", "green"],
  mend: ["MEND", "red"],
  open: ["open", "yellow"],
};

const statusWidth = 6;

export function renderValidation(validation: Validation, colour: boolean): string {
  const { version, subject, checks, verdict } = validation;
  const paint = painter(colour);
  const who = subject === null ? "" : `: ${subject.implementation.name}, ${subject.precision}`;
  const nameWidth = Math.max(...checks.map(({ check }) => check.length)) + 2;
  const lines = checks.flatMap((check) => {
    const [word, wordColour] = words[check.status];
    const [first = "", ...others] = textOf(check, textWidth - statusWidth - nameWidth);
    const start = paint(wordColour, word) + " ".repeat(statusWidth - word.length);
    const indent = " ".repeat(statusWidth + nameWidth);
    return [`${start}${check.check.padEnd(nameWidth)}${first}`, ...others.map((line) => indent + line)];
  });
  const ending = paint(verdict === "sane" ? "green" : "red", verdict.toUpperCase());
  return [paint("bold", `gradproof ${version} validate${who}`), "", ...lines, "", `${ending}: ${sentence(checks)}`, ""]
    .map((line) => line.trimEnd())
    .join("\n");
}

function textOf({ found, advice }: Check, width: number): string[] {
  const paragraphs = [...found.split("\n"), ...(advice === undefined ? [] : [`→ ${advice}`])];
  return paragraphs.flatMap((paragraph) => wrap(paragraph, width));
}

function sentence(checks: readonly Check[]): string {
  const count = (status: CheckStatus): number => checks.filter((check) => check.status === status).length;
  const open = count("open") === 0 ? "" : `, ${count("open")} could not be looked at`;
  const total = countOf(checks.length, "check");
  if (count("mend") > 0) return `${count("mend")} of ${total} ask for a change${open}.`;
  return `${count("ok")} of ${total} are fine${open}. Whether the numbers are right, gradproof gate tells.`;
}

export function validationJson(validation: Validation): string {
  return json.pretty(validation);
}
