/** The right form of every loss and its gradient: same operations in the same order as the per-index implementation. */
import { depth, doubles, layerOf, type Conventions, type LossName } from "../../src/model/index.js";
import type { At, Row, Trace } from "./steps.js";

/** Div of one example. y and d of shape [M]. */
export function divergence({ z, y: outputs }: Trace, d: Row, at: At): number {
  const { loss } = at.question;
  if (isFused(at)) return fusedDivergence(loss.name, z, d);
  const y = seenBy(loss.name, outputs, at);
  const raised = raising(at);
  switch (loss.name) {
    case "squared-error": {
      const squares = sum(y.map((yi, i) => (yi - (d[i] ?? NaN)) * (yi - (d[i] ?? NaN))));
      return at.conventions.squaredError === "half" ? squares / 2 : squares;
    }
    case "cross-entropy":
      return d.reduce((Div, di, i) => (counts(di, y[i]) ? Div - di * Math.log(raised(y[i] ?? NaN)) : Div), 0);
    case "negative-log-of-sum":
      return -Math.log(raised(targetSum(y, d)));
    case "binary-cross-entropy":
      return binaryCrossEntropy(y, d, raised, at.conventions.deviations["epsilon-in-logarithm"] !== undefined);
    case "multiclass-hinge":
      return sum(y.map((yj, j) => (d[j] === 1 ? 0 : Math.max(0, yj - (y[d.indexOf(1)] ?? NaN) + 1))));
    case "own":
      return loss.value(doubles, y, d);
  }
}

/** dDiv/dy of the last layer. All of shape [M]. */
export function outputGradient(y: Row, d: Row, at: At): number[] {
  const { name } = at.question.loss;
  const gradient = plainGradient(seenBy(name, y, at), d, at);
  return gradient.map((dy, i) => (isCutOff(name, y[i] ?? NaN, at) ? 0 : dy));
}

function plainGradient(y: Row, d: Row, { question: { loss }, conventions }: At): number[] {
  const raised = raising({ conventions });
  const entryByEntry = (slope: (yi: number, di: number) => number): number[] =>
    y.map((yi, i) => slope(yi, d[i] ?? NaN));
  switch (loss.name) {
    case "squared-error":
      return entryByEntry((yi, di) => (conventions.squaredError === "half" ? yi - di : 2 * (yi - di)));
    case "cross-entropy":
      return entryByEntry((yi, di) => (counts(di, yi) ? -di / raised(yi) : 0));
    case "negative-log-of-sum": {
      const total = raised(targetSum(y, d));
      return d.map((di) => -di / total);
    }
    case "binary-cross-entropy":
      return entryByEntry((yi, di) => {
        const absent = counts(1 - di, yi) ? (1 - di) / raised(1 - yi) : 0;
        return (counts(di, yi) ? -di / raised(yi) : 0) + absent;
      });
    case "multiclass-hinge":
      return hingeGradient(y, d, conventions.derivativeAtKink["multiclass-hinge"]);
    case "own":
      return [...loss.gradient(doubles, y, d)];
  }
}

/** dDiv/dz of the last layer where its activation and the loss have a form together. */
export function fusedGradient({ z, y }: Trace, d: Row, { question: { loss } }: At): number[] {
  switch (loss.name) {
    case "cross-entropy": {
      const total = sum(d);
      return y.map((yi, i) => yi * total - (d[i] ?? NaN));
    }
    case "negative-log-of-sum": {
      const parts = targetParts(z, d, maxOfTargets(z, d));
      return y.map((yi, i) => yi - (parts[i] ?? NaN) / sum(parts));
    }
    default:
      return y.map((yi, i) => yi - (d[i] ?? NaN));
  }
}

/** What stands in a logarithm, with the declared epsilon where there is one. */
function raising({ conventions: { deviations } }: Pick<At, "conventions">): (x: number) => number {
  const added = deviations["epsilon-in-logarithm"];
  return added === undefined ? (x) => x : (x) => x + added.epsilon;
}

const logarithmic: readonly (LossName | "own")[] = ["cross-entropy", "negative-log-of-sum", "binary-cross-entropy"];

/** What the loss sees of the outputs: clipped, where that is declared. */
function seenBy(loss: LossName | "own", y: Row, { conventions: { deviations } }: At): Row {
  const clip = deviations["probabilities-clipped"]?.epsilon;
  if (clip === undefined || !logarithmic.includes(loss)) return y;
  return y.map((yi) => Math.min(Math.max(yi, clip), 1 - clip));
}

function isCutOff(loss: LossName | "own", y: number, { conventions: { deviations } }: At): boolean {
  const clip = deviations["probabilities-clipped"]?.epsilon;
  return clip !== undefined && logarithmic.includes(loss) && (y < clip || y > 1 - clip);
}

/** The last layer, where its activation and the loss are one of the three pairs that have a form together, which no declared loss has. */
export function isFused({ question, k, conventions: { deviations } }: Omit<At, "t">): boolean {
  if (deviations["probabilities-clipped"] !== undefined || deviations["epsilon-in-logarithm"] !== undefined)
    return false;
  const N = depth(question.network);
  const pair = `${layerOf(question.network, N).activation.name} ${question.loss.name}`;
  return k === N && fusedPairs.includes(pair);
}

const fusedPairs: readonly string[] = [
  "softmax cross-entropy",
  "softmax negative-log-of-sum",
  "logistic binary-cross-entropy",
];

/** Softmax under cross-entropy as the last layer. */
export function isSoftmaxCrossEntropy(at: Omit<At, "t">): boolean {
  return isFused(at) && at.question.loss.name === "cross-entropy";
}

function fusedDivergence(loss: LossName | "own", z: Row, d: Row): number {
  if (loss === "binary-cross-entropy") return logisticCrossEntropy(z, d);
  const max = Math.max(...z);
  const total = sum(z.map((zi) => Math.exp(zi - max)));
  if (loss === "negative-log-of-sum") {
    const top = maxOfTargets(z, d);
    return max - top + (Math.log(total) - Math.log(sum(targetParts(z, d, top))));
  }
  return d.reduce((Div, di, i) => (counts(di, z[i]) ? Div - di * ((z[i] ?? NaN) - max - Math.log(total)) : Div), 0);
}

/** Whether a term with this factor enters a sum: a factor 0 keeps out whatever is infinite, but not NaN. */
function counts(factor: number, y: number | undefined): boolean {
  return factor !== 0 || Number.isNaN(y);
}

function targetSum(y: Row, d: Row): number {
  return y.reduce((total, yi, i) => (counts(d[i] ?? NaN, yi) ? total + (d[i] ?? NaN) * yi : total), 0);
}

function maxOfTargets(z: Row, d: Row): number {
  return Math.max(...z.filter((_, i) => d[i] !== 0));
}

/** d e^(z - max), 0 where d is 0. */
function targetParts(z: Row, d: Row, max: number): number[] {
  return z.map((zi, i) => (d[i] === 0 ? 0 : (d[i] ?? NaN) * Math.exp(zi - max)));
}

function binaryCrossEntropy(y: Row, d: Row, raised: (x: number) => number, isRaised: boolean): number {
  let Div = 0;
  y.forEach((yi, i) => {
    const di = d[i] ?? NaN;
    if (counts(di, yi)) Div -= di * Math.log(raised(yi));
    if (counts(1 - di, yi)) Div -= (1 - di) * (isRaised ? Math.log(raised(1 - yi)) : Math.log1p(-yi));
  });
  return Div;
}

function logisticCrossEntropy(z: Row, d: Row): number {
  return sum(z.map((zi, i) => Math.max(zi, 0) - (d[i] ?? NaN) * zi + Math.log1p(Math.exp(-Math.abs(zi)))));
}

function hingeGradient(y: Row, d: Row, atKink: Conventions["derivativeAtKink"]["multiclass-hinge"]): number[] {
  const c = d.indexOf(1);
  const atZero = atKink === "any" ? 0 : atKink;
  const slopes = y.map((yj, j) => {
    const margin = yj - (y[c] ?? NaN) + 1;
    return j === c ? 0 : margin > 0 ? 1 : margin < 0 ? 0 : margin === 0 ? atZero : NaN;
  });
  return slopes.map((slope, j) => (j === c ? 0 - sum(slopes) : slope));
}

function sum(values: Row): number {
  return values.reduce((total, value) => total + value, 0);
}
