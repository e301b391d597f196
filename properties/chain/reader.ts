/** The entries of an answer by layer and example, as factors of relations. */
import {
  batchSize,
  depth,
  preactivationWidth,
  width,
  type Case,
  type Conventions,
  type Quantity,
} from "../../src/model/index.js";
import type { Bench } from "../../src/gate/property.js";
import type { Entry, Factor } from "../support/relations.js";
import { biasPosition, weightPosition } from "../support/questions.js";
import { conventionsOf, observe, type Observed, type Witness } from "../support/witness.js";

/** An answer as its layers show it. Layers count from 1, examples and units from 0; undefined where the subject does not observe it. */
export interface Reader {
  readonly question: Case;
  readonly N: number;
  readonly T: number;
  /** Those under which the answer is judged. */
  readonly conventions: Conventions;
  /** What all gradients are divided by: T under the mean, 1 under the sum. */
  readonly divisor: number;
  /** z^(k) of example t. Shape [D(k)]. */
  z(k: number, t: number): readonly Entry[] | undefined;
  /** y^(k) of example t, k = 1..N; the outputs will do for the last. Shape [M(k)]. */
  y(k: number, t: number): readonly Entry[] | undefined;
  /** y^(k-1) of example t: of the layer below k, which is the input for the first. Shape [M(k-1)]. */
  below(k: number, t: number): readonly Factor[] | undefined;
  dz(k: number, t: number): readonly Entry[] | undefined;
  /** dy^(k) of example t, k = 0..N; dy^(0) is the gradient by the inputs. Shape [M(k)]. */
  dy(k: number, t: number): readonly Entry[] | undefined;
  outputs(t: number): readonly Entry[] | undefined;
  dW(k: number, row: number, input: number): Entry | undefined;
  db(k: number, row: number): Entry | undefined;
  readonly loss: Entry | undefined;
}

/** @param level - at core level kinks decide nothing. */
export function readerOf(bench: Bench, seen: Witness, level: "core" | "edge"): Reader {
  const { question } = seen;
  const { network, batch } = question;
  const [N, T] = [depth(network), batchSize(question)];
  const known = new Map<Quantity, Observed>();
  const all = (quantity: Quantity): Observed | undefined => {
    if (!bench.description.supports.observes.includes(quantity)) return undefined;
    const observed = known.get(quantity) ?? observe(seen, quantity);
    known.set(quantity, observed);
    return observed;
  };
  const row = (quantity: Quantity, start: number, length: number): Entry[] | undefined => {
    const from = all(quantity);
    return from && Array.from({ length }, (_, i): Entry => ({ from, position: start + i }));
  };
  /** Row t of layer k in a quantity of shape [N][T][size(k)]. */
  const layered = (quantity: Quantity, size: (k: number) => number, k: number, t: number): Entry[] | undefined => {
    let start = t * size(k);
    for (let below = 1; below < k; below++) start += T * size(below);
    return row(quantity, start, size(k));
  };
  const D = (k: number): number => preactivationWidth(network, k);
  const M = (k: number): number => width(network, k);
  const conventions = conventionsOf(bench.description, level);
  const one = (quantity: Quantity, position: number): Entry | undefined => row(quantity, position, 1)?.[0];
  const outputs = (t: number): Entry[] | undefined => row("outputs", t * M(N), M(N));
  const y = (k: number, t: number): Entry[] | undefined =>
    layered("activations", M, k, t) ?? (k === N ? outputs(t) : undefined);
  return {
    question,
    N,
    T,
    conventions,
    divisor: conventions.reduction === "mean" ? T : 1,
    z: (k, t) => layered("preactivations", D, k, t),
    y,
    below: (k, t) => (k === 1 ? batch.inputs[t] : y(k - 1, t)),
    dz: (k, t) => layered("gradients.preactivations", D, k, t),
    dy: (k, t) => (k === 0 ? row("gradients.inputs", t * M(0), M(0)) : layered("gradients.activations", M, k, t)),
    outputs,
    dW: (k, at, input) => one("gradients.weights", weightPosition(question, k, at, input)),
    db: (k, at) => one("gradients.biases", biasPosition(question, k, at)),
    loss: one("loss", 0),
  };
}

/** The whole numbers from 0 up to, and without, the length. */
const numbers = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** What is said of every layer, from the first to the last, and every example: one group for each layer. */
export function perLayer<T>({ N, T: examples }: Reader, of: (k: number, t: number) => readonly T[]): T[][] {
  return numbers(N).map((position) => numbers(examples).flatMap((t) => of(position + 1, t)));
}

/** What is said of every example. */
export function perExample<T>({ T: examples }: Reader, of: (t: number) => readonly T[]): T[] {
  return numbers(examples).flatMap(of);
}
