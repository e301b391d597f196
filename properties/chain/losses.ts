/** The loss from the outputs, and dy and dz of the last layer from them, where polynomials relate these. */
import { isScalar, layerOf, type Case } from "../../src/model/index.js";
import { product, type Entry, type Group, type Product, type Relation } from "../support/relations.js";
import { perExample, type Reader } from "./reader.js";
import { sideOfMargin } from "./sides.js";

/** batch-loss with squared-error or multiclass-hinge, and l2-penalty: T · Loss = Σ_t Div_t + T · penalty. */
export function lossRelations(reader: Reader): Group[] {
  const { loss, question, divisor } = reader;
  const terms = divergences(reader);
  if (loss === undefined || terms === undefined) return [];
  const penalties = penalty(question, (reader.conventions.l2 === "half" ? 0.5 : 1) * divisor);
  return [[{ entry: loss, products: [product(-divisor, loss), ...terms, ...penalties] }]];
}

/** λ‖W‖² or half of it, times the divisor. */
function penalty({ network, regularizer }: Case, scale: number): Product[] {
  if (regularizer === null) return [];
  return network.layers.flatMap(({ weights }) => weights.flat().map((w) => product(scale * regularizer.lambda, w, w)));
}

/** Σ_t Div_t; undefined where it is no polynomial of the outputs, or which one cannot be told. */
function divergences(reader: Reader): Product[] | undefined {
  const { question, conventions } = reader;
  const all: Product[] = [];
  for (const [t, d] of question.batch.targets.entries()) {
    const y = reader.outputs(t);
    if (y === undefined) return undefined;
    if (question.loss.name === "squared-error") {
      const c = conventions.squaredError === "half" ? 0.5 : 1;
      all.push(...y.flatMap((yi, i) => squaredDifference(c, yi, d[i] ?? NaN)));
    } else if (question.loss.name === "multiclass-hinge") {
      const margins = marginsOf(y, d);
      if (margins.includes(undefined)) return undefined;
      all.push(...margins.flatMap((margin) => margin ?? []));
    } else return undefined;
  }
  return all;
}

/** c (y - d)². */
const squaredDifference = (c: number, y: Entry, d: number): Product[] => [
  product(c, y, y),
  product(-2 * c * d, y),
  product(c, d, d),
];

/** max(0, y_j - y_c + 1) for each j ≠ c; undefined where nobody can say whether it is 0. */
function marginsOf(y: readonly Entry[], d: readonly number[]): (Product[] | undefined)[] {
  const c = d.indexOf(1);
  return y.flatMap((yj, j) => {
    if (j === c) return [];
    const side = sideOfMargin(yj, y[c] as Entry);
    if (side === undefined) return [undefined];
    return [side === 1 ? [product(1, yj), product(-1, y[c] as Entry), product(1)] : []];
  });
}

/** output-gradient (spec/backward.md): dy^(N) from the outputs, for each loss; all times what gradients are divided by. */
export function outputGradientRelations(reader: Reader): Group[] {
  const group = perExample(reader, (t) => {
    const [dy, y] = [reader.dy(reader.N, t), reader.y(reader.N, t)];
    const d = reader.question.batch.targets[t];
    return dy === undefined || y === undefined || d === undefined ? [] : outputGradients(reader, dy, y, d);
  });
  return [group];
}

function outputGradients(
  { question, conventions, divisor: T }: Reader,
  dy: readonly Entry[],
  y: readonly Entry[],
  d: readonly number[],
): Relation[] {
  const each = (products: (dyi: Entry, yi: Entry, di: number) => Product[]): Relation[] =>
    dy.map((dyi, i) => ({ entry: dyi, products: products(dyi, y[i] as Entry, d[i] ?? NaN) }));
  switch (question.loss.name) {
    case "squared-error": {
      const c = conventions.squaredError === "half" ? 1 : 2;
      return each((dyi, yi, di) => [product(T, dyi), product(-c, yi), product(c * di)]);
    }
    case "cross-entropy":
      return each((dyi, yi, di) => [product(T, dyi, yi), product(di)]);
    case "negative-log-of-sum":
      return each((dyi, _, di) => [...y.map((yj, j) => product(T * (d[j] ?? NaN), dyi, yj)), product(di)]);
    case "binary-cross-entropy":
      return each((dyi, yi, di) => [product(T, dyi, yi), product(-T, dyi, yi, yi), product(-1, yi), product(di)]);
    case "multiclass-hinge":
      return hingeGradients(dy, y, d, T);
    case "own":
      return [];
  }
}

/** dy_j is 1 where the margin is positive, and dy_c minus the number of these. */
function hingeGradients(dy: readonly Entry[], y: readonly Entry[], d: readonly number[], T: number): Relation[] {
  const c = d.indexOf(1);
  return dy.flatMap((dyj, j) => {
    if (j === c) return [{ entry: dyj, products: dy.map((each) => product(1, each)) }];
    const side = sideOfMargin(y[j] as Entry, y[c] as Entry);
    if (side === undefined || side === 0) return [];
    return [{ entry: dyj, products: [product(T, dyj), product(side === 1 ? -1 : 0)] }];
  });
}

/** The heads with y - d (spec/losses.md): dz^(N) from the outputs alone. */
export function headRelations(reader: Reader): Group[] {
  const { question, N, divisor: T } = reader;
  const f = layerOf(question.network, N).activation;
  const isLogistic = question.loss.name === "binary-cross-entropy" && isScalar(f) && f.name === "logistic";
  const isSoftmax = question.loss.name === "cross-entropy" && f.name === "softmax";
  if (!isLogistic && !isSoftmax) return [];
  const group = perExample(reader, (t) => {
    const [dz, y] = [reader.dz(N, t), reader.y(N, t)];
    const d = question.batch.targets[t] ?? [];
    // softmax-cross-entropy-gradient: y_i Σ d - d_i; logistic-cross-entropy-gradient: y_i - d_i.
    return (dz ?? []).flatMap((dzi, i): Relation[] => {
      const yi = y?.[i];
      if (yi === undefined) return [];
      const shares = isSoftmax ? d.map((dj) => product(-dj, yi)) : [product(-1, yi)];
      return [{ entry: dzi, products: [product(T, dzi), ...shares, product(d[i] ?? NaN)] }];
    });
  });
  return [group];
}
