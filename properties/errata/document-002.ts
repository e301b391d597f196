/** The mathematical errata of document 002, run (spec/errata.md). */
import type { PlainActivationName } from "../../src/model/index.js";
import { differences } from "./support/differences.js";
import { listed, type Example, type Executables } from "./support/example.js";
import { caseOf, plain, typed, type LayerOfExample } from "./support/nets.js";

/** A sigmoid at z = 0: f'(z) is 0.25 and f'(y) 0.2350037. A tanh at z = 1: 0.4199743 and 0.5878168. */
const unit = (name: PlainActivationName, z: number) => caseOf([[[[z]], [0], name]], { inputs: [[1]], targets: [[2]] });

/** Two layers with the same weights. */
const same: LayerOfExample = [
  [
    [1, -2],
    [0.5, 3],
  ],
  [0.25, -1],
  "tanh",
];

/** Div = w_3 w_2 w_1 x and its derivatives by y_3, y_2, y_1. */
function recursion(about: string, w: readonly number[]): Example {
  const N = w.length;
  const product = (factors: readonly number[]): number => factors.reduce((all, factor) => all * factor, 1);
  // dy[k-1] is the derivative by y^(k); every entry is 0 until it is computed.
  const run = (start: boolean, order: readonly number[]): number[] => {
    const dy = w.map(() => 0);
    if (start) dy[N - 1] = 1;
    for (const k of order) dy[k - 1] = (dy[k] ?? 0) * (w[k] ?? NaN);
    return dy;
  };
  const downward = w.map((_, i) => N - 1 - i).filter((k) => k >= 1);
  return listed(
    about,
    w.map((_, i) => `∂Div/∂y_${i + 1}`),
    () => ({
      printed: run(false, [...downward].reverse()),
      right: run(true, downward),
      truth: w.map((_, i) => differences(([y = NaN]) => y * product(w.slice(i + 1)), [1])[0] ?? NaN),
    }),
  );
}

/** How many sweeps until the sum of (w - 1)² over equal examples changes by at most ε; each sweep halves w - 1. */
function sweeps(about: string, examples: number): Example {
  const epsilon = 1 / 8;
  const until = (lossOf: (w: number) => number): number => {
    let [w, before, count] = [0, Infinity, 0];
    while (before - lossOf(w) > epsilon) {
      before = lossOf(w);
      w -= (w - 1) / 2;
      count += 1;
    }
    return count;
  };
  const Div = (w: number): number => (w - 1) ** 2;
  return listed(about, ["sweeps"], () => ({
    printed: [until((w) => examples * Div(w))],
    right: [until((w) => (examples * Div(w)) / examples)],
    // Equal examples teach nothing more than one of them, whose losses are 1, 1/4, 1/16, ..
    truth: [1 + [1, 2, 3, 4].findIndex((n) => 4 ** (1 - n) - 4 ** -n <= epsilon)],
  }));
}

export const document002: Executables = {
  "E2-01": {
    mutant: "erratum/e2-01",
    shows: [typed("widths 2, 3, 1", "erratum/e2-01", plain([2, 3, 1], ["tanh", "identity"]), ["preactivations"])],
    blindSpot: [typed("widths 2, 2, 2", "erratum/e2-01", plain([2, 2, 2], ["tanh", "identity"]), ["preactivations"])],
  },
  "E2-02": {
    mutant: "erratum/e2-02",
    shows: [
      typed("a logistic unit at z = 0", "erratum/e2-02", unit("logistic", 0), ["gradients.preactivations"]),
      typed("a tanh unit at z = 1", "erratum/e2-02", unit("tanh", 1), ["gradients.preactivations"]),
    ],
    blindSpot: (["relu", "leaky-relu", "identity"] as const).map((name) =>
      typed(`a net of ${name}`, "erratum/e2-02", plain([2, 3, 2], [name, name]), [
        "gradients.preactivations",
        "gradients.weights",
      ]),
    ),
  },
  "E2-03": {
    mutant: "erratum/e2-03",
    shows: [
      typed("widths 2, 2, 2", "erratum/e2-03", plain([2, 2, 2], ["tanh", "identity"]), ["gradients.activations"]),
    ],
    blindSpot: [
      typed("one layer", "erratum/e2-03", plain([2, 2], ["tanh"]), ["gradients.activations", "gradients.inputs"]),
      typed(
        "two layers with the same weights",
        "erratum/e2-03",
        caseOf([same, same], { inputs: [[1, 2]], targets: [[1, 0]] }),
        ["gradients.activations", "gradients.inputs"],
      ),
    ],
  },
  "E2-04": {
    shows: [recursion("Div = 3 · 5 · 7 x, buffers filled with 0", [3, 5, 7])],
    blindSpot: [],
  },
  "E2-05": {
    shows: [sweeps("four equal examples, ε = 1/8", 4)],
    blindSpot: [sweeps("one example, ε = 1/8", 1)],
  },
};
