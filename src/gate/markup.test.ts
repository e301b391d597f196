import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escaped, oneLine, visible } from "./markup.js";
import { hostile } from "./testing/reports.js";

/** What XML 1.0 calls a character (section 2.2). */
const isXml = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** Reads references back; the order matters, for "&amp;lt;" is no "<". */
const unescaped = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

describe("text from anywhere", () => {
  it("is made of characters that XML allows, whatever it was", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(visible(text)).toMatch(isXml);
        expect(visible(text)).not.toMatch(/\r/);
        expect(visible(visible(text))).toBe(visible(text));
      }),
      { seed: 1 },
    );
  });

  it("says the same as before where nothing is wrong with it", () => {
    for (const text of ["", "dW = y·δᵀ", "a\tb\nc", "naïve 𝛁 ∂Div/∂w", "émoji 🙂"]) expect(visible(text)).toBe(text);
  });

  it.each([
    ["\u0000", "\\u{0}"],
    ["\u001b[31m", "\\u{1b}[31m"],
    ["a\r\nb", "a\nb"],
    ["a\rb", "a\\u{d}b"],
    ["\u007f\u0085", "\\u{7f}\\u{85}"],
    ["\ud800x", "\\u{d800}x"],
    ["\udc00\ud800", "\\u{dc00}\\u{d800}"],
    ["\ufffe\uffff", "\\u{fffe}\\u{ffff}"],
    ["\u{1fffe}", "\\u{1fffe}"],
    ["\u202e", "\\u{202e}"],
  ])("%j is shown as %s", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("escaped holds no markup, and says the same", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escaped(text)).not.toMatch(/[<>"']/);
        expect(escaped(text)).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
        expect(unescaped(escaped(text))).toBe(visible(text));
      }),
      { seed: 1 },
    );
  });

  it("on one line has no break of any kind", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(oneLine(text)).not.toMatch(/[\n\r\t\v\f\u0085\u2028\u2029]|^\s|\s$/);
      }),
      { seed: 1 },
    );
    expect(oneLine("  a \n\n b\tc ")).toBe("a b c");
  });
});
