import { describe, expect, it } from "vitest";
import { quantities, type Case, type Ranges } from "../../src/model/index.js";
import { subjectOf } from "../testing/trial.js";
import { all, edgeAgreement } from "./laws.js";
import { judgeLinear, type Term } from "./linear.js";
import { ask, conventionsOf, judged, witness, type Observed } from "./witness.js";
import { backpropagate } from "../../src/scalar/index.js";

const question: Case = {
  network: { layers: [{ weights: [[2], [3]], biases: [0, 1], activation: { name: "identity" } }] },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: [[1]], targets: [[0, 0]] },
};

const observedOf = (got: number[], radius: number[]): Observed => {
  const ranges: Ranges = {
    lo: got.map((x, i) => x - (radius[i] ?? 0)),
    hi: got.map((x, i) => x + (radius[i] ?? 0)),
    exact: got,
    radius,
  };
  return { quantity: "gradients.biases", got, ranges };
};

const term = (coefficient: number, from: Observed, position = 0): Term => ({ coefficient, from, position });

describe("a linear law", () => {
  it("demands equality to the last bit where all radii are 0", () => {
    const a = observedOf([1, 2], [0, 0]);
    expect(judgeLinear(question, [{ terms: [term(1, a), term(-1, observedOf([1], [0]))] }]).kind).toBe("holds");
    const off = judgeLinear(question, [{ terms: [term(1, a), term(-1, observedOf([1 + 2 ** -52], [0]))] }]);
    expect(off).toMatchObject({
      kind: "violated",
      mismatches: [{ quantity: "gradients.biases", layer: 1, index: [1], got: 1, factor: Infinity }],
    });
  });

  it("lets each entry be off by its own radius times its coefficient, and no more", () => {
    const b = observedOf([1, 2], [2 ** -30, 0]);
    const with3 = (x: number) => judgeLinear(question, [{ terms: [term(1, observedOf([x], [0])), term(-3, b)] }]).kind;
    expect(with3(3 + 3 * 2 ** -30)).toBe("holds");
    expect(with3(3 + 3.01 * 2 ** -30)).toBe("violated");
  });

  it("adds without rounding", () => {
    const big = observedOf([1e16], [0]);
    const small = observedOf([1], [0]);
    expect(
      judgeLinear(question, [{ terms: [term(1, small), term(1, big), term(-1, big), term(-1, small)] }]).kind,
    ).toBe("holds");
    expect(judgeLinear(question, [{ terms: [term(1, small), term(1, big), term(-1, big)] }]).kind).toBe("violated");
  });

  it("is violated by NaN and Infinity", () => {
    for (const x of [NaN, Infinity, -Infinity]) {
      expect(
        judgeLinear(question, [{ terms: [term(1, observedOf([x], [1])), term(-1, observedOf([1], [1]))] }]).kind,
      ).toBe("violated");
    }
  });

  it("is undecided where nothing can be said, or too little", () => {
    const wide = (radius: number) =>
      judgeLinear(question, [{ terms: [term(1, observedOf([1], [radius])), term(-1, observedOf([1], [0]))] }]);
    expect(wide(Infinity)).toMatchObject({ kind: "undecided", reason: "1 of 1 entries have too wide a range" });
    expect(wide(0.01).kind).toBe("undecided");
    expect(wide(2 ** -12).kind).toBe("holds");
  });

  it("names what the other terms demand", () => {
    const verdict = judgeLinear(question, [{ terms: [term(2, observedOf([5], [0])), term(-1, observedOf([4], [0]))] }]);
    expect(verdict).toMatchObject({ mismatches: [{ got: 5, exact: "2", range: [2, 2] }] });
    expect(judgeLinear(question, [{ terms: [term(1, observedOf([5], [0]))] }])).toMatchObject({
      mismatches: [{ exact: "0" }],
    });
  });
});

describe("a verdict over several", () => {
  const violated = { kind: "violated", question, mismatches: [] } as const;
  const undecided = { kind: "undecided", reason: "wide" } as const;
  it("is the worst of them", () => {
    expect(all()).toEqual({ kind: "holds" });
    expect(all({ kind: "holds" }, undecided).kind).toBe("undecided");
    expect(all(undecided, violated, { kind: "holds" }).kind).toBe("violated");
  });

  it("is decided at the edge as soon as one quantity is", async () => {
    const subject = subjectOf(backpropagate);
    const bench = { description: subject.description, inProcess: true, ask: (asked: Case) => subject.run(asked) };
    const seen = await witness(bench, question, "edge");
    expect(edgeAgreement(seen, quantities).kind).toBe("holds");
    const wrong = { ...seen, answer: { ...seen.answer, loss: 0 } };
    expect(edgeAgreement(wrong, quantities).kind).toBe("violated");
  });
});

describe("a subject that gives no answer", () => {
  const benchOf = (reply: "skipped" | "error") => {
    const subject = subjectOf(backpropagate);
    return {
      description: subject.description,
      inProcess: true,
      ask: () => Promise.resolve({ [reply]: { message: "not today" } } as never),
    };
  };
  it("is skipped when it says so", async () => {
    await expect(
      judged(async () => ((await ask(benchOf("skipped"), question)) ? { kind: "holds" } : { kind: "holds" })),
    ).resolves.toEqual({ kind: "skipped", reason: "not today" });
  });
  it("violates the law when it fails", async () => {
    await expect(
      judged(async () => ((await ask(benchOf("error"), question)) ? { kind: "holds" } : { kind: "holds" })),
    ).resolves.toMatchObject({
      kind: "violated",
      reason: "the subject failed: not today",
    });
  });
  it("does not hide a defect of the law", async () => {
    await expect(judged(() => Promise.reject(new TypeError("ours")))).rejects.toThrow("ours");
  });
});

describe("conventions", () => {
  it("leave kinks undecided at core level and hold to the declaration at the edge", () => {
    const { description } = subjectOf(backpropagate, {
      conventions: { reduction: "sum", derivativeAtKink: { relu: 1 } },
    });
    expect(conventionsOf(description, "core")).toMatchObject({ reduction: "sum", derivativeAtKink: { relu: "any" } });
    expect(conventionsOf(description, "edge")).toMatchObject({
      reduction: "sum",
      derivativeAtKink: { relu: 1, "absolute-value": 0 },
    });
  });
});
