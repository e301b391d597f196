/** Descent on balls, held against the loops of the lecture in doubles and against steps made by hand. */
import { describe, expect, it } from "vitest";
import { defaultConventions, precisions, type Case, type Conventions, type Network } from "../model/index.js";
import { backpropagate } from "../scalar/index.js";
import { miniBatchDescent, vectorDescent } from "../training/index.js";
import type { Ball } from "./ball.js";
import { nearestDouble } from "./decimal.js";
import { descend, type LearnedBalls } from "./descent.js";
import { boundsOf, rangeDigits } from "./reference.js";
import { Random } from "./testing/random.js";
import { randomQuestion } from "./testing/random-cases.js";
import { exactValue, wideningOf } from "./widening.js";

type Steps = readonly (readonly number[])[];

const learningRate = 0.05;
const f64 = wideningOf(precisions.f64);

function parametersOf({ layers }: Network): number[] {
  return layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]);
}

function ballsOf({ weights, biases }: LearnedBalls): Ball[] {
  return weights.flatMap((W, k) => [...W.flat(), ...(biases[k] ?? [])]);
}

/** The parameters that lie outside the range of all correct implementations. */
function outside(question: Case, conventions: Conventions, steps: Steps, network: Network): number[] {
  const ranges = ballsOf(descend(question, conventions, { learningRate, steps }, rangeDigits, f64)).map(boundsOf);
  const got = parametersOf(network);
  expect(ranges).toHaveLength(got.length);
  return got.filter((w, i) => !((ranges[i]?.lo ?? NaN) <= w && w <= (ranges[i]?.hi ?? NaN)));
}

const random = new Random(5);
const questions = random
  .list(24, () =>
    randomQuestion(random, {
      layers: 2,
      width: 3,
      batch: 4,
      weights: 1,
      activations: ["identity", "logistic", "tanh", "softplus", "softmax"],
      losses: ["squared-error", "cross-entropy"],
    }),
  )
  // A single example has one order.
  .filter(({ case: { batch } }) => batch.inputs.length > 1);

describe("descent on balls", () => {
  const examplesOf = ({ batch }: Case): number[] => batch.inputs.map((_, t) => t + 1);
  const trainings = { question: questions, backpropagate, learningRate, threshold: 0 };

  it("holds what the lecture's loop over the whole batch comes to", () => {
    for (const { case: question, conventions } of questions) {
      for (const maximumSteps of [1, 2, 5]) {
        const trained = vectorDescent({ ...trainings, question, conventions, maximumSteps });
        const steps = Array.from({ length: trained.steps }, () => examplesOf(question));
        expect(outside(question, conventions, steps, trained.network)).toEqual([]);
      }
    }
  });

  it("holds what one example after the other comes to, and pairs, in any order", () => {
    for (const { case: question, conventions } of questions) {
      const forwards = examplesOf(question);
      for (const order of [forwards, [...forwards].reverse(), [...forwards.slice(1), 1]]) {
        for (const examplesPerUpdate of [1, 2]) {
          const { network } = miniBatchDescent({
            ...trainings,
            question,
            conventions,
            maximumSteps: 1,
            examplesPerUpdate,
            order,
          });
          const steps = order.flatMap((_, i) =>
            i % examplesPerUpdate === 0 ? [order.slice(i, i + examplesPerUpdate)] : [],
          );
          expect(outside(question, conventions, steps, network)).toEqual([]);
        }
      }
    }
  });

  it("tells orders, examples and numbers of steps apart", () => {
    const { case: question, conventions } = questions.find(
      ({ case: { batch, network } }) => batch.inputs.length === 3 && parametersOf(network).length > 4,
    ) as (typeof questions)[number];
    const after = (steps: Steps): string =>
      String(
        ballsOf(descend(question, conventions, { learningRate, steps }, 50, exactValue)).map(({ mid }) =>
          nearestDouble(mid),
        ),
      );
    const all = [1, 2, 3];
    const several: Steps[] = [
      [],
      [all],
      [all, all],
      [[1]],
      [[2]],
      [[1], [2]],
      [[2], [1]],
      [[1, 2]],
      [[1], [2], [3]],
      [[1, 1]],
    ];
    // Of one example the mean is the same however often it is taken.
    const distinct = conventions.reduction === "mean" ? several.length - 1 : several.length;
    expect(new Set(several.map(after)).size).toBe(distinct);
  });
});

const linear: Case = {
  network: { layers: [{ weights: [[0.5, -0.25]], biases: [0.125], activation: { name: "identity" } }] },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: {
    inputs: [
      [1, 2],
      [-1, 0.5],
      [0.5, -1.5],
    ],
    targets: [[1], [-0.5], [2]],
  },
};

describe("a step", () => {
  const after = (steps: Steps, rate = 0.125): number[] =>
    ballsOf(descend(linear, defaultConventions, { learningRate: rate, steps }, 50, exactValue)).map(({ mid }) =>
      nearestDouble(mid),
    );

  it("takes the examples that it names, by the rule w = w - η (y - d) x", () => {
    let [w1, w2, b] = [0.5, -0.25, 0.125];
    for (const t of [2, 3, 1]) {
      const [x1, x2] = linear.batch.inputs[t - 1] as [number, number];
      const error = w1 * x1 + w2 * x2 + b - (linear.batch.targets[t - 1]?.[0] ?? NaN);
      [w1, w2, b] = [w1 - 0.125 * error * x1, w2 - 0.125 * error * x2, b - 0.125 * error];
    }
    expect(after([[2], [3], [1]])).toEqual([w1, w2, b]);
  });

  it("of rate 0, and no step at all, change nothing", () => {
    expect(after([[1, 2, 3], [2]], 0)).toEqual([0.5, -0.25, 0.125]);
    expect(after([])).toEqual([0.5, -0.25, 0.125]);
  });

  it.each([[[[]]], [[[0]]], [[[4]]], [[[1], [2, 5]]], [[[1.5]]], [[[-1]]]])(
    "of the examples %j is refused where one is not there",
    (steps) => {
      expect(() => after(steps)).toThrow(RangeError);
    },
  );
});
