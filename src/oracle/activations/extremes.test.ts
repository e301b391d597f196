/**
 * Every form of the activations with rules of their own, run in plain doubles: what the rounding adversary cannot show is how they
 * underflow and overflow, for its exponents have no end.
 */
import { describe, expect, it } from "vitest";
import { defaultConventions, precisions, quantities, type Activation, type Case } from "../../model/index.js";
import { Balls } from "../ball.js";
import { randomForm, type Form } from "../testing/forms.js";
import { Implementation } from "../testing/implementation.js";
import { oneLayer } from "../testing/one-layer.js";
import { Program } from "../testing/program.js";
import { ordinary, randomQuestion, type Question } from "../testing/random-cases.js";
import { Random } from "../testing/random.js";
import { ballsOf, holds } from "../testing/trials.js";
import { wideningOf } from "../widening.js";

const f64 = wideningOf(precisions.f64);
const balls = new Balls(24, f64);

/** From subnormal numbers to those whose squares overflow, with biases that may be a large common offset. */
function randomExtreme(random: Random, name: Activation["name"]): Question {
  const question = randomQuestion(random, { ...ordinary, layers: 1, activations: [name], losses: ["squared-error"] });
  const power = (): number => 10 ** (random.chance(0.5) ? random.integer(-330, 200) : random.integer(-20, 20));
  const [below, above] = [power(), power()];
  const offset = random.chance(0.3) ? 10 ** random.integer(0, 9) : below;
  const { network, batch } = question.case;
  const scaled = (rows: Case["batch"]["inputs"], by: number): number[][] => rows.map((row) => row.map((x) => x * by));
  const layers = network.layers.map((layer) => ({
    ...layer,
    biases: layer.biases.map((b) => b * offset),
    activation: withEpsilon(layer.activation, random.chance(0.5) ? 1 : 10 ** random.integer(-320, 10)),
  }));
  return {
    ...question,
    case: {
      ...question.case,
      network: { layers },
      batch: { inputs: scaled(batch.inputs, below), targets: scaled(batch.targets, above) },
    },
  };
}

function withEpsilon(activation: Activation, by: number): Activation {
  return activation.name === "layer-normalization"
    ? { ...activation, epsilon: Math.max(Number.MIN_VALUE, activation.epsilon * by) }
    : activation;
}

/** A guard that everybody who needs it knows is part of the definition. */
function guarded(form: Form): Form {
  return {
    ...form,
    softmax: "shifted",
    crossEntropy: form.crossEntropy === "guarded-log-sum-exp" ? form.crossEntropy : "shifted",
  };
}

function answer(question: Question, form: Form): number[] {
  const results = new Implementation(new Program(f64), form, question).results();
  return quantities.flatMap((quantity) => results[quantity].map(({ undisturbed }) => undisturbed));
}

/** What all forms return lies in the ranges; how many of these say anything. */
function decidedOf(random: Random, question: Question, forms: number): number {
  const ranges = ballsOf(question, balls);
  for (let form = 0; form < forms; form++) {
    const outside = answer(question, guarded(randomForm(random))).filter((x, i) => {
      const range = ranges[i];
      return range !== undefined && !holds(range, x);
    });
    expect(outside).toEqual([]);
  }
  return ranges.filter((range) => !range.unlimited).length;
}

const names = ["unit-step", "log-softmax", "maxout", "linear-map", "layer-normalization", "polynomial"] as const;

it.each(names)("%s in doubles lies in the ranges of f64 at every scale", (name) => {
  const random = new Random(99);
  const questions = random.list(60, () => randomExtreme(random, name));
  const decided = questions.map((question) => decidedOf(random, question, 4));
  expect(decided.reduce((sum, count) => sum + count)).toBeGreaterThan(500);
});

describe("layer normalization in doubles lies in the ranges of f64", () => {
  it.each([
    ["the variance underflows", [1e-161, 2e-161, 5e-161], 1e-321, [1, -2, 4]],
    ["y underflows", [3e-310, 1e-310, 9e-310], 1e30, [1, -2, 4]],
  ])("where %s", (_, z, epsilon, targets) => {
    const weights = z.map((__, j) => z.map((___, i) => (i === j ? 1 : 0)));
    const question = oneLayer({ name: "layer-normalization", epsilon }, weights, z, targets);
    expect(decidedOf(new Random(7), { case: question, conventions: defaultConventions }, 40)).toBeGreaterThan(8);
  });
});
