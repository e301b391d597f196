import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import protocolSchema from "../../spec/protocol.schema.json" with { type: "json" };
import reportSchema from "../../spec/report.schema.json" with { type: "json" };
import type { Mismatch } from "../compare/index.js";
import { json, type Case, type OwnActivation, type OwnDivergence } from "../model/index.js";
import { SubjectError } from "../subject/index.js";
import { textWidth } from "./layout.js";
import type { Property } from "./property.js";
import { renderJson } from "./render-json.js";
import { renderText } from "./render-text.js";
import type { Finding, Report } from "./report.js";
import { runGate, type GateOptions } from "./run.js";
import { asking, copies, right, toyProperty, toySubject, wrongFromTen } from "./testing/toys.js";

const validate = new Ajv2020({ schemas: [caseSchema, protocolSchema] }).compile(reportSchema);

function run(changes: Partial<GateOptions>): Promise<Report> {
  return runGate({ subject: toySubject(right), properties: [copies], runs: 20, seed: 42, ...changes });
}

const question: Case = {
  network: {
    layers: [
      { weights: [[1, -0], [0.1, 2.5]], biases: [0.5, NaN], activation: { name: "leaky-relu", slope: 0.25 } }, // prettier-ignore
      { weights: [[1e300, Infinity]], biases: [0], activation: { name: "tanh" } },
    ],
  },
  loss: { name: "cross-entropy" },
  regularizer: { name: "l2", lambda: 0.5 },
  batch: { inputs: [[1, 2], [3, 4]], targets: [[0], [1]] }, // prettier-ignore
};

const mismatch = (changes: Partial<Mismatch>): Mismatch => ({
  quantity: "gradients.weights",
  layer: 2,
  index: [1, 2],
  got: 1.5,
  exact: "3.000000000000000000000000000000000000001",
  range: [2.75, 3.25],
  factor: 6,
  ...changes,
});

const offByOne = { mutant: "toy/off-by-one", title: "adds one", equation: "affine" } as const;

/** A property that is violated by these mismatches. */
function violatedBy(mismatches: readonly Mismatch[], changes: Partial<Property<number>> = {}): Property<number> {
  return toyProperty({ ...changes, check: () => Promise.resolve({ kind: "violated", question, mismatches }) });
}

/** One report of each kind. */
const reports: readonly (readonly [string, () => Promise<Report>])[] = [
  ["pass", () => run({})],
  ["fail", () => run({ subject: toySubject(wrongFromTen), diagnose: async () => [offByOne] })],
  [
    "fail with strange numbers",
    () => {
      const strange = [mismatch({ got: NaN, factor: Infinity }), mismatch({ got: -0, range: [-Infinity, 0] })];
      return run({ properties: [violatedBy(strange)] });
    },
  ],
  [
    "fail with a convention",
    () =>
      run({
        properties: [violatedBy([mismatch({})])],
        diagnose: async () => [{ ...offByOne, declare: { reduction: "sum", derivativeAtKink: { relu: 1 } } }],
      }),
  ],
  [
    "fail with an error reply",
    () => run({ subject: toySubject(() => ({ error: { message: "ValueError: ".repeat(30) } })) }),
  ],
  [
    "error",
    () =>
      run({
        subject: toySubject(() => {
          throw new SubjectError("gone");
        }),
        properties: [copies, toyProperty({ id: "toy/other" })],
      }),
  ],
  ["inconclusive", () => run({ subject: toySubject(() => ({ skipped: { message: "never ".repeat(40) } })) })],
  ["nothing", () => run({ properties: [] })],
];

describe("reports", () => {
  it.each(reports)("JSON of a report '%s' obeys the schema and loses nothing", async (_, make) => {
    const report = await make();
    const text = renderJson(report);
    const parsed: unknown = JSON.parse(text);
    expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
    expect(parsed).toEqual(json.parse(json.stringify(report)));
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("names a user's own functions, and obeys the schema with them", async () => {
    const swish: OwnActivation = { name: "own", id: "swish", value: (_, z) => z, gradient: (_, _z, dy) => dy };
    const total: OwnDivergence = { name: "own", id: "total", value: (_, y) => y[0], gradient: (_, y) => y };
    const layers = question.network.layers.map((layer) => ({ ...layer, activation: swish }));
    const asked: Case = { ...question, network: { layers }, loss: total };
    const toy = toySubject(right);
    const owner = { ...toy, description: { ...toy.description, own: { activations: [swish], divergences: [total] } } };
    const property = toyProperty({
      check: () => Promise.resolve({ kind: "violated", question: asked, mismatches: [mismatch({})] }),
    });
    const report = await run({ subject: owner, properties: [property] });
    const parsed = JSON.parse(renderJson(report)) as typeof report;
    expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
    const shown = parsed.findings[0].counterexample?.case;
    expect(shown?.loss).toEqual({ name: "own", id: "total" });
    expect(shown?.network.layers.map(({ activation }) => activation)).toEqual(
      Array(2).fill({ name: "own", id: "swish" }),
    );
    expect(parsed.subject).toEqual(toy.description);
    expect(renderText(report)).toContain("the user's own swish");
  });

  it("the schema refuses what it does not know", async () => {
    const parsed = JSON.parse(renderJson(await run({}))) as Record<string, unknown>;
    expect(validate({ ...parsed, mood: "good" })).toBe(false);
    expect(validate({ ...parsed, verdict: "fine" })).toBe(false);
    expect(validate({ ...parsed, findings: [{}] })).toBe(false);
  });

  it("JSON is indented, a row of numbers staying on one line, and keeps every double", async () => {
    const text = renderJson(await run({ properties: [violatedBy([mismatch({ got: NaN })])] }));
    expect(text).toContain('\n  "tool": "gradproof",\n');
    expect(text).toContain("[1,-0.0]");
    expect(text).toContain('"got": "NaN"');
    expect(text).toContain('"diagnosis": []');
    expect(text).toContain('[1e+300,"Infinity"]');
  });

  it.each(reports)(
    "text of a report '%s' fits the width, but for the command that is there to be copied",
    async (_, make) => {
      const lines = renderText(await make()).split("\n");
      for (const line of lines.filter((text) => !text.includes("--replay")))
        expect(line.length).toBeLessThanOrEqual(textWidth);
      expect(lines.every((line) => line === line.trimEnd())).toBe(true);
    },
  );

  it.each(reports)("text of a report '%s' is the same without its colours", async (_, make) => {
    const report = await make();
    const coloured = renderText(report, { colour: true });
    expect(coloured).toContain("\u001b[");
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(renderText(report));
  });
});

describe("the text of a violation", () => {
  it("says law, equation, entry, got, exact, range, distance, diagnosis, case and command, in this order", async () => {
    const report = await run({
      properties: [violatedBy([mismatch({})])],
      command: "gradproof gate --module wrong.js",
      diagnose: async () => [offByOne],
    });
    expect(renderText(report)).toBe(
      `gradproof 0.1.0: toy 1.0 (TypeScript), f64, seed 42

status      cases  undecided  property    law
VIOLATED        1          0  toy/copies  the output is the weight

VIOLATED toy/copies
  law          the output is the weight
  equation     affine (spec/forward.md): z_j^(k) = Σ_{i=0..D(k-1)} w_ij^(k) y_i^(k-1)
               output (spec/forward.md): Y = y^(N)
  wrong        gradient by the weight of layer 2, unit 1, input 2
    got        1.5
    exact      3.000000000000000000000000000000000000001
    acceptable 2.75 to 3.25
    outside    6.00 times as far from the exact value as the range reaches
  diagnosis    adds one (toy/off-by-one; breaks affine)
  smallest case
    2 layers, cross-entropy, l2 penalty with lambda 0.5, 2 examples
    layer 1      2 inputs, 2 units, leaky-relu with slope 0.25
      weights    [1, -0]
                 [0.1, 2.5]
      biases     [0.5, NaN]
    layer 2      2 inputs, 1 unit, tanh
      weights    [1e+300, Infinity]
      biases     [0]
    example 1
      inputs     [1, 2]
      targets    [0]
    example 2
      inputs     [3, 4]
      targets    [1]
  replay       gradproof gate --module wrong.js --replay ${report.findings[0]?.replay?.split("--replay ")[1]}

core         1 violated
FAIL         The subject gives a wrong answer: it violates 1 of 1 property. 1 case asked, 0
             undecided (0 %), 0 skipped by the subject.
`,
    );
  });

  it("says of an undeclared convention that the declaration is violated and not the mathematics", async () => {
    const undeclared = {
      mutant: "convention/derivativeAtKink:relu:1",
      title: "holds, but with relu'(0) = 1 instead of 0",
      equation: "relu-derivative",
      declare: { derivativeAtKink: { relu: 1 } },
    } as const;
    const properties = [violatedBy([mismatch({})])];
    const report = await run({ properties, diagnose: async () => [undeclared] });
    expect(renderText(report)).toContain(`
  diagnosis    holds, but with relu'(0) = 1 instead of 0 (convention/derivativeAtKink:relu:1;
               relu-derivative)
    violated   the declaration, and not the mathematics
    declare    "conventions": {"derivativeAtKink":{"relu":1}}
`);
    expect(renderText(report)).toContain("FAIL         The subject departs from its declaration: it violates 1 of 1");
    expect(JSON.parse(renderJson(report))).toMatchObject({ findings: [{ diagnosis: [undeclared] }] });
    const deviation = { ...undeclared, declare: { deviations: { "softplus-linear-above": { threshold: 20 } } } };
    const deviating = renderText(await run({ properties, diagnose: async () => [deviation] }));
    expect(deviating).toContain("violated   the mathematics, as some libraries do on purpose");
    expect(deviating).toContain("The subject gives a wrong answer: it violates 1 of 1 property.");
    const half = await run({
      properties: [...properties, violatedBy([mismatch({ got: 2 })], { id: "toy/other" })],
      diagnose: async ({ mismatches: [wrong] }) => [wrong?.got === 2 ? offByOne : undeclared],
    });
    expect(renderText(half)).toContain("The subject gives a wrong answer: it violates 2 of 2 properties.");
  });

  it("says of each kind of distance what it means", async () => {
    const distances = [
      mismatch({ got: NaN, factor: Infinity }),
      mismatch({ got: -Infinity, factor: Infinity }),
      mismatch({ range: [3, 3], factor: Infinity }),
      mismatch({ factor: 1.25e15 }),
    ];
    const text = renderText(await run({ properties: [violatedBy(distances)] }));
    const said = text.split("\n").filter((line) => line.includes("outside"));
    expect(said.map((line) => line.slice(15))).toEqual([
      "NaN lies in no range",
      "infinitely far",
      "the range has no width: only the exact value is right",
      "1.25e+15 times as far from the exact value as the range reaches",
    ]);
    expect(text).toContain("acceptable 3 alone\n");
    const zero = renderText(await run({ properties: [violatedBy([mismatch({ exact: "0", range: [-0, -0] })])] }));
    expect(zero).toContain("acceptable 0 alone\n");
  });

  it("shows five entries and counts the others", async () => {
    const many = (count: number): Promise<Report> => {
      const mismatches = Array.from({ length: count }, () => mismatch({}));
      return run({ properties: [violatedBy(mismatches)] });
    };
    const shown = async (count: number): Promise<number> => renderText(await many(count)).split("  got  ").length - 1;
    expect(await Promise.all([5, 6, 12].map(shown))).toEqual([5, 5, 5]);
    expect(renderText(await many(5))).not.toContain("more");
    expect(renderText(await many(6))).toContain("and 1 more entry\n");
    expect(renderText(await many(12))).toContain("and 7 more entries\n");
  });

  it("details the first three violations in the order of their causes and names the others", async () => {
    const at = (id: string, quantity: Mismatch["quantity"], layer: number): Property<number> =>
      violatedBy([mismatch({ quantity, layer })], { id });
    const failing = toyProperty({
      id: "toy/failing",
      check: () => Promise.resolve({ kind: "violated", question: asking(1), mismatches: [], reason: "it failed" }),
    });
    const properties = [
      at("toy/weights-1", "gradients.weights", 1),
      at("toy/outputs", "preactivations", 2),
      at("toy/weights-2", "gradients.weights", 2),
      at("toy/first", "preactivations", 1),
      failing,
    ];
    const text = renderText(await run({ properties }));
    expect(text.match(/^VIOLATED toy.*$/gm)).toEqual([
      "VIOLATED toy/failing",
      "VIOLATED toy/first",
      "VIOLATED toy/outputs",
    ]);
    expect(text).toContain("to cause the rest: toy/weights-2,");
    expect(text).toContain("message      it failed\n");
  });
});

describe("the text of other findings", () => {
  it("gives the reason under the line of a property that is skipped, inconclusive or partly decided", async () => {
    const blind = toyProperty({ id: "toy/blind", requires: { observes: ["gradients.inputs"] } });
    const undecided = toyProperty({
      id: "toy/wide",
      check: () => Promise.resolve({ kind: "undecided", reason: "too wide" }),
    });
    const text = renderText(await run({ properties: [blind, undecided, copies] }));
    expect(text).toContain(`
skipped         0          0  toy/blind   the output is the weight
             the subject does not observe gradients.inputs
undecided      20         20  toy/wide    the output is the weight
             none of 20 cases decided anything: 20 undecided (first: too wide)
held           20          0  toy/copies  the output is the weight

core `);
    expect(text).toContain("core         1 held, 1 skipped, 1 undecided\n");
    expect(text).toContain(
      "PASS         No wrong number was found; 1 of 3 properties held. 40 cases asked, 20 undecided (50 %),",
    );
  });

  it("shows where a subject broke, with the command that asks for it again", async () => {
    const [, make] = reports.find(([name]) => name === "error") as (typeof reports)[number];
    const text = renderText(await make());
    expect(text).toContain("ERROR toy/copies\n  law          the output is the weight\n");
    expect(text).toContain("message      gone\n");
    expect(text).toContain("last case\n    1 layer, squared-error, no penalty, 1 example\n");
    expect(text).toMatch(/replay {7}gradproof gate --replay toy\/copies@42:0\n/);
    expect(text).toContain("ERROR        The run could not be completed; 0 of 2 properties held until then.");
  });

  it("says of a run without a decision that it is no pass", async () => {
    const text = renderText(await run({ properties: [] }));
    expect(text).toContain("INCONCLUSIVE Nothing was decided, so this is not a pass: none of 0 properties held.");
  });

  it("counts the levels apart, and says when a violation is not all", async () => {
    const broken = toyProperty({ id: "toy/broken", level: "edge", check: () => Promise.reject(new Error("oops")) });
    const properties = [copies, toyProperty({ id: "toy/2" }), broken];
    const text = renderText(await run({ subject: toySubject(wrongFromTen), properties }));
    expect(text).toContain("core         2 violated\nedge         1 error\n");
    expect(text).toContain("The subject gives a wrong answer: it violates 2 of 3 properties. 1 could not be judged.");
  });

  it("a subject without version and language is named alone", async () => {
    const report = await run({});
    const findings = report.findings.map((finding): Finding => ({ ...finding, status: "waived" }));
    const nameless: Report = { ...report, subject: { ...report.subject, implementation: { name: "net" } }, findings };
    expect(renderText(nameless)).toMatch(/^gradproof \S+: net, f64, seed 42\n/);
    expect(renderText(nameless)).toContain("waived ");
  });
});

describe("what a subject says", () => {
  it("is shown and not obeyed by a terminal", async () => {
    const hostile = "\u001b[2J\u0007\u202e";
    const error = toyProperty({ check: () => Promise.reject(new SubjectError(`gone ${hostile}`)) });
    const subject = toySubject(right);
    const { implementation } = subject.description;
    const named = { ...subject.description, implementation: { ...implementation, name: `mine ${hostile}` } };
    const declining = { ...subject, description: named, run: async () => ({ skipped: { message: hostile } }) };
    for (const properties of [[error], [copies]]) {
      const text = renderText(await run({ subject: declining, properties }));
      expect(text).toContain("mine \\u{1b}[2J\\u{7}\\u{202e}");
      expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
    }
  });
});
