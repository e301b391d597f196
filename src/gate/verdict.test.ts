import { describe, expect, it } from "vitest";
import type { Finding, Status } from "./report.js";
import { verdictOf } from "./verdict.js";

const findings = (...statuses: Status[]): Finding[] => statuses.map((status) => ({ status, reason: null }) as Finding);
const counts = { cases: 10, held: 10, violated: 0, undecided: 0, skipped: 0 };

describe("verdictOf", () => {
  it.each<[string, Status[], Partial<typeof counts>]>([
    ["pass", ["held", "skipped"], {}],
    ["pass", ["held", "waived"], { held: 5, violated: 1, undecided: 4 }],
    ["pass", ["waived"], { cases: 3, held: 1, violated: 1, undecided: 1 }],
    ["fail", ["held", "waived", "violated"], {}],
    ["fail", ["violated", "error"], {}],
    ["error", ["waived", "error"], {}],
    ["inconclusive", ["waived", "held"], { held: 3, violated: 1, undecided: 6 }],
    ["inconclusive", ["skipped"], { held: 0, cases: 0 }],
    ["inconclusive", [], { held: 0, cases: 0 }],
  ])("%s: %j %j", (verdict, statuses, changes) => {
    expect(verdictOf(findings(...statuses), { ...counts, ...changes })).toBe(verdict);
  });

  it("a run that was cut short is an error, unless it is worse", () => {
    expect(verdictOf(findings("held"), counts, true)).toBe("error");
    expect(verdictOf(findings("violated"), counts, true)).toBe("fail");
  });
});
