/** Reports of all kinds, whose words come from a hostile subject. */
import * as fc from "fast-check";
import { equations, type EquationId } from "../../../spec/equations.js";
import type { Mismatch } from "../../compare/index.js";
import type { Case } from "../../model/index.js";
import type { Counterexample, Finding, Report, Status } from "../report.js";
import { statuses } from "../verdict-summary.js";
import { hinderedBecause } from "../verdict.js";
import { description } from "./toys.js";

/** What some format or other would take for more than text. */
const barbs = [
  "<script>alert(1)</script>",
  "</style></pre></title><img src=x onerror=alert(1)>",
  "]]>",
  "<![CDATA[",
  "<!-- --!> <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]> &e; &#0; &amp",
  "\u0000",
  "\u0007\u001b[31mred\u001b[0m\u0085",
  "\ud800",
  "\udfff\ud800",
  "\ufffe\uffff\u{1fffe}",
  "\u202egnp.exe\u2066",
  "\u2028",
  "\r\n::error title=x::y\n::stop-commands::z\n",
  "\r",
  "%0A%25",
  "| a | `b` | ```\n~~~\n",
  "`".repeat(7),
  "\n</details>\n\n# heading\n[link](javascript:alert(1)) ![](https://example.org/i.png) @somebody",
  "\"'\\\t$x$",
  "::",
  " ",
];

export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...barbs), fc.string({ unit: "binary", maxLength: 5 }), fc.string({ maxLength: 8 })),
    {
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(""));

export const question: Case = {
  network: {
    layers: [
      { weights: [[1, -0]], biases: [0.5], activation: { name: "leaky-relu", slope: 0.25 } },
      { weights: [[1e300]], biases: [0], activation: { name: "tanh" } },
    ],
  },
  loss: { name: "squared-error" },
  regularizer: { name: "l2", lambda: 0.5 },
  batch: {
    inputs: [
      [1, 2],
      [3, 4],
    ],
    targets: [[0], [1]],
  },
};

/** The same whose activation and loss are the user's own, under any name. */
function named(id: string): Case {
  const layers = question.network.layers.map((layer) => ({
    ...layer,
    activation: { name: "own", id, value: () => 0, gradient: () => 0 } as unknown as typeof layer.activation,
  }));
  return { ...question, network: { layers } };
}

const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0));

const mismatch: fc.Arbitrary<Mismatch> = fc.record({
  quantity: fc.constant("gradients.weights" as const),
  layer: fc.constant(1),
  index: fc.constantFrom([1, 1], [1, 2]),
  got: number,
  exact: fc.constantFrom("0.1", "3.000000000000000000000000000000000000001"),
  range: fc.tuple(number, number),
  factor: fc.constantFrom(1.5, Infinity, 1e300),
});

const counterexample: fc.Arbitrary<Counterexample> = fc
  .record({
    case: fc.oneof(fc.constant(question), hostile.map(named)),
    mismatches: fc.array(mismatch, { maxLength: 3 }),
    message: fc.option(hostile, { nil: undefined }),
  })
  .map(({ message, ...rest }) => ({ ...rest, ...(message === undefined ? {} : { message }) }));

const equation = fc.constantFrom(...(Object.keys(equations) as EquationId[]));

const diagnosis = fc.record({ mutant: hostile, title: hostile, equation }).chain((known) =>
  fc.constantFrom(
    known,
    { ...known, declare: { reduction: "sum" as const } },
    {
      ...known,
      declare: { deviations: { "softplus-linear-above": { threshold: 20 } } },
    },
  ),
);

const finding: fc.Arbitrary<Omit<Finding, "property">> = fc
  .record({
    title: hostile,
    equations: fc.array(equation, { maxLength: 5 }),
    level: fc.constantFrom("core" as const, "edge" as const),
    status: fc.constantFrom<Status[]>(...statuses),
    cases: fc.nat(),
    undecided: fc.nat(),
    reason: fc.option(fc.oneof(hostile, hostile.map(hinderedBecause))),
    counterexample: fc.option(counterexample),
    diagnosis: fc.array(diagnosis, { maxLength: 2 }),
    located: fc.constantFrom(null, { quantity: "loss" as const }, { layer: 1, quantity: "gradients.weights" as const }),
    replay: fc.option(hostile),
  })
  .map((found) => ({
    ...found,
    counterexample: ["violated", "error", "waived"].includes(found.status) ? found.counterexample : null,
  }));

export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    name: hostile,
    version: hostile,
    language: hostile,
    findings: fc.array(finding, { maxLength: 8 }),
    verdict: fc.constantFrom("pass", "fail", "error", "inconclusive"),
    caughtBy: fc.option(hostile),
    hasCanary: fc.boolean(),
    mutant: hostile,
    shard: fc.constantFrom(null, { index: 2, count: 5 }),
    waivers: fc.option(
      fc.record({ faults: fc.array(hostile, { maxLength: 2 }), notes: fc.array(hostile, { maxLength: 2 }) }),
    ),
  })
  .map(({ shard, waivers, name, version, language, findings, verdict, caughtBy, hasCanary, mutant }) => ({
    tool: "gradproof",
    version: "0.1.0",
    subject: { ...description, implementation: { name, version, language } },
    seed: 42,
    shard,
    verdict,
    ...(waivers === null ? {} : { waivers }),
    counts: { cases: 10, held: 5, violated: 1, undecided: 2, skipped: 2 },
    findings: findings.map((found, position) => ({ ...found, property: `family-${position % 3}/law-${position}` })),
    ...(hasCanary ? { canary: { mutant, caughtBy } } : {}),
  }));

/** The ids of the findings of these statuses. */
export function idsOf({ findings }: Report, ...wanted: readonly Status[]): string[] {
  return findings.filter(({ status }) => wanted.includes(status)).map(({ property }) => property);
}

/** Some hundred of them, the same each time. */
export const someReports: readonly Report[] = fc.sample(anyReport, { seed: 1, numRuns: 100 });
