/** The report of the gate and of graded answers in the format that was asked for. */
import {
  renderGithub,
  renderGradescope,
  renderHtml,
  renderJson,
  renderJunit,
  renderMarkdown,
  renderText,
  type DetailOptions,
  type Report,
} from "../gate/index.js";
import { wantsColour, type Io } from "./io.js";
import type { ReportTarget } from "./values.js";

/** @param byHand - the calculation that leads to what is wrong. */
export function renderReport(
  report: Report,
  { format, file }: ReportTarget,
  byHand: NonNullable<DetailOptions["byHand"]>,
  io: Io,
): string {
  switch (format) {
    case "text":
      return renderText(report, { colour: file === undefined && wantsColour(io), byHand });
    case "json":
      return renderJson(report);
    case "junit":
      return renderJunit(report, { byHand });
    case "markdown":
      return renderMarkdown(report, { byHand });
    case "html":
      return renderHtml(report, { byHand });
    case "github":
      return renderGithub(report);
    case "gradescope":
      return renderGradescope(report, { byHand });
  }
}
