/**
 * One pass of backpropagation, step by step. With no step replaced its answers equal those of the per-index implementation bit for
 * bit.
 */
import {
  batchSize,
  depth,
  isScalar,
  layerOf,
  type Case,
  type Conventions,
  type FullAnswer,
  type Layer,
} from "../../src/model/index.js";
import { isFused } from "./correct-losses.js";
import type { At, Row, Steps, Trace } from "./steps.js";

export { correct, logistic } from "./correct.js";
export { isFused, isSoftmaxCrossEntropy } from "./correct-losses.js";
export { stableSoftmax } from "./correct-vector.js";
export type { At, Steps, Trace } from "./steps.js";

/** One example: traces, then gradients, each indexed [k-1]. */
interface Example {
  readonly traces: Trace[];
  readonly Div: number;
  readonly dz: number[][];
  readonly dy: number[][];
  readonly dW: number[][][];
  readonly db: number[][];
  readonly dx: number[];
}

function runExample(steps: Steps, question: Case, conventions: Conventions, t: number): Example {
  const { network, batch } = question;
  const N = depth(network);
  const x = batch.inputs[t] ?? [];
  const d = batch.targets[t] ?? [];
  const at = (k: number): At => ({ question, conventions, k, t });

  const traces: Trace[] = [];
  network.layers.forEach((layer, position) =>
    traces.push(forwardLayer(steps, layer, traces[position - 1]?.y ?? x, at(position + 1))),
  );
  const top = traces[N - 1] as Trace;

  const example: Example = { traces, Div: steps.divergence(top, d, at(N)), dz: [], dy: [], dW: [], db: [], dx: [] };
  let dy = steps.outputGradient(top.y, d, at(N));
  for (let k = N; k >= 1; k--) {
    const trace = traces[k - 1] as Trace;
    const layer = layerOf(network, k);
    const dz = isFused(at(k))
      ? steps.fusedGradient(trace, d, at(k))
      : steps.throughActivation(layer.activation, trace, dy, at(k));
    example.dy[k - 1] = dy;
    example.dz[k - 1] = dz;
    example.dW[k - 1] = steps.weightGradient(traces[k - 2]?.y ?? x, dz, at(k));
    example.db[k - 1] = steps.biasGradient(dz, dy, at(k));
    dy = steps.throughWeights(layer.weights, dz, at(k));
  }
  return { ...example, dx: dy };
}

function forwardLayer(steps: Steps, layer: Layer, below: Row, at: At): Trace {
  const z = steps.affine(layer.weights, layer.biases, below, at);
  const f = layer.activation;
  if (isScalar(f)) return { z, y: z.map((zi) => steps.value(f, zi, at)) };
  return { z, y: f.name === "softmax" ? steps.softmax(z, at) : steps.vectorValue(f, z, at) };
}

/** The whole answer of the pass with these steps. */
export function pass(steps: Steps, asked: Case, conventions: Conventions): FullAnswer {
  steps.accept(asked);
  const question = steps.read(asked);
  const { network, regularizer } = question;
  const examples = question.batch.inputs.map((_, t) => runExample(steps, question, conventions, t));
  const at = { question, conventions };
  const rows = (of: (example: Example) => Row): number[][] =>
    examples.map((example) =>
      of(example).map((value) => value / (conventions.reduction === "mean" ? batchSize(question) : 1)),
    );
  const layered = (of: (example: Example) => readonly Row[]): number[][][] =>
    network.layers.map((_, k) => rows((example) => of(example)[k] ?? []));

  let loss = steps.reduce(
    examples.map((example) => example.Div),
    "loss",
    at,
  );
  if (regularizer !== null) loss += steps.penalty(network, regularizer.lambda, conventions);
  const weights = network.layers.map((layer, k) =>
    layer.weights.map((row, j) =>
      row.map((w, i) => {
        const gradient = steps.reduce(
          examples.map((example) => example.dW[k]?.[j]?.[i] ?? NaN),
          "weights",
          at,
        );
        return regularizer === null ? gradient : gradient + steps.penaltyGradient(w, regularizer.lambda, conventions);
      }),
    ),
  );
  const biases = network.layers.map((layer, k) =>
    layer.biases.map((b, j) => {
      const gradient = steps.reduce(
        examples.map((example) => example.db[k]?.[j] ?? NaN),
        "biases",
        at,
      );
      return regularizer === null ? gradient : gradient + steps.biasPenaltyGradient(b, regularizer.lambda, conventions);
    }),
  );
  const answer: FullAnswer = {
    loss,
    outputs: examples.map((example) => [...(example.traces[depth(network) - 1]?.y ?? [])]),
    preactivations: network.layers.map((_, k) => examples.map((example) => [...(example.traces[k]?.z ?? [])])),
    activations: network.layers.map((_, k) => examples.map((example) => [...(example.traces[k]?.y ?? [])])),
    gradients: {
      weights,
      biases,
      inputs: rows((example) => example.dx),
      preactivations: layered((example) => example.dz),
      activations: layered((example) => example.dy),
    },
  };
  return steps.finish(answer, asked);
}
