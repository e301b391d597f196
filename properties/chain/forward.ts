/** Forward: z from the y below, y from z, the outputs from the last y. Each number is held to those of the same answer. */
import { layerOf, type Activation, type Conventions, type ScalarActivation } from "../../src/model/index.js";
import { product, solvedFor, type Entry, type Group, type Product, type Relation } from "../support/relations.js";
import { normalizedRelation } from "./normalization.js";
import { perExample, perLayer, type Reader } from "./reader.js";
import { largestOf, sideOf } from "./sides.js";

/** affine (spec/forward.md): z_j = Σ_i w_ji y_i + b_j. */
export function affineRelations(reader: Reader): Group[] {
  return perLayer(reader, (k, t) => {
    const [z, below] = [reader.z(k, t), reader.below(k, t)];
    if (z === undefined || below === undefined) return [];
    const { weights, biases } = layerOf(reader.question.network, k);
    return z.map((zj, j) => {
      const terms = (weights[j] ?? []).map((w, i) => product(-w, below[i] ?? NaN));
      return solvedFor(zj, [...terms, product(-(biases[j] ?? NaN))]);
    });
  });
}

/** output (spec/forward.md): the outputs are y^(N). */
export function outputRelations(reader: Reader): Group[] {
  const group = perExample(reader, (t) => {
    const y = reader.y(reader.N, t);
    return (reader.outputs(t) ?? []).map((output, j) => equal(output, y?.[j] ?? output));
  });
  return [group];
}

/** activation (spec/forward.md), for those activations whose y and z a polynomial relates. */
export function activationRelations(reader: Reader): Group[] {
  return perLayer(reader, (k, t) => {
    const [z, y] = [reader.z(k, t), reader.y(k, t)];
    if (z === undefined || y === undefined) return [];
    return relationsOf(layerOf(reader.question.network, k).activation, z, y, reader.conventions);
  });
}

function relationsOf(f: Activation, z: readonly Entry[], y: readonly Entry[], conventions: Conventions): Relation[] {
  switch (f.name) {
    case "softmax":
      return sumIs(y, 1);
    case "log-softmax":
      // Differences stay: y_i - y_1 = z_i - z_1.
      return y.slice(1).map((yi, i) => solvedFor(yi, differences(y[0], z[i + 1], z[0])));
    case "maxout":
      return y.flatMap((yj, j) => {
        const pieces = z.slice(j * f.pieces, (j + 1) * f.pieces);
        const largest = pieces[largestOf(pieces, "first") ?? -1];
        return largest === undefined ? [] : [equal(yj, largest)];
      });
    case "linear-map":
      return y.map((yj, j) => solvedFor(yj, combination(f.matrix[j] ?? [], z)));
    case "layer-normalization":
      return [...sumIs(y, 0), ...y.map((_, i) => normalizedRelation(z, y, i, f.epsilon))];
    case "polynomial":
      return y.map((yj, j) => solvedFor(yj, monomials(f.outputs[j] ?? [], z)));
    case "own":
      return [];
    default:
      return y.flatMap((yi, i) => {
        const piece = pieceOf(f, z[i] as Entry, conventions);
        return piece === undefined ? [] : [solvedFor(yi, [piece])];
      });
  }
}

const equal = (a: Entry, b: Entry): Relation => solvedFor(a, [product(-1, b)]);

const differences = (first: Entry | undefined, z: Entry | undefined, zFirst: Entry | undefined): Product[] => [
  product(-1, first ?? NaN),
  product(-1, z ?? NaN),
  product(1, zFirst ?? NaN),
];

/** Σ y = total; with a single y that is what all forms agree in. */
function sumIs(y: readonly Entry[], total: number): Relation[] {
  const [first, ...others] = y;
  return first === undefined ? [] : [solvedFor(first, [...others.map((yi) => product(1, yi)), product(-total)])];
}

const combination = (row: readonly number[], z: readonly Entry[]): Product[] =>
  z.map((zi, i) => product(-(row[i] ?? NaN), zi));

const monomials = (
  sum: readonly { readonly coefficient: number; readonly powers: readonly number[] }[],
  z: readonly Entry[],
): Product[] =>
  sum.map(({ coefficient, powers }) =>
    product(-coefficient, ...powers.flatMap((power, i) => Array.from({ length: power }, () => z[i] ?? NaN))),
  );

/** -y as a function of z on the piece where z stands; undefined where that cannot be told, or y is no piecewise linear function. */
function pieceOf(f: ScalarActivation, z: Entry, { unitStepAtZero }: Conventions): Product | undefined {
  const side = sideOf(z);
  const above = side === 1;
  if (f.name === "identity") return product(-1, z);
  if (side === undefined) return undefined;
  switch (f.name) {
    case "relu":
      return product(above ? -1 : 0, z);
    case "leaky-relu":
      return product(above ? -1 : -f.slope, z);
    case "absolute-value":
      return product(above ? -1 : 1, z);
    case "unit-step":
      if (side !== 0) return product(above ? -1 : 0);
      return unitStepAtZero === "any" ? undefined : product(-unitStepAtZero);
    default:
      return undefined;
  }
}
