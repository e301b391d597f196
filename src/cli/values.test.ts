import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collect, duration, integer, reportFormats, reportTarget } from "./values.js";

describe("the values of flags", () => {
  it.each([
    ["500ms", 500],
    ["10s", 10_000],
    ["1.5s", 1500],
    ["2m", 120_000],
  ])("the duration %s is %d milliseconds", (text, milliseconds) => {
    expect(duration(text)).toBe(milliseconds);
  });

  it.each(["", "10", "s", "-1s", "0s", "1h", "1 s", "1e3s", "36000m"])("'%s' is no duration", (text) => {
    expect(() => duration(text)).toThrow("Expected a duration such as 500ms, 10s or 2m.");
  });

  it("an integer is one within its bounds, written in digits", () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const read = (): number => integer(1, 1000)(String(value));
        if (value >= 1 && value <= 1000) expect(read()).toBe(value);
        else expect(read).toThrow("Expected an integer from 1 to 1000.");
      }),
      { seed: 1 },
    );
    for (const text of ["", " 1", "1.0", "0x1", "1e2", "one"]) {
      expect(() => integer(1, 1000)(text)).toThrow("Expected an integer");
    }
  });

  it("a report has a format, and may have a file whose name may hold anything", () => {
    expect(reportTarget("json")).toEqual({ format: "json" });
    expect(reportTarget("text=a=b.txt")).toEqual({ format: "text", file: "a=b.txt" });
    expect(reportTarget("junit=a\nb.xml")).toEqual({ format: "junit", file: "a\nb.xml" });
    for (const text of ["", "xml", "json=", "=file", "json:file", "jsonjunit", "html,junit", "JSON"]) {
      expect(() => reportTarget(text)).toThrow("Expected text or json");
    }
  });

  it("the message about a wrong format names every right one", () => {
    for (const format of reportFormats) {
      expect(reportTarget(format)).toEqual({ format });
      expect(() => reportTarget("xml")).toThrow(new RegExp(`\\b${format}\\b`));
    }
  });

  it("a flag given several times keeps all its values in order", () => {
    const read = collect((text) => text.length);
    expect(read("abc", read("ab", read("a", undefined)))).toEqual([1, 2, 3]);
  });
});
