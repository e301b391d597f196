/** Mistakes of memory: what outlives a question, and what is written into. */
import type { Case, FullAnswer } from "../../src/model/index.js";
import { mapGradients, type Mutable } from "./answers.js";
import type { KnownMutant } from "./mutant.js";
import { correct } from "./skeleton.js";

type Row = readonly number[];

/** What an answer's shape is known by. */
const shapeOf = (answer: FullAnswer): string =>
  [answer.outputs, ...answer.gradients.weights].map((rows) => `${rows.length}x${(rows[0] ?? []).length}`).join();

const memory: readonly KnownMutant[] = [
  {
    id: "state/accumulators-not-zeroed",
    title: "adds the gradients of the previous question of the same shape to those of this one",
    equation: "pure-function",
    nearMiss: "near/accumulators-zeroed",
    seen: ["micrograd PR#102", "libBrain#24", "PINA#718"],
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
    nearMiss: "near/answers-remembered",
    seen: ["pytorch#56202", "pytorch PR#20980"],
    steps: () => {
      let calls = 0;
      return { value: (f, z, at) => correct.value(f, z, at) * (1 + (calls++ % 7) * 2 ** -52) };
    },
  },
  {
    id: "state/momentum",
    title: "adds 0.9 times the gradients that it returned before for the same shape",
    equation: "pure-function",
    nearMiss: "near/accumulators-zeroed",
    seen: [],
    steps: () => {
      const last = new Map<string, FullAnswer>();
      return {
        finish: (answer) => {
          const previous = last.get(shapeOf(answer))?.gradients.weights.flat(2) ?? [];
          let position = 0;
          const W = answer.gradients.weights.map((rows) =>
            rows.map((row) => row.map((value) => value + 0.9 * (previous[position++] ?? 0))),
          );
          const grown = { ...answer, gradients: { ...answer.gradients, weights: W } };
          last.set(shapeOf(answer), grown);
          return grown;
        },
      };
    },
  },
  {
    id: "state/stale-activations",
    title: "takes a layer's input of the previous question of the same shape for the weight gradient",
    equation: "pure-function",
    nearMiss: "near/derivative-kept-from-forward",
    seen: ["Elixir PR#12"],
    steps: () => {
      const cache = new Map<string, Row>();
      return {
        weightGradient: (below, dz, at) => {
          const place = `${at.k} ${at.t} ${below.length}`;
          const stale = cache.get(place) ?? below;
          cache.set(place, [...below]);
          return correct.weightGradient(stale, dz, at);
        },
      };
    },
  },
  {
    id: "state/one-behind",
    title: "returns the answer to the previous question of the same shape",
    equation: "pure-function",
    nearMiss: "near/answers-remembered",
    seen: [],
    steps: () => {
      const last = new Map<string, FullAnswer>();
      return {
        finish: (answer) => {
          const before = last.get(shapeOf(answer));
          last.set(shapeOf(answer), structuredClone(answer));
          return before ?? answer;
        },
      };
    },
  },
  {
    id: "state/batch-of-first-question",
    title: "sizes its buffers by the first batch and cuts off what larger batches bring",
    equation: "pure-function",
    nearMiss: "near/buffers-copied",
    seen: ["convnetjs#17"],
    steps: () => {
      let size: number | undefined;
      return {
        reduce: (values, what, at) => {
          size ??= values.length;
          return correct.reduce(what === "loss" ? values : values.slice(0, size), what, at);
        },
      };
    },
  },
];

const aliasing: readonly KnownMutant[] = [
  {
    id: "state/inputs-mutated",
    title: "writes into the caller's inputs",
    equation: "pure-function",
    nearMiss: "near/own-copy-overwritten",
    seen: ["AiDotNet.Tensors PR#925"],
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
    nearMiss: "near/buffers-copied",
    seen: ["ggml#1501", "ggml PR#1521"],
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
    id: "state/buffers-in-turn",
    title: "returns its outputs in two buffers by turns, so that the next question but one overwrites an answer",
    equation: "pure-function",
    nearMiss: "near/buffers-copied",
    seen: [],
    steps: () => {
      const buffers: number[][][] = [[], []];
      return {
        finish: (answer) => {
          const buffer = buffers.shift() as number[][];
          buffers.push(buffer);
          buffer.length = 0;
          buffer.push(...answer.outputs.map((row) => [...row]));
          return { ...answer, outputs: buffer };
        },
      };
    },
  },
  {
    id: "state/weights-decayed-in-place",
    title: "decays the caller's weights",
    equation: "pure-function",
    nearMiss: "near/own-copy-overwritten",
    seen: [],
    steps: () => ({
      finish: (answer, question) => {
        const { layers } = question.network as Mutable<Case["network"]>;
        for (const { weights } of layers) for (const row of weights) row.forEach((w, i) => (row[i] = 0.9 * w));
        return answer;
      },
    }),
  },
  {
    id: "state/targets-mutated",
    title: "subtracts the outputs from the caller's targets in place",
    equation: "pure-function",
    nearMiss: "near/own-copy-overwritten",
    seen: ["apex#1430", "apex#1587"],
    steps: () => ({
      finish: (answer, question) => {
        const { targets } = question.batch as Mutable<Case["batch"]>;
        targets.forEach((d, t) => d.forEach((di, i) => (d[i] = di - (answer.outputs[t]?.[i] ?? NaN))));
        return answer;
      },
    }),
  },
];

export const stateMutants: readonly KnownMutant[] = [...memory, ...aliasing];
