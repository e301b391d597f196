/**
 * Doubles in JSON (spec/protocol.md): shortest round-trip decimal; -0 as -0.0; NaN, Infinity and -Infinity as strings.
 * JSON.stringify alone would turn -0 into 0 and the others into null.
 */

import { isOwn } from "./own.js";

const names: ReadonlyMap<string, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

/**
 * JSON text of any value made of objects, arrays, strings, booleans, null and doubles; no double loses anything. Of a user's own
 * function only name and id are written.
 */
export function stringify(value: unknown): string {
  if (typeof value === "number") return numberText(value);
  if (Array.isArray(value))
    return `[${value.map((element) => (element === undefined ? "null" : stringify(element))).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = membersOf(value);
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${stringify(member)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** The members that JSON shows: of a user's own function its name and id. */
export function membersOf(value: object): [string, unknown][] {
  const shown = isOwn(value) ? { name: value.name, id: value.id } : value;
  return Object.entries(shown).filter(([, member]) => member !== undefined);
}

/**
 * The same for people: indented by two spaces, with a newline at the end. What fits into `lineWidth` stays on one line, and so does a list of
 * numbers however long.
 */
export function pretty(value: unknown): string {
  return `${indented(value, "")}\n`;
}

/** Columns of what stays together, its indentation apart. */
const lineWidth = 100;

function indented(value: unknown, indent: string): string {
  const whole = oneLine(value);
  if (whole !== undefined) return whole;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const lines = Array.isArray(value)
    ? value.map((element) => indented(element, deeper))
    : membersOf(value as object).map(([key, member]) => `${JSON.stringify(key)}: ${indented(member, deeper)}`);
  return `${open}\n${lines.map((line) => deeper + line).join(",\n")}\n${indent}${close}`;
}

/** undefined where the value takes several lines. */
function oneLine(value: unknown): string | undefined {
  const text = stringify(value);
  const isLeaf = (element: unknown): boolean => typeof element !== "object" || element === null;
  const isRow = isLeaf(value) || (Array.isArray(value) && value.every(isLeaf));
  return isRow || text.length <= lineWidth ? text : undefined;
}

function numberText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}

/**
 * Parses JSON; the bare tokens NaN, Infinity and -Infinity, which Python's json writes, become the strings that stand
 * for them. Use `decode` where numbers are expected.
 *
 * @throws SyntaxError when the text is not JSON even so.
 */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The closing quote is optional, so that a string without one is read once and not again from each of its own quotes.
    const mended = text.replace(/"(?:[^"\\]|\\.)*"?|-?\bInfinity\b|\bNaN\b/g, (token) =>
      token.startsWith('"') ? token : `"${token}"`,
    );
    if (mended === text) throw error;
    return JSON.parse(mended);
  }
}

/** The value with the strings "NaN", "Infinity" and "-Infinity" turned into the doubles they stand for. */
export function decode(value: unknown): unknown {
  if (typeof value === "string") return names.has(value) ? names.get(value) : value;
  if (Array.isArray(value)) return value.map(decode);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, decode(member)]));
  }
  return value;
}
