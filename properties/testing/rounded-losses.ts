/** The losses and their derivatives, with a rounding after every operation. */
import { correct, type Steps } from "../mutants/index.js";
import { isFused } from "../mutants/skeleton.js";
import type { RoundedArithmetic } from "./rounding.js";

type Row = readonly number[];
type LossSteps = Pick<Steps, "divergence" | "outputGradient" | "fusedGradient">;

export function roundedLosses(a: RoundedArithmetic): LossSteps {
  return {
    divergence: (top, d, at) => (isFused(at) ? fusedDivergence(a, top.z, d, at) : plainDivergence(a, top.y, d, at)),
    outputGradient: (y, d, at) => {
      const { loss } = at.question;
      const by = (slope: (yi: number, di: number) => number): number[] => y.map((yi, i) => slope(yi, d[i] ?? NaN));
      switch (loss.name) {
        case "squared-error":
          return by((yi, di) => a.multiply(at.conventions.squaredError === "half" ? 1 : 2, a.subtract(yi, di)));
        case "cross-entropy":
          return by((yi, di) => (counts(di, yi) ? a.divide(-di, yi) : 0));
        case "negative-log-of-sum":
          return d.map((di) => a.divide(-di, a.dot(d, y)));
        case "binary-cross-entropy":
          return by((yi, di) =>
            a.add(
              counts(di, yi) ? a.divide(-di, yi) : 0,
              counts(1 - di, yi) ? a.divide(a.subtract(1, di), a.subtract(1, yi)) : 0,
            ),
          );
        case "multiclass-hinge":
          // Sums of 0, ½ and 1; only the margins may be rounded on the way to them.
          return correct.outputGradient(margins(a, y, d), d, at);
        case "own":
          return [...loss.gradient(a, y, d)];
      }
    },
    fusedGradient: ({ z, y }, d, { question: { loss } }) => {
      switch (loss.name) {
        case "cross-entropy": {
          const total = a.sum(d);
          return y.map((yi, i) => a.subtract(a.multiply(yi, total), d[i] ?? NaN));
        }
        case "negative-log-of-sum": {
          const parts = targetParts(a, z, d, maxOfTargets(z, d));
          return y.map((yi, i) => a.subtract(yi, a.divide(parts[i] ?? NaN, a.sum(parts))));
        }
        default:
          return y.map((yi, i) => a.subtract(yi, d[i] ?? NaN));
      }
    },
  };
}

type At = Parameters<Steps["divergence"]>[2];

function plainDivergence(a: RoundedArithmetic, y: Row, d: Row, { question: { loss }, conventions }: At): number {
  switch (loss.name) {
    case "squared-error": {
      const off = y.map((yi, i) => a.subtract(yi, d[i] ?? NaN));
      const squares = a.dot(off, off);
      return conventions.squaredError === "half" ? a.divide(squares, 2) : squares;
    }
    case "cross-entropy":
      return -a.sum(y.map((yi, i) => weighed(a, d[i] ?? NaN, yi, a.ln(yi))));
    case "negative-log-of-sum":
      return -a.ln(a.dot(d, y));
    case "binary-cross-entropy":
      return -a.sum(
        y.flatMap((yi, i) => {
          const di = d[i] ?? NaN;
          return [weighed(a, di, yi, a.ln(yi)), weighed(a, a.subtract(1, di), yi, a.log1p(-yi))];
        }),
      );
    case "multiclass-hinge":
      return a.sum(margins(a, y, d).map((margin, j) => (d[j] === 1 ? 0 : Math.max(0, a.add(margin, 1)))));
    case "own":
      return loss.value(a, y, d);
  }
}

function fusedDivergence(a: RoundedArithmetic, z: Row, d: Row, { question: { loss } }: At): number {
  if (loss.name === "binary-cross-entropy")
    return a.sum(
      z.map((zi, i) => a.add(a.subtract(Math.max(zi, 0), a.multiply(d[i] ?? NaN, zi)), a.log1p(a.exp(-Math.abs(zi))))),
    );
  const max = Math.max(...z);
  const logarithm = a.ln(a.sum(z.map((zi) => a.exp(a.subtract(zi, max)))));
  if (loss.name === "negative-log-of-sum") {
    const top = maxOfTargets(z, d);
    return a.add(a.subtract(max, top), a.subtract(logarithm, a.ln(a.sum(targetParts(a, z, d, top)))));
  }
  return -a.sum(z.map((zi, i) => weighed(a, d[i] ?? NaN, zi, a.subtract(a.subtract(zi, max), logarithm))));
}

/** y_j - y_c. */
function margins(a: RoundedArithmetic, y: Row, d: Row): number[] {
  return y.map((yj) => a.subtract(yj, y[d.indexOf(1)] ?? NaN));
}

/** factor · term; a factor 0 keeps out whatever is infinite, but not NaN. */
function weighed(a: RoundedArithmetic, factor: number, y: number, term: number): number {
  return counts(factor, y) ? a.multiply(factor, term) : 0;
}

function counts(factor: number, y: number): boolean {
  return factor !== 0 || Number.isNaN(y);
}

function maxOfTargets(z: Row, d: Row): number {
  return Math.max(...z.filter((_, i) => d[i] !== 0));
}

/** d e^(z - max), 0 where d is 0. */
function targetParts(a: RoundedArithmetic, z: Row, d: Row, max: number): number[] {
  return z.map((zi, i) => (d[i] === 0 ? 0 : a.multiply(d[i] ?? NaN, a.exp(a.subtract(zi, max)))));
}
