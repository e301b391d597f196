/** A look at a line before it is parsed: what it would cost in memory and in time, character by character. */
import { ProtocolError } from "./subject.js";

/** The deepest numbers of a reply are gradients by weights: reply, answer, gradients, weights, layer, row. */
export const deepestNesting = 16;

/**
 * Objects and lists in one line. Parsed, an empty one takes some thirty times the memory of its two characters; a row of an answer holds a
 * number at least, and no answer has a quarter of a million rows.
 */
export const mostContainers = 2 ** 18;

const [quote, backslash, openList, closeList, openObject, closeObject] = [34, 92, 91, 93, 123, 125];
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
  let containers = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line.charCodeAt(at);
    if (character === quote) {
      const end = endOfString(line, at);
      if (end === undefined) return false;
      at = end;
    } else if (character === openList || character === openObject) {
      depth += 1;
      containers += 1;
      if (depth > deepestNesting)
        throw new ProtocolError(`this is nested deeper than ${deepestNesting} levels; nothing in the protocol is`);
      if (containers > mostContainers)
        throw new ProtocolError(`this holds more than ${mostContainers} lists and objects; no answer has so many rows`);
    } else if (character === closeList || character === closeObject) {
      depth -= 1;
    }
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
