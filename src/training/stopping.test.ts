import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, ShapeError, type Answer, type Case } from "../model/index.js";
import { backpropagate } from "../scalar/index.js";
import {
  componentDescent,
  flattenParameters,
  miniBatchDescent,
  miniBatches,
  networkDescent,
  summedErrorDescent,
  TrainingError,
  updateByVector,
  vectorDescent,
  type Descent,
  type Trained,
} from "./index.js";
import { linearCase, linearCases, steps } from "./testing/linear.js";

const forms: [string, (descent: Descent) => Trained][] = [
  ["vector", vectorDescent],
  ["component", componentDescent],
  ["network", networkDescent],
  ["summed-error", summedErrorDescent],
  ["mini-batch", (descent) => miniBatchDescent({ ...descent, examplesPerUpdate: 1 })],
];

const line = linearCase({ inputs: [[1], [-1]], targets: [[2], [0]] }, [0], 0);

/** The loop as printed in 000 L28-34. */
function printedLoop({ question, learningRate, threshold }: Descent): { network: Case["network"]; losses: number[] } {
  const at = (network: Case["network"]) => ({
    network,
    ...backpropagate({ ...question, network }, defaultConventions),
  });
  let W = at(question.network);
  const losses = [W.loss];
  do {
    W = at(updateByVector(W.network, W.gradients, learningRate as number));
    losses.push(W.loss);
  } while (Math.abs(losses[losses.length - 1] - losses[losses.length - 2]) > threshold);
  return { network: W.network, losses };
}

describe.each(forms)("%s descent", (_, train) => {
  it("stops at the first step that changes the loss by no more than the threshold", () => {
    fc.assert(
      fc.property(linearCases(fc.integer({ min: 1, max: 4 })), fc.integer({ min: 0, max: 20 }), (question, bits) => {
        const descent = { ...steps(question, 2 ** -5, 50), threshold: 2 ** -bits };
        const trained = train(descent);
        const changes = trained.losses.slice(1).map((loss, k) => Math.abs(loss - trained.losses[k]));
        const first = changes.findIndex((change) => change <= descent.threshold);
        expect(trained.stopped).toBe(first === -1 ? "limit" : "converged");
        expect(trained.steps).toBe(first === -1 ? 50 : first + 1);
        expect(trained.losses).toHaveLength(trained.steps + 1);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("makes one step at least, as the lecture's loop does, and stops at the limit", () => {
    expect(train({ ...steps(line, 0.25, 1), threshold: 1000 })).toMatchObject({ steps: 1, stopped: "converged" });
    expect(train(steps(line, 0.25, 1))).toMatchObject({ steps: 1, stopped: "limit" });
  });

  it("stops where the loss changes by exactly the threshold", () => {
    const [before, after] = train(steps(line, 0.25, 1)).losses;
    expect(before).toBeGreaterThan(after);
    expect(train({ ...steps(line, 0.25, 9), threshold: before - after })).toMatchObject({
      steps: 1,
      stopped: "converged",
    });
  });

  it("changes nothing of the question", () => {
    const before = structuredClone(line);
    train(steps(line, 0.25, 3));
    expect(line).toEqual(before);
  });

  it("refuses divergence with the iteration and the last finite loss", () => {
    const fault = faultOf(() => train(steps(line, 8, 10_000)));
    expect(fault.iteration).toBeGreaterThan(100);
    expect(fault.lastFiniteLoss).toBeGreaterThan(1e300);
    expect(fault.message).toBe(
      `iteration ${fault.iteration}: the loss is Infinity; the last finite loss was ${fault.lastFiniteLoss}; ` +
        "a smaller learning rate may help",
    );
  });

  it.each([NaN, Infinity])("refuses to begin where the loss is %s", (loss) => {
    const broken = (question: Case): Answer => ({ ...backpropagate(question, defaultConventions), loss });
    const fault = faultOf(() => train({ ...steps(line, 0.25, 5), backpropagate: broken }));
    expect([fault.iteration, fault.lastFiniteLoss]).toEqual([0, undefined]);
    expect(fault.message).toBe(`iteration 0: the loss is ${loss}; the initial network is at fault`);
  });

  it("refuses parameters that are NaN, though the loss hides them", () => {
    const hiding = (): Answer => ({ loss: 1, gradients: { weights: [[[NaN]]], biases: [[0]] } });
    const fault = faultOf(() => train({ ...steps(line, 0.25, 5), backpropagate: hiding }));
    expect(fault.message).toContain("iteration 1: a parameter is NaN; the last finite loss was ");
  });

  it.each([
    ["no loss", { loss: undefined }, "loss must have shape a number, got nothing"],
    ["no gradients", { gradients: {} }, "gradients.weights must have shape 1 layers, got nothing"],
    ["no bias gradient", { gradients: { weights: [[[0]]] } }, "gradients.biases must have shape 1 layers, got nothing"],
    [
      "another shape",
      { gradients: { weights: [[[0, 0]]], biases: [[0]] } },
      "layer 1: gradients.weights must have shape [1][1], got [1][2]",
    ],
  ])("refuses an answer with %s", (_name, part, message) => {
    const partial = (question: Case): Answer => ({ ...backpropagate(question, defaultConventions), ...part }) as Answer;
    expect(() => train({ ...steps(line, 0.25, 5), backpropagate: partial })).toThrow(message);
  });

  it("takes the learning rate of each update from a function, counting from 0", () => {
    const asked: number[] = [];
    const halving = (k: number): number => {
      asked.push(k);
      return 2 ** -(k + 2);
    };
    const trained = train(steps(line, halving, 3));
    expect(asked).toEqual(asked.map((_k, position) => position));
    expect(asked.length % trained.steps).toBe(0);
    expect(trained.network).not.toEqual(train(steps(line, 0.25, 3)).network);
  });

  it.each([0, -1, NaN, Infinity])("refuses the learning rate %s", (eta) => {
    expect(() => train(steps(line, () => eta, 3))).toThrow(
      new RangeError(`the learning rate of update 0 must be positive and finite, got ${eta}`),
    );
  });

  it("refuses limits that make no sense and cases that do not fit together", () => {
    for (const threshold of [-1, NaN]) {
      expect(() => train({ ...steps(line, 0.25, 3), threshold })).toThrow("the threshold must be 0 or more");
    }
    for (const count of [0, 1.5, NaN]) {
      expect(() => train(steps(line, 0.25, count))).toThrow("the number of steps must be an integer from 1");
    }
    expect(() => train(steps({ ...line, batch: { inputs: [[1, 2]], targets: [[0]] } }, 0.25, 3))).toThrow(ShapeError);
  });

  it("trains under the conventions it is given", () => {
    const full = { ...defaultConventions, squaredError: "full" as const };
    const twice = train({ ...steps(line, 0.125, 4), conventions: full });
    const once = train(steps(line, 0.25, 4));
    expect(twice.network).toEqual(once.network);
    expect(twice.losses).toEqual(once.losses.map((loss) => 2 * loss));
  });
});

function faultOf(train: () => unknown): TrainingError {
  try {
    train();
  } catch (error) {
    if (error instanceof TrainingError) return error;
    throw error;
  }
  throw new Error("the training went through");
}

describe("the loop as printed", () => {
  it("ends without a word when the loss is no longer a number, where descent throws", () => {
    const descent = { ...steps(line, 8, 10_000), threshold: 2 ** -20 };
    const { losses, network } = printedLoop(descent);
    expect(losses[losses.length - 2]).toBe(Infinity);
    expect(flattenParameters(network).every(Number.isFinite)).toBe(true);
    expect(Math.abs(losses[losses.length - 1] - losses[losses.length - 2])).toBeNaN();
    expect(() => vectorDescent(descent)).toThrow(TrainingError);
  });

  it("ends where descent ends, when all losses are finite", () => {
    fc.assert(
      fc.property(linearCases(fc.integer({ min: 1, max: 4 })), (question) => {
        const descent = { ...steps(question, 2 ** -5, 10_000), threshold: 2 ** -10 };
        const { network, losses } = vectorDescent(descent);
        expect(printedLoop(descent)).toEqual({ network, losses });
      }),
      { seed: 2, numRuns: 30 },
    );
  });
});

describe("mini-batches", () => {
  const batch = { inputs: [[1], [2], [3]], targets: [[4], [5], [6]] };

  it("take every example once, in the order given, the last of them taking what is left", () => {
    expect(miniBatches(batch, 2, [3, 1, 2])).toEqual([
      { inputs: [[3], [1]], targets: [[6], [4]] },
      { inputs: [[2]], targets: [[5]] },
    ]);
  });

  it.each([[[1, 2]], [[1, 2, 2]], [[0, 1, 2]], [[1, 2, 3, 3]]])("refuse the order %j", (order) => {
    expect(() => miniBatches(batch, 2, order)).toThrow(
      new RangeError(`the order must hold each of the examples 1 to 3 once, got ${order.join(", ")}`),
    );
  });

  it.each([0, -1, 1.5, NaN])("refuse the size %s", (size) => {
    expect(() => miniBatches(batch, size, [1, 2, 3])).toThrow(
      new RangeError(`a mini-batch must have an integer number of examples from 1, got ${size}`),
    );
  });

  it("divide by their own number of examples, and add the penalty once each", () => {
    const question: Case = {
      ...linearCase({ inputs: [[1], [1], [2]], targets: [[0], [2], [0]] }, [1], 0),
      regularizer: { name: "l2", lambda: 1 },
    };
    const { network } = miniBatchDescent({ ...steps(question, 2 ** -2, 1), examplesPerUpdate: 2 });
    // Examples 1 and 2: residuals 1 and -1, so the data's gradient is 0 and w = 1 - (1/4) 1 = 3/4.
    // Example 3 alone: residual 3/2, so dw = 3 + 3/4, w = 3/4 - 15/16, and db = 3/2.
    expect(flattenParameters(network)).toEqual([-3 / 16, -3 / 8]);
  });

  it("ask for the order of every sweep, and count updates for the learning rate", () => {
    const sweeps: number[] = [];
    const updates: number[] = [];
    const order = (sweep: number): number[] => {
      sweeps.push(sweep);
      return sweep % 2 === 0 ? [1, 2] : [2, 1];
    };
    const learningRate = (k: number): number => {
      updates.push(k);
      return 2 ** -4;
    };
    miniBatchDescent({ ...steps(line, learningRate, 3), examplesPerUpdate: 1, order });
    expect([sweeps, updates]).toEqual([
      [0, 1, 2],
      [0, 1, 2, 3, 4, 5],
    ]);
  });
});
