/** Cases on which every number is exact in doubles, so that a gradient and a difference of the loss are the same number. */
import fc from "fast-check";
import { completeConventions, outputsOf, type Activation, type Case, type Conventions } from "../../model/index.js";
import { quadratic, sampleOf, samples } from "./samples.js";

const integer = fc.integer({ min: -2, max: 2 });
const list = <T>(length: number, entry: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(entry, { minLength: length, maxLength: length });
const table = (rows: number, cols: number): fc.Arbitrary<number[][]> => list(rows, list(cols, integer));

/**
 * Networks on which squared error is a quadratic in each single number, with values that doubles hold exactly. The bias of
 * layer k is an integer plus 2^-k, so that no z is 0 and none is nearer to 0 than 2^-3: no step of 2^-12 crosses a kink.
 */
export const dyadicCase = (batch: fc.Arbitrary<number>): fc.Arbitrary<Case> =>
  fc.tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }), batch).chain(([widths, T]) =>
    fc.record({
      network: fc.record({
        layers: fc.tuple(...widths.slice(1).map((D, below) => dyadicLayer(D, widths[below], below + 1))),
      }),
      loss: fc.constant<Case["loss"]>({ name: "squared-error" }),
      regularizer: fc.constantFrom<Case["regularizer"]>(null, { name: "l2", lambda: 0.25 }, { name: "l2", lambda: 2 }),
      batch: fc.record({ inputs: table(T, widths[0]), targets: table(T, widths[widths.length - 1]) }),
    }),
  );

const dyadicLayer = (D: number, below: number, k: number) =>
  fc.record({
    weights: table(D, below),
    biases: list(
      D,
      integer.map((b) => b + 2 ** -k),
    ),
    activation: fc.constantFrom<Activation>({ name: "identity" }, { name: "relu" }),
  });

/**
 * Two layers whose loss is a polynomial of degree 4 at most in each single number, in values that doubles hold exactly. The vector
 * activation of layer 1 may change the width. Its biases are integers plus different eighths, so that no two pieces of a maxout unit
 * are nearer than 1/8, and no step of 2 · 2^-7 makes them tie.
 */
export const vectorCase: fc.Arbitrary<Case> = fc
  .record({
    hidden: fc
      .constantFrom(1, 2, 4)
      .chain((D) =>
        fc.tuple(
          fc.constant(D),
          fc.constantFrom<Activation>(
            ...samples(D).filter(({ name }) => ["maxout", "linear-map", "polynomial", "own"].includes(name)),
            { name: "maxout", pieces: 1 },
            { name: "maxout", pieces: Math.max(1, D / 2) },
          ),
        ),
      ),
    last: fc.constantFrom<Activation>({ name: "identity" }, sampleOf("linear-map", 2)),
    inputs: fc.integer({ min: 1, max: 2 }),
    T: fc.constantFrom(1, 2),
    loss: fc.constantFrom<Case["loss"]>({ name: "squared-error" }, quadratic),
  })
  .chain(({ hidden: [D, activation], last, inputs, T, loss }) => {
    const sign = fc.integer({ min: -1, max: 1 });
    const biases = list(D, sign).map((b) => b.map((bi, i) => bi + i / 8));
    const M = outputsOf({ activation, weights: [], biases: Array<number>(D).fill(0) });
    const outputs = outputsOf({ activation: last, weights: [], biases: [0, 0] });
    return fc.record({
      network: fc.record({
        layers: fc.tuple(
          fc.record({ weights: list(D, list(inputs, sign)), biases, activation: fc.constant(activation) }),
          fc.record({ weights: list(2, list(M, sign)), biases: list(2, sign), activation: fc.constant(last) }),
        ),
      }),
      loss: fc.constant(loss),
      regularizer: fc.constant(null),
      batch: fc.record({ inputs: table(T, inputs), targets: table(T, outputs) }),
    });
  });

export const someConventions: fc.Arbitrary<Conventions> = fc
  .record({
    reduction: fc.constantFrom("mean" as const, "sum" as const),
    squaredError: fc.constantFrom("half" as const, "full" as const),
    l2: fc.constantFrom("half" as const, "full" as const),
  })
  .map(completeConventions);
