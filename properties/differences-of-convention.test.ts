/**
 * The differences between the documents that are settled by a declaration (spec/differences.md): whoever declares what he does is
 * accepted, whichever way he does it, and is told apart when he declares something else.
 */
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  conventionChoices,
  kinkChoices,
  type Activation,
  type Answer,
  type Case,
  type Conventions,
  type DeclaredConventions,
  type DerivativeAtKink,
  type KinkedName,
  type Matrix,
} from "../src/model/index.js";
import { backpropagate } from "../src/scalar/index.js";
import { inProcessSubject } from "../src/subject/index.js";
import { differences, type Settled } from "../spec/testing/differences.js";
import { judge, type Judged } from "../spec/testing/judge.js";
import { everything } from "../src/model/index.js";

const transpose = (matrix: Matrix): number[][] => (matrix[0] ?? []).map((_, i) => matrix.map((row) => row[i] ?? NaN));

/** What a program that works in the first way is told by the gate, when it declares the second: its answer as the model sees it. */
async function answerOf(question: Case, way: DeclaredConventions, declared: DeclaredConventions): Promise<Answer> {
  const flips = way.weights === "in-out";
  const flipsGradients = flips !== (way.gradients === "transposed");
  const run = (given: Case): Answer => {
    const layers = given.network.layers.map((layer) => ({ ...layer, weights: transpose(layer.weights) }));
    const answer = backpropagate(flips ? { ...given, network: { layers } } : given, completeConventions(way));
    const { weights } = answer.gradients;
    return {
      ...answer,
      gradients: { ...answer.gradients, weights: flipsGradients ? weights.map(transpose) : weights },
    };
  };
  const implementation = { name: "written that way" };
  const description = { implementation, precision: "f64", supports: everything, conventions: declared } as const;
  const reply = await inProcessSubject({ description, run }).run(question);
  if (!("answer" in reply)) throw new Error("no answer");
  return reply.answer;
}

/** The verdict on a program that works in one way and declares another. */
const verdict = async (question: Case, way: DeclaredConventions, declared: DeclaredConventions): Promise<Judged> =>
  judge(question, await answerOf(question, way, declared), declared);

/** Integers, a penalty and square layers: nothing is rounded, and a transposed matrix has the right shape. */
function questionOf(activation: Activation, biases: readonly number[], outputs: number): Case {
  return {
    network: {
      layers: [
        { weights: biases.map((_, j) => [1 + 2 * j, 2 - j]), biases, activation },
        {
          weights: [[1, -2, 3].slice(0, outputs), [2, 1, -1].slice(0, outputs)],
          biases: [1, -3],
          activation: { name: "identity" },
        },
      ],
    },
    loss: { name: "squared-error" },
    regularizer: { name: "l2", lambda: 1 },
    batch: {
      inputs: [
        [0, 0],
        [1, 2],
      ],
      targets: [
        [1, 0],
        [-1, 2],
      ],
    },
  };
}

const plain = questionOf({ name: "identity" }, [1, 2], 2);

/** Scores 0, 0 and 1 for the first class of the first example: one rival on the margin. */
const onTheMargin: Case = {
  ...questionOf({ name: "identity" }, [1, 0], 2),
  network: { layers: [{ weights: [[1], [1], [1]], biases: [1, 0, -2], activation: { name: "identity" } }] },
  loss: { name: "multiclass-hinge" },
  batch: { inputs: [[0]], targets: [[1, 0, 0]] },
};

/** For each convention a question that shows it: the first example has x = 0, so that z is the bias. */
const questions: Readonly<Record<Exclude<keyof Conventions, "derivativeAtKink" | "deviations"> | KinkedName, Case>> = {
  reduction: plain,
  squaredError: plain,
  l2: plain,
  weights: plain,
  gradients: plain,
  unitStepAtZero: questionOf({ name: "unit-step" }, [0, 1], 2),
  relu: questionOf({ name: "relu" }, [0, 1], 2),
  "leaky-relu": questionOf({ name: "leaky-relu", slope: 0.25 }, [0, 1], 2),
  "absolute-value": questionOf({ name: "absolute-value" }, [0, 1], 2),
  // Three pieces that tie, the largest being reached late in the second unit.
  maxout: questionOf({ name: "maxout", pieces: 3 }, [1, 1, 1, 0, 2, 2], 2),
  "multiclass-hinge": onTheMargin,
};

const choices: Readonly<Record<keyof typeof questions, readonly unknown[]>> = { ...conventionChoices, ...kinkChoices };
const isKink = (name: string): name is keyof DerivativeAtKink => Object.hasOwn(kinkChoices, name);
const declaring = (name: string, value: unknown): DeclaredConventions =>
  (isKink(name) ? { derivativeAtKink: { [name]: value } } : { [name]: value }) as DeclaredConventions;

const rows = Object.entries(choices).flatMap(([name, values]) =>
  values.filter((value) => value !== "any").map((value) => [name as keyof typeof questions, value] as const),
);

describe("a program that works one way", () => {
  it.each(rows)("with %s = %s is accepted when it declares that, entry by entry", async (name, value) => {
    const way = declaring(name, value);
    const { wrong, entries, undecided } = await verdict(questions[name], way, way);
    expect({ wrong, undecided }).toEqual({ wrong: [], undecided: 0 });
    expect(entries).toBeGreaterThan(0);
  });

  it.each(rows)("with %s = %s is rejected when it declares any of the other values", async (name, value) => {
    for (const other of choices[name]) {
      if (other === value || other === "any") continue;
      const { wrong } = await verdict(questions[name], declaring(name, value), declaring(name, other));
      expect(wrong, `declared ${String(other)}`).not.toEqual([]);
    }
  });

  it.each(rows.filter(([name]) => choices[name].includes("any")))(
    "with %s = %s is accepted when it undertakes any",
    async (name, value) => {
      expect((await verdict(questions[name], declaring(name, value), declaring(name, "any"))).wrong).toEqual([]);
    },
  );
});

describe("the differences of the documents", () => {
  const settled = Object.entries(differences).flatMap(([number, { by }]) => by.map((one) => [number, one] as const));
  const nameOf = (one: Settled): string | undefined =>
    "convention" in one ? one.convention : "kink" in one ? one.kink : undefined;
  /** Differences that say a convention settles them for which no program is asked here. */
  const unasked = (list: typeof settled): string[] =>
    list.flatMap(([number, one]) => {
      const name = nameOf(one);
      return name === undefined || rows.some(([asked]) => asked === name) ? [] : [`${number}: ${name}`];
    });

  it("that a convention settles are all asked here", () => {
    expect(settled.filter(([, one]) => nameOf(one) !== undefined).length).toBeGreaterThan(0);
    expect(unasked(settled)).toEqual([]);
    expect(unasked([["7", { convention: "taste" } as unknown as Settled]])).toEqual(["7: taste"]);
  });
});
