/** SMX and CEN: worked numbers of softmax and of the losses behind it. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, type Activation, type Case } from "../../src/model/index.js";
import {
  backward,
  forward,
  graphOf,
  lectureExample,
  node,
  operations,
  softmaxOperations,
  start,
  tensors,
  vec,
} from "../../src/graph/index.js";
import { softmaxJacobian } from "../../src/scalar/softmax.js";
import { expectWithin, primitive } from "../../src/scalar/testing/rounding.js";
import { activationOf } from "../../src/vectorized/activations.js";
import { affine, chain, ofActivation, pull, toMatrix } from "../../src/vectorized/jacobian.js";
import { fromColumns, toColumns, toRows } from "../../src/vectorized/matrix.js";
import { answer, implementations, layer, questionOf, unsigned, vectorOf, withTargets } from "./testing/questions.js";

const kinks = defaultConventions.derivativeAtKink;
const crossEntropy = { name: "cross-entropy" } as const;
const softmaxOf = (z: readonly number[]): Case =>
  questionOf(
    [
      layer(
        z.map(() => [0]),
        z,
        "softmax",
      ),
    ],
    [[1]],
  );
const dzOf = (run: (typeof implementations)[number][1], question: Case): readonly number[] =>
  unsigned(answer(run, question).gradients.preactivations[0][0]);

describe("the Jacobian of softmax", () => {
  const sigma = [0.2527685476812795265845239, 0.1255211460392215747897509, 0.6217103062794988986257252];
  const J = toRows(toMatrix(ofActivation({ name: "softmax" }, [0.2, -0.5, 1.1], kinks)));
  // differences to 1.1 of numbers up to 1.6, exponential, sum, quotient, the golden's own rounding
  const roundings = 2 * (3 * 1.6 + primitive) + 4;

  it("at (0.2, -0.5, 1.1) is σ_i (δ_ij - σ_j) of the golden digits, with negative entries off the diagonal", () => {
    J.forEach((row, i) =>
      row.forEach((entry, j) => {
        expectWithin(entry, sigma[i] * ((i === j ? 1 : 0) - sigma[j]), 3 * roundings + 3, sigma[i]);
        expect(Math.sign(entry)).toBe(i === j ? 1 : -1);
      }),
    );
  });

  it("has rows that add up to 0, where the printed matrix has 2 σ_1 (1 - σ_1)", () => {
    J.forEach((row, i) =>
      expectWithin(
        row.reduce((sum, entry) => sum + entry, 0),
        0,
        6 * roundings + 9,
        sigma[i],
      ),
    );
    const printed = sigma[0] * (1 - sigma[0]) + sigma[0] * sigma[1] + sigma[0] * sigma[2];
    expectWithin(printed, 2 * sigma[0] * (1 - sigma[0]), 16);
    expect(printed.toFixed(5)).toBe("0.37775");
  });

  it("is positive semidefinite and has the constants in its kernel: vᵀ J v = Σ p v² - (Σ p v)²", () => {
    const quarter = ofActivation({ name: "softmax" }, [5, 5, 5, 5], kinks);
    fc.assert(
      fc.property(vectorOf(4), fc.integer({ min: -9, max: 9 }), (v, c) => {
        const form = (u: readonly number[]): number =>
          pull(u, quarter).reduce((sum, entry, i) => sum + entry * u[i], 0);
        expect(form(v)).toBe(v.reduce((sum, x) => sum + x * x, 0) / 4 - (v.reduce((sum, x) => sum + x, 0) / 4) ** 2);
        expect(form(v)).toBeGreaterThanOrEqual(0);
        expect(
          unsigned(
            pull(
              v.map((x) => x + c),
              quarter,
            ),
          ),
        ).toEqual(unsigned(pull(v, quarter)));
      }),
      { seed: 1 },
    );
  });

  it("is the same in its three forms: y_j (δ_ij - y_i), diag(p) - p pᵀ, and y (dy - Σ y dy)", () => {
    const y = [NaN, 0.25, 0.25, 0.25, 0.25];
    const P = softmaxOperations.softmaxJacobian(tensors.column(y.slice(1)));
    const f = activationOf({ name: "softmax" }, defaultConventions);
    const Z = fromColumns([[1, 1, 1, 1]]);
    fc.assert(
      fc.property(vectorOf(4), (dy) => {
        const units = [1, 2, 3, 4];
        const byIndex = units.map((i) => units.reduce((sum, j) => sum + dy[j - 1] * softmaxJacobian(y, i, j), 0));
        const swapped = units.map((i) => units.reduce((sum, j) => sum + dy[j - 1] * softmaxJacobian(y, j, i), 0));
        const byMatrix = tensors.entries(tensors.multiply(tensors.transpose(P), tensors.column(dy)));
        const byColumns = toColumns(f.backward(Z, f.forward(Z), fromColumns([dy])))[0];
        const mean = dy.reduce((sum, entry) => sum + entry, 0) / 4;
        for (const form of [byIndex, swapped, byMatrix, byColumns]) {
          expect(unsigned(form)).toEqual(unsigned(dy.map((entry) => 0.25 * (entry - mean))));
        }
      }),
      { seed: 2 },
    );
  });

  it("times ∂z/∂vec W = I ⊗ xᵀ is ∂a/∂vec W, row by row what the graph finds for each output", () => {
    const [W, x] = [
      [
        [1, 2],
        [3, 0],
        [-1, 4],
        [1, 2],
      ],
      [1, 2],
    ]; // W x = (5, 3, 7, 5), made equal by b
    const b = [0, 2, -2, 0];
    const J = chain(
      ofActivation({ name: "softmax" }, [5, 5, 5, 5], kinks),
      affine(tensors.rowsOf(vec.jacobianByRows(tensors.column(x), 4))),
    );
    const graph = graphOf([
      ...["W", "x", "b", "pick"].map(start),
      node("Wx", operations.matrixVector, "W", "x"),
      node("z", operations.sum, "Wx", "b"),
      node("a", softmaxOperations.softmax, "z"),
      node("one", operations.matrixVector, "pick", "a"),
    ]);
    toRows(toMatrix(J)).forEach((row, i) => {
      const given = {
        W: tensors.matrix(W),
        x: tensors.column(x),
        b: tensors.column(b),
        pick: tensors.matrix([W.map((_, j) => (i === j ? 1 : 0))]),
      };
      const gradient = backward(forward(graph, Object.entries(given)), "one").gradient("W");
      expect(unsigned(row)).toEqual(unsigned(tensors.entries(vec.vecRows(gradient))));
    });
  });
});

describe.each(implementations)("softmax and its losses: %s", (_, run) => {
  it("the gradient a - y belongs to softmax under cross-entropy and to identity under half the squared error", () => {
    const [y, uniform] = [
      [0, 1, 0, 0],
      [0.25, 0.25, 0.25, 0.25],
    ];
    const error = [0.25, -0.75, 0.25, 0.25];
    expect(dzOf(run, { ...withTargets(softmaxOf([3, 3, 3, 3]), [y]), loss: crossEntropy })).toEqual(error);
    expect(dzOf(run, withTargets(questionOf([layer([[0], [0], [0], [0]], uniform)], [[1]]), [y]))).toEqual(error);
  });

  it("the gradient a - y does not belong to softmax or logistic under squared error", () => {
    const y = [0, 1, 0, 0];
    // J (a - y) with J = ¼ I - 1/16: ¼ (error - mean of error), the mean being 0
    expect(dzOf(run, withTargets(softmaxOf([3, 3, 3, 3]), [y]))).toEqual([0.0625, -0.1875, 0.0625, 0.0625]);
    const logistic = questionOf([layer([[0]], [0], "logistic")], [[1]]);
    expect(dzOf(run, logistic)).toEqual([0.125]);
  });

  it("the gradient by w_ij is (a_i - δ_ti) a_j, also in the rows of the wrong classes", () => {
    const hidden = layer([[1], [2]], [0, 0]);
    const head = layer(
      [
        [2, -1],
        [4, -2],
        [0, 0],
        [6, -3],
      ],
      [9, 9, 9, 9],
      "softmax",
    );
    const { gradients } = answer(run, {
      ...withTargets(questionOf([hidden, head], [[1]]), [[0, 0, 0, 1]]),
      loss: crossEntropy,
    });
    const error = [0.25, 0.25, 0.25, -0.75];
    expect(gradients.weights[1]).toEqual(error.map((e) => [e, 2 * e]));
    expect(gradients.biases[1]).toEqual(error);
    // Wᵀ (a - y), through the identity
    expect(unsigned(gradients.preactivations[0][0])).toEqual([2 / 4 + 4 / 4 - 18 / 4, -1 / 4 - 2 / 4 + 9 / 4]);
  });

  it("the loss is -ln of the label's probability, whatever the others share among themselves", () => {
    const loss = (z: readonly number[]) =>
      answer(run, { ...withTargets(softmaxOf(z), [[1, 0, 0]]), loss: crossEntropy }).loss;
    // p of the label is ½, the rest goes to one other class or to two
    expectWithin(loss([0, 0, -1000]), Math.LN2, 2 * primitive + 4);
    expectWithin(loss([0, -Math.LN2, -Math.LN2]), Math.LN2, 4 * primitive + 16);
    expect(loss([1000, 0, 0])).toBe(0);
  });
});

describe("-ln(yᵀ p) of the graph lecture", () => {
  /** p = (½, ½, 0, 0) exactly: the other logits lie 1000 below. */
  const example = (y: readonly number[]) => {
    const steps = lectureExample({ W: [[0], [0], [0], [0]], x: [1], b: [0, 0, -1000, -1000], y, lambda: 0 });
    const step = (name: string) => steps.find((each) => each.node === name);
    return {
      loss: step("l")?.value.data[0],
      dp: [...(step("p")?.gradient.data ?? [])].map((g) => g + 0),
      ds: [...(step("s")?.gradient.data ?? [])].map((g) => g + 0),
    };
  };
  const softmax: Activation = { name: "softmax" };
  const ce = (d: readonly number[]) => {
    const question = questionOf([layer([[0], [0], [0], [0]], [0, 0, -1000, -1000], softmax)], [[1]]);
    return dzOf(implementations[0][1], { ...withTargets(question, [d]), loss: crossEntropy });
  };

  it("has dl/dp = -yᵀ / (yᵀ p) and dl/ds = p - (y ∘ p) / (yᵀ p)", () => {
    expect(example([0.5, 0, 0.5, 0])).toEqual({ loss: -Math.log(0.25), dp: [-2, 0, -2, 0], ds: [-0.5, 0.5, 0, 0] });
  });

  it("is cross-entropy for a one-hot y, with the gradient p - y", () => {
    expect(example([1, 0, 0, 0]).ds).toEqual([-0.5, 0.5, 0, 0]);
    expect(ce([1, 0, 0, 0])).toEqual([-0.5, 0.5, 0, 0]);
  });

  it("is another loss than cross-entropy for a soft y, with another gradient", () => {
    expect(ce([0.5, 0, 0.5, 0])).toEqual([0, 0.5, -0.5, 0]);
    expect(example([0.5, 0, 0.5, 0]).ds).not.toEqual(ce([0.5, 0, 0.5, 0]));
  });

  it("loses its gradient where yᵀ p has underflowed to 0, as p - y does not", () => {
    expect(example([0, 0, 1, 0]).ds.some(Number.isNaN)).toBe(true);
    expect(ce([0, 0, 1, 0])).toEqual([0.5, 0.5, -1, 0]);
  });
});
