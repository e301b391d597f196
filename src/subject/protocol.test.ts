import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import protocolSchema from "../../spec/protocol.schema.json" with { type: "json" };
import {
  activationNames,
  conventionChoices,
  json,
  kinkChoices,
  lossNames,
  precisionNames,
  quantities,
  type Case,
} from "../model/index.js";
import { checkReply, readHandshake, readLine, readReply, runLine, seqOf, startLine, stopLine } from "./protocol.js";
import { ProtocolError } from "./subject.js";
import { anyCase, description, fullAnswer, question, square, total } from "./testing/cases.js";

const handshake = { protocol: 1, ...description };
const supports = { ...description.supports };

/** The message of the ProtocolError. */
function complaint(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

const withActivation = (activation: object): unknown => ({
  ...question,
  network: { layers: [{ weights: [[1]], biases: [1], activation }] },
});

describe("lines to a subject", () => {
  const ajv = new Ajv2020({ schemas: [caseSchema, protocolSchema], strict: true });
  const isLine = (line: string): unknown => ajv.validate("protocol.schema.json", JSON.parse(line));

  it("start and stop are the lines of the contract", () => {
    expect(startLine).toBe('{"cmd":"start","protocol":1}');
    expect(stopLine).toBe('{"cmd":"stop"}');
    expect([startLine, stopLine].map(isLine)).toEqual([true, true]);
  });

  it("every case is one line, valid by the schema, and loses no double", () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), (asked, seq) => {
        const line = runLine(seq, asked);
        expect(line).not.toContain("\n");
        expect(isLine(line)).toBe(true);
        expect(json.decode(JSON.parse(line))).toEqual({ cmd: "run", seq, case: asked });
      }),
      { seed: 3 },
    );
  });

  it("name a user's own functions, whose formulas cannot be written down", () => {
    const [layer] = question.network.layers;
    const asked = { ...question, network: { layers: [{ ...layer, activation: square }] }, loss: total };
    const line = runLine(1, asked);
    expect(isLine(line)).toBe(true);
    expect(line).toContain('"activation":{"name":"own","id":"square"}');
    expect(line).toContain('"loss":{"name":"own","id":"total"}');
  });

  it.each<[string, unknown]>([
    ["an unknown activation", withActivation({ name: "gelu" })],
    ["leaky-relu without a slope", withActivation({ name: "leaky-relu" })],
    ["maxout without its pieces", withActivation({ name: "maxout" })],
    ["half a piece", withActivation({ name: "maxout", pieces: 0.5 })],
    ["a linear map without rows", withActivation({ name: "linear-map", matrix: [] })],
    ["layer normalization without epsilon", withActivation({ name: "layer-normalization" })],
    ["a negative power", withActivation({ name: "polynomial", outputs: [[{ coefficient: 1, powers: [-1] }]] })],
    ["an own function without an id", withActivation({ name: "own" })],
    ["a slope where there is none", withActivation({ name: "tanh", slope: 1 })],
    ["an unknown loss", { ...question, loss: { name: "mse" } }],
    ["no layer", { ...question, network: { layers: [] } }],
    ["an unknown field", { ...question, learningRate: 1 }],
    ["a number in a string", { ...question, regularizer: { name: "l2", lambda: "1" } }],
    ["no regularizer field", { ...question, regularizer: undefined }],
  ])("the schema refuses a case with %s", (_, asked) => {
    expect(isLine(runLine(1, question))).toBe(true);
    expect(isLine(runLine(1, asked as Case))).toBe(false);
  });
});

describe("the schemas", () => {
  const { $defs } = protocolSchema;
  it("know the names that the model knows", () => {
    expect(caseSchema.$defs.activationName.enum).toEqual(activationNames);
    expect(caseSchema.$defs.lossName.enum).toEqual(lossNames);
    expect($defs.quantity.enum).toEqual(quantities);
    expect($defs.handshake.properties.precision.enum).toEqual(precisionNames);
  });

  it("know the conventions that the model knows", () => {
    const { derivativeAtKink, ...others } = $defs.conventions.properties;
    const choices = (properties: object): object =>
      Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, (property as { enum: unknown[] }).enum]),
      );
    expect(choices(others)).toEqual(conventionChoices);
    expect(choices(derivativeAtKink.properties)).toEqual(kinkChoices);
  });

  it("allow each activation that has a name in a case, with its own parameters, and a user's own", () => {
    const alternatives = caseSchema.$defs.activation.anyOf.flatMap(
      ({ properties: { name } }) => name.enum ?? [name.const],
    );
    expect(new Set(alternatives)).toEqual(new Set([...activationNames, "own"]));
  });
});

describe("a line from a subject", () => {
  it("may hold the bare tokens that Python writes", () => {
    expect(readReply(readLine('{"seq":1,"answer":{"loss":NaN,"outputs":[[Infinity,-Infinity,-0.0]]}}'))).toEqual({
      answer: { loss: NaN, outputs: [[Infinity, -Infinity, -0]] },
    });
  });

  it("that is not JSON is refused", () => {
    expect(complaint(() => readLine("loading model"))).toMatch(/not JSON; stdout carries the protocol alone/);
  });

  it("tells which request it answers", () => {
    expect([{ seq: 4 }, { seq: "4" }, {}, null, 4].map(seqOf)).toEqual([4, undefined, undefined, undefined, undefined]);
  });
});

describe("a handshake", () => {
  it("becomes a description", () => {
    expect(readHandshake(handshake)).toEqual(description);
    const conventions = { reduction: "sum", derivativeAtKink: { relu: 0.5, "absolute-value": -1 } };
    expect(readHandshake({ ...handshake, conventions })).toEqual({ ...description, conventions });
  });

  it.each<[string, unknown, string]>([
    [
      "another version",
      { ...handshake, protocol: 2 },
      "the subject speaks protocol 2, this gradproof speaks protocol 1",
    ],
    [
      "nothing but another version",
      { protocol: "1.0" },
      'the subject speaks protocol "1.0", this gradproof speaks protocol 1',
    ],
    [
      "no version",
      description,
      "the handshake lacks the field 'protocol'; it has: implementation, precision, supports",
    ],
    ["nothing", {}, "the handshake lacks the field 'protocol'; it has: nothing"],
    ["no object", "hello", 'the handshake must be of type object, got "hello"'],
    ["null", null, "the handshake must be of type object, got null"],
    ["a list", [], "the handshake must be of type object, got a value of type Array"],
    ["no precision", { ...handshake, precision: undefined }, "the handshake lacks the field 'precision'"],
    ["no name", { ...handshake, implementation: {} }, "implementation lacks the field 'name'; it has: nothing"],
    [
      "a misspelt field",
      { protocol: 1, implementaton: {} },
      "unknown field 'implementaton' in the handshake; known: protocol, implementation, precision, supports, conventions",
    ],
    [
      "an unknown activation",
      { ...handshake, supports: { ...supports, activations: ["relu", "gelu"] } },
      'supports.activations[1] is "gelu", which this version of gradproof does not know; ' +
        "known: identity, logistic, tanh, relu, leaky-relu, softplus, absolute-value, unit-step, softmax, log-softmax, maxout, " +
        "linear-map, layer-normalization, polynomial",
    ],
    [
      "an unknown loss",
      { ...handshake, supports: { ...supports, losses: ["mse"] } },
      'supports.losses[0] is "mse", which this version of gradproof does not know; known: squared-error, cross-entropy, ' +
        "negative-log-of-sum, binary-cross-entropy, multiclass-hinge",
    ],
    [
      "an unknown regularizer",
      { ...handshake, supports: { ...supports, regularizers: ["l1"] } },
      'supports.regularizers[0] is "l1", which this version of gradproof does not know; known: l2',
    ],
    [
      "an unknown quantity",
      { ...handshake, supports: { ...supports, observes: ["updated.weights"] } },
      'supports.observes[0] is "updated.weights", which this version of gradproof does not know; known: preactivations, ',
    ],
    [
      "an empty list",
      { ...handshake, supports: { ...supports, losses: [] } },
      "losses must NOT have fewer than 1 items",
    ],
    [
      "an unknown choice",
      { ...handshake, conventions: { reduction: "average" } },
      'conventions.reduction is "average", which this version of gradproof does not know; known: mean, sum',
    ],
    [
      "an unknown derivative",
      { ...handshake, conventions: { derivativeAtKink: { relu: 2 } } },
      "conventions.derivativeAtKink.relu is 2, which this version of gradproof does not know; known: 0, 0.5, 1, any",
    ],
    [
      "own functions, which only a subject in this process can have",
      { ...handshake, own: {} },
      "unknown field 'own' in the handshake",
    ],
    [
      "an own function among the activations",
      { ...handshake, supports: { ...supports, activations: ["own"] } },
      'supports.activations[0] is "own", which this version of gradproof does not know',
    ],
    [
      "a number for a name",
      { ...handshake, implementation: { name: 5 } },
      "implementation.name must be of type string, got 5",
    ],
  ])("with %s is refused", (_, message, expected) => {
    expect(complaint(() => readHandshake(json.parse(json.stringify(message))))).toContain(expected);
  });

  it("with supports.learningRates is refused, since the gate would not heed it", () => {
    const message = complaint(() => readHandshake({ ...handshake, supports: { ...supports, learningRates: [0, 1] } }));
    expect(message).toBe(
      "unknown field 'learningRates' in supports: this version of gradproof does not understand it yet; " +
        "known: activations, losses, regularizers, observes, specialValues, pairs, hidden, biases, batch, layers, outputs",
    );
  });

  it("may narrow what it supports", () => {
    const narrow = {
      pairs: [["softmax", "cross-entropy"]],
      hidden: "uniform",
      biases: "none",
      batch: 1,
      layers: { min: 1, max: 2 },
      outputs: { max: 3 },
    };
    expect(readHandshake({ ...handshake, supports: { ...supports, ...narrow } }).supports).toMatchObject(narrow);
  });

  it.each([
    [{ layers: { min: 3, max: 2 } }, "supports.layers takes no network: min is 3 and max is 2"],
    [{ batch: 2 }, "supports.batch is 2, which this version of gradproof does not know; known: any"],
    [{ outputs: {} }, "supports.outputs lacks the field 'max'"],
    [{ pairs: [["softmax"]] }, "supports.pairs[0] must NOT have fewer than 2 items"],
    [{ pairs: [["softmax", "entropy"]] }, 'supports.pairs[0][1] is "entropy"'],
  ])("with %j in supports is refused", (narrow, expected) => {
    const message = complaint(() => readHandshake({ ...handshake, supports: { ...supports, ...narrow } }));
    expect(message).toContain(expected);
  });
});

describe("a reply", () => {
  it("is an answer, a skip or an error", () => {
    expect(readReply({ seq: 1, answer: fullAnswer() })).toEqual({ answer: fullAnswer() });
    expect(readReply({ seq: 1, skipped: { message: "no softmax" } })).toEqual({ skipped: { message: "no softmax" } });
    expect(readReply({ seq: 1, error: { message: "NaN" } })).toEqual({ error: { message: "NaN" } });
  });

  it("keeps the very answer when it came without text", () => {
    const answer = { loss: NaN };
    expect((checkReply({ seq: 1, answer }) as { answer: unknown }).answer).toBe(answer);
  });

  const either = "the reply must have seq and exactly one of answer, skipped and error; it has: ";
  it.each<[string, unknown, string]>([
    [
      "an unknown field in the answer",
      { seq: 1, answer: { gradient: [] } },
      "unknown field 'gradient' in answer; known: loss, outputs, preactivations, activations, gradients",
    ],
    [
      "an unknown gradient",
      { seq: 1, answer: { gradients: { weight: [] } } },
      "unknown field 'weight' in answer.gradients; known: weights, biases, inputs, preactivations, activations",
    ],
    [
      "an unknown field",
      { seq: 1, answer: {}, time: 3 },
      "unknown field 'time' in the reply; known: seq, answer, skipped",
    ],
    ["an unknown field only", { seq: 1, result: {} }, "unknown field 'result' in the reply"],
    ["no seq", { answer: {} }, `${either}answer`],
    ["no seq among its fields", { answer: {}, error: {} }, "the reply lacks the field 'seq'; it has: answer, error"],
    ["a seq that is no number", { seq: "1", answer: {} }, 'seq must be of type integer, got "1"'],
    ["neither", { seq: 1 }, `${either}seq`],
    ["both", { seq: 1, answer: {}, error: { message: "" } }, `${either}seq, answer, error`],
    ["a bare message", { seq: 1, error: "boom" }, 'error must be of type object, got "boom"'],
    [
      "a number in a string",
      { seq: 1, answer: { loss: "0.5" } },
      'answer.loss must be a JSON number (only NaN, Infinity and -Infinity may be strings), got "0.5"',
    ],
    [
      "null among the numbers",
      { seq: 1, answer: { outputs: [[1], [null]] } },
      "answer.outputs[1][0] must be a JSON number",
    ],
    ["a flat matrix", { seq: 1, answer: { outputs: [1, 2] } }, "answer.outputs[0] must be of type array, got 1"],
    [
      "a scalar gradient",
      { seq: 1, answer: { gradients: { weights: 1 } } },
      "gradients.weights must be of type array, got 1",
    ],
  ])("with %s is refused", (_, message, expected) => {
    expect(complaint(() => readReply(message))).toContain(expected);
  });
});
