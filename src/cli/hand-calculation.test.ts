import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases, ordinaryRegime } from "../../properties/arbitraries/cases.js";
import {
  completeConventions,
  everything,
  entriesOf,
  placeOf,
  quantities,
  type Case,
  type Conventions,
  type Activation,
  type Loss,
  type Description,
  type OwnActivation,
} from "../model/index.js";
import type { Mismatch } from "../compare/index.js";
import { backpropagate } from "../scalar/index.js";
import { handCalculation, numbersIn, stepsTo } from "./hand-calculation/index.js";
import { sheetOf } from "./hand-calculation/sheet.js";
import { stepText, type Step } from "./hand-calculation/step.js";
import { gradproof } from "./testing/terminal.js";

const description: Description = { implementation: { name: "x" }, precision: "f64", supports: everything };

const conventionsDrawn: readonly Conventions[] = [
  completeConventions(),
  completeConventions({ reduction: "sum", squaredError: "full", l2: "full" }),
  completeConventions({ derivativeAtKink: { relu: 0.5, maxout: "split", "multiclass-hinge": 1 }, unitStepAtZero: 0 }),
];

/** What a written expression comes to; undefined for one in words. */
function calculated(text: string): number | undefined {
  if (/[a-z]'|entry/.test(text)) return undefined;
  const decimal = String.raw`\(?-?[\d.]+(?:e[+-]?\d+)?\)?`;
  const script = text
    .replaceAll("·", "*")
    .replaceAll("½", "0.5")
    .replaceAll("²", "**2")
    .replaceAll(new RegExp(String.raw`\be\^(${decimal})`, "g"), "Math.exp($1)")
    .replaceAll("^", "**")
    .replaceAll(new RegExp(String.raw`\bln (${decimal})`, "g"), "Math.log($1)")
    .replaceAll("ln(", "Math.log(")
    .replaceAll("√", "Math.sqrt")
    .replaceAll(/\b(tanh|max|min)\(/g, "Math.$1(")
    .replaceAll(/\|(.*)\|/g, "Math.abs($1)");
  return Function(`return ${script}`)() as number;
}

function expectRight(step: Step): void {
  for (const { text } of step.right) {
    const value = calculated(text);
    if (value === undefined || !Number.isFinite(step.value)) continue;
    // Six digits of each number stand there.
    expect(Math.abs(value - step.value), `${stepText(step)}: ${value}`).toBeLessThan(1e-3 * (1 + Math.abs(step.value)));
  }
}

describe("a calculation by hand", () => {
  it.each(conventionsDrawn)(
    "calculated anew, gives the numbers that stand there, and ends in the entry: %j",
    (conventions) => {
      fc.assert(
        fc.property(cases(description), fc.nat(99), (question, drawn) => {
          const sheet = sheetOf(question, conventions);
          const answer = backpropagate(question, conventions);
          for (const quantity of quantities) {
            const entries = entriesOf(question, answer, quantity) ?? [];
            const position = drawn % entries.length;
            const entry = entries[position] ?? NaN;
            const steps = stepsTo(sheet, placeOf(question, quantity, position));
            steps.forEach(expectRight);
            const last = steps[steps.length - 1]?.value ?? NaN;
            expect(Math.abs(last - entry)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(entry)));
          }
        }),
        { seed: 5, numRuns: 50 },
      );
    },
  );
});

describe("a calculation by hand in saturation", () => {
  const far = (activation: Activation, loss: Loss, z: readonly number[], target: readonly number[]): Case => ({
    network: { layers: [{ weights: z.map((zi) => [zi]), biases: z.map(() => 0), activation }] },
    loss,
    regularizer: null,
    batch: { inputs: [[1]], targets: [target] },
  });
  it.each<[Case, string]>([
    [far({ name: "softmax" }, { name: "cross-entropy" }, [800, 0], [0, 1]), "(ln("],
    [far({ name: "softmax" }, { name: "negative-log-of-sum" }, [800, 0], [0, 0.5]), "ln("],
    [far({ name: "logistic" }, { name: "binary-cross-entropy" }, [800, -800], [0, 0.5]), "max(0, 800)"],
    [far({ name: "softplus" }, { name: "cross-entropy" }, [-800, 0], [1, 1]), "Infinity"],
  ])("takes the divergence from z where y has none: %j", (question, text) => {
    const sheet = sheetOf(question, completeConventions());
    const [step] = stepsTo(sheet, { quantity: "loss", index: [] }).filter(({ name }) => name.startsWith("Div"));
    expect(step?.right.map((part) => part.text).join(" = ")).toContain(text);
  });

  it.each<Loss["name"]>(["cross-entropy", "negative-log-of-sum", "binary-cross-entropy", "multiclass-hinge"])(
    "writes %s with the numbers that stand there",
    (name) => {
      const supports = { ...everything, losses: [name as Exclude<Loss["name"], "own">] };
      fc.assert(
        fc.property(cases({ ...description, supports }, { ...ordinaryRegime, maxLayers: 1 }), (question) => {
          const sheet = sheetOf(question, completeConventions());
          for (const quantity of ["loss", "gradients.activations", "gradients.preactivations"] as const)
            stepsTo(sheet, placeOf(question, quantity, 0)).forEach(expectRight);
        }),
        { seed: 6, numRuns: 25 },
      );
    },
  );
});

const neuron: Case = {
  network: { layers: [{ weights: [[0.5]], biases: [1], activation: { name: "relu" } }] },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: [[2]], targets: [[1]] },
};

/** The lines for one wrong entry, blanks made one. */
function printed(question: Case, wrong: Partial<Mismatch>): string[] {
  const mismatch: Mismatch = {
    quantity: "gradients.weights",
    layer: 1,
    index: [1, 1],
    got: 1,
    exact: "2",
    range: [-100, 100],
    factor: Infinity,
    ...wrong,
  };
  const lines = handCalculation({ case: question, mismatches: [mismatch] }, undefined);
  return lines.map((line) => line.replaceAll(/ +/g, " "));
}

describe("what is printed", () => {
  it("are the steps to the wrong entry, with their equations, and what came in its place", () => {
    expect(printed(neuron, {})).toEqual([
      "z = 0.5 · 2 + 1 = 2 (affine)",
      "y = max(0, 2) = 2 (relu)",
      "dy = 2 - 1 = 1 (squared-error-gradient)",
      "dz = f'(2) · 1 = 1 · 1 = 1 (preactivation-gradient, relu-derivative)",
      "dw = 2 · 1 = 2 (weight-gradient)",
      "the answer has 1 here, not 2",
    ]);
  });

  it("names examples, layers and units where there are several", () => {
    const question: Case = {
      network: {
        layers: [
          { weights: [[1], [-1]], biases: [0, 1], activation: { name: "identity" } },
          { weights: [[1, 2]], biases: [0], activation: { name: "identity" } },
        ],
      },
      loss: { name: "squared-error" },
      regularizer: { name: "l2", lambda: 0.5 },
      batch: { inputs: [[1], [2]], targets: [[0], [0]] },
    };
    const lines = printed(question, { layer: 2, index: [1, 2], got: 0 });
    expect(lines.slice(0, 4)).toEqual([
      "example 1",
      " z_1^(1) = 1 · 1 + 0 = 1 (affine)",
      " z_2^(1) = -1 · 1 + 1 = 0 (affine)",
      " y_1^(1) = 1 (identity)",
    ]);
    expect(lines.slice(-4)).toEqual([
      " dw_21^(2) = -1 · 0 = 0 (weight-gradient)",
      "the batch",
      " ∂Loss/∂w_21^(2) = (0 + 0) / 2 + 0.5 · 2 = 1 (batch-gradient, l2-gradient)",
      "the answer has 0 here, not 1",
    ]);
  });

  it("says ≈ of numbers that do not stand there in full, and tells late differences apart", () => {
    const layers = [{ weights: [[1]], biases: [0], activation: { name: "tanh" } as const }];
    const [, y, verdict] = printed(
      { ...neuron, network: { layers } },
      { quantity: "activations", got: 0.9640275800758 },
    );
    expect(y).toBe("y = tanh(2) ≈ 0.964028 (tanh)");
    expect(verdict).toMatch(/^the answer has 0\.9640275800758 here, not 0\.964027580075816/);
  });

  it("calls a user's own functions by their names", () => {
    const own: OwnActivation = {
      name: "own",
      id: "double",
      value: (arithmetic, z) => z.map((x) => arithmetic.add(x, x)),
      gradient: (arithmetic, _, dy) => dy.map((x) => arithmetic.add(x, x)),
    };
    const lines = printed(
      { ...neuron, network: { layers: [{ weights: [[0.5]], biases: [1], activation: own }] } },
      { quantity: "gradients.preactivations" },
    );
    expect(lines).toEqual([
      "z = 0.5 · 2 + 1 = 2 (affine)",
      "y = entry 1 of double([2]) = 4 (own-activation)",
      "dy = 4 - 1 = 3 (squared-error-gradient)",
      "dz = entry 1 of the gradient of double([2]) with dy = [3] = 6 (own-activation)",
      "the answer has 1 here, not 6",
    ]);
  });

  it("is nothing without a wrong entry, where the calculation ends elsewhere, and for a case that is too large", () => {
    expect(handCalculation({ case: neuron, mismatches: [], message: "the subject failed" }, undefined)).toEqual([]);
    // A law between answers demands 5, for the sake of another answer.
    expect(printed(neuron, { range: [5, 5] })).toEqual([]);
    const inputs = Array.from({ length: 19 }, () => [2]);
    const large = { ...neuron, batch: { inputs, targets: inputs } };
    expect(numbersIn(large)).toBe(40);
    expect(printed(large, {})).toEqual([
      expect.stringMatching(/^left out: it takes \d+ lines to the gradient by the weight of layer 1, unit 1, input 1$/),
    ]);
    expect(printed({ ...large, regularizer: { name: "l2", lambda: 1 } }, {})).toEqual([]);
  });
});

describe("the report of a violation", () => {
  it("shows the calculation below the smallest case, and no line is too long", async () => {
    const argv = ["gate", "--mutant", "backward/output-gradient-sign", "--property", "backward/weights"];
    const { stdout } = await gradproof([...argv, "--runs", "20", "--seed", "1"]);
    expect(stdout).toMatch(/^ {2}by hand\n( {4}.+\n)+ {4}the answer has \S+ here, not \S+\n {2}replay /m);
    const lines = stdout.split("\n").filter((line) => !line.includes("--replay"));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
