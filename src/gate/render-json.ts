import { json } from "../model/index.js";
import type { Report } from "./report.js";

/** The report as JSON. No double loses anything. */
export function renderJson(report: Report): string {
  // A subject introduces itself without its user's own functions.
  const { own: _, ...subject } = report.subject;
  return json.pretty({ ...report, subject });
}
