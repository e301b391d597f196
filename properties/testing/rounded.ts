/** A correct implementation in a shorter format: the lecture's pass with a rounding after every single operation. */
import {
  batchSize,
  isOwn,
  isScalar,
  type Case,
  type Conventions,
  type FullAnswer,
  type PrecisionName,
  type ScalarActivation,
} from "../../src/model/index.js";
import { correct, pass, type Steps } from "../mutants/index.js";
import { roundedLosses } from "./rounded-losses.js";
import { roundedVectors } from "./rounded-vector.js";
import { arithmeticOf, type RoundedArithmetic } from "./rounding.js";

/** The steps of a correct pass, each of whose operations is rounded to the precision. */
export function roundedSteps(precision: PrecisionName): Steps {
  const a = arithmeticOf(precision);
  return {
    ...correct,
    ...roundedLosses(a),
    ...roundedVectors(a),
    read: (question) => everyNumber(question, a.constant),
    affine: (W, b, below) => W.map((row, j) => a.dot(row, below, b[j] ?? NaN)),
    value: (f, z, at) => scalarValue(a, f, z) ?? correct.value(f, z, at),
    slope: (f, z, y, at) => scalarSlope(a, f, z, y) ?? a.constant(correct.slope(f, z, y, at)),
    throughActivation(f, trace, dy, at) {
      if (!isScalar(f))
        return f.name === "softmax" ? this.softmaxBackward(trace.y, dy, at) : this.vectorBackward(f, trace, dy, at);
      return trace.z.map((zi, i) => a.multiply(this.slope(f, zi, trace.y[i] ?? NaN, at), dy[i] ?? NaN));
    },
    weightGradient: (below, dz) => dz.map((dzj) => below.map((yi) => a.multiply(yi, dzj))),
    throughWeights: (W, dz) =>
      (W[0] ?? []).map((_, i) =>
        a.dot(
          W.map((row) => row[i] ?? NaN),
          dz,
        ),
      ),
    reduce: (values, _, { question, conventions }) =>
      a.divide(a.sum(values), conventions.reduction === "mean" ? batchSize(question) : 1),
    penalty: (network, lambda, { l2 }) => {
      const all = network.layers.flatMap(({ weights }) => weights.flat());
      return a.multiply(l2 === "half" ? a.divide(lambda, 2) : lambda, a.dot(all, all));
    },
    penaltyGradient: (w, lambda, { l2 }) => a.multiply(l2 === "half" ? lambda : a.multiply(2, lambda), w),
    // The pass itself adds the penalty and divides rows by T: one operation each, rounded here.
    finish: (answer) => everyNumber(answer, a.constant),
  };
}

/** A correct implementation whose every operation is rounded to the precision. */
export function rounded(precision: PrecisionName): (question: Case, conventions: Conventions) => FullAnswer {
  const steps = roundedSteps(precision);
  return (question, conventions) => pass(steps, question, conventions);
}

/** The same structure with every number changed; functions of a user's own stay. */
function everyNumber<T>(value: T, change: (x: number) => number): T {
  if (typeof value === "number") return change(value) as T;
  if (typeof value !== "object" || value === null || isOwn(value)) return value;
  if (Array.isArray(value)) return value.map((member) => everyNumber<unknown>(member, change)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, everyNumber(member, change)])) as T;
}

function logistic(a: RoundedArithmetic, z: number): number {
  const e = a.exp(-Math.abs(z));
  return a.divide(z >= 0 ? 1 : e, a.add(1, e));
}

/** Undefined where nothing is rounded. */
function scalarValue(a: RoundedArithmetic, f: ScalarActivation, z: number): number | undefined {
  switch (f.name) {
    case "logistic":
      return logistic(a, z);
    case "tanh":
      return a.tanh(z);
    case "leaky-relu":
      return z > 0 ? z : a.multiply(f.slope, z);
    case "softplus":
      return a.add(Math.max(z, 0), a.log1p(a.exp(-Math.abs(z))));
    default:
      return undefined;
  }
}

/** Undefined where at most one operation is rounded. */
function scalarSlope(a: RoundedArithmetic, f: ScalarActivation, z: number, y: number): number | undefined {
  switch (f.name) {
    case "logistic":
      return a.multiply(y, a.subtract(1, y));
    case "tanh":
      return a.subtract(1, a.multiply(y, y));
    case "softplus":
      return logistic(a, z);
    default:
      return undefined;
  }
}
