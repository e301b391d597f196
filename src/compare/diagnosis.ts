import { layerOf, shapeOf, type Case, type Quantity, type Reference } from "../model/index.js";

/** The observed quantities of an answer, flat, in the order of `entriesOf`. */
export type Entries = ReadonlyMap<Quantity, readonly number[]>;

/** How alike an answer is to that of a known mistake. */
export interface Likeness {
  /** Of the entry farthest off: its distance as a share of what rounding can do. 0 is equality to the last bit. */
  readonly distance: number;
  /** Whether both are wrong in some entry: outside the range of correct answers. */
  readonly wrong: boolean;
}

/** How many radii two implementations of the same mistake may lie apart: each within one of the mistake's exact value. */
const apart = 2;

/** Roundings per term of a sum: those of the product and of the addition, and of what an activation adds to them. */
const roundingsPerTerm = 8;

/**
 * Compares an answer with what a known mistake answers to the same case.
 *
 * Two implementations of one mistake differ by roundings. Where the mistake leaves an entry near its right value the radius of
 * the right answer bounds them; a mistake that makes a layer's numbers larger makes their roundings larger in proportion; and
 * where the right value is an exact one, such as 0, the roundings of a wrong one are bounded by their number.
 *
 * @param reference - of the correct answer.
 * @param unit - the subject's unit roundoff.
 * @returns undefined when some entry is farther off than rounding can explain.
 */
export function likeness(reference: Reference, got: Entries, suspect: Entries, unit: number): Likeness | undefined {
  let distance = 0;
  const share = roundingsOf(reference.case) * unit;
  for (const [quantity, values] of suspect) {
    const { exact, radius } = reference.ranges(quantity);
    const entries = got.get(quantity) ?? [];
    for (const [from, to] of spansOf(reference.case, quantity)) {
      const scale = largest(values.slice(from, to));
      const growth = Math.max(1, scale / (largest(exact.slice(from, to)) || Infinity));
      for (let i = from; i < to; i++) {
        const [value, entry] = [values[i] ?? NaN, entries[i] ?? NaN];
        if (Object.is(value, entry)) continue;
        const allowed = apart * (radius[i] ?? 0) * growth + share * scale;
        const off = Math.abs(value - entry);
        if (!(off <= allowed)) return undefined;
        if (off > 0) distance = Math.max(distance, off / allowed);
      }
    }
  }
  return { distance, wrong: wrongTogether(reference, got, suspect) };
}

/** Whether some entry of the answer lies outside the range of correct answers. */
export function isWrong(reference: Reference, got: Entries): boolean {
  return wrongTogether(reference, got, got);
}

function wrongTogether(reference: Reference, a: Entries, b: Entries): boolean {
  return [...a].some(([quantity, values]) => {
    const { lo, hi, radius } = reference.ranges(quantity);
    const outside = (x: number, i: number): boolean => !(x >= (lo[i] ?? NaN) && x <= (hi[i] ?? NaN));
    const others = b.get(quantity) ?? [];
    return values.some((x, i) => radius[i] !== Infinity && outside(x, i) && outside(others[i] ?? NaN, i));
  });
}

/** How many roundings an entry can have seen, from the inputs through all layers and back, and over the batch. */
function roundingsOf({ network, batch }: Case): number {
  const terms = network.layers.map((_, position) => {
    const { weights, biases } = layerOf(network, position + 1);
    return biases.length + (weights[0] ?? []).length;
  });
  return roundingsPerTerm * (terms.reduce((sum, count) => sum + count, 0) + batch.inputs.length);
}

/** First and last position, the last one excluded, of each layer's part of the quantity. */
function spansOf(question: Case, quantity: Quantity): [from: number, to: number][] {
  const shape = shapeOf(question, quantity);
  const spans: [number, number][] = [];
  let from = 0;
  for (const part of shape.layered ? shape.shapes : [shape.shape]) {
    const to = from + part.reduce((product, length) => product * length, 1);
    spans.push([from, to]);
    from = to;
  }
  return spans;
}

/** The largest finite magnitude; 0 when there is none. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
}
