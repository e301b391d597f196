import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  defaultConventions,
  type Case,
  type Conventions,
  type FullAnswer,
  type Loss,
} from "../model/index.js";
import { expectWithin, primitive } from "../scalar/testing/rounding.js";
import { backpropagate } from "./index.js";
import { divergenceAt } from "./testing/through.js";

const softmax = { name: "softmax" } as const;
const integers = (length: number, size: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -size, max: size }), { minLength: length, maxLength: length });

describe("softmax under cross-entropy", () => {
  const ask = (logits: number[], target: number[], reduction: Conventions["reduction"] = "mean"): FullAnswer =>
    backpropagate(
      {
        network: { layers: [{ weights: logits.map(() => [0]), biases: logits, activation: softmax }] },
        loss: { name: "cross-entropy" },
        regularizer: null,
        batch: { inputs: [[1], [1]], targets: [target, target] },
      },
      completeConventions({ reduction }),
    );

  it("survives logits of ±1e308", () => {
    const right = ask([1e308, -1e308], [1, 0], "sum");
    expect([right.loss, right.outputs[0], right.gradients.biases[0].map((db) => db + 0)]).toEqual([0, [1, 0], [0, 0]]);
    const wrong = ask([1e308, -1e308], [0, 1], "sum");
    expect([wrong.loss, wrong.gradients.preactivations[0]]).toEqual([
      Infinity,
      [
        [1, -1],
        [1, -1],
      ],
    ]);
  });

  it("still tells the gradient by the output, -d / y, in its share of the batch", () => {
    expect(ask([3, 3], [1, 0], "sum").gradients.activations[0]).toEqual([
      [-2, 0],
      [-2, 0],
    ]);
    expect(ask([3, 3], [1, 0]).gradients.activations[0]).toEqual([
      [-1, 0],
      [-1, 0],
    ]);
    expect(ask([1e308, -1e308], [0, 1]).gradients.activations[0]).toEqual([
      [0, -Infinity],
      [0, -Infinity],
    ]);
  });

  it("has y Σd - d by the logits, for targets of any sum", () => {
    const { preactivations, biases } = ask([3, 3, 3, 3], [1, 2, 0, 1]).gradients;
    expect([preactivations[0], biases[0]]).toEqual([
      [
        [0, -0.5, 0.5, 0],
        [0, -0.5, 0.5, 0],
      ],
      [0, -1, 1, 0],
    ]);
  });

  it("meets no softmax where the last layer is another: then it divides by y", () => {
    const question: Case = {
      network: {
        layers: [
          { weights: [[0], [0]], biases: [1, 1], activation: softmax },
          { weights: [[1, 0]], biases: [0], activation: { name: "identity" } },
        ],
      },
      loss: { name: "cross-entropy" },
      regularizer: null,
      batch: { inputs: [[1]], targets: [[3]] },
    };
    const { loss, gradients } = backpropagate(question, defaultConventions);
    expect([loss, gradients.activations[1], gradients.preactivations[0]]).toEqual([
      -3 * Math.log(0.5),
      [[-6]],
      [[-1.5, 1.5]],
    ]);
  });
});

describe("softmax under the negative logarithm of the sum", () => {
  const loss: Loss = { name: "negative-log-of-sum" };
  const at = (z: number[], d: number[]): ReturnType<typeof divergenceAt> => divergenceAt(softmax, z, loss, d);

  it("of four equal entries is -ln of the mean target, with p - d / Σ d by z and -4 d / Σ d by y", () => {
    const targets = fc.constantFrom<number[]>(
      [1, 0, 0, 0],
      [1, 1, 0, 0],
      [0.5, 1, 0, 0.5],
      [1, 1, 3, 3],
      [2, -1, 0, 3],
    );
    fc.assert(
      fc.property(targets, fc.integer({ min: -900, max: 900 }), (d, s) => {
        const sum = d.reduce((partial, di) => partial + di, 0);
        const { Div, dy, dz } = at([s, s, s, s], d);
        // ln 4 - ln Σd, each as a logarithm of its own
        expectWithin(Div, Math.log(4) - Math.log(sum), 2 * primitive + 2, Math.log(4) + Math.log(sum));
        expect(dz).toEqual(d.map((di) => 0.25 - di / sum + 0));
        expect(dy).toEqual(d.map((di) => (-4 * di) / sum + 0));
      }),
      { seed: 1 },
    );
  });

  it("is cross-entropy for one class: the same Div and dz, bit for bit", () => {
    const classes = fc.integer({ min: 1, max: 5 }).chain((D) => fc.tuple(integers(D, 800), fc.nat(D - 1)));
    fc.assert(
      fc.property(classes, ([z, c]) => {
        const d = z.map((_, i) => (i === c ? 1 : 0));
        const other = divergenceAt(softmax, z, { name: "cross-entropy" }, d);
        const { Div, dz } = at(z, d);
        expect([Div, dz]).toEqual([other.Div, other.dz]);
      }),
      { seed: 2 },
    );
  });

  it("is finite where the targets' probabilities underflow, and shares the gradient among them", () => {
    const one = at([0, -1000], [0, 1]);
    expect([one.Div, one.dz]).toEqual([1000, [1, -1]]);
    const two = at([0, -1000, -1000], [0, 1, 3]);
    expect([two.Div, two.dz]).toEqual([1000 - Math.log1p(3), [1, -0.25, -0.75]]);
  });

  it("keeps its digits under a large common offset, and where the target is all but certain", () => {
    expect(at([1e17, 1e17], [1, 0]).Div).toBe(Math.log1p(1));
    expect(at([40, 0], [1, 0]).Div).toBe(Math.log1p(Math.exp(-40)));
  });

  it("survives ±1e308, where the loss is infinite and its gradient is not", () => {
    const { Div, dz } = at([1e308, -1e308, -1.1e308], [0, 1, 1]);
    expect([Div, dz]).toEqual([Infinity, [1, -1, 0]]);
  });

  it("without any target is infinite, with NaN for gradients", () => {
    expect(at([1, 2], [0, 0])).toEqual({ Div: Infinity, dy: [NaN, NaN], dz: [NaN, NaN] });
  });

  it("passes NaN on", () => {
    expect(at([1, NaN], [1, 0])).toEqual({ Div: NaN, dy: [NaN, NaN], dz: [NaN, NaN] });
  });
});

describe("pairs without a joint form", () => {
  it("go through y", () => {
    const { dy, dz } = divergenceAt({ name: "logistic" }, [0], { name: "negative-log-of-sum" }, [3]);
    expect([dy, dz]).toEqual([[-2], [-0.5]]);
    const other = divergenceAt(softmax, [0, 0], { name: "binary-cross-entropy" }, [1, 0]);
    // dy = -2, 2; dz_i = ½ (dy_i - mean(dy))
    expect([other.dy, other.dz]).toEqual([
      [-2, 2],
      [-1, 1],
    ]);
  });
});
