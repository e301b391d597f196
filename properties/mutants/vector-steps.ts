/** One vector activation besides softmax treated wrongly and the others right. */
import { correct } from "./skeleton.js";
import type { OtherVectorActivation, Row, Steps, Trace } from "./steps.js";

type Named<Name extends OtherVectorActivation["name"]> = Extract<OtherVectorActivation, { readonly name: Name }>;

/** The value of one activation replaced. */
export function wrongValue<Name extends OtherVectorActivation["name"]>(
  name: Name,
  value: (f: Named<Name>, z: Row) => number[],
): () => Partial<Steps> {
  return () => ({
    vectorValue: (f, z, at) => (f.name === name ? value(f as Named<Name>, z) : correct.vectorValue(f, z, at)),
  });
}

/** The way back through one activation replaced. */
export function wrongBackward<Name extends OtherVectorActivation["name"]>(
  name: Name,
  backward: (f: Named<Name>, trace: Trace, dy: Row) => number[],
): () => Partial<Steps> {
  return () => ({
    vectorBackward: (f, trace, dy, at) =>
      f.name === name ? backward(f as Named<Name>, trace, dy) : correct.vectorBackward(f, trace, dy, at),
  });
}

export const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);
