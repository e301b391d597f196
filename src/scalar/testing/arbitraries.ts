import fc from "fast-check";
import { defaultConventions, type Activation, type Case, type Conventions, type Layer } from "../../model/index.js";
import {
  anyActivation,
  exactActivation,
  multiplies,
  piecewiseLinear,
  sameSize,
  type OfOutputs,
} from "./activations.js";
import { pseudoHuber, squares } from "./own.js";

interface Shape {
  readonly activation: fc.Arbitrary<Activation> | OfOutputs;
  readonly loss: fc.Arbitrary<Case["loss"]>;
  readonly size: fc.Arbitrary<number>;
  readonly maxLayers?: number;
}

const integer = fc.integer({ min: -3, max: 3 });
const row = (length: number): fc.Arbitrary<number[]> => fc.array(integer, { minLength: length, maxLength: length });
const matrix = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
  fc.array(row(columns), { minLength: rows, maxLength: rows });

/** Cases of up to three layers, three outputs each and four examples, made of small multiples of 1/2. */
export function cases({ activation, loss, size, maxLayers = 3 }: Shape): fc.Arbitrary<Case> {
  const activations = typeof activation === "function" ? activation : sameSize(activation);
  const layer = (outputs: number, inputs: number): fc.Arbitrary<Layer> =>
    activations(outputs).chain(({ activation, preactivations: D }) =>
      fc.record({
        weights: matrix(D, inputs),
        // odd halves keep the first layer off the kinks
        biases: row(D).map((b) => b.map((n) => n + 0.5)),
        activation: fc.constant(activation),
      }),
    );
  const widths = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: maxLayers + 1 });
  return fc
    .tuple(widths, size)
    .chain(([widths, T]) =>
      fc.record({
        network: fc.record({ layers: fc.tuple(...widths.slice(1).map((outputs, l) => layer(outputs, widths[l]))) }),
        loss,
        regularizer: fc.option(fc.record({ name: fc.constant("l2" as const), lambda: fc.constantFrom(0.5, 1, 2) })),
        batch: fc.record({ inputs: matrix(T, widths[0]), targets: matrix(T, widths[widths.length - 1]) }),
      }),
    )
    .map(withTargetsForLoss);
}

/** The hinge takes one-hot targets only. */
function withTargetsForLoss(question: Case): Case {
  if (question.loss.name !== "multiclass-hinge") return question;
  const targets = question.batch.targets.map((d) => d.map((_, i) => (i === Math.abs(d[0]) % d.length ? 1 : 0)));
  return { ...question, batch: { ...question.batch, targets } };
}

/** Cases whose loss and gradients are dyadic numbers that doubles hold without rounding. */
export const dyadicCase: fc.Arbitrary<Case> = cases({
  activation: piecewiseLinear,
  loss: fc.constant({ name: "squared-error" }),
  size: fc.constantFrom(1, 2, 4),
});

/**
 * The same with every exact activation and loss. A product has twice the digits of its factors, and the squared error doubles them
 * once more: of two layers one may multiply.
 */
export const exactCase: fc.Arbitrary<Case> = cases({
  activation: exactActivation,
  loss: fc.constantFrom<Case["loss"]>({ name: "squared-error" }, { name: "multiclass-hinge" }, squares),
  size: fc.constantFrom(1, 2, 4),
  maxLayers: 2,
}).filter(({ network }) => network.layers.filter(({ activation }) => multiplies(activation)).length <= 1);

/** Cases with every activation in every layer and every loss, of T examples. */
export const anyCase = (size: fc.Arbitrary<number>): fc.Arbitrary<Case> =>
  cases({
    activation: anyActivation,
    loss: fc.constantFrom<Case["loss"]>(
      { name: "squared-error" },
      { name: "cross-entropy" },
      { name: "negative-log-of-sum" },
      { name: "binary-cross-entropy" },
      { name: "multiclass-hinge" },
      pseudoHuber,
    ),
    size,
  });

export const anyScale: fc.Arbitrary<Conventions> = fc
  .record({
    reduction: fc.constantFrom("mean" as const, "sum" as const),
    squaredError: fc.constantFrom("half" as const, "full" as const),
    l2: fc.constantFrom("half" as const, "full" as const),
  })
  .map((scale) => ({ ...defaultConventions, ...scale }));
