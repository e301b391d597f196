import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCase,
  depth,
  everything,
  layerOf,
  outputsOf,
  precisionNames,
  width,
  type Activation,
  type Case,
  type Description,
  type OwnActivation,
  type OwnDivergence,
  type PrecisionName,
  type Supports,
} from "../../src/model/index.js";
import { enclose, exactValue } from "../../src/oracle/index.js";
import { completeConventions } from "../../src/model/index.js";
import { laws } from "../testing/trial.js";
import { activationsFor, cases, lossesFor, ordinaryRegime } from "./cases.js";
import { dyadic, ordinary, pool, representable } from "./numbers.js";

const describing = (supports: Partial<Supports> = {}, precision: PrecisionName = "f64"): Description => ({
  implementation: { name: "any" },
  precision,
  supports: { ...everything, ...supports },
});

/** Every case inside a generated input: the input itself, or one of its members. */
function casesIn(input: unknown): Case[] {
  if (typeof input !== "object" || input === null) return [];
  return "network" in input ? [input as Case] : Object.values(input).flatMap(casesIn);
}

/** An epsilon such as 1e-5 is no number of any binary format. */
function parametersOf(activation: Activation): readonly number[] {
  switch (activation.name) {
    case "leaky-relu":
      return [activation.slope];
    case "linear-map":
      return activation.matrix.flat();
    case "polynomial":
      return activation.outputs.flat().map(({ coefficient }) => coefficient);
    default:
      return [];
  }
}

const numbersOf = (question: Case): number[] => [
  ...question.network.layers.flatMap((layer) => [...layer.weights.flat(), ...layer.biases]),
  ...question.network.layers.flatMap(({ activation }) => parametersOf(activation)),
  question.regularizer?.lambda ?? 0,
  ...question.batch.inputs.flat(),
  ...question.batch.targets.flat(),
];

/** A question as valid as it is meant to be: that a batch has no example may be what is asked about. */
function checkQuestion(question: Case): void {
  const { network, batch } = question;
  const one = [Array.from({ length: width(network, 0) }, () => 0)];
  const target = [Array.from({ length: width(network, depth(network)) }, (_, j) => (j === 0 ? 1 : 0))];
  checkCase(
    batch.inputs.length + batch.targets.length > 0
      ? question
      : { ...question, batch: { inputs: one, targets: target } },
  );
}

/** The first `count` values along one path of shrinking. */
function shrinks<T>(arbitrary: fc.Arbitrary<T>, seed: number, count: number): T[] {
  const seen: T[] = [];
  fc.check(
    fc.property(arbitrary, (value) => {
      seen.push(value);
      return false;
    }),
    { seed, numRuns: 1 },
  );
  return seen.slice(0, count);
}

describe.each(laws.map((law) => [law.id, law] as const))("the inputs of %s", (_, law) => {
  it("are the same for the same seed", () => {
    const draw = () => fc.sample(law.arbitrary(describing()), { seed: 5, numRuns: 10 });
    expect(draw()).toEqual(draw());
  });

  it.each(precisionNames)("are valid cases whose numbers %s holds", (precision) => {
    const description = describing({}, precision);
    if (law.requires.missing?.({ description, inProcess: true }) !== undefined) return;
    for (const input of fc.sample(law.arbitrary(description), { seed: 6, numRuns: 20 })) {
      const questions = casesIn(input);
      expect(questions.length).toBeGreaterThan(0);
      for (const question of questions) {
        checkQuestion(question);
        for (const x of numbersOf(question)) expect(representable(x, precision)).toBe(x);
      }
    }
  });

  it("stay valid while they shrink", () => {
    for (const input of shrinks(law.arbitrary(describing()), 9, 60))
      for (const question of casesIn(input)) checkQuestion(question);
  });
});

describe("ordinary cases", () => {
  const sample = fc.sample(cases(describing()), { seed: 2, numRuns: 400 });

  it("shrink to one layer of one unit and one example", () => {
    const smallest = shrinks(cases(describing()), 4, Infinity).at(-1);
    expect(smallest).toBeDefined();
    if (smallest === undefined) return;
    expect(depth(smallest.network)).toBe(1);
    expect(width(smallest.network, 1)).toBe(1);
    expect(smallest.batch.inputs).toEqual([[0]]);
  });

  it("keep every pre-activation below 16", () => {
    for (const question of sample.slice(0, 100)) {
      const { layers } = enclose(question, completeConventions(), 20, exactValue).forward;
      for (const z of layers.flat().flatMap((layer) => layer.z)) expect(z.mid.abs().toNumber()).toBeLessThanOrEqual(16);
    }
  });

  /** Features without which some mistake can not be seen at all. */
  it.each<[string, (question: Case) => boolean]>([
    [
      "square layers with asymmetric weights",
      ({ network }) => network.layers.some(({ weights: W }) => W.length === W[0]?.length && W[0]?.[1] !== W[1]?.[0]),
    ],
    ["non-square layers", ({ network }) => network.layers.some(({ weights: W }) => W.length !== W[0]?.length)],
    [
      "one output and several examples",
      ({ network, batch }) => width(network, depth(network)) === 1 && batch.inputs.length >= 2,
    ],
    ["a batch of one", ({ batch }) => batch.inputs.length === 1],
    ["a batch of four and more", ({ batch }) => batch.inputs.length >= 4],
    ["duplicate rows", ({ batch }) => new Set(batch.inputs.map((row) => row.join())).size < batch.inputs.length],
    ["weights that are exactly 0", ({ network }) => network.layers.some(({ weights }) => weights.flat().includes(0))],
    [
      "different activations in neighbouring layers",
      ({ network }) =>
        network.layers.some((layer, k) => k > 0 && layer.activation.name !== network.layers[k - 1]?.activation.name),
    ],
    [
      "a hidden softmax",
      ({ network }) => network.layers.slice(0, -1).some((layer) => layer.activation.name === "softmax"),
    ],
    [
      "softmax with squared error",
      ({ network, loss }) =>
        loss.name === "squared-error" && layerOf(network, depth(network)).activation.name === "softmax",
    ],
    [
      "targets that do not add up to 1",
      ({ loss, batch }) =>
        loss.name === "cross-entropy" && batch.targets.some((row) => row.reduce((a, b) => a + b, 0) !== 1),
    ],
    [
      "one-hot targets",
      ({ loss, batch }) =>
        loss.name === "cross-entropy" &&
        batch.targets.every(
          (row) => row.filter((d) => d === 1).length === 1 && row.filter((d) => d === 0).length === row.length - 1,
        ),
    ],
    ["negative targets", ({ loss, batch }) => loss.name === "squared-error" && batch.targets.flat().some((d) => d < 0)],
    [
      "a penalty together with biases",
      ({ network, regularizer }) =>
        regularizer !== null && network.layers.some(({ biases }) => biases.some((b) => b !== 0)),
    ],
    [
      "a negative slope",
      ({ network }) =>
        network.layers.some(({ activation }) => activation.name === "leaky-relu" && activation.slope < 0),
    ],
    [
      "a layer with fewer outputs than pre-activations",
      ({ network }) => network.layers.some((layer) => outputsOf(layer) < layer.biases.length),
    ],
    [
      "a layer with more outputs than pre-activations",
      ({ network }) => network.layers.some((layer) => outputsOf(layer) > layer.biases.length),
    ],
    [
      "a polynomial with a product of two units",
      ({ network }) =>
        network.layers.some(
          ({ activation }) =>
            activation.name === "polynomial" &&
            activation.outputs.flat().some(({ powers }) => powers.filter((power) => power > 0).length > 1),
        ),
    ],
    [
      "a hidden maxout",
      ({ network }) => network.layers.slice(0, -1).some((layer) => layer.activation.name === "maxout"),
    ],
    [
      "soft targets of logistic units",
      ({ loss, batch }) => loss.name === "binary-cross-entropy" && batch.targets.flat().some((d) => d > 0 && d < 1),
    ],
    [
      "a hinge over three classes",
      ({ loss, batch }) => loss.name === "multiclass-hinge" && batch.targets[0]?.length === 3,
    ],
    ["more than three layers", ({ network }) => depth(network) > 3],
    ["a layer of five and more units", ({ network }) => network.layers.some(({ biases }) => biases.length >= 5)],
    [
      "numbers that single precision does not hold",
      (question) => numbersOf(question).some((x) => Math.fround(x) !== x),
    ],
  ])("hold %s", (_, holds) => {
    expect(sample.filter(holds).length).toBeGreaterThanOrEqual(sample.length / 100);
  });
});

describe("what a subject does not support", () => {
  it("is never asked for", () => {
    const supports: Partial<Supports> = {
      activations: ["logistic"],
      losses: ["squared-error", "cross-entropy"],
      regularizers: [],
    };
    for (const question of fc.sample(cases(describing(supports)), { seed: 8, numRuns: 100 })) {
      expect(question.regularizer).toBeNull();
      for (const layer of question.network.layers) expect(layer.activation.name).toBe("logistic");
    }
  });

  it("rules out a loss that would need it", () => {
    expect(lossesFor(describing({ activations: ["relu"] }), ordinaryRegime)).toEqual([
      "squared-error",
      "multiclass-hinge",
    ]);
    expect(lossesFor(describing({ activations: ["softmax"] }), ordinaryRegime)).not.toContain("binary-cross-entropy");
    expect(lossesFor(describing(), { ...ordinaryRegime, output: ["tanh"] })).toEqual([
      "squared-error",
      "multiclass-hinge",
    ]);
    expect(lossesFor(describing(), { ...ordinaryRegime, losses: ["cross-entropy"] })).toEqual(["cross-entropy"]);
    expect(
      activationsFor(describing({ activations: ["relu", "tanh"] }), {
        ...ordinaryRegime,
        activations: ["tanh", "softmax"],
      }),
    ).toEqual(["tanh"]);
  });
});

describe("a user's own functions", () => {
  const swish: OwnActivation = { name: "own", id: "swish", value: (_, z) => z, gradient: (_, __, dy) => dy };
  const huber: OwnDivergence = { name: "own", id: "huber", value: (a) => a.constant(0), gradient: (_, y) => y };
  const description: Description = { ...describing(), own: { activations: [swish], divergences: [huber] } };
  const hasOwn = ({ network, loss }: Case): boolean =>
    loss === huber || network.layers.some(({ activation }) => activation === swish);

  it("are asked for among the others, in hidden layers and in the last one", () => {
    const sample = fc.sample(cases(description), { seed: 3, numRuns: 300 });
    const last = ({ network }: Case): boolean => layerOf(network, depth(network)).activation === swish;
    expect(sample.filter(({ loss }) => loss === huber).length).toBeGreaterThan(20);
    expect(sample.filter(last).length).toBeGreaterThan(5);
    expect(sample.filter((question) => hasOwn(question) && !last(question)).length).toBeGreaterThan(20);
  });

  it("are left out where a regime asks for others by name", () => {
    const regime = { ...ordinaryRegime, activations: ["tanh"], losses: ["squared-error"] } as const;
    expect(fc.sample(cases(description, regime), { seed: 3, numRuns: 100 }).some(hasOwn)).toBe(false);
    expect(fc.sample(cases(describing()), { seed: 3, numRuns: 100 }).some(hasOwn)).toBe(false);
  });
});

describe("numbers", () => {
  it.each(precisionNames)("are cut to %s towards zero, and then stay", (precision) => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), (x) => {
        const cut = representable(x, precision);
        expect(Math.abs(cut)).toBeLessThanOrEqual(Math.abs(x));
        expect(representable(cut, precision)).toBe(cut);
        if (precision === "f64") expect(cut).toBe(x);
        if (precision === "f32") expect(Math.fround(cut)).toBe(cut);
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(representable(Infinity, precision)).toBe(Infinity);
  });

  it("print in at most five digits when they are dyadic", () => {
    for (const x of fc.sample(dyadic, { seed: 1, numRuns: 200 }))
      expect(String(Math.abs(x)).length).toBeLessThanOrEqual(5);
  });

  it("are 0 or ±1 more often than chance", () => {
    const drawn = fc.sample(ordinary("f64"), { seed: 1, numRuns: 1000 });
    expect(drawn.filter((x) => [0, 1, -1].includes(x)).length).toBeGreaterThan(180);
  });

  it("come in pools of any length up to the limit", () => {
    const lengths = new Set(fc.sample(pool(dyadic, 4), { seed: 1, numRuns: 200 }).map((numbers) => numbers.length));
    expect([...lengths].sort()).toEqual([0, 1, 2, 3, 4]);
  });
});
