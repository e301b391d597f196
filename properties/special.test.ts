import { describe, expect, it } from "vitest";
import { everything, type Answer } from "../src/model/index.js";
import { backpropagate as graph } from "../src/graph/index.js";
import { backpropagate as scalar } from "../src/scalar/index.js";
import { backpropagate as vectorized } from "../src/vectorized/index.js";
import { nearMisses, nearMissSubject } from "./near-misses/index.js";
import { rounded } from "./testing/rounded.js";
import { lawOf, laws, subjectOf, trial } from "./testing/trial.js";

const special = laws.filter(({ id }) => id.startsWith("special/"));
const runs = process.env["GRADPROOF_STUDY"] === "1" ? 2000 : 40;

/** A correct program with its answers changed afterwards. */
const changing = (change: (answer: ReturnType<typeof scalar>) => Answer) =>
  subjectOf((question, conventions) => change(scalar(question, conventions)));

describe("NaN, infinities and no examples", () => {
  it.each([
    ["scalar", subjectOf(scalar)],
    ["vectorized", subjectOf((question, conventions) => vectorized(question, conventions))],
    ["graph", subjectOf((question, conventions) => graph(question, conventions))],
    ["f32", subjectOf(rounded("f32"), { precision: "f32" })],
    ["bf16", subjectOf(rounded("bf16"), { precision: "bf16" })],
  ] as const)("are no harm to %s", async (_, subject) => {
    for (const law of special) {
      const { verdicts, violated } = await trial(law, subject, runs);
      expect(violated, law.id).toBeUndefined();
      expect(verdicts.every(({ kind }) => kind === "holds")).toBe(true);
    }
  });

  it("may be met in any correct form", async () => {
    for (const nearMiss of nearMisses)
      for (const law of special)
        expect((await trial(law, nearMissSubject(nearMiss), 5)).violated, `${nearMiss.id} ${law.id}`).toBeUndefined();
  });

  it("may be refused, by an error or by skipping", async () => {
    const refusing = subjectOf(() => {
      throw new RangeError("not a number");
    });
    const skipping = subjectOf(() => ({ skipped: { message: "no such cases" } }) as unknown as Answer);
    for (const law of special) {
      expect((await trial(law, refusing, 5)).verdicts.every(({ kind }) => kind === "holds")).toBe(true);
      expect((await trial(law, skipping, 5)).verdicts.every(({ kind }) => kind === "skipped")).toBe(true);
    }
  });

  it("are asked only of a subject that declares them", () => {
    const { specialValues: _, ...supports } = everything;
    const subject = subjectOf(scalar, { supports });
    for (const { requires } of special)
      expect(requires.missing?.(subject)).toBe("the subject does not declare specialValues");
    expect(lawOf("special/infinity").requires.missing?.(subjectOf(scalar, { supports: { ...everything, activations: ["tanh"] } }))).toBe("the subject has none of identity"); // prettier-ignore
  });
});

describe("what is lost on the way is missed:", () => {
  it("NaN in the loss, or in an output", async () => {
    const nan = lawOf("special/nan");
    const loss = changing((answer) => ({ ...answer, loss: 0 }));
    const outputs = changing((answer) => ({
      ...answer,
      outputs: answer.outputs.map((row) => row.map((y) => (Number.isNaN(y) ? 0 : y))),
    }));
    expect((await trial(nan, loss, 1)).violated?.reason).toBe("the loss is 0, although NaN arrives there");
    expect((await trial(nan, outputs, 1)).violated?.reason).toMatch(
      /^output \d of example \d is 0, although NaN arrives there$/,
    );
  });

  it("an infinity, or its sign", async () => {
    const infinity = lawOf("special/infinity");
    const largest = changing((answer) => ({ ...answer, loss: Math.min(Number.MAX_VALUE, answer.loss || 0) }));
    const flipped = changing((answer) => ({ ...answer, outputs: answer.outputs.map((row) => row.map((y) => -y)) }));
    expect((await trial(infinity, largest, 1)).violated?.reason).toMatch(/^the loss is [\d.e+]+, although/);
    expect((await trial(infinity, flipped, 10)).violated?.reason).toMatch(/although -?Infinity arrives there$/);
    const asNaN = changing((answer) => ({
      ...answer,
      loss: NaN,
      outputs: answer.outputs.map((row) => row.map(() => NaN)),
    }));
    expect((await trial(infinity, asNaN, 20)).violated).toBeUndefined();
  });

  it("the examples: NaN for the mean over none, while 0 will do", async () => {
    const empty = lawOf("special/empty-batch");
    const answering = (value: number) =>
      subjectOf(({ network: { layers } }) => {
        const rows = layers.map(() => []);
        const weights = layers.map((layer) => layer.weights.map((row) => row.map(() => value)));
        const biases = layers.map((layer) => layer.biases.map(() => value));
        const gradients = { weights, biases, inputs: [], preactivations: rows, activations: rows };
        return { loss: value, outputs: [], preactivations: rows, activations: rows, gradients };
      });
    expect((await trial(empty, answering(NaN), 1)).violated?.reason).toBe(
      "a batch without examples is answered, and loss is no number",
    );
    expect((await trial(empty, answering(0), 20)).violated).toBeUndefined();
  });
});
