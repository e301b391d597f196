/** Declared deviations as libraries compute them, with a rounding after every operation. */
import { depth, type Deviations, type PrecisionName } from "../../src/model/index.js";
import type { Steps } from "../mutants/index.js";
import { roundedSteps } from "./rounded.js";
import { arithmeticOf, type RoundedArithmetic } from "./rounding.js";

type Row = readonly number[];
type At = Parameters<Steps["divergence"]>[2];

/**
 * plain: ln of the clipped y, and back through it. normalized: y divided by its sum before that, as where a loss does not trust the softmax
 * below it. masked: dz of a softmax under cross-entropy in one step, y_i Σ d_m r_m - d_i r_i with r = y / (y + ε), or 0 where y is clipped.
 */
export type Writing = "plain" | "normalized" | "masked";

/** The deviations that the subject declares, written in that way. */
export function deviatedSteps(precision: PrecisionName, writing: Writing): Steps {
  const a = arithmeticOf(precision);
  const right = roundedSteps(precision);
  return {
    ...right,
    value: (f, z, at) => (f.name === "softplus" && isLinear(z, at) ? z : right.value(f, z, at)),
    slope: (f, z, y, at) => (f.name === "softplus" && isLinear(z, at) ? 1 : right.slope(f, z, y, at)),
    divergence: (top, d, at) =>
      isDeclared(at) ? divergence(a, shown(a, top.y, at, writing), d, at) : right.divergence(top, d, at),
    outputGradient: (y, d, at) =>
      isDeclared(at) ? gradient(a, shown(a, y, at, writing), d, at) : right.outputGradient(y, d, at),
    throughActivation(f, trace, dy, at) {
      if (!isDeclared(at) || f.name !== "softmax" || at.k !== depth(at.question.network))
        return right.throughActivation.call(this, f, trace, dy, at);
      const d = at.question.batch.targets[at.t] ?? [];
      if (writing === "masked" && at.question.loss.name === "cross-entropy") return inOneStep(a, trace.y, d, at);
      if (writing !== "normalized") return right.softmaxBackward(trace.y, dy, at);
      // dy is that of n = y / Σ.
      const n = shown(a, trace.y, at, writing);
      const [total, mean] = [a.sum(trace.y), a.dot(dy, n)];
      const plain = dy.map((value) => a.divide(a.subtract(value, mean), total));
      return right.softmaxBackward(trace.y, plain, at);
    },
  };
}

const isLinear = (z: number, { conventions: { deviations } }: At): boolean =>
  z > (deviations["softplus-linear-above"]?.threshold ?? Infinity);

const logarithmic: readonly string[] = ["cross-entropy", "negative-log-of-sum", "binary-cross-entropy"];

function isDeclared({ question: { loss }, conventions: { deviations } }: At): boolean {
  const any = deviations["probabilities-clipped"] ?? deviations["epsilon-in-logarithm"];
  return any !== undefined && logarithmic.includes(loss.name);
}

/** What the loss is given. */
function shown(a: RoundedArithmetic, y: Row, { question: { network } }: At, writing: Writing): Row {
  const last = network.layers[depth(network) - 1]?.activation.name;
  if (writing !== "normalized" || last !== "softmax") return y;
  const total = a.sum(y);
  return y.map((yi) => a.divide(yi, total));
}

/** The declared parameters in the precision, and what is made of them. */
function declared(a: RoundedArithmetic, deviations: Deviations) {
  const clip = deviations["probabilities-clipped"];
  const added = deviations["epsilon-in-logarithm"];
  const least = a.constant(clip?.epsilon ?? 0);
  const most = a.subtract(1, least);
  return {
    clipped: (y: number): number => (clip === undefined ? y : Math.min(Math.max(y, least), most)),
    passes: (y: number): boolean => clip === undefined || (y >= least && y <= most),
    raised: (x: number): number => (added === undefined ? x : a.add(x, a.constant(added.epsilon))),
  };
}

function divergence(a: RoundedArithmetic, y: Row, d: Row, { question: { loss }, conventions }: At): number {
  const { clipped, raised } = declared(a, conventions.deviations);
  const c = y.map(clipped);
  if (loss.name === "negative-log-of-sum") return -a.ln(raised(a.dot(d, c)));
  const weighed = (factor: number, x: number): number => (factor === 0 ? 0 : a.multiply(factor, a.ln(raised(x))));
  const terms = c.flatMap((ci, i) => {
    const di = d[i] ?? NaN;
    const absent = loss.name === "cross-entropy" ? 0 : a.subtract(1, di);
    return [weighed(di, ci), weighed(absent, a.subtract(1, ci))];
  });
  return -a.sum(terms);
}

function gradient(a: RoundedArithmetic, y: Row, d: Row, { question: { loss }, conventions }: At): number[] {
  const { clipped, passes, raised } = declared(a, conventions.deviations);
  const c = y.map(clipped);
  const share = (factor: number, x: number): number => (factor === 0 ? 0 : a.divide(factor, raised(x)));
  const total = a.dot(d, c);
  return y.map((yi, i) => {
    const [ci, di] = [c[i] ?? NaN, d[i] ?? NaN];
    if (!passes(yi)) return 0;
    if (loss.name === "negative-log-of-sum") return -share(di, total);
    if (loss.name === "cross-entropy") return -share(di, ci);
    return a.subtract(share(a.subtract(1, di), a.subtract(1, ci)), share(di, ci));
  });
}

function inOneStep(a: RoundedArithmetic, y: Row, d: Row, { conventions }: At): number[] {
  const { passes, raised } = declared(a, conventions.deviations);
  const parts = y.map((yi, i) => (passes(yi) && d[i] !== 0 ? a.multiply(d[i] ?? NaN, a.divide(yi, raised(yi))) : 0));
  const total = a.sum(parts);
  return y.map((yi, i) => a.subtract(a.multiply(yi, total), parts[i] ?? NaN));
}
