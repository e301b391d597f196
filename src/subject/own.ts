import { activationNames, lossNames, type OwnFunctions } from "../model/index.js";
import { valueText } from "./schema.js";
import { ProtocolError } from "./subject.js";

/** Names that stand for something in reports already. */
const builtIn: ReadonlySet<string> = new Set([...activationNames, ...lossNames, "own"]);

/**
 * Checks a user's own functions, which come from plain JavaScript as often as not.
 *
 * @throws ProtocolError naming the function that has no id of its own, or that lacks its value or gradient.
 */
export function checkOwn(own: OwnFunctions): void {
  const unknown = Object.keys(own).find((field) => field !== "activations" && field !== "divergences");
  if (unknown !== undefined)
    throw new ProtocolError(`unknown field '${unknown}' in own; known: activations, divergences`);
  const ids = new Set<string>();
  for (const kind of ["activations", "divergences"] as const) {
    const functions: unknown = own[kind] ?? [];
    if (!Array.isArray(functions)) throw new ProtocolError(`own.${kind} must be a list, got ${valueText(functions)}`);
    functions.forEach((definition: unknown, position) => {
      checkDefinition(definition, `own.${kind}[${position}]`, ids);
    });
  }
}

function checkDefinition(definition: unknown, place: string, ids: Set<string>): void {
  const { name, id, value, gradient, outputs } = Object(definition) as Record<string, unknown>;
  if (name !== "own") throw new ProtocolError(`${place}.name must be "own", got ${valueText(name)}`);
  if (typeof id !== "string" || id.trim() === "")
    throw new ProtocolError(`${place}.id must be a text that names it in reports, got ${valueText(id)}`);
  if (builtIn.has(id)) throw new ProtocolError(`${place}.id is "${id}", which is the name of a built-in function`);
  if (ids.has(id)) throw new ProtocolError(`${place}.id is "${id}", as of another own function`);
  ids.add(id);
  for (const [part, given] of Object.entries({ value, gradient, outputs })) {
    const needed = part !== "outputs" || given !== undefined;
    if (needed && typeof given !== "function")
      throw new ProtocolError(`${place}.${part} must be a function, got ${valueText(given)}`);
  }
}
