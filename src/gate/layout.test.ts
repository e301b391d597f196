import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countOf, labelled, painter, shortened, textWidth, wrap } from "./layout.js";

describe("layout", () => {
  it("wrapped lines fit and lose nothing but blanks", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      }),
      { seed: 1 },
    );
  });

  it("lines break at blanks, and only a word that is too long is cut", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("abcdefgh ij", 3)).toEqual(["abc", "def", "gh", "ij"]);
    expect(wrap("", 5)).toEqual([""]);
  });

  it("labelled text stands under itself and keeps its own line breaks", () => {
    expect(labelled("law", "one\ntwo")).toEqual(["law          one", "             two"]);
    for (const line of labelled("law", "word ".repeat(100))) expect(line.length).toBeLessThanOrEqual(textWidth - 4);
  });

  it("shortened text fits and shows that something is missing", () => {
    expect(shortened("abc", 3)).toBe("abc");
    expect(shortened("abcd", 3)).toBe("ab…");
    expect(shortened("a bcd", 3)).toBe("a…");
  });

  it("colour is written only where it is wanted", () => {
    expect(painter(false)("red", "x")).toBe("x");
    expect(painter(true)("red", "x")).toBe("\u001b[31mx\u001b[0m");
  });

  it("one is singular", () => {
    expect([0, 1, 2].map((number) => countOf(number, "case"))).toEqual(["0 cases", "1 case", "2 cases"]);
    expect(countOf(2, "property", "properties")).toBe("2 properties");
  });
});
