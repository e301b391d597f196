/** The cases whose ranges are recorded: every activation and loss at sizes from subnormal to overflowing. */
import {
  completeConventions,
  type Activation,
  type Case,
  type Conventions,
  type DeclaredConventions,
  type Deviations,
  type Loss,
  type PrecisionName,
} from "../../../model/index.js";
import { direction, logCosh, pseudoHuber, swish } from "../../testing/own-formulas.js";
import { Numbers } from "./numbers.js";

export interface Recorded {
  readonly name: string;
  readonly question: Case;
  readonly conventions: Conventions;
  readonly precision: PrecisionName;
}

const precisions = ["f64", "f32", "bf16", "f16"] as const;
const batchSizes = [1, 2, 3] as const;

const powers = [
  [
    { coefficient: 0.7, powers: [2, 0, 1] },
    { coefficient: -1.3, powers: [0, 1, 0] },
    { coefficient: 2, powers: [0, 0, 0] },
    { coefficient: 4, powers: [1, 0, 0] },
  ],
  [
    { coefficient: 4, powers: [3, 0, 0] },
    { coefficient: 1.1, powers: [1, 1, 1] },
  ],
];

/** Each on three pre-activations; maxout on four. */
const activations: readonly Activation[] = [
  { name: "identity" },
  { name: "logistic" },
  { name: "tanh" },
  { name: "relu" },
  { name: "leaky-relu", slope: 0.1 },
  { name: "softplus" },
  { name: "absolute-value" },
  { name: "unit-step" },
  { name: "softmax" },
  { name: "log-softmax" },
  { name: "maxout", pieces: 2 },
  { name: "linear-map", matrix: [[0.3, -1.1, 2], [0.9, 0, -0.7]] }, // prettier-ignore
  { name: "layer-normalization", epsilon: 0.001 },
  { name: "polynomial", outputs: powers },
  swish,
  direction,
];

const heads: readonly (readonly [Activation, Loss])[] = [
  [{ name: "softmax" }, { name: "cross-entropy" }],
  [{ name: "softmax" }, { name: "negative-log-of-sum" }],
  [{ name: "logistic" }, { name: "cross-entropy" }],
  [{ name: "logistic" }, { name: "negative-log-of-sum" }],
  [{ name: "softplus" }, { name: "cross-entropy" }],
  [{ name: "logistic" }, { name: "binary-cross-entropy" }],
  [{ name: "softmax" }, { name: "binary-cross-entropy" }],
  [{ name: "identity" }, { name: "multiclass-hinge" }],
  [{ name: "log-softmax" }, { name: "multiclass-hinge" }],
  [{ name: "tanh" }, pseudoHuber],
  [{ name: "identity" }, logCosh],
];

const outputsOf = (activation: Activation, D: number): number =>
  activation.name === "maxout"
    ? D / activation.pieces
    : activation.name === "linear-map"
      ? activation.matrix.length
      : activation.name === "polynomial"
        ? activation.outputs.length
        : D;

/** What the loss takes for a target: a class, shares that sum to 1, shares that do not, or any numbers. */
function targetOf(loss: Loss, M: number, numbers: Numbers, n: number): number[] {
  const shares = numbers.list(M, 1).map((x) => Math.abs(x) / 2);
  const one = shares.map((_, i) => (i === n % M ? 1 : 0));
  switch (loss.name) {
    case "multiclass-hinge":
      return one;
    case "cross-entropy":
    case "negative-log-of-sum":
      return [one, shares, shares.map((d, i) => (i === 0 ? 0 : d)), shares.map(() => 1 / M)][n % 4] as number[];
    case "binary-cross-entropy":
      return [shares, one, shares.map((_, i) => i % 2)][n % 3] as number[];
    default:
      return numbers.list(M, 2);
  }
}

/** One layer on two inputs, its pre-activations of about that size. */
function oneLayer(activation: Activation, loss: Loss, size: number, n: number): Case {
  const numbers = new Numbers(1000 + n);
  const T = batchSizes[n % 3] as number;
  const D = activation.name === "maxout" ? 4 : 3;
  const M = outputsOf(activation, D);
  return {
    network: {
      layers: [{ weights: numbers.matrix(D, 2, size), biases: numbers.list(D, size), activation }],
    },
    loss,
    regularizer: n % 4 === 3 ? { name: "l2", lambda: 0.3 } : null,
    batch: {
      inputs: numbers.matrix(T, 2, 2),
      targets: Array.from({ length: T }, (_, t) => targetOf(loss, M, numbers, n + t)),
    },
  };
}

/** Three layers of two units, the first two with the activations. */
function threeLayers(first: Activation, second: Activation, n: number): Case {
  const numbers = new Numbers(5000 + n);
  const T = batchSizes[(n + 1) % 3] as number;
  const layer = (activation: Activation, D: number, inputs: number) => ({
    weights: numbers.matrix(D, inputs, 1),
    biases: numbers.list(D, 1),
    activation,
  });
  const [D1, D2] = [first, second].map(({ name }) => (name === "maxout" ? 4 : 3)) as [number, number];
  return {
    network: {
      layers: [
        layer(first, D1, 2),
        layer(second, D2, outputsOf(first, D1)),
        layer({ name: "identity" }, 1, outputsOf(second, D2)),
      ],
    },
    loss: { name: "squared-error" },
    regularizer: n % 2 === 1 ? { name: "l2", lambda: 0.1 } : null,
    batch: { inputs: numbers.matrix(T, 2, 1), targets: numbers.matrix(T, 1, 1) },
  };
}

/** Integers: on the kinks, between them, and exact throughout. */
function onGrid(activation: Activation, loss: Loss, n: number): Case {
  const T = batchSizes[n % 3] as number;
  const D = activation.name === "maxout" ? 4 : 3;
  const M = outputsOf(activation, D);
  return {
    network: {
      layers: [
        {
          weights: Array.from({ length: D }, (_, j) => [j < 2 ? 1 : j - 1, 2]),
          biases: Array.from({ length: D }, (_, j) => (j === 2 ? -1 : 0)),
          activation,
        },
      ],
    },
    loss,
    regularizer: n % 3 === 2 ? { name: "l2", lambda: n % 2 === 0 ? 0.5 : 0.1 } : null,
    batch: {
      inputs: Array.from({ length: T }, (_, t) => [t === 0 ? 2 : 4 * t, t === 0 ? -1 : -3 * t]),
      targets: Array.from({ length: T }, (_, t) => Array.from({ length: M }, (__, i) => (i === t % M ? 1 : 0))),
    },
  };
}

const kinds: readonly DeclaredConventions[] = [
  {},
  { reduction: "sum", squaredError: "full", l2: "full", unitStepAtZero: 0.5 },
  {
    derivativeAtKink: {
      relu: 0.5,
      "leaky-relu": 1,
      "absolute-value": 1,
      maxout: "last",
      "multiclass-hinge": 0.5,
    },
  },
  {
    unitStepAtZero: 0,
    derivativeAtKink: {
      relu: 1,
      "leaky-relu": "average",
      "absolute-value": -1,
      maxout: "split",
      "multiclass-hinge": 1,
    },
  },
  {
    unitStepAtZero: "any",
    derivativeAtKink: {
      relu: "any",
      "leaky-relu": "any",
      "absolute-value": "any",
      maxout: "average",
      "multiclass-hinge": "any",
    },
  },
  { derivativeAtKink: { maxout: "any" } },
];

function nameOf(part: Activation | Loss): string {
  if ("id" in part) return part.id;
  if ("pieces" in part) return `${part.name} of ${part.pieces}`;
  return "slope" in part ? `${part.name} ${part.slope}` : part.name;
}

function recorded(name: string, question: Case, n: number): Recorded {
  const precision = precisions[n % 4] as PrecisionName;
  const conventions = completeConventions(kinds[n % 2]);
  return { name: `${name}, ${precision}`, question, conventions, precision };
}

const squaredError: Loss = { name: "squared-error" };

const sizes = [0.01, 1, 12, 300, 1e160, 1e-310];
const sized = activations.flatMap((activation, a) =>
  sizes.map((size, s) => {
    const n = a * sizes.length + s;
    return recorded(`${nameOf(activation)} at ${size}`, oneLayer(activation, squaredError, size, n), n + a);
  }),
);

const headSizes = [0.01, 1, 3, 12, 40, 800, 1e-200];
const headed = heads.flatMap(([activation, loss], h) =>
  headSizes.map((size, s) => {
    const n = h * headSizes.length + s;
    const name = `${nameOf(loss)} of ${nameOf(activation)} at ${size}`;
    return recorded(name, oneLayer(activation, loss, size, n), n + h);
  }),
);

const deep = activations.map((activation, n) => {
  const second = activations[(n + 5) % activations.length] as Activation;
  return recorded(`${nameOf(activation)}, then ${nameOf(second)}`, threeLayers(activation, second, n), n);
});

const kinked: readonly (readonly [Activation, Loss])[] = [
  ...(["relu", "absolute-value", "unit-step", "identity"] as const).map((name) => [{ name }, squaredError] as const),
  [{ name: "leaky-relu", slope: 0.25 }, squaredError],
  [{ name: "leaky-relu", slope: 3.1 }, squaredError],
  [{ name: "maxout", pieces: 4 }, squaredError],
  [{ name: "maxout", pieces: 2 }, squaredError],
  [{ name: "polynomial", outputs: powers }, squaredError],
  [{ name: "identity" }, { name: "multiclass-hinge" }],
  [{ name: "softmax" }, { name: "cross-entropy" }],
  [{ name: "softmax" }, { name: "negative-log-of-sum" }],
  [{ name: "logistic" }, { name: "binary-cross-entropy" }],
];

const gridded = kinked.flatMap(([activation, loss], a) =>
  kinds.map((declared, c): Recorded => ({
    name: `${nameOf(activation)} and ${nameOf(loss)} on a grid, conventions ${c + 1}`,
    question: onGrid(activation, loss, a + c),
    conventions: completeConventions(declared),
    precision: "f64",
  })),
);

const deviations: readonly Deviations[] = [
  { "softplus-linear-above": { threshold: 1 } },
  { "probabilities-clipped": { epsilon: 0.01 } },
  { "epsilon-in-logarithm": { epsilon: 1e-3 } },
  { "probabilities-clipped": { epsilon: 0.25 }, "epsilon-in-logarithm": { epsilon: 0.5 } },
];

/** Heads of logarithms, and softplus as an activation, as they may be declared to differ. */
const deviating = [...heads.slice(0, 7), [{ name: "softplus" }, squaredError] as const].flatMap(
  ([activation, loss], h) =>
    deviations.flatMap((declared, c) =>
      [1, 8].map((size, s): Recorded => {
        const n = 8 * h + 2 * c + s;
        const name = `${nameOf(loss)} of ${nameOf(activation)} at ${size}, deviations ${c + 1}`;
        const precision = precisions[n % 4] as PrecisionName;
        const conventions = completeConventions({ ...kinds[n % 2], deviations: declared });
        return { name: `${name}, ${precision}`, question: oneLayer(activation, loss, size, n), conventions, precision };
      }),
    ),
);

/** One-hot targets in the format whose numbers underflow first. */
const underflowing = heads.slice(0, 2).flatMap(([activation, loss], h) =>
  [3, 8, 14].map((size, s): Recorded => ({
    name: `${nameOf(loss)} of ${nameOf(activation)} at ${size}, one-hot, f16`,
    question: oneLayer(activation, loss, size, 12 * h + 4 * s),
    conventions: completeConventions(),
    precision: "f16",
  })),
);

export const recordedCases: readonly Recorded[] = [
  ...sized,
  ...headed,
  ...deep,
  ...gridded,
  ...deviating,
  ...underflowing,
];

/** Of these, the finite differences too. */
export const recordedDifferences: readonly Recorded[] = [
  ...deep,
  ...gridded.filter((_, n) => n % (2 * kinds.length) === 0),
  ...headed.filter((_, n) => n % headSizes.length === 2),
  ...deviating.filter((_, n) => n % 5 === 0),
];
