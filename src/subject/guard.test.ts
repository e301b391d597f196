import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepestNesting, isWorthParsing, mostValues } from "./guard.js";
import { readLine } from "./protocol.js";
import { ProtocolError } from "./subject.js";

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

describe("the look at a line before it is parsed", () => {
  it("lets pass whatever is JSON", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expect(isWorthParsing(text)).toBe(true);
        expect(readLine(text)).toEqual(JSON.parse(text));
      }),
      { seed: 1 },
    );
  });

  it("lets no string pass that does not end, nor an escape that JSON does not have", () => {
    const pieces = fc.array(fc.constantFrom('"', "\\", "n", "x", "[", "]", "{", "}", ",", "NaN", "\u2028"), {
      maxLength: 12,
    });
    const strings = /^(?:[^"]|"(?:[^"\\]|\\["\\/bfnrtu])*")*$/s;
    fc.assert(
      fc.property(
        pieces.map((parts) => parts.join("")),
        (text) => {
          if (isWorthParsing(text)) expect(text).toMatch(strings);
          else expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
        },
      ),
      { seed: 2, numRuns: 3000 },
    );
  });

  it("sees what is in a string as text", () => {
    for (const text of [nested(40), ",".repeat(mostValues + 1), '\\"[', "NaN"])
      expect(readLine(JSON.stringify({ text }))).toEqual({ text });
  });

  it.each([
    ["depth", nested(deepestNesting), nested(deepestNesting + 1), "nested deeper than 16 levels"],
    ["size", `[${"0,".repeat(mostValues - 1)}0]`, `[${"0,".repeat(mostValues)}0]`, `more than ${mostValues} values`],
  ])("has a limit of %s", (_, most, more, message) => {
    expect(isWorthParsing(most)).toBe(true);
    expect(() => isWorthParsing(more)).toThrow(ProtocolError);
    expect(() => isWorthParsing(more)).toThrow(message);
  });
});
