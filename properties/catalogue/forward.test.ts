/** FWD, and what else the lecture says about the way from input to output: LOS-05, REP-02. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { depth, layerOf, type Case } from "../../src/model/index.js";
import { gamma } from "../../src/scalar/testing/rounding.js";
import { parameterCount } from "../../src/training/index.js";
import { ofActivation, toMatrix } from "../../src/vectorized/jacobian.js";
import { toRows } from "../../src/vectorized/matrix.js";
import { defaultConventions, type Activation } from "../../src/model/index.js";
import { answer, exactQuestions, implementations, layer, questionOf, unsigned } from "./testing/questions.js";

const one = exactQuestions(4, [1]);
const kinks = defaultConventions.derivativeAtKink;

/** f by its definition, for the activations of `exactActivation`. */
function f(activation: Activation, z: number): number {
  if (activation.name === "identity" || z > 0) return z;
  if (activation.name === "leaky-relu") return activation.slope * z;
  return activation.name === "relu" ? 0 : -z;
}

/** f_N(W_N f_{N-1}(… f_1(W_1 x + b_1) …) + b_N), from the outside in. */
function nested({ network, batch }: Case, k: number): number[] {
  if (k === 0) return [...batch.inputs[0]];
  const below = nested({ network, batch } as Case, k - 1);
  const { weights, biases, activation } = layerOf(network, k);
  return weights.map((row, j) =>
    f(
      activation,
      row.reduce((sum, w, i) => sum + w * below[i], biases[j]),
    ),
  );
}

describe.each(implementations)("the forward pass: %s", (_, run) => {
  it("is the layers one after another, each a network of its own", () => {
    fc.assert(
      fc.property(exactQuestions(4), (question) => {
        let below = question.batch.inputs;
        for (const each of question.network.layers) below = answer(run, questionOf([each], below)).outputs;
        expect(answer(run, question).outputs).toEqual(below);
      }),
      { seed: 1 },
    );
  });

  it("is the nested closed form, and the loss is the divergence of that form", () => {
    fc.assert(
      fc.property(one, (question) => {
        const Y = nested(question, depth(question.network));
        const { outputs, loss } = answer(run, question);
        expect(unsigned(outputs)).toEqual(unsigned([Y]));
        expect(loss).toBe(Y.reduce((sum, y, i) => sum + (y - question.batch.targets[0][i]) ** 2, 0) / 2);
      }),
      { seed: 2 },
    );
  });

  it("of the 3-3-1 network with 16 parameters is the lecture's unrolled formulas", () => {
    const [x1, x2, x3] = [2, -1, 3];
    const W = [
      [1, -2, 0],
      [3, 1, -1],
      [-1, 4, 2],
    ];
    const b = [1, 0, -2];
    const [v, c] = [[2, -1, 4], 5];
    const question = questionOf([layer(W, b, "absolute-value"), layer([v], [c], "relu")], [[x1, x2, x3]]);
    expect(parameterCount(question.network)).toBe(16);
    const a1 = Math.abs(1 * x1 + -2 * x2 + 0 * x3 + 1);
    const a2 = Math.abs(3 * x1 + 1 * x2 + -1 * x3 + 0);
    const a3 = Math.abs(-1 * x1 + 4 * x2 + 2 * x3 + -2);
    const h = Math.max(0, 2 * a1 + -1 * a2 + 4 * a3 + 5);
    expect(answer(run, question).activations).toEqual([[[a1, a2, a3]], [[h]]]);
    expect([a1, a2, a3, h]).toEqual([5, 2, 2, 21]);
    // The compressed form as printed (003 L190) feeds x to every layer.
    expect(Math.max(0, 2 * x1 + -1 * x2 + 4 * x3 + 5)).not.toBe(h);
  });

  it("of a softmax classifier is z = W x, s = z + b, p = softmax(s)", () => {
    // s = (3, 3, 3, 3), so p is exact
    const question = questionOf(
      [
        layer(
          [
            [1, 1],
            [2, 0],
            [0, 4],
            [-1, 2],
          ],
          [1, 1, -1, 2],
          "softmax",
        ),
      ],
      [[1, 1]],
    );
    const { preactivations, outputs } = answer(run, question);
    expect([preactivations[0], outputs]).toEqual([[[3, 3, 3, 3]], [[0.25, 0.25, 0.25, 0.25]]]);
  });

  it("of a layer written without bias is that of a layer with bias 0", () => {
    expect(
      answer(
        run,
        questionOf(
          [
            layer(
              [
                [2, -3],
                [1, 4],
              ],
              [0, 0],
              "relu",
            ),
          ],
          [[5, 1]],
        ),
      ).outputs,
    ).toEqual([[7, 9]]);
  });

  it("with an identity head is its last z, of any size", () => {
    const { outputs, preactivations } = answer(run, questionOf([layer([[2 ** 100]], [0])], [[3]]));
    expect(outputs).toEqual([[3 * 2 ** 100]]);
    expect(outputs).toEqual(preactivations[0]);
  });

  it("with a softmax head is positive, adds up to 1, and follows its logits when they change places", () => {
    const logits = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 6 });
    const softmax = (z: readonly number[]): readonly number[] =>
      answer(
        run,
        questionOf(
          [
            layer(
              z.map(() => [0]),
              z,
              "softmax",
            ),
          ],
          [[0]],
        ),
      ).outputs[0];
    fc.assert(
      fc.property(logits, (z) => {
        const [y, reversed] = [softmax(z), softmax([...z].reverse())];
        // the same exponentials, added in another order, then divided: each sum and each division rounds
        const bound = gamma(2 * z.length + 2);
        y.forEach((p, i) => expect(Math.abs(p - reversed[z.length - 1 - i])).toBeLessThanOrEqual(bound * p));
        expect(y.every((p) => p > 0)).toBe(true);
        expect(Math.abs(y.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThanOrEqual(gamma(2 * z.length + 2));
        z.forEach((a, i) => z.forEach((b, j) => expect(Math.sign(y[i] - y[j])).toBe(Math.sign(a - b))));
      }),
      { seed: 3 },
    );
  });

  it("of one wide hidden layer under a head without bias is F(x) = Σ α_i σ(w_iᵀ x + b_i)", () => {
    // steep logistic units: 0, 1/2 or 1 to the last bit
    const network = [layer([[4096], [4096], [-8192]], [0, -4096, 4096], "logistic"), layer([[2, 3, -5]], [0])];
    const F = (x: number): number => answer(run, questionOf(network, [[x]])).outputs[0][0];
    expect([-1, 0, 0.5, 1, 2].map(F)).toEqual([-5, 2 * 0.5 - 5, 2 - 5 * 0.5, 2 + 3 * 0.5, 2 + 3]);
  });
});

describe("the head", () => {
  it("of a regression has the unit matrix for its Jacobian", () => {
    expect(toRows(toMatrix(ofActivation({ name: "identity" }, [5, -7], kinks)))).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});
