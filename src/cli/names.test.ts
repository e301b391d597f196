import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { glob } from "./glob.js";
import { didYouMean, editDistance, nearest } from "./nearest.js";
import { quoted } from "./shell.js";

describe("globs", () => {
  it("a name matches itself and nothing else, whatever its characters", () => {
    const name = fc.string().map((text) => text.replaceAll("*", ""));
    fc.assert(
      fc.property(name, name, (pattern, other) => {
        expect(glob(pattern)(pattern)).toBe(true);
        expect(glob(pattern)(other)).toBe(pattern === other);
      }),
      { seed: 1 },
    );
  });

  it.each([
    ["backward/*", "backward/weights", true],
    ["backward/*", "backward/weights/more", false],
    ["backward/*", "forward/loss", false],
    ["*/weights", "backward/weights", true],
    ["*", "backward/weights", false],
    ["**", "backward/weights", true],
    ["**/weights", "a/b/weights", true],
    ["back*/w*s", "backward/weights", true],
    ["b.ckward/weights", "backward/weights", false],
  ])("%s against %s: %s", (pattern, name, matches) => {
    expect(glob(pattern)(name)).toBe(matches);
  });
});

describe("suggestions", () => {
  it("the edit distance is a metric", () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "b", "c") });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
        expect(editDistance(a + c, c)).toBe(a.length);
      }),
      { seed: 2 },
    );
    expect(editDistance("kitten", "sitting")).toBe(3);
  });

  it("the likeliest names come first, and the unlikely not at all", () => {
    const known = ["backward/weights", "backward/biases", "forward/loss", "weight-gradient"];
    expect(nearest("backward/weigths", known)).toEqual(["backward/weights"]);
    expect(nearest("backward", known)).toEqual(["backward/weights", "backward/biases"]);
    expect(nearest("zzzzzz", known)).toEqual([]);
    expect(nearest("a", ["a1", "a2", "a3", "a4"])).toHaveLength(3);
  });

  it("a sentence asks only when there is something to ask", () => {
    expect(didYouMean("lose", ["loss", "los"])).toBe("; did you mean 'loss', 'los'?");
    expect(didYouMean("zzzzzz", ["loss"])).toBe("");
  });
});

describe("words for a shell", () => {
  it.each([
    ["adapter.py", "adapter.py"],
    ["python3 adapter.py", "'python3 adapter.py'"],
    ["it's", "'it'\\''s'"],
    ["$HOME", "'$HOME'"],
    ["", "''"],
  ])("%s is written %s", (word, text) => {
    expect(quoted(word)).toBe(text);
  });
});
