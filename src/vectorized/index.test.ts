import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  defaultConventions,
  entriesOf,
  quantities,
  ShapeError,
  type Case,
  type Conventions,
  type FullAnswer,
} from "../model/index.js";
import { backpropagate } from "./index.js";
import { dyadicCase, someConventions, vectorCase } from "./testing/cases.js";

type Numbers = number[] | Numbers[];

/** What a case can be differentiated by, each with the gradient that belongs to it, in the same nesting. */
function parameters(question: Case, { gradients }: FullAnswer): [Numbers, Numbers][] {
  const { network, batch } = question;
  return [
    [network.layers.map(({ weights }) => weights), gradients.weights],
    [network.layers.map(({ biases }) => biases), gradients.biases],
    [batch.inputs, gradients.inputs],
  ] as unknown as [Numbers, Numbers][];
}

/** Calls visit with every row that holds numbers, and its counterpart. */
function eachRow(rows: Numbers, others: Numbers, visit: (row: number[], other: number[]) => void): void {
  if (typeof rows[0] === "number") visit(rows as number[], others as number[]);
  else rows.forEach((row, i) => eachRow(row as Numbers, others[i] as Numbers, visit));
}

/** (L(θ + h) - L(θ - h)) / 2h: exact for polynomials of degree 2. */
const central = (loss: (steps: number) => number, h: number): number => (loss(1) - loss(-1)) / (2 * h);
/** (8 (L(θ + h) - L(θ - h)) - (L(θ + 2h) - L(θ - 2h))) / 12h: exact for polynomials of degree 4. */
const fivePoint = (loss: (steps: number) => number, h: number): number =>
  (8 * (loss(1) - loss(-1)) - (loss(2) - loss(-2))) / (12 * h);

function differences(
  question: Case,
  conventions: Conventions,
  difference = central,
  h = 2 ** -12,
): { got: number; difference: number }[] {
  const found: { got: number; difference: number }[] = [];
  // The user's functions cannot be cloned, and need not be.
  const { network, batch } = question;
  const layers = network.layers.map((layer) => ({
    ...layer,
    ...structuredClone({ weights: layer.weights, biases: layer.biases }),
  }));
  const mutable: Case = { ...question, network: { layers }, batch: structuredClone(batch) };
  for (const [values, gradient] of parameters(mutable, backpropagate(question, conventions))) {
    eachRow(values, gradient, (row, gradientRow) => {
      row.forEach((value, i) => {
        const lossAt = (steps: number): number => {
          row[i] = value + steps * h;
          const { loss } = backpropagate(mutable, conventions);
          row[i] = value;
          return loss;
        };
        found.push({ got: gradientRow[i], difference: difference(lossAt, h) });
      });
    });
  }
  return found;
}

describe("gradients", () => {
  it("by weights, biases and inputs equal the central differences of the loss, exactly", () => {
    fc.assert(
      fc.property(dyadicCase(fc.constantFrom(1, 2, 4)), someConventions, (question, conventions) => {
        for (const { got, difference } of differences(question, conventions)) expect(got === difference).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it("through vector activations equal the five-point differences of the loss, exactly", () => {
    fc.assert(
      fc.property(vectorCase, someConventions, (question, conventions) => {
        const found = differences(question, conventions, fivePoint, 2 ** -7);
        for (const { got, difference } of found) expect(got === difference).toBe(true);
      }),
      { seed: 10 },
    );
  });

  it("by b and z of one layer agree: db is the sum of dz over the examples", () => {
    fc.assert(
      fc.property(dyadicCase(fc.constantFrom(1, 2, 4)), someConventions, (question, conventions) => {
        const { gradients } = backpropagate(question, conventions);
        gradients.biases.forEach((db, position) => {
          const dz = gradients.preactivations[position];
          expect(db).toEqual(db.map((_, j) => dz.reduce((sum, example) => sum + example[j], 0)));
        });
      }),
      { seed: 2 },
    );
  });

  it("by y of one layer and z of the next agree: dy is Wᵀ dz, and dx is that of the first layer", () => {
    fc.assert(
      fc.property(dyadicCase(fc.constantFrom(1, 2)), someConventions, (question, conventions) => {
        const { gradients } = backpropagate(question, conventions);
        const below = [gradients.inputs, ...gradients.activations];
        question.network.layers.forEach(({ weights }, position) => {
          const expected = gradients.preactivations[position].map((dz) =>
            weights[0].map((_, i) => weights.reduce((sum, row, j) => sum + row[i] * dz[j], 0)),
          );
          expect(below[position]).toEqual(expected);
        });
      }),
      { seed: 3 },
    );
  });
});

describe("the batch", () => {
  it("twice over has the same mean loss and parameter gradients, exactly", () => {
    fc.assert(
      fc.property(dyadicCase(fc.constantFrom(1, 2, 4)), (question) => {
        const twice = (rows: Case["batch"]["inputs"]) => [...rows, ...rows];
        const { inputs, targets } = question.batch;
        const doubled = { ...question, batch: { inputs: twice(inputs), targets: twice(targets) } };
        const [once, again] = [question, doubled].map((each) => backpropagate(each, defaultConventions));
        expect(again.loss).toBe(once.loss);
        expect(again.gradients.weights).toEqual(once.gradients.weights);
        expect(again.gradients.biases).toEqual(once.gradients.biases);
        expect(again.gradients.inputs.map((row) => row.map((dx) => 2 * dx))).toEqual(twice(once.gradients.inputs));
      }),
      { seed: 4 },
    );
  });

  it("summed is T times the mean of it, for T = 3 too", () => {
    fc.assert(
      fc.property(dyadicCase(fc.constantFrom(1, 2, 3)), (question) => {
        const plain = { ...question, regularizer: null };
        const T = question.batch.inputs.length;
        const sum = backpropagate(plain, completeConventions({ reduction: "sum" }));
        const mean = backpropagate(plain, defaultConventions);
        for (const quantity of ["loss", ...quantities.filter((name) => name.startsWith("gradients."))] as const) {
          const [of, by] = [sum, mean].map((answer) =>
            entriesOf(plain, answer, quantity as (typeof quantities)[number]),
          );
          expect(by).toEqual(of?.map((entry) => entry / T));
        }
      }),
      { seed: 5 },
    );
  });

  it("gives every example the values that it has alone", () => {
    fc.assert(
      fc.property(dyadicCase(fc.constantFrom(2, 3)), (question) => {
        const together = backpropagate(question, completeConventions({ reduction: "sum" }));
        question.batch.inputs.forEach((x, t) => {
          const batch = { inputs: [x], targets: [question.batch.targets[t]] };
          const alone = backpropagate({ ...question, batch }, defaultConventions);
          expect(alone.outputs[0]).toEqual(together.outputs[t]);
          expect(alone.gradients.inputs[0]).toEqual(together.gradients.inputs[t]);
        });
      }),
      { seed: 6 },
    );
  });
});

describe("the penalty", () => {
  const question = (lambda: number, weight: number): Case => ({
    network: { layers: [{ weights: [[weight]], biases: [8], activation: { name: "identity" } }] },
    loss: { name: "squared-error" },
    regularizer: { name: "l2", lambda },
    batch: { inputs: [[0], [0]], targets: [[8], [8]] },
  });

  it("is added once, not divided by the batch size, and spares the biases", () => {
    const half = backpropagate(question(4, 3), defaultConventions);
    const full = backpropagate(question(4, 3), completeConventions({ l2: "full" }));
    expect([half.loss, half.gradients.weights, half.gradients.biases]).toEqual([18, [[[12]]], [[0]]]);
    expect([full.loss, full.gradients.weights, full.gradients.biases]).toEqual([36, [[[24]]], [[0]]]);
  });

  it("of λ = 0 is nothing, even where ‖W‖² overflows", () => {
    const answer = backpropagate(question(0, 1e200), defaultConventions);
    expect([answer.loss, answer.gradients.weights]).toEqual([0, [[[0]]]]);
  });
});

describe("a call", () => {
  const freeze = <T>(value: T): T => {
    if (typeof value === "object" && value !== null) Object.values(value).forEach(freeze);
    return Object.freeze(value);
  };
  const arraysOf = (value: unknown): object[] =>
    typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(arraysOf)] : [];

  it("changes nothing it is given, and gives the same answer again", () => {
    fc.assert(
      fc.property(fc.oneof(dyadicCase(fc.constantFrom(1, 2)), vectorCase), someConventions, (question, conventions) => {
        const first = backpropagate(freeze(question), freeze(conventions));
        expect(backpropagate(question, conventions)).toStrictEqual(first);
      }),
      { seed: 7 },
    );
  });

  it("shares no memory with the question, with another call or within its answer", () => {
    fc.assert(
      fc.property(fc.oneof(dyadicCase(fc.constantFrom(1, 2)), vectorCase), (question) => {
        const answers = [backpropagate(question, defaultConventions), backpropagate(question, defaultConventions)];
        const arrays = [question, ...answers].flatMap(arraysOf);
        expect(new Set(arrays).size).toBe(arrays.length);
      }),
      { seed: 8 },
    );
  });

  it("answers every quantity in the model's shape", () => {
    fc.assert(
      fc.property(fc.oneof(dyadicCase(fc.constantFrom(1, 3)), vectorCase), (question) => {
        const answer = backpropagate(question, defaultConventions);
        for (const quantity of quantities) expect(entriesOf(question, answer, quantity)).not.toContain(undefined);
      }),
      { seed: 9 },
    );
  });

  it("refuses a case whose parts do not fit", () => {
    const question: Case = {
      network: { layers: [{ weights: [[1, 2]], biases: [0], activation: { name: "identity" } }] },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [[1, 2, 3]], targets: [[1]] },
    };
    expect(() => backpropagate(question, defaultConventions)).toThrow(ShapeError);
    expect(() => backpropagate({ ...question, network: { layers: [] } }, defaultConventions)).toThrow(RangeError);
  });
});
