import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatToken, parseToken } from "./token.js";

describe("replay tokens", () => {
  it("reading a token gives back what was written", () => {
    const name = fc.stringMatching(/^[a-z0-9-]{1,9}$/);
    const token = fc.record({
      property: fc.tuple(name, name).map((parts) => parts.join("/")),
      seed: fc.nat({ max: 2 ** 32 - 1 }),
      path: fc.array(fc.nat(), { minLength: 1 }).map((steps) => steps.join(":")),
    });
    fc.assert(
      fc.property(token, (written) => {
        expect(parseToken(formatToken(written))).toEqual({ ...written });
      }),
      { seed: 1 },
    );
  });

  it("a token is readable, and safe in every shell", () => {
    expect(formatToken({ property: "backward/weights", seed: 42, path: "17:1:0" })).toBe("backward/weights@42:17:1:0");
  });

  const others = [
    "",
    "a/b",
    "a/b@42",
    "@42:1",
    "a/b@x:1",
    "a/b@1:",
    "a/b@1:2:",
    "a/b@-1:2",
    "a b@1:2",
    "a@b@1:2",
    "a/b@1:2 ",
  ];
  it.each(others)("'%s' is no token", (text) => {
    expect(parseToken(text)).toBeUndefined();
  });
});
