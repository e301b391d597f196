/** Cases, answers and descriptions for the tests of this folder. */
import fc from "fast-check";
import {
  activationNames,
  everything,
  quantities,
  shapeOf,
  type Activation,
  type Answer,
  type Case,
  type Description,
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
  fc.array(fc.array(fc.double(), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });

const activation: fc.Arbitrary<Activation> = fc
  .constantFrom(...activationNames)
  .map((name) => (name === "leaky-relu" ? { name, slope: 0.125 } : { name }));

/** Cases of any shape and with any doubles, NaN and infinities included. */
export const anyCase: fc.Arbitrary<Case> = fc
  .record({
    widths: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }),
    T: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ widths, T }) =>
    fc.record({
      network: fc.record({
        layers: fc.tuple(
          ...widths.slice(1).map((units, below) =>
            fc.record({
              weights: matrixOf(units, widths[below] as number),
              biases: fc.array(fc.double(), { minLength: units, maxLength: units }),
              activation,
            }),
          ),
        ),
      }),
      loss: fc.constantFrom({ name: "squared-error" } as const, { name: "cross-entropy" } as const),
      regularizer: fc.option(
        fc.record({ name: fc.constant("l2" as const), lambda: fc.double({ min: 0, noNaN: true }) }),
      ),
      batch: fc.record({ inputs: matrixOf(T, widths[0] as number), targets: matrixOf(T, widths.at(-1) as number) }),
    }),
  );
