/**
 * CHN: the chain rule of one variable and of several paths, on the graph engine. Polynomials with integer coefficients are composed
 * and differentiated as polynomials, by their coefficients; so the expected derivatives know no chain rule.
 */
import { Decimal } from "decimal.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  backward,
  forward,
  graphOf,
  node,
  operations,
  start,
  tensors,
  type NodeDefinition,
} from "../../src/graph/index.js";
import { primitive } from "../../src/scalar/testing/rounding.js";
import { matrixOf, vectorOf } from "./testing/questions.js";
import { at, compose, derivative, operation, plus, times, type Polynomial } from "./testing/polynomials.js";

const { elementwise, matrixVector, multiple, product, stack, sum, sumOfSquares } = operations;
const { column, entries, matrix, single } = tensors;

const quadratic: fc.Arbitrary<Polynomial> = vectorOf(3).map((coefficients) => coefficients.map(BigInt));
const point = fc.integer({ min: -2, max: 2 });
const identity: Polynomial = [0n, 1n];

/** Values and gradients, by node, of a graph with the start node x that ends in `result`. */
function run(x: number, result: string, definitions: readonly NodeDefinition[], constants: [string, number][] = []) {
  const graph = graphOf([start("x"), ...constants.map(([name]) => start(name)), ...definitions]);
  const values = forward(graph, [["x", single(x)], ...constants.map(([name, c]) => [name, single(c)] as const)]);
  const gradients = backward(values, result);
  return {
    value: (name: string) => values.value(name).data[0],
    gradient: (name: string) => gradients.gradient(name).data[0] + 0,
    terms: (name: string) => gradients.terms(name).map(({ gradient }) => gradient.data[0] + 0),
  };
}

describe("a chain of functions", () => {
  const chains = fc.array(quadratic, { minLength: 1, maxLength: 4 });
  const name = (j: number): string => (j === 0 ? "x" : `y${j}`);

  it("keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx", () => {
    fc.assert(
      fc.property(chains, point, (functions, x) => {
        const n = functions.length;
        const seen = run(
          x,
          name(n),
          functions.map((f, j) => node(name(j + 1), operation(f), name(j))),
        );
        let y = BigInt(x);
        for (let j = 0; j <= n; j++) {
          if (j > 0) y = at(functions[j - 1], y);
          const tail = functions.slice(j).reduce((inner, f) => compose(f, inner), identity);
          expect(seen.value(name(j))).toBe(Number(y));
          expect(seen.gradient(name(j))).toBe(Number(at(derivative(tail), y)));
        }
      }),
      { seed: 1 },
    );
  });

  it("has dy_n/dy_j = (dy_n/dy_(j+1)) f_(j+1)'(y_j) for its recursion, from 1 at y_n", () => {
    fc.assert(
      fc.property(chains, point, (functions, x) => {
        const seen = run(
          x,
          name(functions.length),
          functions.map((f, j) => node(name(j + 1), operation(f), name(j))),
        );
        expect(seen.gradient(name(functions.length))).toBe(1);
        functions.forEach((f, j) => {
          const local = Number(at(derivative(f), BigInt(seen.value(name(j)))));
          expect(seen.gradient(name(j))).toBe(seen.gradient(name(j + 1)) * local + 0);
        });
      }),
      { seed: 2 },
    );
  });

  it.each([
    [1, 10, 45],
    [2, 253, 630],
    [0.5, 0.15625, 4.125],
    [-1, 28, -75],
  ])("2g² - 3g + 1 of g = x³ + 2x at %d is %d with derivative %d", (x, f, slope) => {
    const seen = run(x, "f", [node("g", operation([0n, 2n, 0n, 1n]), "x"), node("f", operation([1n, -3n, 2n]), "g")]);
    expect([seen.value("f"), seen.gradient("x")]).toEqual([f, slope]);
  });

  it.each([
    [0, "0"],
    [0.5, "0.9689124217106447841445954"],
    [1, "1.080604611736279434801873"],
    [1.3, "-0.3091960801711919073986152"],
    [2, "-2.614574483454447658556673"],
  ])("sin(x²) at %d has the derivative %s to 25 digits, and the graph's is that but for its roundings", (x, golden) => {
    const D = Decimal.clone({ precision: 60 });
    const exact = (at: Decimal): Decimal => at.times(2).times(at.times(at).cos());
    expect(
      exact(new D(String(x)))
        .toSignificantDigits(25)
        .toString(),
    ).toBe(golden);

    const sine = elementwise("sine", Math.sin, (z) => Math.cos(z));
    const seen = run(x, "h", [node("g", operation([0n, 0n, 1n]), "x"), node("h", sine, "g")]);
    // x² is off by u x², the cosine by that and its own `primitive`, the product with 2x by u; all on the scale of 2x
    const u = 2 ** -53;
    const bound = 2 * x * u * (x * x + primitive + 1) * (1 + 2 ** -40);
    expect(Math.abs(seen.gradient("x") - exact(new D(x)).toNumber())).toBeLessThanOrEqual(bound);
  });
});

describe("several paths", () => {
  it("add up: dl/dx = Σ_m (dl/dz_m)(dz_m/dx), one summand for each use of x", () => {
    const paths = fc.array(fc.tuple(quadratic, quadratic), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(paths, point, (pairs, x) => {
        const seen = run(x, "l", [
          ...pairs.flatMap(([inner, outer], m) => [
            node(`z${m}`, operation(inner), "x"),
            node(`l${m}`, operation(outer), `z${m}`),
          ]),
          node("coupled", product, "z0", "x"),
          node("l", sum, "coupled", ...pairs.map((_, m) => `l${m}`)),
        ]);
        const l = pairs.reduce(
          (total, [inner, outer]) => plus(total, compose(outer, inner)),
          times(pairs[0][0], identity),
        );
        expect(seen.value("l")).toBe(Number(at(l, BigInt(x))));
        expect(seen.gradient("x")).toBe(Number(at(derivative(l), BigInt(x))));
        expect(seen.terms("x")).toHaveLength(pairs.length + 1);
        expect(seen.terms("z0")).toHaveLength(2);
      }),
      { seed: 3 },
    );
  });

  it.each([
    [1, -8, -27],
    [2, -71, -108],
    [0.5, -0.125, -6.75],
    [-1, 10, -27],
  ])(
    "2g₁² - 3g₁g₂ + 1 of g₁ = 3x and g₂ = x² + 2x collapses to 1 - 9x³: at %d it is %d with derivative %d",
    (x, f, slope) => {
      const seen = run(
        x,
        "f",
        [
          node("g1", multiple(3), "x"),
          node("g2", operation([0n, 2n, 1n]), "x"),
          node("g1²", product, "g1", "g1"),
          node("g1 g2", product, "g1", "g2"),
          node("2 g1²", multiple(2), "g1²"),
          node("-3 g1 g2", multiple(-3), "g1 g2"),
          node("f", sum, "2 g1²", "-3 g1 g2", "one"),
        ],
        [["one", 1]],
      );
      expect([seen.value("f"), seen.gradient("x")]).toEqual([f, slope]);
      // By g₁ and by g₂. At 2 and at -1 one of them is 0, so that these two points would not miss it.
      expect(seen.terms("x")).toEqual([18 * x - 9 * x * x, -18 * x * x - 18 * x].map((path) => path + 0));
    },
  );

  it("of vectors add up too: ds/dx = Σ_i (ds/dz_i)(dz_i/dx) over t branches, the stacked vector's product", () => {
    const branches = fc
      .record({
        d: fc.integer({ min: 1, max: 3 }),
        rows: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
      })
      .chain(({ d, rows }) => fc.tuple(vectorOf(d), fc.tuple(...rows.map((m) => matrixOf(m, d)))));
    fc.assert(
      fc.property(branches, ([x, A]) => {
        const graph = graphOf([
          start("x"),
          ...A.flatMap((_, i) => [start(`A${i}`), node(`z${i}`, matrixVector, `A${i}`, "x")]),
          node("v", stack, ...A.map((_, i) => `z${i}`)),
          node("s", sumOfSquares, "v"),
        ]);
        const given = A.map((rows, i) => [`A${i}`, matrix(rows)] as const);
        const gradients = backward(forward(graph, [["x", column(x)], ...given]), "s");
        // ds/dx of Σ (a · x)² over all rows a, whichever branch they stand in
        const share = (rows: readonly (readonly number[])[]): number[] =>
          x.map((_, c) => rows.reduce((total, a) => total + 2 * a.reduce((z, w, i) => z + w * x[i], 0) * a[c], 0) + 0);
        expect(gradients.terms("x").map(({ gradient }) => entries(gradient).map((g) => g + 0))).toEqual(A.map(share));
        expect(entries(gradients.gradient("x")).map((g) => g + 0)).toEqual(share(A.flat()));
      }),
      { seed: 4 },
    );
  });

  it("of a product of inputs each hold the other input, and a square both: do/dy = z, do/dz = y, 2y", () => {
    const seen = run(5, "o", [node("o", product, "x", "z")], [["z", -7]]);
    expect([seen.value("o"), seen.gradient("x"), seen.gradient("z")]).toEqual([-35, -7, 5]);
    expect(run(5, "o", [node("o", product, "x", "x")]).gradient("x")).toBe(10);
  });
});
