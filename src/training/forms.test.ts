import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchSize, defaultConventions, layerOf, type Case, type Network } from "../model/index.js";
import { backpropagate } from "../scalar/index.js";
import { anyCase, dyadicCase } from "../scalar/testing/arbitraries.js";
import { gamma } from "../scalar/testing/rounding.js";
import { backpropagate as backpropagateByMatrices } from "../vectorized/index.js";
import {
  componentDescent,
  flattenGradients,
  flattenParameters,
  miniBatchDescent,
  networkDescent,
  summedErrorDescent,
  TrainingError,
  updateByLayer,
  vectorDescent,
  type Descent,
  type Trained,
} from "./index.js";
import { linearCase, linearCases, steps } from "./testing/linear.js";

const powersOfTwo = fc.constantFrom(1, 2, 4);
const rate = fc.double({ min: 2 ** -10, max: 1, noNaN: true });

/** The result, or the error as text: a form must also fail as the others do. */
function outcome(train: () => Trained): Trained | string {
  try {
    return train();
  } catch (error) {
    if (error instanceof TrainingError) return error.message;
    throw error;
  }
}

/** The mean form's result, read off the summed-error form's. */
const asMean = (trained: Trained, T: number): Trained => ({ ...trained, losses: trained.losses.map((Err) => Err / T) });

const wholeBatch = (descent: Descent): Trained =>
  miniBatchDescent({ ...descent, examplesPerUpdate: batchSize(descent.question) });

/** Parameters with every 0 positive. */
const plain = (network: Network): number[] => flattenParameters(network).map((parameter) => parameter + 0);

describe("the forms of gradient descent", () => {
  it("by vector, by component, by layer and by one batch of everything are the same, bit for bit, on any case", () => {
    fc.assert(
      fc.property(anyCase(fc.integer({ min: 1, max: 4 })), rate, (question, eta) => {
        const descent = steps(question, eta, 3);
        const expected = outcome(() => vectorDescent(descent));
        for (const form of [componentDescent, networkDescent, wholeBatch]) {
          expect(outcome(() => form(descent))).toEqual(expected);
        }
      }),
      { seed: 1 },
    );
  });

  it("by summed errors is the same, bit for bit, where T is a power of two and there is no penalty", () => {
    fc.assert(
      fc.property(anyCase(powersOfTwo), rate, (drawn, eta) => {
        const question = { ...drawn, regularizer: null };
        const expected = outcome(() => networkDescent(steps(question, eta, 3)));
        fc.pre(typeof expected !== "string");
        expect(asMean(summedErrorDescent(steps(question, eta, 3)), batchSize(question))).toEqual(expected);
      }),
      { seed: 2 },
    );
  });

  it("by summed errors is the same with a penalty where nothing is rounded", () => {
    fc.assert(
      fc.property(dyadicCase, (question) => {
        const descent = steps(question, 2 ** -3, 1);
        expect(plain(summedErrorDescent(descent).network)).toEqual(plain(networkDescent(descent).network));
      }),
      { seed: 3 },
    );
  });

  it("by summed errors is the same after one step but for six roundings, whatever T is", () => {
    fc.assert(
      fc.property(anyCase(fc.constant(3)), rate, (drawn, eta) => {
        const question: Case = { ...drawn, loss: { name: "squared-error" }, regularizer: null };
        const { gradients } = backpropagate(question, defaultConventions);
        const start = flattenParameters(question.network);
        const expected = flattenParameters(networkDescent(steps(question, eta, 1)).network);
        const got = flattenParameters(summedErrorDescent(steps(question, eta, 1)).network);
        // Both have the same sum over t. Its way into the update is two roundings in each form; then each subtracts.
        flattenGradients(gradients).forEach((derivative, i) => {
          const step = Math.abs(eta * derivative);
          const bound = gamma(6) * step + gamma(3) * (Math.abs(start[i]) + step);
          expect(Math.abs(got[i] - expected[i]) <= bound, `parameter ${i}`).toBe(true);
        });
      }),
      { seed: 4 },
    );
  });

  it("do not depend on which implementation computes the gradient, where nothing is rounded", () => {
    fc.assert(
      fc.property(dyadicCase, (question) => {
        const descent = steps(question, 2 ** -3, 1);
        const other = networkDescent({ ...descent, backpropagate: backpropagateByMatrices });
        expect(plain(other.network)).toEqual(plain(networkDescent(descent).network));
      }),
      { seed: 5 },
    );
  });
});

describe("the order of the examples", () => {
  const permuted = fc
    .tuple(linearCases(fc.constant(4)), fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }))
    .map(([question, order]) => ({ question, order }));
  const reordered = (question: Case, order: readonly number[]): Case => ({
    ...question,
    batch: {
      inputs: order.map((t) => question.batch.inputs[t]),
      targets: order.map((t) => question.batch.targets[t]),
    },
  });

  it("is nothing to full-batch descent, bit for bit, where nothing is rounded", () => {
    fc.assert(
      fc.property(permuted, ({ question, order }) => {
        for (const form of [vectorDescent, componentDescent, networkDescent, summedErrorDescent, wholeBatch]) {
          const { network, losses } = form(steps(reordered(question, order), 2 ** -3, 3));
          const expected = form(steps(question, 2 ** -3, 3));
          expect(plain(network)).toEqual(plain(expected.network));
          expect(losses).toEqual(expected.losses);
        }
      }),
      { seed: 6 },
    );
  });

  it("is something to mini-batches smaller than everything", () => {
    const question = linearCase({ inputs: [[1], [2]], targets: [[1], [0]] }, [0], 0);
    const descent = { ...steps(question, 2 ** -2, 1), examplesPerUpdate: 1 };
    const forwards = miniBatchDescent(descent).network;
    expect(flattenParameters(miniBatchDescent({ ...descent, order: [2, 1] }).network)).not.toEqual(
      flattenParameters(forwards),
    );
  });

  it("given to mini-batches is the same as examples put into that order", () => {
    fc.assert(
      fc.property(permuted, fc.integer({ min: 1, max: 5 }), ({ question, order }, examplesPerUpdate) => {
        const ordered = order.map((t) => t + 1);
        const given = miniBatchDescent({ ...steps(question, 2 ** -4, 2), examplesPerUpdate, order: ordered });
        const put = miniBatchDescent({ ...steps(reordered(question, order), 2 ** -4, 2), examplesPerUpdate });
        expect(given.network).toEqual(put.network);
      }),
      { seed: 7 },
    );
  });
});

describe("the threshold", () => {
  it("of the summed-error form, taken times T, stops at the same step as that of the mean form", () => {
    fc.assert(
      fc.property(linearCases(powersOfTwo), fc.integer({ min: 2, max: 40 }), (question, bits) => {
        const T = batchSize(question);
        const descent = { ...steps(question, 2 ** -5, 500), threshold: 2 ** -bits };
        const summed = summedErrorDescent({ ...descent, threshold: T * descent.threshold });
        expect(asMean(summed, T)).toEqual(networkDescent(descent));
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  it("of the summed-error form, taken as it is, stops later", () => {
    const question = linearCase({ inputs: [[1], [2], [3], [-1]], targets: [[1], [3], [2], [0]] }, [0], 0);
    const descent = { ...steps(question, 2 ** -4, 500), threshold: 2 ** -10 };
    expect(summedErrorDescent(descent).steps).toBeGreaterThan(networkDescent(descent).steps);
  });
});

describe("an update in place", () => {
  const layer = (weight: number): Network["layers"][number] => ({
    weights: [[weight]],
    biases: [0],
    activation: { name: "identity" },
  });
  const question: Case = {
    network: { layers: [layer(1), layer(2)] },
    loss: { name: "squared-error" },
    regularizer: null,
    batch: { inputs: [[1]], targets: [[0]] },
  };

  /** Layer by layer, each derivative taken at the layers already changed. */
  function inPlace({ network, ...rest }: Case, eta: number): Network {
    let current = network;
    for (const k of [1, 2]) {
      const { gradients } = backpropagate({ ...rest, network: current }, defaultConventions);
      const moved = updateByLayer(current, gradients, eta);
      const layers = current.layers.map((old, position) => (position === k - 1 ? layerOf(moved, k) : old));
      current = { layers };
    }
    return current;
  }

  it("that takes derivatives in between is another method than the simultaneous update, where weights are coupled", () => {
    // y = 2, so dw_1 = 2 · 2 · 1 = db_1 and dw_2 = 2 · 1, db_2 = 2, all at the old weights.
    const simultaneous = vectorDescent(steps(question, 2 ** -2, 1)).network;
    expect(flattenParameters(simultaneous)).toEqual([0, -1, 1.5, -0.5]);
    // In between, w_1 = 0 and b_1 = -1, so y^(1) = -1, y = -2, dw_2 = -2 · -1 and db_2 = -2.
    expect(flattenParameters(inPlace(question, 2 ** -2))).toEqual([0, -1, 1.5, 0.5]);
  });

  it("is the simultaneous update in a network of one layer", () => {
    const single = { ...question, network: { layers: [layer(2)] } };
    const moved = vectorDescent(steps(single, 2 ** -2, 1)).network;
    const { gradients } = backpropagate(single, defaultConventions);
    expect(moved).toEqual(updateByLayer(single.network, gradients, 2 ** -2));
  });
});
