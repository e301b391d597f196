import { describe, expect, it } from "vitest";
import { quantities, type Answer, type Case, type Description } from "../model/index.js";
import { inProcessSubject, type Outcome } from "./in-process.js";
import { ProtocolError } from "./subject.js";
import { description, fullAnswer, question, square, total, withQuantity } from "./testing/cases.js";
import { caseForSubject, transpose } from "./translate.js";

const subject = (run: (asked: Case) => unknown, conventions: Description["conventions"] = {}) =>
  inProcessSubject({ description: { ...description, conventions }, run: run as (asked: Case) => Outcome });

const complaintAbout = (answer: unknown, conventions?: Description["conventions"]): Promise<unknown> =>
  subject(() => answer, conventions)
    .run(question)
    .then(
      () => "no complaint",
      (error: unknown) => {
        expect(error).toBeInstanceOf(ProtocolError);
        return (error as Error).message;
      },
    );

describe("a subject in this process", () => {
  it("gets the gate's own case, and the gate its own answer", async () => {
    const answer = fullAnswer();
    const seen: Case[] = [];
    const reply = await subject((asked) => (seen.push(asked), answer)).run(question);
    expect(seen[0]).toBe(question);
    expect((reply as { answer: Answer }).answer).toBe(answer);
  });

  it("gets and gives its declared layout", async () => {
    const answer = fullAnswer();
    const asked: Case[] = [];
    const own = withQuantity(answer, "gradients.weights", answer.gradients?.weights?.map(transpose));
    const run = (got: Case): Answer => (asked.push(got), own);
    expect(await subject(run, { weights: "in-out" }).run(question)).toEqual({ answer });
    expect(asked[0]).toEqual(caseForSubject(question, { weights: "in-out" }));
    expect(await subject(run, { gradients: "transposed" }).run(question)).toEqual({ answer });
    expect(asked[1]).toBe(question);
  });

  it("may answer later, skip a case, or fail in words", async () => {
    expect(await subject(() => Promise.resolve({ ...fullAnswer(), loss: NaN })).run(question)).toHaveProperty(
      "answer.loss",
      NaN,
    );
    expect(await subject(() => ({ skipped: { message: "why" } })).run(question)).toEqual({
      skipped: { message: "why" },
    });
    expect(await subject(() => ({ error: { message: "why" } })).run(question)).toEqual({ error: { message: "why" } });
  });

  it("turns what it throws into an error reply", async () => {
    const thrower = (thrown: unknown) => subject(() => Promise.reject(thrown)).run(question);
    expect(await thrower(new TypeError("no such layer"))).toEqual({ error: { message: "TypeError: no such layer" } });
    expect(await thrower("in words")).toEqual({ error: { message: "in words" } });
  });

  it("shares memory with the gate, and has nothing to close", async () => {
    const shared = subject(() => fullAnswer());
    expect(shared.inProcess).toBe(true);
    await shared.close();
  });

  it("cannot describe itself in words that no handshake may use", () => {
    const unheard = {
      ...description,
      supports: { ...description.supports, losses: ["mse"] },
    } as unknown as Description;
    expect(() => inProcessSubject({ description: unheard, run: () => ({}) })).toThrow(
      'sample: supports.losses[0] is "mse"',
    );
  });
});

describe("own functions of a subject in this process", () => {
  const owning = (own: unknown): Description => ({ ...description, own }) as Description;
  const complaint = (own: unknown): string => {
    try {
      inProcessSubject({ description: owning(own), run: () => fullAnswer() });
      return "no complaint";
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError);
      return (error as Error).message;
    }
  };

  it("stay in its description, and reach it in the case as they are", async () => {
    const own = { activations: [square], divergences: [total] };
    const seen: Case[] = [];
    const asked: Case = {
      ...question,
      network: { layers: question.network.layers.map((layer) => ({ ...layer, activation: square })) },
      loss: total,
    };
    for (const conventions of [{}, { weights: "in-out" } as const]) {
      const owner = inProcessSubject({
        description: { ...owning(own), conventions },
        run: (got) => (seen.push(got), { skipped: { message: "seen" } }),
      });
      expect(owner.description.own).toBe(own);
      await owner.run(asked);
    }
    expect(seen.map(({ network, loss }) => [...network.layers.map(({ activation }) => activation), loss])).toEqual([
      [square, square, total],
      [square, square, total],
    ]);
    expect(seen[1]?.loss).toBe(total);
  });

  it.each<[string, unknown, string]>([
    ["no id", { activations: [{ ...square, id: undefined }] }, "own.activations[0].id must be a text that names it"],
    [
      "an empty id",
      { divergences: [{ ...total, id: " " }] },
      'own.divergences[0].id must be a text that names it in reports, got " "',
    ],
    [
      "the id of an activation",
      { activations: [{ ...square, id: "relu" }] },
      'own.activations[0].id is "relu", which is the name of a built-in',
    ],
    ["the id of a loss", { activations: [{ ...square, id: "cross-entropy" }] }, "the name of a built-in function"],
    [
      "an id twice",
      { activations: [square, { ...square }] },
      'own.activations[1].id is "square", as of another own function',
    ],
    [
      "an id of both kinds",
      { activations: [square], divergences: [{ ...total, id: "square" }] },
      'own.divergences[0].id is "square", as of',
    ],
    [
      "another name",
      { activations: [{ ...square, name: "square" }] },
      'own.activations[0].name must be "own", got "square"',
    ],
    [
      "no gradient",
      { divergences: [{ ...total, gradient: undefined }] },
      "own.divergences[0].gradient must be a function, got undefined",
    ],
    [
      "outputs that are a number",
      { activations: [{ ...square, outputs: 3 }] },
      "own.activations[0].outputs must be a function, got 3",
    ],
    ["no list", { activations: square }, "own.activations must be a list, got a value of type Object"],
    ["a function alone", { divergences: [() => 1] }, 'own.divergences[0].name must be "own", got ""'],
    ["an unknown field", { losses: [] }, "unknown field 'losses' in own; known: activations, divergences"],
  ])("with %s are refused", (_, own, expected) => {
    expect(complaint(own)).toContain(`sample: `);
    expect(complaint(own)).toContain(expected);
  });

  it("are welcome without anything else", () => {
    expect([{}, { activations: [] }, { divergences: [total] }].map(complaint)).toEqual(Array(3).fill("no complaint"));
  });
});

describe("an answer in this process", () => {
  it.each(quantities)("with one layer, row or number too many in %s is refused", async (quantity) => {
    const tooLong = withQuantity(fullAnswer(), quantity, [[[0], [0]], [[0]], [[0]]]);
    expect(await complaintAbout(tooLong)).toMatch(/^sample: (answer\.)?/);
    expect(await complaintAbout(tooLong)).toContain(quantity);
  });

  it.each<[string, unknown, string]>([
    [
      "no promised quantity",
      withQuantity(fullAnswer(), "gradients.weights", undefined),
      "the answer lacks 'gradients.weights', which supports.observes promises",
    ],
    ["a promised quantity undefined", { ...fullAnswer(), loss: undefined }, "the answer lacks 'loss'"],
    [
      "a missing layer",
      withQuantity(fullAnswer(), "gradients.biases", [[1, 2, 3]]),
      "biases must hold 2 layers, got 1",
    ],
    [
      "a transposed layer",
      withQuantity(fullAnswer(), "gradients.weights", fullAnswer().gradients?.weights?.map(transpose)),
      "layer 1: gradients.weights must have shape [3][2], got [2][3]; which is its transpose",
    ],
    [
      "an unpromised quantity amiss",
      withQuantity(fullAnswer(), "outputs", [[1]]),
      "must have shape [2][1], got [1][1]",
    ],
    [
      "ragged rows",
      withQuantity(fullAnswer(), "outputs", [[1], [1, 2]]),
      "outputs must have shape [2][1], got [2] of ragged rows ([1], [2])",
    ],
    ["a string for NaN", { ...fullAnswer(), loss: "NaN" }, "loss must have shape a number, got a string"],
    [
      "an array of another kind",
      { ...fullAnswer(), outputs: [new Float64Array(1), [1]] },
      "got a value of type Float64Array",
    ],
    ["an unknown field", { ...fullAnswer(), gradient: [] }, "unknown field 'gradient' in answer"],
    ["a function", { ...fullAnswer(), loss: () => 1 }, "answer.loss must be a JSON number"],
    ["nothing", undefined, "answer must be of type object, got null"],
    ["a number", 3, "answer must be of type object, got 3"],
  ])("with %s is refused", async (_, answer, expected) => {
    expect(await complaintAbout(answer)).toContain(`sample: `);
    expect(await complaintAbout(answer)).toContain(expected);
  });

  it("is measured in the layout that was declared", async () => {
    expect(await complaintAbout(fullAnswer(), { weights: "in-out" })).toContain(
      "sample: layer 1: gradients.weights must have shape [2][3], got [3][2]",
    );
    expect(await complaintAbout(fullAnswer(), { weights: "in-out", gradients: "transposed" })).toBe("no complaint");
  });

  it("is told the line to declare under which its transposed gradients are right", async () => {
    const layouts = (["out-in", "in-out"] as const).flatMap((weights) =>
      (["same-as-weights", "transposed"] as const).map((gradients) => ({ weights, gradients })),
    );
    for (const declared of layouts) {
      const ours = fullAnswer().gradients?.weights;
      const inOut = (declared.weights === "in-out") !== (declared.gradients === "transposed");
      const answer = withQuantity(fullAnswer(), "gradients.weights", inOut ? ours : ours?.map(transpose));
      const complaint = String(await complaintAbout(answer, declared));
      const line = /declare "conventions": (\{.*?\})/.exec(complaint)?.[1] ?? "no line";
      expect(await complaintAbout(answer, { ...declared, ...(JSON.parse(line) as object) })).toBe("no complaint");
    }
    const transposed = withQuantity(fullAnswer(), "gradients.weights", fullAnswer().gradients?.weights?.map(transpose));
    expect(await complaintAbout(transposed)).toContain('or {"weights":"in-out"} if the weights are inputs × units too');
    expect(await complaintAbout(withQuantity(fullAnswer(), "gradients.weights", [[[1]], [[1]]]))).not.toContain(
      "declare",
    );
  });
});
