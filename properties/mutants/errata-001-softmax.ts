/** Lines of document 001 about softmax and cross-entropy, typed into a program as they are printed (spec/errata.md). */
import { depth } from "../../src/model/index.js";
import type { KnownMutant } from "./mutant.js";
import { correct, isSoftmaxCrossEntropy, type At } from "./skeleton.js";

type Row = readonly number[];

const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);

/** dz of a softmax whose Jacobian has these entries, row = output. */
const throughJacobian = (y: Row, dy: Row, entry: (j: number, i: number) => number): number[] =>
  y.map((_, i) => sum(dy.map((value, j) => value * entry(j, i))));

/** The matrix as it is printed: signs lost, the second row begun with the first component's, the last row reversed. */
function printedJacobian(y: Row, i: number, j: number): number {
  const at = (position: number): number => y[position] ?? NaN;
  const last = y.length - 1;
  const column = i === last && last > 0 ? last - j : j;
  if (i === 1 && last > 1 && j === 0) return at(0) * at(0);
  return i === column ? at(i) * (1 - at(i)) : at(i) * at(column);
}

export const errata001SoftmaxMutants: readonly KnownMutant[] = [
  {
    id: "erratum/e1-10",
    title: "forgets δ_ij e^(z_i) in the numerator of the softmax's Jacobian: (Σ - e^(z_i) e^(z_j)) / Σ²",
    equation: "softmax-jacobian",
    nearMiss: "near/softmax-short-form",
    seen: [],
    steps: () => {
      const logits = new Map<string, Row>();
      const key = ({ k, t }: At): string => `${k} ${t}`;
      return {
        softmax: (z, at) => {
          logits.set(key(at), z);
          return correct.softmax(z, at);
        },
        softmaxBackward: (y, dy, at) => {
          const e = (logits.get(key(at)) ?? []).map(Math.exp);
          const total = sum(e);
          return throughJacobian(y, dy, (j, i) => (total - (e[j] ?? NaN) * (e[i] ?? NaN)) / total ** 2);
        },
      };
    },
  },
  {
    id: "erratum/e1-15",
    title: "types the printed Jacobian of the softmax: signs lost, a wrong second row, the last row reversed",
    equation: "softmax-jacobian",
    nearMiss: "near/softmax-short-form",
    seen: [],
    steps: () => ({ softmaxBackward: (y, dy) => throughJacobian(y, dy, (j, i) => printedJacobian(y, j, i)) }),
  },
  {
    id: "erratum/e1-16",
    title: "takes ∂z_i/∂w_jk for nonzero at i = k, so that dW_jk gets dz_k",
    equation: "weight-gradient",
    nearMiss: "near/outer-product-turned",
    seen: [],
    steps: () => ({ weightGradient: (below, dz) => dz.map(() => below.map((yk, k) => yk * (dz[k] ?? 0))) }),
  },
  {
    id: "erratum/e1-17",
    title: "follows one path through softmax and cross-entropy: -d_i (1 - y_i)",
    equation: "softmax-cross-entropy-gradient",
    nearMiss: "near/cross-entropy-through-jacobian",
    seen: [],
    steps: () => ({
      fusedGradient: (top, d, at) =>
        isSoftmaxCrossEntropy(at) ? top.y.map((yi, i) => -(d[i] ?? NaN) * (1 - yi)) : correct.fusedGradient(top, d, at),
    }),
  },
  {
    id: "erratum/e1-18",
    title: "loses the factor -1 / y_t of the cross-entropy: y_t (δ_ti - y_i)",
    equation: "softmax-cross-entropy-gradient",
    nearMiss: "near/cross-entropy-through-jacobian",
    seen: [],
    steps: () => ({
      fusedGradient: (top, d, at) =>
        isSoftmaxCrossEntropy(at)
          ? top.y.map((yi, i) => sum(d.map((dt, t) => dt * (top.y[t] ?? NaN) * ((t === i ? 1 : 0) - yi))))
          : correct.fusedGradient(top, d, at),
    }),
  },
  {
    id: "erratum/e1-19",
    title: "returns zero for the gradients of the layer of softmax and cross-entropy",
    equation: "softmax-cross-entropy-gradient",
    nearMiss: "near/cross-entropy-through-jacobian",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz, at) =>
        correct.weightGradient(below, isSoftmaxCrossEntropy(at) ? dz.map(() => 0) : dz, at),
      biasGradient: (dz, _, at) => (isSoftmaxCrossEntropy(at) ? dz.map(() => 0) : [...dz]),
    }),
  },
  {
    id: "erratum/e1-20",
    title: "takes y - d for softmax under squared error",
    equation: "squared-error-gradient",
    nearMiss: "near/squared-error-expanded-gradient",
    seen: [],
    steps: () => ({
      throughActivation: (f, trace, dy, at) => {
        const { network, loss, batch } = at.question;
        const applies = f.name === "softmax" && at.k === depth(network) && loss.name === "squared-error";
        const d = batch.targets[at.t] ?? [];
        return applies ? trace.y.map((yi, i) => yi - (d[i] ?? NaN)) : correct.throughActivation(f, trace, dy, at);
      },
    }),
  },
  {
    id: "erratum/e1-22",
    title: "leaves out the brackets in (y_i - d_i) a_k below softmax and cross-entropy",
    equation: "weight-gradient",
    nearMiss: "near/outer-product-turned",
    seen: [],
    steps: () => {
      let seen: { y: Row; d: Row } = { y: [], d: [] };
      return {
        fusedGradient: (top, d, at) => {
          seen = { y: top.y, d };
          return correct.fusedGradient(top, d, at);
        },
        weightGradient: (below, dz, at) =>
          isSoftmaxCrossEntropy(at)
            ? seen.y.map((yi, i) => below.map((ak) => yi - (seen.d[i] ?? NaN) * ak))
            : correct.weightGradient(below, dz, at),
      };
    },
  },
  {
    id: "erratum/e1-23",
    title: "returns zero for the bias gradient of the layer of softmax and cross-entropy",
    equation: "bias-gradient",
    nearMiss: "near/cross-entropy-through-jacobian",
    seen: [],
    steps: () => ({ biasGradient: (dz, _, at) => (isSoftmaxCrossEntropy(at) ? dz.map(() => 0) : [...dz]) }),
  },
];
