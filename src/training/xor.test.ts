import { describe, expect, it } from "vitest";
import { defaultConventions, type Activation, type Batch, type Case, type Layer } from "../model/index.js";
import { backpropagate } from "../scalar/index.js";
import { stepDecision, vectorDescent, withBiases, type Trained } from "./index.js";

const inputs = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const gate = (...outputs: number[]): Batch => ({ inputs, targets: outputs.map((output) => [output]) });
const xor = gate(0, 1, 1, 0);

const classes = ({ targets }: Batch): number[] => targets.flat();

/** A network trained on XOR under squared error, all biases 0.1 at first. */
function train(
  layers: Omit<Layer, "biases">[],
  learningRate: number,
  threshold: number,
): Trained & { decisions: number[] } {
  const blank = { layers: layers.map((layer) => ({ ...layer, biases: layer.weights.map(() => 0) })) };
  const question: Case = {
    network: withBiases(blank),
    loss: { name: "squared-error" },
    regularizer: null,
    batch: xor,
  };
  const trained = vectorDescent({ question, backpropagate, learningRate, threshold, maximumSteps: 5000 });
  const { outputs } = backpropagate({ ...question, network: trained.network }, defaultConventions);
  // an output above 1/2 is class 1
  return { ...trained, decisions: outputs.map((y) => stepDecision([1], -0.5, y)) };
}

const hidden = (name: "relu" | "tanh" | "logistic"): Omit<Layer, "biases"> => ({
  weights: [
    [0.5, -0.25],
    [-0.75, 0.5],
  ],
  activation: { name },
});
const head = (name: "identity" | "logistic"): Omit<Layer, "biases"> => ({
  weights: [[0.25, 0.5]],
  activation: { name },
});

describe("XOR", () => {
  it.each([
    ["relu", "identity", 0.25],
    ["tanh", "identity", 0.25],
    ["logistic", "logistic", 4],
  ] as const)("is learnt by a 2-2-1 network of %s and %s units", (below, above, eta) => {
    const { stopped, decisions } = train([hidden(below), head(above)], eta, 2 ** -20);
    expect([stopped, decisions]).toEqual(["converged", classes(xor)]);
  });

  it("is not learnt where a plateau is taken for convergence", () => {
    const { stopped, decisions } = train([hidden("logistic"), head("logistic")], 4, 2 ** -8);
    expect(stopped).toBe("converged");
    expect(decisions).not.toEqual(classes(xor));
  });

  /** The networks of one threshold unit with integer weights and bias up to 5 that decide all four inputs as the gate does. */
  function units({ targets }: Batch): number[][] {
    const range = Array.from({ length: 11 }, (_, n) => n - 5);
    const all = range.flatMap((w1) => range.flatMap((w2) => range.map((b) => [w1, w2, b])));
    return all.filter(([w1, w2, b]) => inputs.every((x, t) => stepDecision([w1, w2], b, x) === targets[t][0]));
  }

  // Nor by any other weights: w·x + b would have to be ≤ 0 at (0,0) and (1,1) and > 0 at (0,1) and (1,0). The first two
  // add up to w1 + w2 + 2b ≤ 0, the other two to w1 + w2 + 2b > 0. The activation is monotone, so logistic, tanh and relu
  // units with a threshold on their output draw such a line too.
  it("is decided by no single unit, while the linearly separable gates are", () => {
    expect(units(xor)).toEqual([]);
    expect(units(gate(1, 0, 0, 1))).toEqual([]);
    for (const separable of [
      gate(0, 0, 0, 1),
      gate(0, 1, 1, 1),
      gate(1, 1, 1, 0),
      gate(0, 1, 0, 0),
      gate(1, 1, 1, 1),
    ]) {
      expect(units(separable).length).toBeGreaterThan(0);
    }
  });

  it.each<Activation["name"]>(["logistic", "tanh", "relu", "identity"])("is not learnt by one %s unit", (name) => {
    const unit = { weights: [[0.5, 0.25]], activation: { name } as Activation };
    expect(train([unit], 0.25, 2 ** -20).decisions).not.toEqual(classes(xor));
  });
});
