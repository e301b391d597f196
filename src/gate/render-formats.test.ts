import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visible } from "./markup.js";
import { renderGithub } from "./render-github.js";
import { renderGradescope } from "./render-gradescope.js";
import { renderHtml } from "./render-html.js";
import { renderJunit } from "./render-junit.js";
import { renderMarkdown } from "./render-markdown.js";
import type { Report } from "./report.js";
import { anyReport, someReports } from "./testing/reports.js";

const formats = { renderGithub, renderGradescope, renderHtml, renderJunit, renderMarkdown };
type Render = (report: Report) => string;

describe.each(Object.entries<Render>(formats))("%s", (_, render) => {
  it("gives the same bytes for the same report, and leaves it as it is", () => {
    const frozen = (value: unknown): void => {
      if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
    };
    fc.assert(
      fc.property(anyReport, (report) => {
        frozen(report);
        expect(render(report)).toBe(render({ ...report }));
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it("holds no character that a reader of text may choke on, and ends with a newline", () => {
    for (const report of someReports) {
      const text = render(report);
      expect(visible(text)).toBe(text);
      expect(text === "" || text.endsWith("\n")).toBe(true);
    }
  });
});
