import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "../../properties/arbitraries/cases.js";
import { instantiate, mutants, mutantSubject, type Mutant } from "../../properties/mutants/index.js";
import {
  completeConventions,
  everything,
  type Activation,
  type Case,
  type DeclaredConventions,
  type Description,
} from "../model/index.js";
import { inProcessSubject, transpose } from "../subject/index.js";
import { backpropagate } from "../scalar/index.js";
import { diagnoser } from "./diagnose.js";
import { suspectsAgainst } from "./diagnosis/suspects.js";

const description: Description = { implementation: { name: "under test" }, precision: "f64", supports: everything };

const layered: Case = {
  network: {
    layers: [
      {
        weights: [
          [1, -2],
          [0.5, 3],
        ],
        biases: [0.25, -1],
        activation: { name: "tanh" },
      },
      { weights: [[2, -1]], biases: [0.5], activation: { name: "identity" } },
    ],
  },
  loss: { name: "squared-error" },
  regularizer: { name: "l2", lambda: 0.5 },
  batch: {
    inputs: [
      [1, 2],
      [0.5, -1],
    ],
    targets: [[1], [3]],
  },
};

/** Two pre-activations of 0 and a gradient that is not. */
const kinked = (activation: Activation): Case => ({
  network: {
    layers: [
      {
        weights: [
          [1, 2],
          [1, 2],
        ],
        biases: [0, 0],
        activation,
      },
    ],
  },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: [[2, -1]], targets: [activation.name === "maxout" ? [1] : [1, -1]] },
});

const nameOf = async (id: string, question = layered) => {
  const mutant = mutants.find((candidate) => candidate.id === id);
  if (mutant === undefined) throw new Error(id);
  return diagnoser(mutantSubject(mutant))({ case: question, mismatches: [] });
};

describe("the diagnosis", () => {
  it.each([
    "batch/sums-instead-of-averages",
    "regularizer/biases-decayed",
    "activation/tanh-derivative-of-output",
    "forward/bias-omitted",
    "backward/bias-before-activation",
  ])("names %s", async (id) => {
    expect((await nameOf(id))[0]?.mutant).toBe(id);
  });

  it("names an undeclared convention as one, with the line to declare", async () => {
    const sums = inProcessSubject({
      description,
      run: (question) => backpropagate(question, completeConventions({ reduction: "sum" })),
    });
    const [first] = await diagnoser(sums)({ case: layered, mismatches: [] });
    expect(first).toMatchObject({
      mutant: "convention/reduction:sum",
      equation: "batch-loss",
      declare: { reduction: "sum" },
    });
    expect(first?.title).toContain('"conventions": {"reduction":"sum"}');
  });

  it.each<[DeclaredConventions, string]>([
    [{ reduction: "sum", l2: "full" }, "reduction:sum,l2:full"],
    [{ reduction: "sum", squaredError: "full", l2: "full" }, "reduction:sum,squaredError:full,l2:full"],
    [{ squaredError: "full", derivativeAtKink: { relu: 1 } }, "squaredError:full,derivativeAtKink:relu:1"],
  ])("names all of several undeclared conventions, %j, with the line to declare", async (conventions, name) => {
    const several = inProcessSubject({
      description,
      run: (question) => backpropagate(question, completeConventions(conventions)),
    });
    const question = conventions.derivativeAtKink === undefined ? layered : kinked({ name: "relu" });
    const [first, second] = await diagnoser(several)({ case: question, mismatches: [] });
    expect(first?.mutant).toBe(`convention/${name}`);
    expect(first?.title).toContain(
      `legitimate conventions, to be declared as "conventions": ${JSON.stringify(conventions)}`,
    );
    expect(second).toBeUndefined();
  });

  it("says where a name does not explain all that is wrong", async () => {
    const sumsAndMore = inProcessSubject({
      description,
      run: (question) => {
        const answer = backpropagate(question, completeConventions({ reduction: "sum" }));
        const { name } = question.loss;
        return name === "squared-error" ? answer : { ...answer, loss: answer.loss + 1 };
      },
    });
    const [first] = await diagnoser(sumsAndMore)({ case: layered, mismatches: [] });
    expect(first).toMatchObject({ mutant: "convention/reduction:sum" });
    expect(first?.title).toMatch(/, and something else is wrong besides$/);
    expect(first).not.toHaveProperty("declare");
  });

  it("names no mistake that is wrong where the subject is right", async () => {
    const omitted = mutants.find(({ id }) => id === "erratum/e2-02") as Mutant;
    const known = instantiate(omitted);
    const onTanhAlone = inProcessSubject({
      description,
      run: (question) =>
        question.network.layers.every(({ activation: { name } }) => ["tanh", "identity"].includes(name))
          ? known(question, completeConventions())
          : backpropagate(question, completeConventions()),
    });
    const others = suspectsAgainst(undefined).filter(({ mutant }) => mutant === omitted.id);
    expect(await diagnoser(onTanhAlone, others)({ case: layered, mismatches: [] })).toEqual([]);
    expect((await diagnoser(mutantSubject(omitted), others)({ case: layered, mismatches: [] })).length).toBe(1);
  });

  it("names a layout where the subject fails wherever a layer is not square", async () => {
    const reversed = inProcessSubject({
      description,
      run: (question) => {
        const layers = question.network.layers.map((layer) => ({ ...layer, weights: transpose(layer.weights) }));
        const answer = backpropagate({ ...question, network: { layers } }, completeConventions());
        return { ...answer, gradients: { ...answer.gradients, weights: answer.gradients.weights.map(transpose) } };
      },
    });
    const [first] = await diagnoser(reversed)({ case: layered, mismatches: [] });
    expect(first?.title).toContain('to be declared as "conventions": {"weights":"in-out"}');
  });

  it("says of a subject that is right under another choice at a kink which choice that is", async () => {
    const atKink = (
      derivativeAtKink: DeclaredConventions["derivativeAtKink"] & object,
      declared?: DeclaredConventions,
    ) =>
      inProcessSubject({
        description: declared === undefined ? description : { ...description, conventions: declared },
        run: (question) => backpropagate(question, completeConventions({ derivativeAtKink })),
      });
    const [first] = await diagnoser(atKink({ relu: 1 }))({ case: kinked({ name: "relu" }), mismatches: [] });
    expect(first?.title).toBe(
      "holds, but with relu'(0) = 1 instead of 0, which is the default: a legitimate convention, to be declared as " +
        '"conventions": {"derivativeAtKink":{"relu":1}}',
    );
    const declared = atKink({ relu: 0.5 }, { derivativeAtKink: { relu: 1 } });
    const [second] = await diagnoser(declared)({ case: kinked({ name: "relu" }), mismatches: [] });
    expect(second?.title).toContain("holds, but with relu'(0) = 0.5 instead of 1, which is declared");
    const [third] = await diagnoser(atKink({ maxout: "last" }))({
      case: kinked({ name: "maxout", pieces: 2 }),
      mismatches: [],
    });
    expect(third?.mutant).toBe("convention/derivativeAtKink:maxout:last");
  });

  it("names no convention for a derivative at a kink that none allows", async () => {
    const impossible = inProcessSubject({
      description,
      run: (question) => {
        const answer = backpropagate(question, completeConventions({ derivativeAtKink: { relu: 1 } }));
        const twice = (row: readonly number[]): number[] => row.map((value) => 2 * value);
        return { ...answer, gradients: { ...answer.gradients, biases: answer.gradients.biases.map(twice) } };
      },
    });
    expect(await diagnoser(impossible)({ case: kinked({ name: "relu" }), mismatches: [] })).toEqual([]);
  });

  it("names nothing where the question has no answer", async () => {
    const mutant = mutants.find(({ id }) => id === "forward/bias-omitted") as Mutant;
    const empty = { ...layered, batch: { inputs: [], targets: [] } };
    expect(await diagnoser(mutantSubject(mutant))({ case: empty, mismatches: [] })).toEqual([]);
  });

  it("names nothing for an unknown mistake, a skipped question or a correct answer", async () => {
    const unknown = inProcessSubject({
      description,
      run: (question) => ({ ...backpropagate(question, completeConventions()), loss: 42 }),
    });
    expect(await diagnoser(unknown)({ case: layered, mismatches: [] })).toEqual([]);
    const silent = inProcessSubject({ description, run: () => ({ skipped: { message: "no" } }) });
    expect(await diagnoser(silent)({ case: layered, mismatches: [] })).toEqual([]);
    const right = inProcessSubject({ description, run: (question) => backpropagate(question, completeConventions()) });
    for (const question of fc.sample(cases(description), { seed: 4, numRuns: 5 })) {
      expect(await diagnoser(right)({ case: question, mismatches: [] })).toEqual([]);
    }
  });
});
