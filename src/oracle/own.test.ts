import { describe, expect, it } from "vitest";
import { defaultConventions, precisions, type Case, type OwnActivation, type OwnDivergence } from "../model/index.js";
import { Balls } from "./ball.js";
import { toDouble } from "./radius.js";
import { ballArithmetic } from "./own.js";
import { certify } from "./reference.js";
import { wideningOf } from "./widening.js";

/** y = (z_1², z_1 z_2): another number of outputs than of pre-activations, once there is one of these. */
const products: OwnActivation = {
  name: "own",
  id: "products",
  outputs: (D) => 2 * D - 2,
  value: (a, [p, q]) => [a.multiply(p, p), a.multiply(p, q)],
  gradient: (a, [p, q], [d, e]) => [
    a.add(a.multiply(a.multiply(a.constant(2), p), d), a.multiply(q, e)),
    a.multiply(p, e),
  ],
};

/** Div = Σ (y - d)⁴ */
const fourth: OwnDivergence = {
  name: "own",
  id: "fourth",
  value: (a, y, d) =>
    y
      .map((yi, i) => a.subtract(yi, d[i]))
      .map((r) => a.multiply(a.multiply(r, r), a.multiply(r, r)))
      .reduce((sum, term) => a.add(sum, term)),
  gradient: (a, y, d) =>
    y.map((yi, i) => {
      const r = a.subtract(yi, d[i]);
      return a.multiply(a.constant(4), a.multiply(r, a.multiply(r, r)));
    }),
};

function question(activation: OwnActivation, loss: OwnDivergence): Case {
  return {
    network: { layers: [{ weights: [[1, 0], [0, 1]], biases: [0, 0], activation }] }, // prettier-ignore
    loss,
    regularizer: null,
    batch: { inputs: [[3, -2]], targets: [[8, -5]] },
  };
}

describe("own functions on balls", () => {
  it("are exact where every operation is", () => {
    const reference = certify(question(products, fourth), defaultConventions, "f64");
    const quantities = ["outputs", "loss", "gradients.activations", "gradients.preactivations"] as const;
    expect(quantities.map((quantity) => reference.ranges(quantity).exact)).toEqual([[9, -6], [2], [4, -4], [32, -12]]);
    expect(quantities.flatMap((quantity) => reference.ranges(quantity).radius)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it("grant a constant the rounding to the format", () => {
    const inF32 = ballArithmetic(new Balls(30, wideningOf(precisions.f32)));
    expect(inF32.constant(0.5).radius).toBe(0);
    expect(toDouble(inF32.constant(0.1).radius)).toBeCloseTo(0.1 * 2 ** -24, 20);
  });

  it.each<[string, Case, string]>([
    [
      "too few outputs",
      question({ ...products, value: (_, z) => [z[0]] }, fourth),
      "value of products must have shape [2], got [1]",
    ],
    [
      "too long a gradient",
      question({ ...products, gradient: (_, z, dy) => [...z, ...dy] }, fourth),
      "gradient of products must have shape [2], got [4]",
    ],
    [
      "no derivative by an output",
      question(products, { ...fourth, gradient: () => [] }),
      "gradient of fourth must have shape [2], got [0]",
    ],
  ])("with %s are refused", (_, asked, message) => {
    expect(() => certify(asked, defaultConventions, "f64")).toThrow(message);
  });
});
