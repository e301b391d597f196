/** Differences between the documents that are ways to write the same numbers down, and what a program may lack (spec/differences.md). */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  batchSize,
  everything,
  quantities,
  type ActivationName,
  type Answer,
  type Case,
  type Description,
  type FullAnswer,
} from "../src/model/index.js";
import { inProcessSubject, ProtocolError } from "../src/subject/index.js";
import { affine, pull } from "../src/vectorized/jacobian.js";
import { judge } from "../spec/testing/judge.js";
import {
  byColumns,
  columns,
  dot,
  expectAccepted,
  fromY,
  gradientsBy,
  logistic,
  questionsWith,
  smooth,
  solve,
  sum,
  throughJacobian,
  type Way,
} from "../spec/testing/writings.js";
import { toOutputFirst } from "./catalogue/testing/dialects.js";
import { lawOf, subjectOf, trial } from "./testing/trial.js";

/** One σ for all layers, C = Σ_j (a_j - y_j)², the layers as L, L-1, ..., units and examples from 0, as the notes write it (001 L5-62). */
function asTheNotes({ network, batch }: Case): Answer {
  const layers = toOutputFirst(network);
  const n = batch.inputs.length;
  const w = layers.map((layer) => layer.w.map((row) => row.map(() => 0)));
  const b = layers.map((layer) => layer.b.map(() => 0));
  let C = 0;
  for (let m = 0; m < n; m++) {
    const a: number[][] = [...layers.map(() => []), [...batch.inputs[m]]];
    for (let l = layers.length - 1; l >= 0; l--)
      a[l] = layers[l].w.map((row, j) => logistic(dot(row, a[l + 1]) + layers[l].b[j]));
    const difference = a[0].map((aj, j) => aj - batch.targets[m][j]);
    C += dot(difference, difference) / n;
    let dCda = difference.map((r) => 2 * r);
    for (let l = 0; l < layers.length; l++) {
      const dCdz = dCda.map((g, j) => g * a[l][j] * (1 - a[l][j]));
      dCdz.forEach((g, j) => {
        b[l][j] += g / n;
        a[l + 1].forEach((ak, k) => (w[l][j][k] += (g * ak) / n));
      });
      dCda = a[l + 1].map((_, k) => sum(dCdz.map((g, j) => g * layers[l].w[j][k])));
    }
  }
  return { loss: C, gradients: { weights: w.reverse(), biases: b.reverse() } };
}

describe("numbers, names and layouts", () => {
  it("layers counted down from the output, units and examples counted from 0: the same gradients", () => {
    const questions = questionsWith({ activations: ["logistic"], losses: ["squared-error"], regularizer: false });
    const swapped = (question: Case): Answer => {
      const { gradients } = asTheNotes(question);
      return { gradients: { biases: gradients?.biases?.map((row) => [...row].reverse()) ?? [] } };
    };
    expectAccepted(questions, asTheNotes, { declared: { squaredError: "full" }, wrong: swapped });
  });

  it("rows multiplied from the left, or columns by the transpose: the same gradients", () => {
    const byRows: Way["below"] = (W, dz) => pull(dz, affine(W));
    expectAccepted(questionsWith(smooth), (question) =>
      gradientsBy({ through: throughJacobian, below: byRows }, question),
    );
    expectAccepted(questionsWith(smooth), (question) => gradientsBy({ through: fromY, below: byColumns }, question));
  });

  it("a bias as weight 0, added last, or added at a node of its own: the same z and the same gradients", () => {
    const forms: readonly ((w: readonly number[], b: number, y: readonly number[]) => number)[] = [
      (w, b, y) => dot([b, ...w], [1, ...y]),
      (w, b, y) => y.reduceRight((z, yi, i) => z + w[i] * yi, b),
      (w, b, y) => {
        const z = dot(w, y);
        return z + b;
      },
    ];
    for (const z of forms)
      expectAccepted(questionsWith({ ...smooth, activations: ["identity"] }), ({ network, batch }) => {
        const preactivations: number[][][] = [];
        network.layers.forEach(({ weights, biases }, layer) => {
          const below = preactivations[layer - 1] ?? batch.inputs;
          preactivations.push(below.map((y) => weights.map((w, j) => z(w, biases[j], y))));
        });
        return { preactivations };
      });
    expectAccepted(questionsWith(smooth), (question) => {
      // ∂s/∂b = ∂s/∂z: both get the gradient of s; with y_0 = 1, row 0 of dW is 1 · dz.
      const { gradients } = gradientsBy({ through: fromY, below: byColumns }, question);
      return {
        gradients: {
          biases:
            gradients?.preactivations?.map((rows) =>
              columns(rows).map((dz) =>
                dot(
                  dz,
                  dz.map(() => 1),
                ),
              ),
            ) ?? [],
        },
      };
    });
  });

  it("biases as (s), (s, 1) or (1, s): the same gradients once they are flat, and refused as they are", async () => {
    const shapes = {
      "(s)": (b: number[]) => b,
      "(s, 1)": (b: number[]) => b.map((bj) => [bj]),
      "(1, s)": (b: number[]) => [b],
    };
    const [question] = fc.sample(questionsWith({ ...smooth, activations: ["tanh"] }), { seed: 4, numRuns: 1 });
    const description: Description = { implementation: { name: "s" }, precision: "f64", supports: everything };
    for (const [name, shape] of Object.entries(shapes)) {
      const shaped = (asked: Case) => solve(asked).gradients.biases.map((b) => shape([...b]));
      const answerWith = (biases: (asked: Case) => unknown) => (asked: Case) =>
        ({ ...solve(asked), gradients: { ...solve(asked).gradients, biases: biases(asked) } }) as FullAnswer;
      const flat = answerWith((asked) => shaped(asked).map((b) => b.flat()));
      expect(judge(question, flat(question)).wrong, name).toEqual([]);
      const raw = inProcessSubject({ description, run: answerWith(shaped) }).run(question);
      if (name === "(s)") await expect(raw).resolves.toHaveProperty("answer");
      else await expect(raw).rejects.toThrow(/gradients.*biases/);
    }
  });
});

describe("what an implementation does not have", () => {
  const supporting = (activations: readonly ActivationName[]): Partial<Description> => ({
    supports: { ...everything, activations, losses: ["squared-error"] },
  });

  it("a program with one activation for all layers passes when it names that one, and not when it names two", async () => {
    const alwaysLogistic = (question: Case): Answer =>
      solve({
        ...question,
        network: { layers: question.network.layers.map((layer) => ({ ...layer, activation: { name: "logistic" } })) },
      });
    const law = lawOf("backward/weights");
    const { verdicts, violated } = await trial(law, subjectOf(alwaysLogistic, supporting(["logistic"])), 20);
    expect(violated).toBeUndefined();
    expect(verdicts.filter(({ kind }) => kind === "holds").length).toBeGreaterThan(10);
    expect((await trial(law, subjectOf(alwaysLogistic, supporting(["logistic", "tanh"])), 20)).violated).toBeDefined();
  });

  it("a program without the gradient by the input passes when it does not promise it, and not when it does", async () => {
    const withoutInputs = (question: Case): Answer => {
      const { inputs, ...gradients } = solve(question).gradients;
      expect(inputs.length).toBe(batchSize(question));
      return { ...solve(question), gradients };
    };
    const observes = quantities.filter((quantity) => quantity !== "gradients.inputs");
    const modest = { supports: { ...everything, observes } };
    for (const id of ["backward/weights", "backward/preactivations"])
      expect((await trial(lawOf(id), subjectOf(withoutInputs, modest), 10)).violated, id).toBeUndefined();
    await expect(trial(lawOf("backward/weights"), subjectOf(withoutInputs), 10)).rejects.toThrow(ProtocolError);
    expect(lawOf("backward/inputs").requires.observes).toContain("gradients.inputs");
  });
});
