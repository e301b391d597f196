/** Examples about networks: the truth from the oracle, the printed form from a known mistake. */
import {
  completeConventions,
  entriesOf,
  placeOf,
  type Case,
  type Conventions,
  type DeclaredConventions,
  type LossName,
  type PlainActivationName,
  type Place,
  type Quantity,
  type Reference,
} from "../../../src/model/index.js";
import { certify, finiteDifferences, type FiniteDifference } from "../../../src/oracle/index.js";
import { correct, instantiate, mutants, pass } from "../../mutants/index.js";
import { listed, type Example, type Span } from "./example.js";

/** Digits of the forward passes: about 24 of the difference are right, far more than a double holds. */
const digits = 36;

type Rows = readonly (readonly number[])[];

/** One layer: its weights, its biases, its activation. */
export type LayerOfExample = readonly [
  weights: Rows,
  biases: readonly number[],
  activation: PlainActivationName | "leaky-relu",
];

interface Rest {
  readonly inputs: Rows;
  readonly targets: Rows;
  readonly loss?: LossName;
  readonly lambda?: number;
}

/** A case from its layers. */
export function caseOf(layers: readonly LayerOfExample[], { inputs, targets, loss, lambda }: Rest): Case {
  return {
    network: {
      layers: layers.map(([weights, biases, name]) => ({
        weights,
        biases,
        activation: name === "leaky-relu" ? { name, slope: 0.25 } : { name },
      })),
    },
    loss: { name: loss ?? "squared-error" },
    regularizer: lambda === undefined ? null : { name: "l2", lambda },
    batch: { inputs, targets },
  };
}

/** What differs from a plain net of given widths. */
interface Changes {
  readonly loss?: LossName;
  readonly lambda?: number;
  readonly examples?: number;
  readonly biases?: "none";
}

/** Irregular numbers of quarters and eighths, none of them 0. */
const irregular = (a: number, b: number, c: number): number => (((5 * a + 3 * b + 7 * c) % 8) - 3.5) / 4;

/** A net of these widths, the input's first, with irregular numbers; the target of cross-entropy is the last class. */
export function plain(
  widths: readonly number[],
  activations: readonly (PlainActivationName | "leaky-relu")[],
  changes: Changes = {},
): Case {
  const { loss = "squared-error", lambda, examples = 1, biases } = changes;
  const layers = activations.map((name, position): LayerOfExample => {
    const [inputs = 1, units = 1] = widths.slice(position, position + 2);
    const weights = grid(units, inputs, (j, i) => irregular(j, i, position));
    return [weights, weights.map((_, j) => (biases === "none" ? 0 : irregular(j, 2, position + 1) / 2)), name];
  });
  const outputs = widths[widths.length - 1] ?? 1;
  const batch = {
    inputs: grid(examples, widths[0] ?? 1, (t, i) => irregular(t, i, 4)),
    targets: grid(examples, outputs, (t, i) =>
      loss === "cross-entropy" ? Number(i === outputs - 1) : irregular(t, i, 6),
    ),
  };
  return caseOf(layers, { ...batch, loss, ...(lambda === undefined ? {} : { lambda }) });
}

function grid(rows: number, columns: number, entry: (row: number, column: number) => number): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => entry(row, column)),
  );
}

/** The entries of some quantities of a case, as the oracle has them. */
export function truthOf(question: Case, conventions: Conventions, quantities: readonly Quantity[]): Span[] {
  const reference = certify(question, conventions, "f64");
  const differentiate = finiteDifferences(question, conventions, digits);
  return quantities.flatMap((quantity) =>
    placesOf(question, reference, quantity).map((place, position) =>
      quantity.startsWith("gradients.")
        ? byDifference(reference, quantity, position, differentiate(place))
        : { lo: lookUp(reference.ranges(quantity).lo, position), hi: lookUp(reference.ranges(quantity).hi, position) },
    ),
  );
}

/** An admissible answer may differ from the difference by its own range and by the difference's error. */
function byDifference(reference: Reference, quantity: Quantity, position: number, difference: FiniteDifference): Span {
  if (difference.kind !== "smooth") return { lo: NaN, hi: NaN };
  const { nearest, error } = difference;
  const radius = lookUp(reference.ranges(quantity).radius, position);
  const allowed = (radius + error) * (1 + 2 ** -40) + Math.abs(nearest) * 2 ** -53;
  return { lo: nearest - allowed, hi: nearest + allowed };
}

const lookUp = (list: ArrayLike<number>, position: number): number => list[position] ?? NaN;

function placesOf(question: Case, reference: Reference, quantity: Quantity): Place[] {
  return Array.from(reference.ranges(quantity).lo, (_, position) => placeOf(question, quantity, position));
}

/** "gradients.weights of layer 2 [1, 3]". */
function nameOf({ quantity, layer, index }: Place): string {
  return [
    quantity,
    layer === undefined ? "" : ` of layer ${layer}`,
    index.length === 0 ? "" : ` [${index.join(", ")}]`,
  ].join("");
}

/** An example in which a known mistake of the catalogue is the printed form. */
export function typed(
  about: string,
  mutant: string,
  question: Case,
  quantities: readonly Quantity[],
  declared: DeclaredConventions = {},
): Example {
  const conventions = completeConventions(declared);
  const numbersOf = (answer: ReturnType<typeof pass>): readonly number[] =>
    quantities.flatMap((quantity) => entriesOf(question, answer, quantity) ?? []);
  const places = (): string[] => {
    const reference = certify(question, conventions, "f64");
    return quantities.flatMap((quantity) => placesOf(question, reference, quantity).map(nameOf));
  };
  return {
    about,
    entries: () =>
      listed(about, places(), () => ({
        printed: numbersOf(instantiate(mutantOf(mutant))(question, conventions)),
        right: numbersOf(pass(correct, question, conventions)),
        truth: truthOf(question, conventions, quantities),
      })).entries(),
  };
}

function mutantOf(id: string): (typeof mutants)[number] {
  const mutant = mutants.find((candidate) => candidate.id === id);
  if (mutant === undefined) throw new RangeError(`no mutant is named '${id}'`);
  return mutant;
}
