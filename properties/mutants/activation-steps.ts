/** One scalar activation treated wrongly and the others right. */
import type { ScalarActivation } from "../../src/model/index.js";
import { correct, type Steps } from "./skeleton.js";

type Name = ScalarActivation["name"];
type Named<N extends Name> = Extract<ScalarActivation, { readonly name: N }>;

/** The derivative of one activation replaced. */
export const wrongSlope =
  <N extends Name>(name: N, slope: (z: number, y: number, f: Named<N>) => number) =>
  (): Partial<Steps> => ({
    slope: (f, z, y, at) => (f.name === name ? slope(z, y, f as Named<N>) : correct.slope(f, z, y, at)),
  });

/** The value of one activation replaced. */
export const wrongValue =
  <N extends Name>(name: N, value: (z: number, f: Named<N>) => number) =>
  (): Partial<Steps> => ({
    value: (f, z, at) => (f.name === name ? value(z, f as Named<N>) : correct.value(f, z, at)),
  });
