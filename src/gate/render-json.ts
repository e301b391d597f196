import { json } from "../model/index.js";
import type { Report } from "./report.js";

/** The report as JSON, indented by two spaces; a row of numbers stays on one line. No double loses anything. */
export function renderJson(report: Report): string {
  // A subject introduces itself without its user's own functions.
  const { own: _, ...subject } = report.subject;
  return `${indented({ ...report, subject }, "")}\n`;
}

function indented(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null || isRow(value)) return json.stringify(value);
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const lines = Array.isArray(value)
    ? value.map((element) => indented(element, deeper))
    : json.membersOf(value).map(([key, member]) => `${JSON.stringify(key)}: ${indented(member, deeper)}`);
  return lines.length === 0
    ? `${open}${close}`
    : `${open}\n${lines.map((line) => deeper + line).join(",\n")}\n${indent}${close}`;
}

function isRow(value: object): boolean {
  return Array.isArray(value) && value.every((element) => typeof element !== "object" || element === null);
}
