import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, ShapeError, type Activation } from "../model/index.js";
import { backpropagate } from "../scalar/index.js";
import { argmax, oneHot, signDecision, stepDecision } from "./index.js";

/** What a layer of the activation gives for the pre-activations z. */
function outputs(z: readonly number[], activation: Activation): readonly number[] {
  const layer = { weights: z.map((value) => [value]), biases: z.map(() => 0), activation };
  const batch = { inputs: [[1]], targets: [oneHot(1, z.length)] };
  const question = { network: { layers: [layer] }, loss: { name: "squared-error" } as const, regularizer: null, batch };
  return backpropagate(question, defaultConventions).outputs[0];
}
const softmax = (scores: readonly number[]): readonly number[] => outputs(scores, { name: "softmax" });

const scores = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -2000, max: 2000 })), {
  minLength: 1,
  maxLength: 6,
});
const vectors = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), { maxLength: 4 });

describe("argmax", () => {
  it("is the first class whose score no other exceeds", () => {
    fc.assert(
      fc.property(scores, (s) => {
        const best = argmax(s);
        expect(s.every((score) => score <= s[best - 1])).toBe(true);
        expect(s.slice(0, best - 1).every((score) => score < s[best - 1])).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it("decides alike on integer scores and on their probabilities, ties included", () => {
    fc.assert(
      fc.property(scores, (s) => {
        expect(argmax(softmax(s))).toBe(argmax(s));
      }),
      { seed: 2 },
    );
  });

  it("loses, where probabilities underflow, the order behind the best class and not the best class", () => {
    const s = [-900, -800, 0];
    const p = softmax(s);
    expect(p).toEqual([0, 0, 1]);
    expect([argmax(s), argmax(p)]).toEqual([3, 3]);
    expect([argmax(s.slice(0, 2)), argmax(p.slice(0, 2))]).toEqual([2, 1]);
  });

  it("may differ where scores that differ round to the same probability: the first is taken", () => {
    const s = [0, 2 ** -60];
    expect(softmax(s)).toEqual([0.5, 0.5]);
    expect([argmax(s), argmax(softmax(s))]).toEqual([2, 1]);
  });

  it("takes infinities, and the first of equal ones, for what they are", () => {
    expect(argmax([-Infinity, 1, Infinity, Infinity])).toBe(3);
    expect(argmax([-Infinity, -Infinity])).toBe(1);
    expect(argmax([-0, 0])).toBe(1);
  });

  it("refuses no values, and NaN", () => {
    expect(() => argmax([])).toThrow(new RangeError("there is no largest of no values"));
    expect(() => argmax([1, NaN])).toThrow("there is no largest value where one is NaN: 1, NaN");
  });
});

describe("one-hot targets", () => {
  it("hold a single 1, at the label", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), (C, draw) => {
        const label = 1 + (draw % C);
        const y = oneHot(label, C);
        expect(y).toHaveLength(C);
        expect(argmax(y)).toBe(label);
        expect([...y].sort()).toEqual([...new Array<number>(C - 1).fill(0), 1]);
      }),
      { seed: 3 },
    );
  });

  it.each([0, 4, 1.5, NaN, -1])("do not exist for class %s of 3", (label) => {
    expect(() => oneHot(label, 3)).toThrow(new RangeError(`there is no class ${label} among 3`));
  });
});

describe("the binary decisions", () => {
  it("draw the same boundary, by sign and by unit step", () => {
    fc.assert(
      fc.property(vectors, fc.integer({ min: -5, max: 5 }), (pairs, b) => {
        const [w, x] = [pairs.map(([weight]) => weight), pairs.map(([, input]) => input)];
        const z = pairs.reduce((sum, [weight, input]) => sum + weight * input, b);
        expect(stepDecision(w, b, x)).toBe(z > 0 ? 1 : 0);
        expect(signDecision(w, b, x)).toBe(2 * stepDecision(w, b, x) - 1);
        // b as the weight of a constant input
        expect(stepDecision([b, ...w], 0, [1, ...x])).toBe(stepDecision(w, b, x));
      }),
      { seed: 4 },
    );
  });

  it("are those of a logistic neuron with the threshold 1/2, for integer scores", () => {
    fc.assert(
      fc.property(fc.integer({ min: -800, max: 800 }), (z) => {
        const [y] = outputs([z], { name: "logistic" });
        expect(stepDecision([1], 0, [z])).toBe(y > 0.5 ? 1 : 0);
      }),
      { seed: 5 },
    );
  });

  it("part from the logistic neuron where its output rounds to 1/2", () => {
    expect(outputs([2 ** -60], { name: "logistic" })).toEqual([0.5]);
    expect(stepDecision([1], 0, [2 ** -60])).toBe(1);
  });

  it("are 0 and -1 on the boundary itself", () => {
    expect([stepDecision([2, -1], 0, [1, 2]), signDecision([2, -1], 0, [1, 2])]).toEqual([0, -1]);
  });

  it("refuse vectors of different length, and scores that are NaN", () => {
    expect(() => signDecision([1], 0, [1, 2])).toThrow(ShapeError);
    expect(() => stepDecision([Infinity], 0, [0])).toThrow("there is no decision on a score that is NaN");
  });
});
