/** The chain rule through whole layers, whose Jacobians need not be square. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeConventions, defaultConventions, outputsOf, type Activation, type Case } from "../model/index.js";
import { backpropagate } from "./index.js";
import {
  affine,
  chain,
  identity,
  inputs,
  ofActivation,
  outputs,
  pull,
  push,
  toMatrix,
  type Jacobian,
} from "./jacobian.js";
import { toRows } from "./matrix.js";
import { sampleOf, squaresAndSum } from "./testing/samples.js";

const kinks = defaultConventions.derivativeAtKink;
const vector = (length: number) => fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length });
const matrix = (rows: number, cols: number) => fc.array(vector(cols), { minLength: rows, maxLength: rows });

/** 0 and -0 are the same entry here. */
const unsigned = (entries: readonly number[]): number[] => entries.map((entry) => entry + 0);

describe("the Jacobians of a network's layers", () => {
  const activations: fc.Arbitrary<Activation> = fc.constantFrom(
    ...["maxout", "linear-map", "polynomial", "own", "identity", "relu"].map((name) => sampleOf(name as "own", 3)),
  );
  /** Three pre-activations in layer 1, which has M outputs, and two in layer 2. */
  const questions = activations.chain((activation) =>
    fc.record({
      network: fc.record({
        layers: fc.tuple(
          fc.record({ weights: matrix(3, 2), biases: vector(3), activation: fc.constant(activation) }),
          fc.record({
            weights: matrix(2, outputsOf({ activation, weights: [], biases: [0, 0, 0] })),
            biases: vector(2),
            activation: fc.constant<Activation>({ name: "linear-map", matrix: [[1, -2]] }),
          }),
        ),
      }),
      loss: fc.constant<Case["loss"]>({ name: "squared-error" }),
      regularizer: fc.constant(null),
      batch: fc.record({ inputs: matrix(1, 2), targets: matrix(1, 1) }),
    }),
  );

  /** ∂z^(k)/∂y^(k-1) and ∂y^(k)/∂z^(k) from the input up. */
  const linksOf = (question: Case): Jacobian[] => {
    const { preactivations } = backpropagate(question, defaultConventions);
    return question.network.layers.flatMap(({ weights, activation }, position) => [
      affine(weights),
      ofActivation(activation, preactivations[position][0], kinks),
    ]);
  };

  it("multiply, outer first, to the derivative of the output by the input, with M and D apart", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { gradients } = backpropagate(question, defaultConventions);
        const whole = linksOf(question).reduce((inner, outer) => chain(outer, inner));
        expect([outputs(whole), inputs(whole)]).toEqual([1, 2]);
        // integers throughout, so that no order of the products rounds
        expect(unsigned(pull(gradients.activations[1][0], whole))).toEqual(unsigned(gradients.inputs[0]));
      }),
      { seed: 1 },
    );
  });

  it("do not multiply in the other order, where M and D tell the two apart", () => {
    const J = ofActivation(squaresAndSum, [1, 2], kinks);
    const W = affine([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(toRows(toMatrix(chain(W, J)))).toEqual([
      [2 + 3, 2 * 4 + 3],
      [4 * 2 + 6, 5 * 4 + 6],
    ]);
    expect(toRows(toMatrix(chain(J, W)))).toHaveLength(3);
    expect(() => chain(J, affine([[1, 2, 3]]))).toThrow("the inner Jacobian must have shape [2][any]");
    const maxout = ofActivation({ name: "maxout", pieces: 2 }, [1, 2, 3, 4], kinks);
    expect(() => chain(maxout, J)).toThrow(
      "the inner Jacobian must have shape [4][any] (outputs × inputs), got [3][2]",
    );
    expect(() => chain(J, chain(maxout, identity(4)))).not.toThrow();
    expect(() => chain(maxout, maxout)).toThrow("got [2][4]");
    expect(() => pull([1, 2], J)).toThrow("the gradient must have shape [3], got [2]");
    expect(() => push(J, [1, 2, 3])).toThrow("the change must have shape [2], got [3]");
  });

  it("are taken under the kinks that they are given, not under the defaults", () => {
    const { derivativeAtKink } = completeConventions({ derivativeAtKink: { relu: 0.5 } });
    expect(ofActivation({ name: "relu" }, [0], derivativeAtKink)).toEqual({ form: "diagonal", entries: [0.5] });
  });
});

describe("a chain", () => {
  const diagonal = (entries: readonly number[]): Jacobian => ({ form: "diagonal", entries });

  it("with the identity on either side is the other one itself", () => {
    for (const J of [diagonal([2, 3]), ofActivation({ name: "softmax" }, [1, 2], kinks)]) {
      expect(chain(identity(2), J)).toBe(J);
      expect(chain(J, identity(2))).toBe(J);
    }
  });

  it("of diagonals is diagonal, its entries the products", () => {
    fc.assert(
      fc.property(vector(3), vector(3), (outer, inner) => {
        const product = chain(diagonal(outer), diagonal(inner));
        expect(product).toEqual(diagonal(outer.map((entry, i) => entry * inner[i])));
      }),
      { seed: 3 },
    );
  });
});
