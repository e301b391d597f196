/** The errata of document 004 about chains, optimization and Jacobians, run (spec/errata.md). */
import { derivative, downTo, exponential, line, sigmoid, square, type Pass } from "./support/chains.js";
import { difference, differences } from "./support/differences.js";
import { listed, type Example, type Executables } from "./support/example.js";
import { plain, typed } from "./support/nets.js";
import { jacobian, softmax, value } from "./support/value.js";

type Row = readonly number[];
type Rows = readonly Row[];

const four = [square, sigmoid, line(3, 1), exponential];
const lines = [line(2, 1), line(-3, 0), line(5, 2)];
const fourFunctions = "h(x) = e^(3 σ(x²) + 1) at x = 0.75";

/** The mean loss at the w that is chosen among -4..4. */
function chosen(about: string, J: (w: number) => number): Example {
  const grid = Array.from({ length: 9 }, (_, i) => i - 4);
  const choose = (better: (a: number, b: number) => boolean): number =>
    grid.map(J).reduce((best, loss) => (better(loss, best) ? loss : best));
  const valley = grid.find((w) => J(w) <= J(w - 1) && J(w) <= J(w + 1)) ?? NaN;
  return listed(about, ["mean loss at the chosen w"], () => ({
    printed: [choose((a, b) => a > b)],
    right: [choose((a, b) => a < b)],
    // A convex function has no other valley than its minimum.
    truth: [J(valley)],
  }));
}

/** In a program the letter of the body keeps the last value of the forward loop, n. */
const loopOverOtherLetter = (pass: Pass) => pass.product(downTo(pass.n, 2).map(() => pass.n)).times(pass.slope(1));

/** dy_2/dy_n as the inverse of dy_n/dy_2. */
const wrongFactor = (pass: Pass) => {
  const above = pass.product(downTo(pass.n, 3));
  return above.times(value(1).over(above)).times(pass.slope(1));
};

const allAtTheEnd = (pass: Pass) => downTo(pass.n, 1).reduce((g, j) => g.times(pass.slope(j, pass.n)), value(1));

/** j = n-1, n, then down from n-2; the rule for j takes f_{j+1}'. */
const printedOrder = (pass: Pass) => pass.product([pass.n, pass.n + 1, ...downTo(pass.n - 1, 1)]);

/** s = z_1 + z_2 with z_1 = 3 x and z_2 as given: ∂s/∂x through the stacked Jacobian. */
function stacked(about: string, z2: (x: number) => number, slope2: (x: number) => number): Example {
  return listed(about, ["∂s/∂x"], () => ({
    printed: [3 + 1],
    right: [3 + slope2(2)],
    truth: [difference(([x = NaN]) => 3 * x + z2(x), [2], 0)],
  }));
}

/** z = (a x_1 + x_2², x_1 x_2) at (3, 5): the Jacobian row by row, its first entry being ∂z_1/∂z_1 in print. */
function firstEntry(about: string, a: number): Example {
  const z: readonly ((x: Row) => number)[] = [([u = NaN, v = NaN]) => a * u + v * v, ([u = NaN, v = NaN]) => u * v];
  const right = [a, 10, 5, 3];
  return listed(about, ["∂z_1/∂x_1", "∂z_1/∂x_2", "∂z_2/∂x_1", "∂z_2/∂x_2"], () => ({
    printed: [1, ...right.slice(1)],
    right,
    truth: z.flatMap((zi) => differences(zi, [3, 5])),
  }));
}

/** A branch of x: what s gains per unit of it, and what it gains per unit of x; both as long as the branch. */
type Branch = readonly [bySum: Row, byInput: Row];

/** ∂s/∂x = Σ_i ∂s/∂z_i ∂z_i/∂x over the branches; in print i runs to the length of all of them together. */
function branches(about: string, s: (x: number) => number, parts: readonly Branch[]): Example {
  const dot = ([a, b]: Branch): number => a.reduce((sum, ai, i) => sum + ai * (b[i] ?? NaN), 0);
  const upTo = (count: number): number =>
    Array.from({ length: count }, (_, i) => parts[i]).reduce(
      (sum, part) => sum + (part === undefined ? NaN : dot(part)),
      0,
    );
  const n = parts.reduce((length, [a]) => length + a.length, 0);
  return listed(about, ["∂s/∂x"], () => ({
    printed: [upTo(n)],
    right: [upTo(parts.length)],
    truth: [difference(([x = NaN]) => s(x), [2], 0)],
  }));
}

/** A C × C Jacobian row by row; in print its first column ends with the last entry of the diagonal. */
function softmaxJacobian(about: string, s: Row): Example {
  return listed(about, placesOf(s.length, "∂p", "∂s"), () => {
    const p = softmax(s.map(value));
    const rows = p.map((pi, i) =>
      p.map((pj, j) => (i === j ? pi.times(value(1).minus(pj)) : value(0).minus(pi.times(pj))).span),
    );
    return { printed: misprinted(rows).flat(), right: rows.flat(), truth: jacobian(softmax, s, s.length).flat() };
  });
}

/** s = z + b in integers. */
function biasJacobian(about: string, b: Row): Example {
  return listed(about, placesOf(b.length, "∂s", "∂b"), () => {
    const rows = b.map((_, i) => b.map((_unused, j) => (i === j ? 1 : 0)));
    const truth = b.flatMap((_, i) => differences((at) => 7 + (at[i] ?? NaN), b));
    return { printed: misprinted(rows).flat(), right: rows.flat(), truth };
  });
}

/** The entry in the first column of the last row replaced by the one in the last column. */
function misprinted<T>(rows: readonly (readonly T[])[]): T[][] {
  return rows.map((row, i) => (i === rows.length - 1 ? [...row.slice(-1), ...row.slice(1)] : [...row]));
}

const placesOf = (C: number, by: string, over: string): string[] =>
  Array.from({ length: C * C }, (_, at) => `${by}_${Math.floor(at / C) + 1}/${over}_${(at % C) + 1}`);

/** ∂z/∂x for z = W x, row by row. */
function inputJacobian(about: string, W: Rows, x: Row): Example {
  const z = (j: number) => (at: Row) => (W[j] ?? []).reduce((sum, w, i) => sum + w * (at[i] ?? NaN), 0);
  return listed(about, [], () => ({
    // I_C ⊗ xᵀ has x in block j of row j.
    printed: W.flatMap((_, j) => W.flatMap((_unused, block) => x.map((xi) => (block === j ? xi : 0)))),
    right: W.flat(),
    truth: W.flatMap((_, j) => differences(z(j), x)),
  }));
}

const diagonal = plain([1, 1], ["tanh"], { lambda: 0.5 });

export const document004Chains: Executables = {
  "E4-01": {
    shows: [chosen("the mean of (w - 1)² and (w - 3)²", (w) => ((w - 1) ** 2 + (w - 3) ** 2) / 2)],
    blindSpot: [chosen("a constant loss", () => 5)],
  },
  "E4-02": {
    shows: [derivative(fourFunctions, four, 0.75, loopOverOtherLetter)],
    blindSpot: [derivative("h(x) = σ(x²) at x = 0.75", [square, sigmoid], 0.75, loopOverOtherLetter)],
  },
  "E4-03": {
    shows: [derivative(fourFunctions, four, 0.75, printedOrder)],
    blindSpot: [],
  },
  "E4-04": {
    shows: [derivative(fourFunctions, four, 0.75, wrongFactor)],
    blindSpot: [derivative("h(x) = ½ (2 x² + 1) at x = 0.75", [square, line(2, 1), line(0.5, 0)], 0.75, wrongFactor)],
  },
  "E4-05": {
    shows: [derivative(fourFunctions, four, 0.75, allAtTheEnd)],
    blindSpot: [derivative("three linear functions at x = 0.75", lines, 0.75, allAtTheEnd)],
  },
  "E4-06": {
    shows: [derivative(fourFunctions, four, 0.75, (pass) => pass.product(downTo(pass.n, 2)))],
    blindSpot: [
      derivative("h(x) = σ(x + 3) at x = 0.75", [line(1, 3), sigmoid], 0.75, (pass) => pass.product(downTo(pass.n, 2))),
    ],
  },
  "E4-07": {
    shows: [
      stacked(
        "s = 3 x + x² at x = 2",
        (x) => x * x,
        (x) => 2 * x,
      ),
      firstEntry("z = (7 x_1 + x_2², x_1 x_2) at (3, 5)", 7),
    ],
    blindSpot: [
      stacked(
        "s = 3 x + x at x = 2",
        (x) => x,
        () => 1,
      ),
      firstEntry("z = (x_1 + x_2², x_1 x_2) at (3, 5)", 1),
    ],
  },
  "E4-08": {
    shows: [
      branches("s = z_11 z_12 + z_2 with z_1 = (x, 2 x), z_2 = 3 x at x = 2", (x) => x * (2 * x) + 3 * x, [
        [
          [4, 2],
          [1, 2],
        ],
        [[1], [3]],
      ]),
    ],
    blindSpot: [
      branches("s = z_1 + z_2 with z_1 = x², z_2 = 3 x at x = 2", (x) => x * x + 3 * x, [
        [[1], [4]],
        [[1], [3]],
      ]),
    ],
  },
  "E4-09": {
    shows: [softmaxJacobian("scores 0.2, -0.5, 1.1", [0.2, -0.5, 1.1])],
    blindSpot: [softmaxJacobian("one score", [0.2])],
  },
  "E4-10": {
    shows: [biasJacobian("three classes", [1, 2, 3])],
    blindSpot: [biasJacobian("one class", [1])],
  },
  "E4-11": {
    shows: [
      inputJacobian(
        "two classes, two inputs",
        [
          [2, 3],
          [5, 7],
        ],
        [11, 13],
      ),
    ],
    blindSpot: [inputJacobian("one class whose weights equal the input", [[11, 13]], [11, 13])],
  },
  "E4-24": {
    mutant: "erratum/e4-24",
    shows: [typed("widths 2, 2, λ = ½", "erratum/e4-24", plain([2, 2], ["tanh"], { lambda: 0.5 }), ["loss"])],
    blindSpot: [
      typed("widths 1, 1, λ = ½", "erratum/e4-24", diagonal, ["loss"]),
      typed("widths 2, 2, λ = 0", "erratum/e4-24", plain([2, 2], ["tanh"], { lambda: 0 }), ["loss"]),
    ],
  },
};
