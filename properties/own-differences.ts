/** The classical gradient check, of the subject's own losses against its gradients, with a derived allowance in place of a tolerance. */
import * as fc from "fast-check";
import type { Mismatch } from "../src/compare/index.js";
import type { Bench, Property, Verdict } from "../src/gate/property.js";
import { placeOf, type Case, type Place, type PrecisionName, type Quantity } from "../src/model/index.js";
import { cases } from "./arbitraries/cases.js";
import { representable } from "./arbitraries/numbers.js";
import { requires } from "./support/laws.js";
import { judgeRelation, product, scaleOf, type Entry, type Outcome } from "./support/relations.js";
import { judged, observe, observed, witness, type Witness } from "./support/witness.js";

const gradients = ["gradients.weights", "gradients.biases", "gradients.inputs"] as const satisfies readonly Quantity[];

/**
 * The step h, a power of two near the cube root of u, where rounding (u / h) and truncation (h²) meet; and how many numbers move at
 * once. The more move, the more the loss bends on the way: in a short format one alone must do, by a step that keeps small numbers of
 * few bits what they are, since there only exact answers decide.
 */
const steps: Readonly<Record<PrecisionName, { readonly h: number; readonly moved: number }>> = {
  f64: { h: 2 ** -18, moved: Infinity },
  f32: { h: 2 ** -7, moved: Infinity },
  f16: { h: 0.5, moved: 1 },
  bf16: { h: 0.5, moved: 1 },
};

/** How many steps each of the numbers moves, one after the other: so that no two neighbours, rows or columns move alike. */
const strides = [1, -2, 3, -1, 2, -3, 1] as const;

/** A number of the question that moves, by how many steps, and the gradient by it. */
interface Move {
  readonly gradient: Entry;
  readonly place: Place;
  readonly stride: number;
}

interface Check {
  readonly question: Case;
  /** Where to begin among the numbers that can move. */
  readonly first: number;
}

/** All numbers of the question by which the subject shows a gradient, beginning with the first to move. */
function movesOf(bench: Bench, seen: Witness, first: number): Move[] {
  const all = observed(bench, gradients).flatMap((quantity) => {
    const from = observe(seen, quantity);
    return from.got.map((_, position) => ({ from, position, place: placeOf(seen.question, quantity, position) }));
  });
  const start = first % all.length;
  return [...all.slice(start), ...all.slice(0, start)].map(({ from, position, place }, i) => ({
    gradient: { from, position },
    place,
    stride: strides[i % strides.length] ?? 1,
  }));
}

type Matrix = readonly (readonly number[])[];

const changedAt = <T>(list: readonly T[], number: number | undefined, change: (value: T) => T): T[] =>
  list.map((value, i) => (i + 1 === number ? change(value) : value));

const changedEntry = (matrix: Matrix, [row, column]: readonly number[], change: (x: number) => number): Matrix =>
  changedAt(matrix, row, (values) => changedAt(values, column, change));

/** The question with the number at the place changed. */
function withChanged(question: Case, { quantity, layer, index }: Place, change: (x: number) => number): Case {
  if (quantity === "gradients.inputs") {
    return { ...question, batch: { ...question.batch, inputs: changedEntry(question.batch.inputs, index, change) } };
  }
  const layers = changedAt(question.network.layers, layer, (each) =>
    quantity === "gradients.biases"
      ? { ...each, biases: changedAt(each.biases, index[0], change) }
      : { ...each, weights: changedEntry(each.weights, index, change) },
  );
  return { ...question, network: { layers } };
}

/** The number at the place. */
function numberAt({ network, batch }: Case, { quantity, layer = 1, index: [first = 1, second = 1] }: Place): number {
  const { weights = [], biases = [] } = network.layers[layer - 1] ?? {};
  if (quantity === "gradients.biases") return biases[first - 1] ?? NaN;
  const matrix = quantity === "gradients.inputs" ? batch.inputs : weights;
  return matrix[first - 1]?.[second - 1] ?? NaN;
}

/**
 * central-difference (spec/numerics.md), multiplied out: L(θ + hv) - L(θ - hv) = Σ (what each number has moved) · (the gradient by it).
 * What the loss bends between the two, or a kink there, makes the exact values miss the relation, and by as much the answers may miss
 * it too.
 */
async function compare(bench: Bench, seen: Witness, moves: readonly Move[]): Promise<Outcome> {
  const { precision } = bench.description;
  const moved = (sign: 1 | -1): Case =>
    moves.reduce((question, { place, stride }) => {
      const by = sign * stride * steps[precision].h;
      return withChanged(question, place, (x) => representable(x + by, precision));
    }, seen.question);
  const [up, down] = [moved(1), moved(-1)];
  const [above, below] = [await witness(bench, up), await witness(bench, down)];
  const changes = moves.map(({ gradient, place }) => product(numberAt(down, place) - numberAt(up, place), gradient));
  const difference = [product(1, lossOf(above)), product(-1, lossOf(below))];
  const named = moves[0]?.gradient ?? lossOf(seen);
  return judgeRelation(
    seen.question,
    { entry: named, products: [...changes, ...difference] },
    // Beside the losses any gradient looks small: what it must be told from is the gradients.
    scaleOf([{ entry: named, products: changes }]),
  );
}

const lossOf = (seen: Witness): Entry => ({ from: observe(seen, "loss"), position: 0 });

/** Where numbers that moved together do not add up to the difference: half of them, and half of those, until one is to blame. */
async function narrowed(bench: Bench, seen: Witness, moves: readonly Move[], found: Mismatch): Promise<Mismatch> {
  const middle = Math.ceil(moves.length / 2);
  for (const half of [moves.slice(0, middle), moves.slice(middle)]) {
    const outcome = half.length === 0 || half.length === moves.length ? "holds" : await compare(bench, seen, half);
    if (typeof outcome === "object") return narrowed(bench, seen, half, outcome);
  }
  return found;
}

export const ownDifferenceProperties: readonly Property<Check>[] = [
  {
    id: "differences/own-loss",
    title: "gradients tell how the subject's own loss changes",
    equations: ["central-difference", "weight-gradient", "bias-gradient", "input-gradient"],
    level: "core",
    requires: requires({ all: ["loss"], some: gradients }),
    arbitrary: (description) => fc.record({ question: cases(description), first: fc.nat(60) }),
    check: ({ question, first }, bench) =>
      judged(async (): Promise<Verdict> => {
        const seen = await witness(bench, question);
        const moves = movesOf(bench, seen, first).slice(0, steps[bench.description.precision].moved);
        const outcome = await compare(bench, seen, moves);
        if (outcome === "holds") return { kind: "holds" };
        if (outcome === "undecided")
          return { kind: "undecided", reason: "between the two losses the allowance is too wide, as at a kink" };
        return { kind: "violated", question, mismatches: [await narrowed(bench, seen, moves, outcome)] };
      }),
  },
];
