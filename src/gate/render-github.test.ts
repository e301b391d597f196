import { describe, expect, it } from "vitest";
import { briefly } from "./finding-summary.js";
import { renderGithub } from "./render-github.js";
import type { Finding, Report } from "./report.js";
import { idsOf, someReports } from "./testing/reports.js";
import { runFaults } from "./verdict-summary.js";

/** As the runner reads a line: up to the second "::" name and parameters, then the message. */
function commandOf(line: string): { readonly title: string; readonly message: string } {
  const [, name, parameters = "", message = ""] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
  expect(name).toBe("error");
  const [parameter = "", ...others] = parameters.split(",");
  expect(others).toEqual([]);
  const [key, ...value] = parameter.split("=");
  expect(key).toBe("title");
  const decoded = (text: string): string =>
    text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%"); // prettier-ignore
  return { title: decoded(value.join("=")), message: decoded(message) };
}

const commandsOf = (report: Report): ReturnType<typeof commandOf>[] =>
  renderGithub(report).split("\n").slice(0, -1).map(commandOf);

const finding = (changes: Partial<Finding>): Finding => ({
  ...(someReports.find(({ findings }) => findings.length > 0) as Report).findings[0]!,
  counterexample: null,
  diagnosis: [],
  located: null,
  reason: null,
  replay: null,
  ...changes,
});

const reportOf = (...findings: Finding[]): Report => {
  const { canary: _, waivers: _waivers, ...report } = someReports[0] as Report;
  return { ...report, findings, verdict: "fail" };
};

describe("annotations", () => {
  it("are one per violated property, whatever the subject's words, and nothing else", () => {
    for (const report of someReports) {
      const titles = commandsOf(report).map(({ title }) => title.replace(/^gradproof: /, ""));
      const violated = idsOf(report, "violated");
      expect(titles.filter((title) => violated.includes(title)).sort()).toEqual([...violated].sort());
      const failed = report.findings.filter(({ status }) => status === "error");
      expect(titles.filter((title) => title.endsWith("could not be judged"))).toHaveLength(
        new Set(failed.map(briefly)).size,
      );
      const own = titles.filter((title) => title === report.verdict);
      expect(own).toHaveLength(runFaults(report).length);
      const ways = new Set(failed.map(briefly)).size;
      expect(titles).toHaveLength(violated.length + ways + own.length);
    }
  });

  it("escape what a workflow command gives a meaning to", () => {
    const percent = finding({
      property: "a/b",
      status: "violated",
      title: "50 %, a:b\nc",
      replay: "run\r\n--x '%0A::'",
    });
    expect(renderGithub(reportOf(percent))).toBe(
      "::error title=gradproof%3A a/b::50 %25, a:b c%0Arun%0A--x '%250A::'\n",
    );
    const odd = finding({ property: "a/b,c:d%", status: "violated", title: "t" });
    expect(renderGithub(reportOf(odd))).toBe("::error title=gradproof%3A a/b%2Cc%3Ad%25::t\n");
  });

  it("begin with the cause", () => {
    const late = finding({
      property: "a/late",
      status: "violated",
      located: { layer: 1, quantity: "gradients.weights" },
    });
    const early = finding({ property: "a/early", status: "violated", located: { layer: 1, quantity: "outputs" } });
    expect(commandsOf(reportOf(late, early)).map(({ title }) => title)).toEqual([
      "gradproof: a/early",
      "gradproof: a/late",
    ]);
  });

  it("say once what broke the same way many times", () => {
    const gone = (property: string): Finding =>
      finding({ property, status: "error", title: "t", reason: "it is gone" });
    const other = finding({ property: "a/4", status: "error", title: "t", reason: "another" });
    const commands = commandsOf(reportOf(gone("a/1"), gone("a/2"), other, gone("a/3")));
    expect(commands).toEqual([
      { title: "gradproof: a/1 and 2 more properties could not be judged", message: "t\nit is gone" },
      { title: "gradproof: a/4 could not be judged", message: "t\nanother" },
    ]);
  });

  it("are none where nothing is wrong, and one where the run is no pass for another reason", () => {
    const held = reportOf(finding({ status: "held" }), finding({ status: "skipped", reason: "cannot" }));
    expect(renderGithub({ ...held, verdict: "pass" })).toBe("");
    expect(renderGithub({ ...held, verdict: "inconclusive" })).toBe(
      "::error title=gradproof%3A inconclusive::too little was decided, so this is not a pass\n",
    );
  });
});
