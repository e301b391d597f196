/** SBK, and the Jacobians behind it: SBK-05, 06, 10, 12 to 17, VEC-06, VEC-11, ACT-09. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultConventions,
  entriesOf,
  placeOf,
  quantities,
  type Activation,
  type Case,
} from "../../src/model/index.js";
import { exactDerivative, isSmooth } from "../../src/scalar/testing/dyadic.js";
import { affine, ofActivation, pull, push, type Jacobian } from "../../src/vectorized/jacobian.js";
import {
  answer,
  exactQuestions,
  implementations,
  layer,
  questionOf,
  unsigned,
  withTargets,
} from "./testing/questions.js";

const full = { squaredError: "full" } as const;
const kinks = defaultConventions.derivativeAtKink;

/** A network of `depth` layers of changing widths, with weights of -1, 0 and 1, off the kinks. */
function deep(depth: number): Case {
  const names: readonly Activation[] = [
    { name: "absolute-value" },
    { name: "leaky-relu", slope: 0.25 },
    { name: "identity" },
  ];
  const units = (k: number): number => [2, 3, 1, 2][k % 4];
  const layers = Array.from({ length: depth }, (_, l) => {
    const weights = Array.from({ length: units(l + 1) }, (__, j) =>
      Array.from({ length: units(l) }, (___, i) => ((i + 2 * j + l) % 3) - 1),
    );
    return layer(
      weights,
      weights.map((__, j) => (j % 2 === 0 ? 1 : -3) * 2 ** (-3 * l - 1)),
      names[l % names.length],
    );
  });
  return withTargets(
    questionOf(layers, [
      [1, -2],
      [3, 2],
    ]),
    [0, 1].map(() => layers[depth - 1].biases.map(() => 1)),
  );
}

describe.each(implementations)("the backward pass: %s", (_, run) => {
  it.each([1, 2, 3, 4, 5, 6])(
    "of %d layers has the difference quotients in exact arithmetic for gradients",
    (depth) => {
      const question = deep(depth);
      expect(isSmooth(question, defaultConventions)).toBe(true);
      for (const quantity of quantities.filter((name) => name.startsWith("gradients."))) {
        const entries = entriesOf(question, answer(run, question), quantity) ?? [];
        const exact = entries.map((__, i) =>
          exactDerivative(question, defaultConventions, placeOf(question, quantity, i)),
        );
        expect(unsigned(entries), quantity).toEqual(exact);
      }
    },
  );

  it("gives a unit without outgoing weights no gradient", () => {
    const question = questionOf(
      [
        layer(
          [
            [1, 2],
            [3, 4],
          ],
          [5, 6],
        ),
        layer(
          [
            [0, 7],
            [0, -8],
          ],
          [9, 1],
        ),
      ],
      [[1, 1]],
    );
    const { activations, weights, biases } = answer(run, question).gradients;
    expect(activations[0][0][0] + 0).toBe(0);
    expect([unsigned(weights[0][0]), biases[0][0] + 0]).toEqual([[0, 0], 0]);
    expect(activations[0][0][1]).not.toBe(0);
  });

  it("of a chain of width 1 has the lecture's links: dz/dw = a, σ' = 1/4 at z = 0, dC/da = 2 (a - y)", () => {
    // a^(L-1) = ½ from a layer below; z = 2 · ½ - 1 = 0, so a = ½; C = (½ - ¼)²
    const below = layer([[1]], [0]);
    const question = withTargets(questionOf([below, layer([[2]], [-1], "logistic")], [[0.5]]), [[0.25]]);
    const { loss, gradients } = answer(run, question, full);
    expect([loss, gradients.activations[1][0][0], gradients.preactivations[1][0][0]]).toEqual([1 / 16, 1 / 2, 1 / 8]);
    expect([gradients.weights[1][0][0], gradients.biases[1][0], gradients.activations[0][0][0]]).toEqual([
      1 / 16,
      1 / 8,
      1 / 4,
    ]);
  });

  it("of a wide logistic layer has ∂C/∂w_jk = 2 (a_j - y_j) σ'(z_j) a_k, and ∂C/∂a_k summed over all j", () => {
    // z = 0 in both units: a_j = ½, σ' = ¼
    const W = [
      [2, 4, 1],
      [-1, 1, 2],
    ];
    const question = withTargets(questionOf([layer(W, [-5, -4], "logistic")], [[0.5, 0.5, 2]]), [[0.25, 1]]);
    const { gradients, outputs } = answer(run, question, full);
    expect(outputs).toEqual([[0.5, 0.5]]);
    const factors = [2 * (0.5 - 0.25) * 0.25, 2 * (0.5 - 1) * 0.25];
    expect(gradients.biases).toEqual([factors]);
    expect(gradients.weights).toEqual([factors.map((factor) => [0.5, 0.5, 2].map((a) => factor * a))]);
    expect(gradients.inputs).toEqual([[0, 1, 2].map((k) => factors[0] * W[0][k] + factors[1] * W[1][k])]);
  });

  it("has a weight gradient of rank 1 at most for one example", () => {
    fc.assert(
      fc.property(exactQuestions(3, [1]), (question) => {
        for (const dW of answer(run, question).gradients.weights) {
          for (let j = 1; j < dW.length; j++) {
            for (let i = 1; i < dW[0].length; i++) expect(dW[0][0] * dW[j][i] - dW[0][i] * dW[j][0] + 0).toBe(0);
          }
        }
      }),
      { seed: 1 },
    );
  });

  /** ∂y/∂z and ∂z/∂y of every layer, the input's first. */
  const jacobians = ({ network }: Case, preactivations: readonly (readonly (readonly number[])[])[]): Jacobian[] =>
    network.layers.flatMap(({ weights, activation }, position) => [
      affine(weights),
      ofActivation(activation, preactivations[position][0], kinks),
    ]);

  it("is the divergence's gradient pulled through the layers' Jacobians, and adjoint to the tangent pushed forward", () => {
    fc.assert(
      fc.property(exactQuestions(3, [1]), (question) => {
        const { outputs, preactivations, gradients } = answer(run, question);
        const layers = jacobians(question, preactivations);
        const g = outputs[0].map((y, i) => y - question.batch.targets[0][i]);
        const v = question.batch.inputs[0].map((__, i) => i - 1);
        const dx = layers.reduceRight((row, J) => pull(row, J), g);
        expect(unsigned([dx])).toEqual(unsigned(gradients.inputs));
        const tangent = layers.reduce((column, J) => push(J, column), v);
        const dot = (a: readonly number[], b: readonly number[]) =>
          a.reduce((sum, entry, i) => sum + entry * b[i], 0) + 0;
        expect(dot(g, tangent)).toBe(dot(gradients.inputs[0], v));
      }),
      { seed: 2 },
    );
  });

  it("knows networks of straight pieces: along a line that crosses no kink the second difference of Y is 0", () => {
    let decided = 0;
    fc.assert(
      fc.property(exactQuestions(3, [1]), (question) => {
        const line = [-1, 0, 1].map((t) => question.batch.inputs[0].map((x, i) => 8 * x + t * (i + 1)));
        const { outputs, preactivations } = answer(
          run,
          withTargets(
            { ...question, batch: { ...question.batch, inputs: line } },
            line.map(() => question.batch.targets[0]),
          ),
        );
        const crosses = preactivations.some((z) =>
          z[0].some((__, j) => new Set(z.map((row) => Math.sign(row[j]))).size > 1),
        );
        fc.pre(!crosses);
        decided += 1;
        outputs[0].forEach((__, j) => expect(outputs[0][j] - 2 * outputs[1][j] + outputs[2][j] + 0).toBe(0));
      }),
      { seed: 3 },
    );
    expect(decided).toBeGreaterThan(50);
  });
});
