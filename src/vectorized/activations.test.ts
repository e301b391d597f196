import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  outputsOf,
  precisions,
  ShapeError,
  unitRoundoff,
  type Activation,
  type DerivativeAtKink,
} from "../model/index.js";
import { activationOf } from "./activations.js";
import { fromColumns, fromRows, map, toColumns, toRows, transposeTimes, zeros, type Matrix } from "./matrix.js";
import { samples } from "./testing/samples.js";

const u = unitRoundoff(precisions.f64);
const of = (activation: Activation, derivativeAtKink: Partial<DerivativeAtKink> = {}) =>
  activationOf(activation, completeConventions({ derivativeAtKink }));

/** One of every kind for two pre-activations, by its name. */
const all = samples(2).map((activation) => [activation.name, activation] as const);

/** Two nested arrays of the same shape. */
const pairOf = (left: fc.Arbitrary<number>, right: fc.Arbitrary<number>): fc.Arbitrary<[number[][], number[][]]> =>
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).chain(([T, D]) => {
    const batch = (entry: fc.Arbitrary<number>): fc.Arbitrary<number[][]> =>
      fc.array(fc.array(entry, { minLength: D, maxLength: D }), { minLength: T, maxLength: T });
    return fc.tuple(batch(left), batch(right));
  });
const smallInteger = fc.integer({ min: -4, max: 4 });

describe("straight pieces", () => {
  const derivatives: [Activation, (z: number) => number][] = [
    [{ name: "identity" }, () => 1],
    [{ name: "relu" }, (z) => (z > 0 ? 1 : 0)],
    [{ name: "leaky-relu", slope: 0.25 }, (z) => (z > 0 ? 1 : 0.25)],
    [{ name: "absolute-value" }, (z) => Math.sign(z)],
    [{ name: "unit-step" }, () => 0],
  ];

  it.each(derivatives)("%j: dZ is the transposed diagonal Jacobian times dY, exactly", (activation, derivative) => {
    fc.assert(
      fc.property(pairOf(smallInteger, smallInteger), ([z, dy]) => {
        const [Z, dY] = [fromColumns(z), fromColumns(dy)];
        const f = of(activation);
        const expected = z.map((column, t) => {
          const J = fromRows(column.map((zi, i) => column.map((_, j) => (i === j ? derivative(zi) : 0))));
          return toColumns(transposeTimes(J, fromColumns([dy[t]])))[0];
        });
        const got = toColumns(f.backward(Z, f.forward(Z), dY));
        got.forEach((column, t) => column.forEach((dz, i) => expect(dz === expected[t][i]).toBe(true)));
      }),
      { seed: 1 },
    );
  });

  it("have the values of their definitions", () => {
    const Z = fromRows([[-2, -0.5, 0, 3]]);
    expect(toRows(of({ name: "identity" }).forward(Z))).toEqual([[-2, -0.5, 0, 3]]);
    expect(toRows(of({ name: "relu" }).forward(Z))).toEqual([[0, 0, 0, 3]]);
    expect(toRows(of({ name: "leaky-relu", slope: -2 }).forward(Z))).toEqual([[4, 1, 0, 3]]);
    expect(toRows(of({ name: "absolute-value" }).forward(Z))).toEqual([[2, 0.5, 0, 3]]);
    expect(toRows(of({ name: "unit-step" }).forward(Z))).toEqual([[0, 0, 1, 1]]);
  });

  it.each<[Activation, Partial<DerivativeAtKink>, number]>([
    [{ name: "relu" }, { relu: 0 }, 0],
    [{ name: "relu" }, { relu: 0.5 }, 0.5],
    [{ name: "relu" }, { relu: 1 }, 1],
    [{ name: "relu" }, { relu: "any" }, 0],
    [{ name: "leaky-relu", slope: 0.25 }, { "leaky-relu": "slope" }, 0.25],
    [{ name: "leaky-relu", slope: 0.25 }, { "leaky-relu": 1 }, 1],
    [{ name: "leaky-relu", slope: 0.25 }, { "leaky-relu": "average" }, 0.625],
    [{ name: "leaky-relu", slope: 0.25 }, { "leaky-relu": "any" }, 0.25],
    [{ name: "absolute-value" }, { "absolute-value": 0 }, 0],
    [{ name: "absolute-value" }, { "absolute-value": 1 }, 1],
    [{ name: "absolute-value" }, { "absolute-value": -1 }, -1],
    [{ name: "absolute-value" }, { "absolute-value": "any" }, 0],
  ])("%j under %j has the derivative %d at 0 and at -0", (activation, choice, expected) => {
    const f = of(activation, choice);
    const Z = fromRows([[0, -0]]);
    expect(toRows(f.backward(Z, f.forward(Z), fromRows([[8, 8]])))).toEqual([[8 * expected, 8 * expected]]);
  });

  it.each([
    [1, 1],
    [0, 0],
    [0.5, 0.5],
    ["any", 1],
  ] as const)(
    "the unit step under %j is %d at 0 and at -0, where its derivative is 0 all the same",
    (choice, expected) => {
      const f = activationOf({ name: "unit-step" }, completeConventions({ unitStepAtZero: choice }));
      const Z = fromRows([[0, -0, 5e-324, -5e-324]]);
      expect(toRows(f.forward(Z))).toEqual([[expected, expected, 1, 0]]);
      expect(
        toRows(
          f.backward(
            Z,
            f.forward(Z),
            map(Z, () => 8),
          ),
        ),
      ).toEqual([[0, 0, 0, 0]]);
    },
  );
});

describe("smooth scalar activations", () => {
  /**
   * The textbook derivatives, in terms of y. Against ours: y is off by at most a dozen u (two primitives of 8u each, damped,
   * and two roundings), 1 - y² by twice that and 2u; our own form by 3 · 8u + 5u of a number of at most 1.
   */
  const bound = (2 * 12 + 2 + 29) * u;
  const textbook: [Activation, (y: number, z: number) => number][] = [
    [{ name: "logistic" }, (y) => y * (1 - y)],
    [{ name: "tanh" }, (y) => 1 - y * y],
    [{ name: "softplus" }, (_y, z) => 1 / (1 + Math.exp(-z))],
  ];

  it.each(textbook)("%j: the derivative is the textbook's", (activation, derivative) => {
    const f = of(activation);
    fc.assert(
      fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (z) => {
        const Z = fromRows([[z]]);
        const Y = f.forward(Z);
        const [dz] = f.backward(Z, Y, fromRows([[1]])).data;
        expect(Math.abs(dz - derivative(Y.data[0], z))).toBeLessThanOrEqual(bound);
      }),
      { seed: 2 },
    );
  });

  it("are exact at 0", () => {
    const at0 = (activation: Activation): number[] => {
      const f = of(activation);
      const Z = zeros(1, 1);
      return [f.forward(Z).data[0], f.backward(Z, f.forward(Z), fromRows([[8]])).data[0]];
    };
    expect(at0({ name: "logistic" })).toEqual([0.5, 2]);
    expect(at0({ name: "tanh" })).toEqual([0, 8]);
    expect(at0({ name: "softplus" })).toEqual([Math.LN2, 4]);
  });
});

describe("softmax", () => {
  const softmax = of({ name: "softmax" });

  /** ∂y_j/∂z_i = y_j (δ_ij - y_i) as a full matrix, rows j. */
  const jacobian = (y: readonly number[]) =>
    fromRows(y.map((yj, j) => y.map((yi, i) => yj * ((i === j ? 1 : 0) - yi))));

  it("dZ is the transposed full Jacobian times dY, exactly where y is dyadic", () => {
    const dyadic = fc.constantFrom([0.5, 0.25, 0.25], [0.125, 0.125, 0.75], [1, 0, 0]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(dyadic, fc.tuple(smallInteger, smallInteger, smallInteger)), { minLength: 1 }),
        (columns) => {
          const Y = fromColumns(columns.map(([y]) => y));
          const dZ = softmax.backward(Y, Y, fromColumns(columns.map(([, dy]) => dy)));
          columns.forEach(([y, dy], t) => {
            const expected = toColumns(transposeTimes(jacobian(y), fromColumns([dy])))[0];
            toColumns(dZ)[t].forEach((dz, i) => expect(dz === expected[i]).toBe(true));
          });
        },
      ),
      { seed: 3 },
    );
  });

  it("dZ is the transposed full Jacobian times dY, within γ of both", () => {
    const logit = fc.double({ min: -20, max: 20, noNaN: true });
    const gradient = fc.double({ min: -9, max: 9, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(pairOf(logit, gradient), ([z, dy]) => {
        const Z = fromColumns(z);
        const Y = softmax.forward(Z);
        const dZ = toColumns(softmax.backward(Z, Y, fromColumns(dy)));
        toColumns(Y).forEach((y, t) => {
          const expected = toColumns(transposeTimes(jacobian(y), fromColumns([dy[t]])))[0];
          // both are sums of at most n terms with two further roundings; |terms| add up to at most y_i (|dy_i| + Σ y_j |dy_j|)
          const gamma = ((y.length + 2) * u) / (1 - (y.length + 2) * u);
          const mean = y.reduce((sum, yj, j) => sum + yj * Math.abs(dy[t][j]), 0);
          y.forEach((yi, i) => {
            const bound = 2 * gamma * (1 + gamma) * yi * (Math.abs(dy[t][i]) + mean) + y.length * Number.MIN_VALUE;
            expect(Math.abs(dZ[t][i] - expected[i])).toBeLessThanOrEqual(bound);
          });
        });
      }),
      { seed: 4 },
    );
  });

  it("treats every column alone: neither pass mixes examples", () => {
    fc.assert(
      fc.property(pairOf(smallInteger, smallInteger), ([z, dy]) => {
        const Z = fromColumns(z);
        const together = toColumns(softmax.backward(Z, softmax.forward(Z), fromColumns(dy)));
        const alone = z.map((column, t) => {
          const single = fromColumns([column]);
          return toColumns(softmax.backward(single, softmax.forward(single), fromColumns([dy[t]])))[0];
        });
        expect(together).toStrictEqual(alone);
      }),
      { seed: 5 },
    );
  });
});

describe("every activation", () => {
  const ones = (A: Matrix): Matrix => map(A, () => 1);
  /** z of one unit may pass through a linear function without showing in its derivative. */
  const linear = ["identity", "linear-map"];

  it.each(all)("%s: NaN in z is NaN in y and in dz", (name, activation) => {
    const f = of(activation);
    const Z = fromRows([[NaN], [1]]);
    const Y = f.forward(Z);
    expect(Y.data[0]).toBeNaN();
    if (!linear.includes(name)) expect(f.backward(Z, Y, ones(Y)).data[0]).toBeNaN();
  });

  it.each(all)("%s: NaN in dy is NaN in dz", (_name, activation) => {
    const f = of(activation);
    const Z = fromRows([[-1], [-2]]);
    const Y = f.forward(Z);
    const dY = ones(Y);
    dY.data[0] = NaN;
    expect(f.backward(Z, Y, dY).data[0]).toBeNaN();
  });

  // Powers of 1e308 overflow, with either sign.
  it.each(all.filter(([name]) => !["polynomial", "own"].includes(name)))(
    "%s: z of ±1e308 gives no NaN",
    (_name, activation) => {
      const f = of(activation);
      const Z = fromRows([
        [1e308, -1e308],
        [-1e308, 1e308],
      ]);
      const Y = f.forward(Z);
      const dY = ones(Y);
      dY.data[Y.rows * Y.cols - 2] = -1;
      const dZ = f.backward(Z, Y, dY);
      expect([...Y.data, ...dZ.data].some(Number.isNaN)).toBe(false);
    },
  );

  it.each(all)("%s: the operands are left alone and the results are fresh", (_name, activation) => {
    const f = of(activation);
    const Z = fromRows([
      [1, -2],
      [0, 3],
    ]);
    const Y = f.forward(Z);
    const dY = map(Y, (y) => y + 1);
    const before = [Z, Y, dY].map(toRows);
    const dZ = f.backward(Z, Y, dY);
    expect([Z, Y, dY].map(toRows)).toEqual(before);
    expect(new Set([Z.data, Y.data, dY.data, dZ.data]).size).toBe(4);
  });

  it.each(all)("%s: the passes have the layer's shapes, and treat every column alone", (_name, activation) => {
    const f = of(activation);
    fc.assert(
      fc.property(fc.array(fc.tuple(smallInteger, smallInteger), { minLength: 1, maxLength: 4 }), (z) => {
        const M = outputsOf({ activation, weights: [], biases: [0, 0] });
        const passes = (columns: number[][]): number[][][] => {
          const Z = fromColumns(columns);
          const Y = f.forward(Z);
          return [
            toColumns(Y),
            toColumns(
              f.backward(
                Z,
                Y,
                map(Y, (y) => y + 1),
              ),
            ),
          ];
        };
        const [y, dz] = passes(z);
        expect(y.map(({ length }) => length)).toEqual(z.map(() => M));
        expect(dz.map(({ length }) => length)).toEqual(z.map(() => 2));
        expect([y, dz]).toEqual([0, 1].map((pass) => z.map((column) => passes([column])[pass][0])));
      }),
      { seed: 6, numRuns: 30 },
    );
  });

  it.each(all)("%s: dY of another shape is refused", (_name, activation) => {
    const f = of(activation);
    const Z = zeros(2, 3);
    const Y = f.forward(Z);
    expect(() => f.backward(Z, Y, zeros(Y.rows + 1, 3))).toThrow(ShapeError);
    expect(() => f.backward(Z, Y, zeros(Y.rows, 2))).toThrow(ShapeError);
  });
});
