import { describe, expect, it } from "vitest";
import type { Case } from "./case.js";
import { ShapeError } from "./errors.js";
import type { Layer } from "./network.js";
import { checkCase } from "./shapes.js";

const first: Layer = {
  weights: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  biases: [7, 8],
  activation: { name: "relu" },
};
const second: Layer = { weights: [[9, 10]], biases: [11], activation: { name: "identity" } };
const good: Case = {
  network: { layers: [first, second] },
  loss: { name: "squared-error" },
  regularizer: { name: "l2", lambda: 0 },
  batch: {
    inputs: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    targets: [[0], [1]],
  },
};

const withLayers = (...layers: unknown[]): Case => ({ ...good, network: { layers: layers as Layer[] } });
const withFirst = (part: object): Case => withLayers({ ...first, ...part }, second);
const withSecond = (part: object): Case => withLayers(first, { ...second, ...part });
const withBatch = (batch: unknown): Case => ({
  ...good,
  batch: { ...good.batch, ...(batch as Partial<Case["batch"]>) },
});

function faultOf(question: Case): ShapeError {
  try {
    checkCase(question);
  } catch (error) {
    if (error instanceof ShapeError) return error;
    throw error;
  }
  throw new Error("the case was accepted");
}

describe("a case that fits together", () => {
  it("is accepted, with and without a regularizer", () => {
    expect(() => checkCase(good)).not.toThrow();
    expect(() => checkCase({ ...good, regularizer: null })).not.toThrow();
  });

  it("may hold NaN and the infinities, which are numbers", () => {
    expect(() =>
      checkCase(
        withBatch({
          inputs: [
            [NaN, Infinity, -Infinity],
            [4, 5, 6],
          ],
        }),
      ),
    ).not.toThrow();
  });
});

describe("a case with a wrong shape", () => {
  it("is refused in a sentence that says where, what, what was expected and what came", () => {
    const fault = faultOf(withSecond({ weights: [[9], [10]] }));
    expect(fault.message).toBe(
      "layer 2: weights must have shape [1][2] (units × inputs), got [2][1]; see spec/conventions.md",
    );
    const { name, layer, what, expected, got } = fault;
    expect([name, layer, what, expected, got]).toEqual([
      "ShapeError",
      2,
      "weights",
      "[1][2] (units × inputs)",
      "[2][1]",
    ]);
  });

  it.each([
    [
      "transposed weights",
      withFirst({
        weights: [
          [1, 4],
          [2, 5],
          [3, 6],
        ],
      }),
      "layer 1: weights must have shape [2][2]",
    ],
    [
      "a missing row of weights",
      withFirst({ weights: [[1, 2, 3]] }),
      "must have shape [2][3] (units × inputs), got [1][3]",
    ],
    ["ragged weights", withSecond({ weights: [[9, 10], [1]] }), "got [2] of ragged rows ([2], [1])"],
    ["biases in rows", withSecond({ biases: [[11]] }), "layer 2: biases must have shape [1] (units), got [1][1]"],
    [
      "a string as bias",
      withSecond({ biases: ["11"] }),
      "layer 2: biases must have shape [1] (units), got [1] holding a string",
    ],
    [
      "short inputs",
      withBatch({
        inputs: [
          [1, 2],
          [3, 4],
        ],
      }),
      "inputs must have shape [2][3] (examples × inputs), got [2][2]",
    ],
    [
      "inputs without rows",
      withBatch({ inputs: [1, 2] }),
      "inputs must have shape [2][3] (examples × inputs), got [2]",
    ],
    [
      "a missing target",
      withBatch({ targets: [[0]] }),
      "targets must have shape [2][1] (examples × outputs), got [1][1]",
    ],
    ["class indices", withBatch({ targets: [0, 1] }), "targets must have shape [2][1] (examples × outputs), got [2]"],
    ["no targets", withBatch({ targets: null }), "targets must have shape [2][1] (examples × outputs), got nothing"],
    [
      "undefined among numbers",
      withBatch({
        inputs: [
          [1, 2, undefined],
          [4, 5, undefined],
        ],
      }),
      "got [2][3] holding undefined",
    ],
    ["nothing but undefined", withBatch({ targets: [[undefined], [undefined]] }), "got [2][1] holding undefined"],
    ["nothing but holes", withBatch({ targets: [new Array(1), new Array(1)] }), "got [2][1] holding undefined"],
  ])("is refused: %s", (_, question, message) => {
    expect(faultOf(question).message).toContain(message);
  });

  it("has no layer in the message where the fault is in the batch", () => {
    expect(faultOf(withBatch({ targets: [[0]] })).layer).toBeUndefined();
  });
});

describe("a case without content", () => {
  it.each([
    ["layer", withLayers(), "a network needs at least one layer"],
    ["input", withFirst({ weights: [[], []] }), "a network needs at least one input"],
    ["unit", withSecond({ weights: [], biases: [] }), "layer 2 needs at least one unit"],
    ["example", withBatch({ inputs: [], targets: [] }), "a batch needs at least one example"],
  ])("is refused: no %s", (_, question, message) => {
    expect(() => checkCase(question)).toThrow(new RangeError(message));
  });

  it.each([-1, -Number.MIN_VALUE, NaN])("is refused with lambda %s", (lambda) => {
    const question: Case = { ...good, regularizer: { name: "l2", lambda } };
    expect(() => checkCase(question)).toThrow(
      new RangeError(`the regularizer's lambda must be 0 or more, got ${lambda}`),
    );
  });
});

describe("an activation whose parameters", () => {
  const monomial = { coefficient: 1, powers: [2, 0] };
  it.each<[string, Layer["activation"]]>([
    ["are two pieces for two pre-activations", { name: "maxout", pieces: 2 }],
    ["are one piece", { name: "maxout", pieces: 1 }],
    ["are a matrix as wide as the layer", { name: "linear-map", matrix: [[1, 2]] }],
    ["are a positive epsilon", { name: "layer-normalization", epsilon: 1e-5 }],
    ["are powers for each pre-activation", { name: "polynomial", outputs: [[monomial, monomial]] }],
  ])("%s is accepted", (_, activation) => {
    const width = activation.name === "maxout" && activation.pieces === 1 ? 2 : 1;
    const wide = "epsilon" in activation ? 2 : width;
    expect(() =>
      checkCase(withLayers({ ...first, activation }, { ...second, weights: [[9, 10].slice(0, wide)] })),
    ).not.toThrow();
  });

  it.each<[string, unknown, string]>([
    [
      "pieces that do not divide",
      { name: "maxout", pieces: 3 },
      "layer 1: 2 pre-activations are no multiple of 3 pieces",
    ],
    ["half a piece", { name: "maxout", pieces: 0.5 }, "no multiple of 0.5 pieces"],
    ["no piece", { name: "maxout", pieces: 0 }, "no multiple of 0 pieces"],
    ["a negative number of pieces", { name: "maxout", pieces: -2 }, "no multiple of -2 pieces"],
    ["a matrix of another width", { name: "linear-map", matrix: [[1]] }, "layer 1: matrix must have shape [1][2]"],
    ["a matrix without rows", { name: "linear-map", matrix: [] }, "layer 1 needs at least one output"],
    ["epsilon 0", { name: "layer-normalization", epsilon: 0 }, "layer 1: epsilon must be above 0, got 0"],
    ["epsilon NaN", { name: "layer-normalization", epsilon: NaN }, "epsilon must be above 0, got NaN"],
    [
      "powers for other units",
      { name: "polynomial", outputs: [[{ coefficient: 1, powers: [1] }]] },
      "layer 1: powers must have shape [2]",
    ],
    [
      "half a power",
      { name: "polynomial", outputs: [[{ coefficient: 1, powers: [0.5, 0] }]] },
      "powers must be whole numbers from 0 up, got 0.5, 0",
    ],
    [
      "a coefficient in a string",
      { name: "polynomial", outputs: [[{ coefficient: "1", powers: [1, 0] }]] },
      "coefficient must have shape a number",
    ],
    ["no output", { name: "polynomial", outputs: [] }, "layer 1 needs at least one output"],
  ])("are %s is refused", (_, activation, message) => {
    expect(() => checkCase(withFirst({ activation }))).toThrow(message);
  });
});

describe("targets under multiclass-hinge", () => {
  const scored = (targets: number[][]): Case => ({
    ...withLayers(first, {
      ...second,
      weights: [
        [9, 10],
        [1, 2],
      ],
      biases: [0, 0],
    }),
    loss: { name: "multiclass-hinge" },
    batch: { ...good.batch, targets },
  });
  it("must be one-hot", () => {
    expect(() =>
      checkCase(
        scored([
          [0, 1],
          [1, 0],
        ]),
      ),
    ).not.toThrow();
    for (const row of [
      [0, 0],
      [1, 1],
      [0.5, 0.5],
      [0, 2],
      [1, NaN],
    ])
      expect(() => checkCase(scored([[0, 1], row]))).toThrow("multiclass-hinge needs one-hot targets, example 2 has");
  });
});

describe("ShapeError", () => {
  it("leaves out the layer and the hint where there are none", () => {
    const error = new ShapeError({ what: "outputs", expected: "[2]", got: "[3]" });
    expect(error.message).toBe("outputs must have shape [2], got [3]");
    expect(error).toBeInstanceOf(Error);
  });
});
