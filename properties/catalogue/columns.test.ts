/** The column form of document 003 against the implementations, bit for bit: SBK-19 to 24, VEC-14, VEC-15, BAT-04 to 07, CEN-09 to 13. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Activation, Case, Matrix } from "../../src/model/index.js";
import { columnGradient, explicitSoftmaxStep, type Elementwise, type Head } from "./testing/columns.js";
import { toSources, type BySource } from "./testing/dialects.js";
import { answer, implementations, integer, matrixOf, unsigned, vectorOf } from "./testing/questions.js";

const forms: Readonly<Record<"relu" | "absolute-value", Elementwise>> = {
  relu: { f: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) },
  "absolute-value": { f: Math.abs, slope: Math.sign },
};

interface Posed {
  readonly question: Case;
  readonly hidden: keyof typeof forms;
  readonly head: Head;
}

const widths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
const exact = { T: fc.constantFrom(1, 2, 4), lambda: fc.constantFrom(0, 0.5, 2) };

/** The units of a last layer; under softmax all alike, and a power of two of them, so that every p is exact. */
function lastLayer(
  head: Head["kind"],
  inputs: number,
  D: number,
): fc.Arbitrary<{ weights: number[][]; biases: number[] }> {
  if (head !== "softmax") return fc.record({ weights: matrixOf(D, inputs), biases: vectorOf(D) });
  const K = D > 2 ? 4 : 2;
  return fc.record({ row: vectorOf(inputs), bias: integer }).map(({ row, bias }) => ({
    weights: Array.from({ length: K }, () => row),
    biases: new Array<number>(K).fill(bias),
  }));
}

function posed(kind: Head["kind"]): fc.Arbitrary<Posed> {
  const hidden = fc.constantFrom("relu" as const, "absolute-value" as const);
  return fc
    .tuple(widths, fc.integer({ min: 1, max: 4 }), exact.T, exact.lambda, hidden)
    .chain(([D, K, T, lambda, name]) => {
      const activation: Activation = kind === "elementwise" ? { name } : { name: kind };
      const below = D.slice(1).map((units, l) =>
        fc.record({
          weights: matrixOf(units, D[l]),
          biases: vectorOf(units),
          activation: fc.constant<Activation>({ name }),
        }),
      );
      const top = lastLayer(kind, D[D.length - 1], K).map((parts) => ({ ...parts, activation }));
      return fc.tuple(fc.tuple(...below), top, matrixOf(T, D[0])).chain(([layers, last, inputs]) => {
        const outputs = last.biases.length;
        const label = fc.nat(outputs - 1).map((t) => last.biases.map((_, i) => (i === t ? 1 : 0)));
        const target: fc.Arbitrary<number[]> = kind === "softmax" ? label : vectorOf(outputs);
        return fc.array(target, { minLength: T, maxLength: T }).map((targets): Posed => ({
          hidden: name,
          head: { kind },
          question: {
            network: { layers: [...layers, last] },
            loss: { name: kind === "softmax" ? "cross-entropy" : "squared-error" },
            regularizer: lambda === 0 ? null : { name: "l2", lambda },
            batch: { inputs, targets },
          },
        }));
      });
    });
}

const columns = (rows: Matrix): number[][] => rows[0].map((_, i) => rows.map((row) => row[i]));

function lecture({ question, hidden, head }: Posed, scheme: BySource["scheme"]) {
  const { network, batch, regularizer } = question;
  const [X, Y] = [columns(batch.inputs), columns(batch.targets)];
  return columnGradient(toSources(network, scheme), forms[hidden], head, X, Y, regularizer?.lambda ?? 0);
}

const heads = ["elementwise", "identity", "softmax"] as const;
const schemes = ["A", "B"] as const;
const rows = heads.flatMap((head) =>
  schemes.flatMap((scheme) => implementations.map(([n, run]) => [head, scheme, n, run] as const)),
);

describe("the column form with a head that is", () => {
  it.each(rows)("%s, in scheme %s, has the gradients of the implementation by %s", (head, scheme, _, run) => {
    fc.assert(
      fc.property(posed(head), (given) => {
        const { gradW, gradb, delta, a } = lecture(given, scheme);
        const { gradients, activations } = answer(run, given.question);
        const T = given.question.batch.inputs.length;
        expect(unsigned(gradients.weights)).toEqual(unsigned(gradW.slice(1)));
        expect(unsigned(gradients.biases)).toEqual(unsigned(gradb.slice(1)));
        // a^(l) = y_(l-1), δ^(l) = dz_(l-1), which the mean has divided by T
        expect(unsigned(activations)).toEqual(unsigned(a.slice(2).map(columns)));
        const dz = gradients.preactivations.map((perLayer) => perLayer.map((row) => row.map((entry) => entry * T)));
        expect(unsigned(dz)).toEqual(unsigned(delta.slice(2).map(columns)));
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe("the two layouts of a softmax head", () => {
  it("an explicit softmax step or one loop over all layers, are the same", () => {
    fc.assert(
      fc.property(
        posed("softmax").filter(({ question }) => question.network.layers.length > 1 && question.regularizer === null),
        (given) => {
          const run = lecture(given, "B");
          const m = given.question.batch.inputs.length;
          const N = given.question.network.layers.length;
          const z = columns(answer(implementations[0][1], given.question).preactivations[N - 2]);
          const step = explicitSoftmaxStep(
            toSources(given.question.network, "B"),
            forms[given.hidden],
            run,
            z,
            columns(given.question.batch.targets),
          );
          expect(unsigned(step.gradW.map((row) => row.map((g) => g / m)))).toEqual(unsigned(run.gradW[N]));
          expect(unsigned(step.below)).toEqual(unsigned(run.delta[N]));
        },
      ),
      { seed: 2 },
    );
  });

  it("and the columns of its weight gradient add up to 0 over the classes", () => {
    fc.assert(
      fc.property(
        posed("softmax").filter(({ question }) => question.regularizer === null),
        (given) => {
          const { gradW } = lecture(given, "B");
          const top = gradW[gradW.length - 1];
          expect(top[0].map((_, i) => top.reduce((sum, row) => sum + row[i], 0) + 0)).toEqual(top[0].map(() => 0));
        },
      ),
      { seed: 3 },
    );
  });
});
