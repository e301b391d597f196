import { describe, expect, it } from "vitest";
import { briefly, bySource, detailLines, familyOf } from "./finding-summary.js";
import type { Counterexample, Finding } from "./report.js";
import { question, someReports } from "./testing/reports.js";

const wrong: Counterexample = {
  case: question,
  mismatches: [{ quantity: "loss", index: [], got: -0, exact: "1", range: [0.5, 1.5], factor: 2 }],
};

const finding = (changes: Partial<Finding>): Finding => ({
  property: "forward/loss",
  title: "the loss is divergence plus penalty",
  equations: ["l2-penalty"],
  level: "core",
  status: "violated",
  cases: 3,
  undecided: 0,
  reason: null,
  counterexample: wrong,
  diagnosis: [],
  located: null,
  replay: null,
  ...changes,
});

describe("a finding in brief", () => {
  const known = { mutant: "losses/doubled", title: "doubles the loss", equation: "l2-penalty" } as const;
  const [mismatch] = wrong.mismatches;
  const exactly = {
    ...wrong,
    mismatches: [{ ...(mismatch as (typeof wrong.mismatches)[0]), range: [-0, 0] as const }],
  };

  it.each<[Partial<Finding>, string]>([
    [{}, "loss is -0, acceptable is 0.5 to 1.5"],
    [{ counterexample: exactly }, "loss is -0, acceptable is 0 alone"],
    [{ diagnosis: [known] }, "loss is -0, acceptable is 0.5 to 1.5; doubles the loss (losses/doubled)"],
    [{ reason: "not the smallest" }, "loss is -0, acceptable is 0.5 to 1.5"],
    [{ status: "waived", reason: "known, see issue 7" }, "known, see issue 7; loss is -0, acceptable is 0.5 to 1.5"],
    [{ status: "skipped", counterexample: null, reason: "no\n loss" }, "no loss"],
    [{ status: "error", counterexample: null, reason: "gone" }, "gone"],
    [{ status: "error", counterexample: { case: question, mismatches: [], message: "gone" }, reason: "gone" }, "gone"],
    [{ counterexample: null }, ""],
    [{ status: "held", counterexample: null }, ""],
  ])("%#", (changes, brief) => {
    expect(briefly(finding(changes))).toBe(brief);
  });

  it("is one line of no more than 300 characters, but for what is shown by its code", () => {
    const long = briefly(finding({ status: "error", counterexample: null, reason: "ValueError: ".repeat(100) }));
    expect(long).toHaveLength(300);
    expect(long.endsWith("…")).toBe(true);
    for (const { findings } of someReports) for (const any of findings) expect(briefly(any)).not.toMatch(/[\n\r]/);
  });
});

describe("a finding in full", () => {
  it("is what the terminal shows below the heading, and shows what is waived like what is violated", () => {
    const replay = "gradproof gate --replay x";
    const lines = detailLines(finding({ replay }), { byHand: () => ["1 + 1 = 2"] });
    expect(lines[0]).toBe("law          the loss is divergence plus penalty");
    expect(lines).toContain("smallest case");
    expect(lines).toContain("  1 + 1 = 2");
    expect(lines.at(-1)).toBe(`replay       ${replay}`);
    expect(detailLines(finding({ replay, status: "waived" }), { byHand: () => ["1 + 1 = 2"] })).toEqual(lines);
    const error = detailLines(finding({ status: "error" }), { byHand: () => ["1 + 1 = 2"] });
    expect(error).toContain("last case");
    expect(error).not.toContain("  1 + 1 = 2");
  });
});

describe("findings", () => {
  it("are put in the order of their causes, what is nowhere first", () => {
    const ids = bySource([
      finding({ property: "a/late", located: { layer: 1, quantity: "gradients.weights" } }),
      finding({ property: "a/early", located: { layer: 2, quantity: "preactivations" } }),
      finding({ property: "a/nowhere" }),
    ]).map(({ property }) => property);
    expect(ids).toEqual(["a/nowhere", "a/early", "a/late"]);
  });

  it("belong to the family before the slash", () => {
    expect(familyOf(finding({}))).toBe("forward");
  });
});
