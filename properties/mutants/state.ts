/** Mistakes of memory and precision. */
import type { Case, FullAnswer } from "../../src/model/index.js";
import type { Mutant } from "./mutant.js";
import { correct } from "./skeleton.js";

type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

/** Applies a change to every number of the answer's parameter gradients. */
function mapGradients(answer: FullAnswer, change: (value: number) => number): FullAnswer {
  const { weights, biases } = answer.gradients;
  return {
    ...answer,
    gradients: {
      ...answer.gradients,
      weights: weights.map((W) => W.map((row) => row.map(change))),
      biases: biases.map((row) => row.map(change)),
    },
  };
}

export const stateMutants: readonly Mutant[] = [
  {
    id: "state/accumulators-not-zeroed",
    title: "adds the gradients of the previous question of the same shape to those of this one",
    equation: "pure-function",
    steps: () => {
      const last = new Map<string, FullAnswer>();
      return {
        finish: (answer) => {
          const shape = answer.gradients.weights.map((W) => `${W.length}x${(W[0] ?? []).length}`).join();
          const previous = last.get(shape)?.gradients.weights.flat(2) ?? [];
          let position = 0;
          const grown = mapGradients(answer, (value) => value + (previous[position++] ?? 0));
          last.set(shape, answer);
          return grown;
        },
      };
    },
  },
  {
    id: "state/noise",
    title: "returns slightly different outputs each time",
    equation: "pure-function",
    steps: () => {
      let calls = 0;
      return { value: (f, z, at) => correct.value(f, z, at) * (1 + (calls++ % 7) * 2 ** -52) };
    },
  },
  {
    id: "state/inputs-mutated",
    title: "writes into the caller's inputs",
    equation: "pure-function",
    steps: () => ({
      finish: (answer, question) => {
        const { inputs } = question.batch as Mutable<Case["batch"]>;
        for (const row of inputs) row.forEach((_, i) => (row[i] = 0));
        return answer;
      },
    }),
  },
  {
    id: "state/buffer-reused",
    title: "returns the same output buffer every time",
    equation: "pure-function",
    steps: () => {
      const buffer: number[][] = [];
      return {
        finish: (answer) => {
          buffer.length = 0;
          buffer.push(...answer.outputs.map((row) => [...row]));
          return { ...answer, outputs: buffer };
        },
      };
    },
  },
  {
    id: "numerics/single-precision-gradients",
    title: "returns the gradients through single precision",
    equation: "derived-range",
    steps: () => ({ finish: (answer) => mapGradients(answer, Math.fround) }),
  },
  {
    id: "numerics/tiny-values-flushed",
    title: "flushes values below 1e-30 to zero",
    equation: "derived-range",
    steps: () => ({
      affine: (W, b, below, at) => correct.affine(W, b, below, at).map((z) => (Math.abs(z) < 1e-30 ? 0 : z)),
    }),
  },
];
