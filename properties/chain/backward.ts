/** Backward: dz from dy, the dy below from dz, the gradients of the parameters from dz. */
import { layerOf, type Activation, type Conventions, type ScalarActivation } from "../../src/model/index.js";
import {
  product,
  solvedFor,
  type Entry,
  type Factor,
  type Group,
  type Product,
  type Relation,
} from "../support/relations.js";
import { normalizedGradient } from "./normalization.js";
import { perLayer, type Reader } from "./reader.js";
import { largestOf, slopeAt } from "./sides.js";

/** One layer's numbers for one example. */
interface Unit {
  readonly z: readonly Entry[] | undefined;
  readonly y: readonly Entry[] | undefined;
  readonly dz: readonly Entry[];
  readonly dy: readonly Entry[];
}

/** preactivation-gradient and vector-activation-gradient, for those activations whose Jacobian is a polynomial of z and y. */
export function activationGradientRelations(reader: Reader): Group[] {
  return perLayer(reader, (k, t) => {
    const [dz, dy] = [reader.dz(k, t), reader.dy(k, t)];
    if (dz === undefined || dy === undefined) return [];
    const unit = { z: reader.z(k, t), y: reader.y(k, t), dz, dy };
    return throughActivation(layerOf(reader.question.network, k).activation, unit, reader.conventions);
  });
}

function throughActivation(f: Activation, unit: Unit, conventions: Conventions): Relation[] {
  const { z, y, dz, dy } = unit;
  switch (f.name) {
    case "softmax":
      // softmax-jacobian: dz_i = y_i dy_i - Σ_j y_i y_j dy_j.
      if (y === undefined) return [];
      return dz.map((dzi, i) => {
        const yi = y[i] as Entry;
        return solvedFor(dzi, [product(-1, yi, at(dy, i)), ...dy.map((dyj, j) => product(1, yi, at(y, j), dyj))]);
      });
    case "log-softmax":
      return sumIsZero(dz);
    case "maxout":
      return throughMaxout(f.pieces, unit, conventions);
    case "linear-map":
      return dz.map((dzi, i) =>
        solvedFor(
          dzi,
          dy.map((dyj, j) => product(-(f.matrix[j]?.[i] ?? NaN), dyj)),
        ),
      );
    case "layer-normalization":
      if (z === undefined || y === undefined) return sumIsZero(dz);
      return [...sumIsZero(dz), ...dz.map((_, i) => normalizedGradient({ z, y, dz, dy }, i))];
    case "polynomial":
      if (z === undefined) return [];
      return dz.map((dzi, i) =>
        solvedFor(
          dzi,
          dy.flatMap((dyj, j) => partials(f.outputs[j] ?? [], z, i, dyj)),
        ),
      );
    case "own":
      return [];
    default:
      return dz.flatMap((dzi, i) => {
        const slope = slopeProducts(f, z?.[i], y?.[i], at(dy, i), conventions);
        return slope === undefined ? [] : [solvedFor(dzi, slope)];
      });
  }
}

const at = (row: readonly Entry[], i: number): Factor => row[i] ?? NaN;

/** -f' dy, with f' from y or from the side of z; undefined where it is no polynomial of them. */
function slopeProducts(
  f: ScalarActivation,
  z: Entry | undefined,
  y: Entry | undefined,
  dy: Factor,
  conventions: Conventions,
): Product[] | undefined {
  switch (f.name) {
    case "logistic":
      return y && [product(-1, y, dy), product(1, y, y, dy)];
    case "tanh":
      return y && [product(-1, dy), product(1, y, y, dy)];
    case "softplus":
      return undefined;
    default: {
      const slope = z && slopeAt(f, z, conventions);
      return slope === undefined ? undefined : [product(-slope, dy)];
    }
  }
}

/** maxout-jacobian: all of dy goes to the largest piece, or to that of the largest which the convention names. */
function throughMaxout(pieces: number, { z, dz, dy }: Unit, { derivativeAtKink }: Conventions): Relation[] {
  return dy.flatMap((dyj, j) => {
    const [own, numbers] = [dz, z].map((row) => row?.slice(j * pieces, (j + 1) * pieces));
    const [first, ...others] = own ?? [];
    if (first === undefined) return [];
    const largest = numbers && largestOf(numbers, derivativeAtKink.maxout);
    // Whichever gets it, the pieces share dy.
    if (largest === undefined) return [solvedFor(first, [...others.map((dzi) => product(1, dzi)), product(-1, dyj)])];
    return (own ?? []).map((dzi, i) => solvedFor(dzi, i === largest ? [product(-1, dyj)] : []));
  });
}

function sumIsZero(dz: readonly Entry[]): Relation[] {
  const [first, ...others] = dz;
  return first === undefined
    ? []
    : [
        solvedFor(
          first,
          others.map((dzi) => product(1, dzi)),
        ),
      ];
}

/** polynomial-jacobian: -∂y_j/∂z_i dy_j, monomial by monomial. */
function partials(
  sum: readonly { readonly coefficient: number; readonly powers: readonly number[] }[],
  z: readonly Entry[],
  i: number,
  dy: Entry,
): Product[] {
  return sum.flatMap(({ coefficient, powers }) => {
    const power = powers[i] ?? 0;
    if (power === 0) return [];
    const factors = powers.flatMap((p, m) => Array.from({ length: m === i ? p - 1 : p }, () => at(z, m)));
    return [product(-coefficient * power, ...factors, dy)];
  });
}

/** activation-gradient and input-gradient (spec/backward.md): dy_i^(k-1) = Σ_j w_ji dz_j. */
export function weightedSumRelations(reader: Reader): Group[] {
  return perLayer(reader, (k, t) => {
    const [dy, dz] = [reader.dy(k - 1, t), reader.dz(k, t)];
    if (dy === undefined || dz === undefined) return [];
    const { weights } = layerOf(reader.question.network, k);
    return dy.map((dyi, i) =>
      solvedFor(
        dyi,
        dz.map((dzj, j) => product(-(weights[j]?.[i] ?? NaN), dzj)),
      ),
    );
  });
}

/** bias-gradient and batch-gradient (spec/backward.md): db = Σ_t dz. */
export function biasGradientRelations(reader: Reader): Group[] {
  return perLayer({ ...reader, T: 1 }, (k) =>
    layerOf(reader.question.network, k).biases.flatMap((_, j) => {
      const db = reader.db(k, j);
      const rows = examples(reader, (t) => reader.dz(k, t)?.[j]);
      return db === undefined || rows === undefined
        ? []
        : [
            solvedFor(
              db,
              rows.map((dz) => product(-1, dz)),
            ),
          ];
    }),
  );
}

/** weight-gradient, batch-gradient and l2-gradient: dW_ji = Σ_t dz_j y_i + λ w_ji. */
export function weightGradientRelations(reader: Reader): Group[] {
  const { regularizer } = reader.question;
  const decay = (regularizer?.lambda ?? 0) * (reader.conventions.l2 === "half" ? 1 : 2);
  return perLayer({ ...reader, T: 1 }, (k) =>
    layerOf(reader.question.network, k).weights.flatMap((row, j) =>
      row.flatMap((w, i) => {
        const dW = reader.dW(k, j, i);
        const terms = examples(reader, (t): Product | undefined => {
          const [dz, below] = [reader.dz(k, t)?.[j], reader.below(k, t)?.[i]];
          return dz === undefined || below === undefined ? undefined : product(-1, below, dz);
        });
        if (dW === undefined || terms === undefined) return [];
        return [solvedFor(dW, decay === 0 ? terms : [...terms, product(-decay, w)])];
      }),
    ),
  );
}

/** One value for each example; undefined where one is missing. */
function examples<T>(reader: Reader, of: (t: number) => T | undefined): T[] | undefined {
  const values = reader.question.batch.inputs.map((_, t) => of(t));
  return values.includes(undefined) ? undefined : (values as T[]);
}
