/** A look at a line before it is parsed: what it would cost in memory and in time, character by character. */
import { ProtocolError } from "./subject.js";

/** The deepest numbers of a reply are gradients by weights: reply, answer, gradients, weights, layer, row. */
export const deepestNesting = 16;

/**
 * Numbers, lists, objects and whatever else a line may hold. Parsed, a value takes up to fifty times the memory of its characters, and no
 * answer has a quarter of a million entries.
 */
export const mostValues = 2 ** 18;

const [quote, comma, backslash, openList, closeList, openObject, closeObject] = [34, 44, 92, 91, 93, 123, 125];
/** What may follow a backslash in JSON. */
const escapes: ReadonlySet<number> = new Set(Array.from('"\\/bfnrtu', (character) => character.charCodeAt(0)));

/**
 * Refuses what would take far more to parse than to write. Every string of a line that passes ends, and none holds an escape that JSON does
 * not have, so that looking for tokens beside strings takes one pass.
 *
 * @returns whether the line can be JSON at all.
 * @throws ProtocolError naming the limit that the line exceeds.
 */
export function isWorthParsing(line: string): boolean {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line.charCodeAt(at);
    if (character === quote) {
      const end = endOfString(line, at);
      if (end === undefined) return false;
      at = end;
    } else if (character === openList || character === openObject) {
      depth += 1;
      values += 1;
      if (depth > deepestNesting)
        throw new ProtocolError(`this is nested deeper than ${deepestNesting} levels; nothing in the protocol is`);
    } else if (character === comma) {
      values += 1;
    } else if (character === closeList || character === closeObject) {
      depth -= 1;
    }
    if (values > mostValues)
      throw new ProtocolError(`this holds more than ${mostValues} values; no answer has so many entries`);
  }
  return depth === 0;
}

/** The place of the quote that ends the string; undefined where none does. */
function endOfString(line: string, start: number): number | undefined {
  for (let at = start + 1; at < line.length; at++) {
    const character = line.charCodeAt(at);
    if (character === quote) return at;
    if (character === backslash && !escapes.has(line.charCodeAt(++at))) return undefined;
  }
  return undefined;
}
