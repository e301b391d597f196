/** Cases, answers and descriptions for the tests of this folder. */
import fc from "fast-check";
import {
  activationNames,
  everything,
  lossNames,
  outputsOf,
  quantities,
  shapeOf,
  type Activation,
  type ActivationName,
  type Answer,
  type Case,
  type Description,
  type Layer,
  type OwnActivation,
  type OwnDivergence,
  type Quantity,
} from "../../model/index.js";

/** Two inputs, three hidden units, one output; two examples: no two neighbouring widths are equal. */
export const question: Case = {
  network: {
    layers: [
      {
        weights: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        biases: [0.5, -0, 0.25],
        activation: { name: "tanh" },
      },
      { weights: [[1, -1, 2]], biases: [0], activation: { name: "leaky-relu", slope: 0.25 } },
    ],
  },
  loss: { name: "squared-error" },
  regularizer: { name: "l2", lambda: 0.5 },
  batch: {
    inputs: [
      [1, 2],
      [3, 4],
    ],
    targets: [[0], [1]],
  },
};

/** Functions of a user's own: y = z², and Div = Σ y. */
export const square: OwnActivation = {
  name: "own",
  id: "square",
  value: (a, z) => z.map((zi) => a.multiply(zi, zi)),
  gradient: (a, z, dy) => z.map((zi, i) => a.multiply(a.multiply(a.constant(2), zi), dy[i] as typeof zi)),
};
export const total: OwnDivergence = {
  name: "own",
  id: "total",
  value: (a, y) => y.reduce((sum, yi) => a.add(sum, yi)),
  gradient: (a, y) => y.map(() => a.constant(1)),
};

export const description: Description = {
  implementation: { name: "sample" },
  precision: "f64",
  supports: { ...everything, observes: ["loss", "gradients.weights"] },
};

/** An answer to `question` with every quantity; the numbers mean nothing. */
export function fullAnswer(asked: Case = question): Answer {
  const gradients: Record<string, unknown> = {};
  const answer: Record<string, unknown> = { gradients };
  let next = 0;
  const fill = ([length, ...rest]: readonly number[]): unknown =>
    length === undefined ? next++ : Array.from({ length }, () => fill(rest));
  for (const quantity of quantities) {
    const shape = shapeOf(asked, quantity);
    const value = shape.layered ? shape.shapes.map(fill) : fill(shape.shape);
    const [head, tail] = quantity.split(".") as [string, string?];
    if (tail === undefined) answer[head] = value;
    else gradients[tail] = value;
  }
  return answer as Answer;
}

/** The answer with another value in the place of one quantity; undefined stands for none. */
export function withQuantity(answer: Answer, quantity: Quantity, value: unknown): Answer {
  const [head, tail] = quantity.split(".") as [string, string?];
  const put = (object: object, key: string): object => ({ ...object, [key]: value });
  return (
    tail === undefined ? put(answer, head) : { ...answer, gradients: put(answer.gradients ?? {}, tail) }
  ) as Answer;
}

const matrixOf = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
  fc.array(rowOf(columns), { minLength: rows, maxLength: rows });

const rowOf = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double(), { minLength: length, maxLength: length });

/** An activation of D pre-activations, with any parameters that fit them. */
function activationOf(name: ActivationName, D: number): fc.Arbitrary<Activation> {
  const M = fc.integer({ min: 1, max: 3 });
  const powers = fc.array(fc.nat({ max: 3 }), { minLength: D, maxLength: D });
  switch (name) {
    case "leaky-relu":
      return fc.record({ name: fc.constant(name), slope: fc.double() });
    case "maxout":
      return fc.record({ name: fc.constant(name), pieces: fc.constantFrom(...divisorsOf(D)) });
    case "linear-map":
      return fc.record({ name: fc.constant(name), matrix: M.chain((rows) => matrixOf(rows, D)) });
    case "layer-normalization":
      return fc.record({ name: fc.constant(name), epsilon: fc.double() });
    case "polynomial": {
      const monomial = fc.record({ coefficient: fc.double(), powers });
      const outputs = fc.array(fc.array(monomial, { maxLength: 2 }), { minLength: 1, maxLength: 3 });
      return fc.record({ name: fc.constant(name), outputs });
    }
    default:
      return fc.constant({ name });
  }
}

function divisorsOf(D: number): number[] {
  return Array.from({ length: D }, (_, position) => position + 1).filter((pieces) => D % pieces === 0);
}

function layerOn(inputs: number): fc.Arbitrary<Layer> {
  return fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(...activationNames))
    .chain(([D, name]) =>
      fc.record({ weights: matrixOf(D, inputs), biases: rowOf(D), activation: activationOf(name, D) }),
    );
}

/** `more` layers on those that are there. */
function layersOn(inputs: number, more: number, below: readonly Layer[] = []): fc.Arbitrary<readonly Layer[]> {
  if (more === 0) return fc.constant(below);
  const width = below.length === 0 ? inputs : outputsOf(below[below.length - 1] as Layer);
  return layerOn(width).chain((layer) => layersOn(inputs, more - 1, [...below, layer]));
}

/** Cases of any shape, with every activation and loss and any doubles, NaN and infinities included. */
export const anyCase: fc.Arbitrary<Case> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([inputs, N, T]) =>
    layersOn(inputs, N).chain((layers) =>
      fc.record({
        network: fc.constant({ layers }),
        loss: fc.constantFrom(...lossNames).map((name) => ({ name })),
        regularizer: fc.option(
          fc.record({ name: fc.constant("l2" as const), lambda: fc.double({ min: 0, noNaN: true }) }),
        ),
        batch: fc.record({
          inputs: matrixOf(T, inputs),
          targets: matrixOf(T, outputsOf(layers[layers.length - 1] as Layer)),
        }),
      }),
    ),
  );
