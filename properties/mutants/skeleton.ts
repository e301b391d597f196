/**
 * One pass of backpropagation cut into steps, so that a mistake is one replaced step. With no step replaced its answers equal those
 * of the per-index implementation bit for bit: same operations, same order.
 */
import {
  batchSize,
  depth,
  layerOf,
  type Activation,
  type Case,
  type Conventions,
  type DerivativeAtKink,
  type FullAnswer,
  type Layer,
  type ScalarActivation,
} from "../../src/model/index.js";

type Row = readonly number[];
type Rows = readonly Row[];

/** What a step may want to know about where it is. Layers count from 1; examples from 0. */
export interface At {
  readonly question: Case;
  readonly conventions: Conventions;
  readonly k: number;
  readonly t: number;
}

/** z and y of one layer for one example. */
export interface Trace {
  readonly z: Row;
  readonly y: Row;
}

/** The steps of the pass. Each is a function of what it is given; state lives in the closures of a mutant. */
export interface Steps {
  /** The question as the implementation reads it. */
  read(question: Case): Case;
  affine(W: Rows, b: Row, below: Row, at: At): number[];
  value(f: ScalarActivation, z: number, at: At): number;
  slope(f: ScalarActivation, z: number, y: number, at: At): number;
  softmax(z: Row, at: At): number[];
  softmaxBackward(y: Row, dy: Row, at: At): number[];
  /** Div of one example. */
  divergence(top: Trace, d: Row, at: At): number;
  /** dDiv/dy of the last layer. */
  outputGradient(y: Row, d: Row, at: At): number[];
  /** dDiv/dz of a softmax under cross-entropy. */
  fusedGradient(y: Row, d: Row, at: At): number[];
  /** dz of one layer. */
  throughActivation(f: Activation, trace: Trace, dy: Row, at: At): number[];
  weightGradient(below: Row, dz: Row, at: At): number[][];
  biasGradient(dz: Row, dy: Row, at: At): number[];
  /** dy of the layer below. */
  throughWeights(W: Rows, dz: Row, at: At): number[];
  /** One number from those of the examples. */
  reduce(values: Row, what: "loss" | "weights" | "biases" | "rows", at: Omit<At, "k" | "t">): number;
  penalty(network: Case["network"], lambda: number, conventions: Conventions): number;
  penaltyGradient(w: number, lambda: number, conventions: Conventions): number;
  biasPenaltyGradient(b: number, lambda: number, conventions: Conventions): number;
  finish(answer: FullAnswer, question: Case): FullAnswer;
}

export const correct: Steps = {
  read: (question) => question,
  affine: (W, b, below) =>
    W.map((row, j) => {
      let z = 0 + (b[j] ?? NaN) * 1;
      row.forEach((w, i) => (z += w * (below[i] ?? NaN)));
      return z;
    }),
  value: scalarValue,
  slope: (f, z, y, { conventions }) => scalarSlope(f, z, y, conventions.derivativeAtKink),
  softmax: stableSoftmax,
  softmaxBackward: (y, dy) =>
    y.map((yi, i) => {
      let dz = 0;
      y.forEach((yj, j) => (dz += (dy[j] ?? NaN) * (yj * ((i === j ? 1 : 0) - yi))));
      return dz;
    }),
  divergence: ({ z, y }, d, at) => {
    if (isFused(at)) return logSoftmaxDivergence(z, d);
    if (at.question.loss.name === "cross-entropy")
      return d.reduce((sum, di, i) => (di === 0 ? sum : sum - di * Math.log(y[i] ?? NaN)), 0);
    const sum = y.reduce((total, yi, i) => total + (yi - (d[i] ?? NaN)) * (yi - (d[i] ?? NaN)), 0);
    return at.conventions.squaredError === "half" ? sum / 2 : sum;
  },
  outputGradient: (y, d, { question, conventions }) =>
    y.map((yi, i) => {
      const di = d[i] ?? NaN;
      if (question.loss.name === "cross-entropy") return di === 0 ? 0 : -di / yi;
      return conventions.squaredError === "half" ? yi - di : 2 * (yi - di);
    }),
  fusedGradient: (y, d) => {
    const sum = d.reduce((total, di) => total + di, 0);
    return y.map((yi, i) => yi * sum - (d[i] ?? NaN));
  },
  throughActivation(f, { z, y }, dy, at) {
    if (f.name === "softmax") return this.softmaxBackward(y, dy, at);
    return z.map((zi, i) => this.slope(f, zi, y[i] ?? NaN, at) * (dy[i] ?? NaN));
  },
  weightGradient: (below, dz) => dz.map((dzj) => below.map((yi) => yi * dzj)),
  biasGradient: (dz) => [...dz],
  throughWeights: (W, dz) =>
    (W[0] ?? []).map((_, i) => {
      let dy = 0;
      W.forEach((row, j) => (dy += (row[i] ?? NaN) * (dz[j] ?? NaN)));
      return dy;
    }),
  reduce(values, _what, { question, conventions }) {
    let sum = 0;
    for (const value of values) sum += value;
    return sum / (conventions.reduction === "mean" ? batchSize(question) : 1);
  },
  penalty(network, lambda, { l2 }) {
    let sum = 0;
    for (const { weights } of network.layers)
      (weights[0] ?? []).forEach((_, i) => weights.forEach((row) => (sum += (row[i] ?? NaN) * (row[i] ?? NaN))));
    return l2 === "half" ? (lambda / 2) * sum : lambda * sum;
  },
  penaltyGradient: (w, lambda, { l2 }) => (l2 === "half" ? lambda * w : 2 * lambda * w),
  biasPenaltyGradient: () => 0,
  finish: (answer) => answer,
};

/** Softmax under cross-entropy as the last layer. */
export function isFused({ question, k }: Pick<At, "question" | "k">): boolean {
  const N = depth(question.network);
  return (
    k === N && question.loss.name === "cross-entropy" && layerOf(question.network, N).activation.name === "softmax"
  );
}

export function stableSoftmax(z: Row): number[] {
  const max = Math.max(...z);
  const exponentials = z.map((zi) => Math.exp(zi - max));
  const sum = exponentials.reduce((total, e) => total + e, 0);
  return exponentials.map((e) => e / sum);
}

function logSoftmaxDivergence(z: Row, d: Row): number {
  const max = Math.max(...z);
  const sum = z.reduce((total, zi) => total + Math.exp(zi - max), 0);
  return d.reduce((Div, di, i) => (di === 0 ? Div : Div - di * ((z[i] ?? NaN) - max - Math.log(sum))), 0);
}

export function logistic(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

function scalarValue(f: ScalarActivation, z: number): number {
  switch (f.name) {
    case "identity":
      return z;
    case "logistic":
      return logistic(z);
    case "tanh":
      return Math.tanh(z);
    case "relu":
      return Math.max(0, z);
    case "leaky-relu":
      return z > 0 ? z : f.slope * z;
    case "softplus":
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    case "absolute-value":
      return Math.abs(z);
  }
}

function scalarSlope(f: ScalarActivation, z: number, y: number, kinks: DerivativeAtKink): number {
  const kinked = (left: number, atZero: number): number => (z > 0 ? 1 : z < 0 ? left : z === 0 ? atZero : NaN);
  switch (f.name) {
    case "identity":
      return 1;
    case "logistic":
      return y * (1 - y);
    case "tanh":
      return 1 - y * y;
    case "softplus":
      return logistic(z);
    case "relu":
      return kinked(0, kinks.relu === "any" ? 0 : kinks.relu);
    case "absolute-value":
      return kinked(-1, kinks["absolute-value"] === "any" ? 0 : kinks["absolute-value"]);
    case "leaky-relu": {
      const choice = kinks["leaky-relu"];
      return kinked(f.slope, choice === 1 ? 1 : choice === "average" ? (1 + f.slope) / 2 : f.slope);
    }
  }
}

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
      ? steps.fusedGradient(trace.y, d, at(k))
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
  return { z, y: f.name === "softmax" ? steps.softmax(z, at) : z.map((zi) => steps.value(f, zi, at)) };
}

/** The whole answer of the pass with these steps. */
export function pass(steps: Steps, asked: Case, conventions: Conventions): FullAnswer {
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
