import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import {
  activationNames,
  completeConventions,
  json,
  lossNames,
  valueOf,
  type Answer,
  type Case,
  type Quantity,
} from "../src/model/index.js";
import { backpropagate } from "../src/scalar/index.js";
import { readHandshake, readReply } from "../src/subject/protocol.js";
import caseSchema from "./case.schema.json" with { type: "json" };
import protocolSchema from "./protocol.schema.json" with { type: "json" };

const page = readFileSync(new URL("protocol.md", import.meta.url), "utf8");
const [conversation = [], activations = []] = [...page.matchAll(/^```jsonl\n([^]*?)^```/gm)].map(([, block = ""]) =>
  block
    .trimEnd()
    .split("\n")
    .map((line) => json.parse(line) as Record<string, unknown>),
);
const ajv = new Ajv2020({ schemas: [caseSchema, protocolSchema] });
const follows = (schema: string, value: unknown): boolean => ajv.getSchema(schema)?.(value) === true;

describe("the conversation in spec/protocol.md", () => {
  const description = readHandshake(conversation[1]);
  const answered = conversation.flatMap((message, i) => {
    const reply = conversation[i + 1];
    return message["cmd"] === "run" && reply !== undefined && "answer" in reply
      ? [[message["seq"], json.decode(message["case"]) as Case, readReply(reply)] as const]
      : [];
  });

  it("is JSON Lines from start to stop, each of the schema", () => {
    expect(conversation[0]).toEqual({ cmd: "start", protocol: 1 });
    expect(conversation.at(-1)).toEqual({ cmd: "stop" });
    for (const message of conversation) expect(follows("protocol.schema.json", message)).toBe(true);
  });

  it("answers each run with its own number, counted from 1", () => {
    const seqs = (fromGate: boolean): unknown[] =>
      conversation
        .filter((message) => "seq" in message && "cmd" in message === fromGate)
        .map((message) => message["seq"]);
    expect(seqs(true)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seqs(false)).toEqual(seqs(true));
  });

  it("shows every kind of reply", () => {
    for (const kind of ["answer", "skipped", "error"])
      expect(
        conversation.some((message) => kind in message),
        kind,
      ).toBe(true);
  });

  it.each(answered)("has the right numbers in the answer to run %s, and all that is promised", (_, question, reply) => {
    const right = backpropagate(question, completeConventions(description.conventions));
    const parts = (answer: Answer): [Quantity, unknown][] =>
      description.supports.observes.map((quantity) => [quantity, unsigned(valueOf(answer, quantity))]);
    expect("answer" in reply && parts(reply.answer)).toEqual(parts(right));
  });
});

describe("the activations in spec/protocol.md", () => {
  it("are of the schema, one for each name that has parameters", () => {
    const bare = activationNames.filter((name) => follows("case.schema.json#/$defs/activation", { name }));
    const names = activations.map(({ name }) => name as string);
    for (const activation of activations) expect(follows("case.schema.json#/$defs/activation", activation)).toBe(true);
    expect([...names, ...bare].sort()).toEqual([...activationNames].sort());
  });

  it("and the losses are those that the page lists", () => {
    const [, row = ""] = /^\| `supports\.losses` \|[^|]*\|([^|]*)\|$/m.exec(page) ?? [];
    expect([...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(lossNames);
  });
});

/** The sign of a 0 is no part of an answer. */
function unsigned(value: unknown): unknown {
  if (typeof value === "number") return value + 0;
  return Array.isArray(value) ? value.map(unsigned) : value;
}
