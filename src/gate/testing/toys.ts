/** Toy subjects and properties: one layer with one weight, whose output is the weight times the input. */
import * as fc from "fast-check";
import { everything, type Case, type Description } from "../../model/index.js";
import type { Reply, Subject } from "../../subject/index.js";
import type { Property, Verdict } from "../property.js";

export const description: Description = {
  implementation: { name: "toy", version: "1.0", language: "TypeScript" },
  precision: "f64",
  supports: { ...everything, observes: ["loss", "outputs"] },
};

/** The case that asks for weight · input. */
export function asking(weight: number, input = 1): Case {
  return {
    network: { layers: [{ weights: [[weight]], biases: [0], activation: { name: "identity" } }] },
    loss: { name: "squared-error" },
    regularizer: null,
    batch: { inputs: [[input]], targets: [[0]] },
  };
}

export function weightOf(question: Case): number {
  return question.network.layers[0]?.weights[0]?.[0] ?? NaN;
}

/** A subject whose reply is a function of the weight. */
export function toySubject(reply: (weight: number) => Reply, asked: Case[] = []): Subject {
  return {
    description,
    inProcess: true,
    run(question) {
      asked.push(question);
      return Promise.resolve().then(() => reply(weightOf(question)));
    },
    close: () => Promise.resolve(),
  };
}

export const answerOf = (output: number): Reply => ({ answer: { loss: 0, outputs: [[output]] } });

/** Answers rightly. */
export const right = (weight: number): Reply => answerOf(weight);
/** Wrong from a weight of 10 upwards. */
export const wrongFromTen = (weight: number): Reply => answerOf(weight >= 10 ? weight + 1 : weight);

/** The law of the toys: the output is the weight. */
export const copies: Property<number> = {
  id: "toy/copies",
  title: "the output is the weight",
  equations: ["affine", "output"],
  level: "core",
  requires: { observes: ["outputs"] },
  arbitrary: () => fc.nat({ max: 1000 }),
  async check(weight, bench): Promise<Verdict> {
    const question = asking(weight);
    const reply = await bench.ask(question);
    if ("skipped" in reply) return { kind: "skipped", reason: reply.skipped.message };
    if ("error" in reply)
      return { kind: "violated", question, mismatches: [], reason: `the subject failed: ${reply.error.message}` };
    const got = reply.answer.outputs?.[0]?.[0] ?? NaN;
    if (got === weight) return { kind: "holds" };
    const range = [weight, weight] as const;
    const mismatch = {
      quantity: "outputs",
      index: [1, 1],
      got,
      exact: String(weight),
      range,
      factor: Infinity,
    } as const;
    return { kind: "violated", question, mismatches: [mismatch] };
  },
};

/** A property like `copies`, changed. */
export function toyProperty(changes: Partial<Property<number>>): Property<number> {
  return { ...copies, ...changes };
}
