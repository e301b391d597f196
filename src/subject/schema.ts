/** Checks messages against spec/protocol.schema.json and puts the first fault into words. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import protocolSchema from "../../spec/protocol.schema.json" with { type: "json" };
import { ProtocolError } from "./subject.js";

/** `verbose` hands the schema and the value to the wording below; an in-process answer may hold NaN as a number. */
const ajv = new Ajv2020({ schemas: [caseSchema, protocolSchema], verbose: true, strictNumbers: false });

/** Fields that the protocol foresees and that this version would have to heed, but cannot yet. */
const foreseenFields: ReadonlySet<string> = new Set(["learningRates"]);

/** The messages that come from a subject. */
export type MessageKind = "handshake" | "reply";

/**
 * Checks one message.
 *
 * @throws ProtocolError naming the field, what it must hold and what it holds.
 */
export function checkMessage(kind: MessageKind, message: unknown): void {
  const validate = ajv.getSchema(`protocol.schema.json#/$defs/${kind}`) as ValidateFunction;
  if (validate(message)) return;
  // Where alternatives fail, their own faults come first and the alternatives as a whole come last.
  throw new ProtocolError(wordsFor(validate.errors?.at(-1) as ErrorObject, kind));
}

function wordsFor(fault: ErrorObject, kind: MessageKind): string {
  const place = placeOf(fault.instancePath, kind);
  const got = valueText(fault.data);
  switch (fault.keyword) {
    case "additionalProperties":
    case "required":
    case "minProperties":
    case "maxProperties":
      return fieldFault(fault, place);
    case "enum":
      return `${place} is ${got}, which this version of gradproof does not know; known: ${list(fault.schema as unknown[])}`;
    case "anyOf":
      return `${place} must be a JSON number (only NaN, Infinity and -Infinity may be strings), got ${got}`;
    case "type":
      return `${place} must be of type ${String(fault.schema)}, got ${got}`;
    default:
      return `${place} ${fault.message}, got ${got}`;
  }
}

/** A misspelt field is both unknown and missing: its own name tells more than the missing one's. */
function fieldFault(fault: ErrorObject, place: string): string {
  const fields = Object.keys(fault.data as object);
  const known = Object.keys(fault.parentSchema?.["properties"] as object);
  const unknown = fields.find((field) => !known.includes(field));
  if (unknown !== undefined) {
    const foreseen = place === "supports" && foreseenFields.has(unknown);
    const why = foreseen ? ": this version of gradproof does not understand it yet" : "";
    return `unknown field '${quoted(unknown)}' in ${place}${why}; known: ${list(known)}`;
  }
  const rule =
    fault.keyword === "required"
      ? `lacks the field '${fault.params["missingProperty"]}'`
      : "must have seq and exactly one of answer, skipped and error";
  return `${place} ${rule}; it has: ${list(fields)}`;
}

/** "/supports/activations/2" as "supports.activations[2]"; the message's name for the message itself. */
function placeOf(path: string, kind: MessageKind): string {
  const words = path.replace(/\/(\d+)(?=\/|$)/g, "[$1]").replaceAll("/", ".");
  return words === "" ? `the ${kind}` : words.replace(/^\./, "");
}

function list(values: readonly unknown[]): string {
  return values.length === 0 ? "nothing" : quoted(values.map(String).join(", "), 400);
}

/** A value in a few words, for error messages. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return visible(JSON.stringify(shorten(value, 60)));
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  return `a value of type ${Object.prototype.toString.call(value).slice("[object ".length, -1)}`;
}

/** The text, cut to `limit` characters for an error message. */
export function shorten(text: string, limit = 200): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;
}

/** The same of what a subject wrote: nothing of it can move the cursor, change the colour or turn the direction of a terminal. */
export function quoted(text: string, limit?: number): string {
  return visible(shorten(text, limit));
}

/** Control characters other than the tab, and those that reorder text. */
const invisible = /[\0-\x08\x0A-\x1F\x7F-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g;

function visible(text: string): string {
  return text.replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
