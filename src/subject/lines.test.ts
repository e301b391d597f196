import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplitter, quotedLines, Tail } from "./lines.js";
import { shorten } from "./schema.js";

/** A text and a way to cut it into chunks. */
const chunks = fc.array(fc.string({ unit: fc.constantFrom("a", "\n", "ü", "{") }));

describe("lines", () => {
  it("are the same however the text is cut into chunks", () => {
    fc.assert(
      fc.property(chunks, (parts) => {
        const splitter = new LineSplitter();
        const lines = parts.flatMap((part) => splitter.push(part));
        expect([...lines, splitter.unfinished]).toEqual(parts.join("").split("\n"));
      }),
      { seed: 4 },
    );
  });
});

describe("the tail of a text", () => {
  it("is its last lines, without the blank ones", () => {
    const tail = new Tail();
    tail.push("a\r\n\n  b");
    tail.push("c\n");
    expect(tail.lines).toEqual(["a", "  bc"]);
  });

  it("holds so many lines of such a length and no more", () => {
    const tail = new Tail();
    for (let line = 1; line <= 100; line++) tail.push(`${line}\n`);
    expect(tail.lines).toEqual(Array.from({ length: quotedLines }, (_, position) => String(81 + position)));
    tail.push("x".repeat(10 ** 6));
    expect(tail.lines.join("\n").length).toBeLessThan(250);
  });
});

describe("a shortened text", () => {
  it("tells how long it was", () => {
    expect(shorten("abc", 3)).toBe("abc");
    expect(shorten("abcd", 3)).toBe("abc… (4 characters)");
  });
});
