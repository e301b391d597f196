import fc from "fast-check";
import {
  defaultConventions,
  scalarActivationNames,
  type Activation,
  type Case,
  type Conventions,
  type Layer,
} from "../../model/index.js";

/** Activations that bend a straight line at most at 0. */
export const piecewiseLinear: fc.Arbitrary<Activation> = fc.constantFrom<Activation>(
  { name: "identity" },
  { name: "relu" },
  { name: "leaky-relu", slope: 0.25 },
  { name: "absolute-value" },
);

/** Every activation, softmax among them. */
export const anyActivation: fc.Arbitrary<Activation> = fc.oneof(
  fc
    .constantFrom(...scalarActivationNames)
    .map((name): Activation => (name === "leaky-relu" ? { name, slope: 0.25 } : { name })),
  fc.constant<Activation>({ name: "softmax" }),
);

interface Shape {
  readonly activation: fc.Arbitrary<Activation>;
  readonly loss: fc.Arbitrary<Case["loss"]>;
  readonly size: fc.Arbitrary<number>;
}

/** Cases of up to three layers, three units and four examples, made of small multiples of 1/2. */
export function cases({ activation, loss, size }: Shape): fc.Arbitrary<Case> {
  const integer = fc.integer({ min: -3, max: 3 });
  const row = (length: number): fc.Arbitrary<number[]> => fc.array(integer, { minLength: length, maxLength: length });
  const matrix = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
    fc.array(row(columns), { minLength: rows, maxLength: rows });
  const layer = (units: number, inputs: number): fc.Arbitrary<Layer> =>
    // odd halves keep the first layer off the kinks
    fc.record({ weights: matrix(units, inputs), biases: row(units).map((b) => b.map((n) => n + 0.5)), activation });

  return fc.tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }), size).chain(([widths, T]) =>
    fc.record({
      network: fc.record({ layers: fc.tuple(...widths.slice(1).map((units, l) => layer(units, widths[l]))) }),
      loss,
      regularizer: fc.option(fc.record({ name: fc.constant("l2" as const), lambda: fc.constantFrom(0.5, 1, 2) })),
      batch: fc.record({ inputs: matrix(T, widths[0]), targets: matrix(T, widths[widths.length - 1]) }),
    }),
  );
}

/** Cases whose loss and gradients are dyadic numbers that doubles hold without rounding. */
export const dyadicCase: fc.Arbitrary<Case> = cases({
  activation: piecewiseLinear,
  loss: fc.constant({ name: "squared-error" }),
  size: fc.constantFrom(1, 2, 4),
});

/** Cases with every activation in every layer, of T examples. */
export const anyCase = (size: fc.Arbitrary<number>): fc.Arbitrary<Case> =>
  cases({
    activation: anyActivation,
    loss: fc.constantFrom({ name: "squared-error" }, { name: "cross-entropy" }),
    size,
  });

export const anyScale: fc.Arbitrary<Conventions> = fc
  .record({
    reduction: fc.constantFrom("mean" as const, "sum" as const),
    squaredError: fc.constantFrom("half" as const, "full" as const),
    l2: fc.constantFrom("half" as const, "full" as const),
  })
  .map((scale) => ({ ...defaultConventions, ...scale }));
