/** Asks a law about a case that was kept, whatever the law would draw by now. */
import * as fc from "fast-check";
import type { Case, Description } from "../model/index.js";
import type { Property } from "./property.js";

/** The law about this case alone. Only for a law whose input is a case; one that the subject does not support is not asked. */
export function askingOnly(property: Property, question: Case): Property {
  const { requires } = property;
  const missing: typeof requires.missing = (subject) =>
    unsupported(question, subject.description) ?? requires.missing?.(subject);
  return { ...property, requires: { ...requires, missing }, arbitrary: () => fc.constant(question) };
}

function unsupported({ network, loss, regularizer }: Case, { supports }: Description): string | undefined {
  const has = (known: readonly string[], name: string): boolean => known.includes(name);
  const activation = network.layers.find((layer) => !has(supports.activations, layer.activation.name));
  if (activation !== undefined) return `the subject has no ${activation.activation.name}`;
  if (!has(supports.losses, loss.name)) return `the subject has no ${loss.name} loss`;
  return regularizer === null || has(supports.regularizers, regularizer.name)
    ? undefined
    : `the subject has no ${regularizer.name} penalty`;
}
