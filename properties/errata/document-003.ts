/** The mathematical errata of document 003, run (spec/errata.md). */
import { completeConventions } from "../../src/model/index.js";
import { differences } from "./support/differences.js";
import { listed, type Example, type Executables } from "./support/example.js";
import { caseOf, plain, truthOf, typed, type LayerOfExample } from "./support/nets.js";

const deltas = ["gradients.preactivations", "gradients.weights"] as const;
const penalized = ["loss", "gradients.weights"] as const;

/** A net with a penalty, its last weights 0 if wished. */
function withPenalty(lambda: number, lastWeights: "irregular" | "zero" = "irregular") {
  const question = plain([2, 3, 1], ["tanh", "identity"], { lambda });
  const layers = question.network.layers.map((layer, k) => ({
    ...layer,
    weights: k === 1 && lastWeights === "zero" ? layer.weights.map((row) => row.map(() => 0)) : layer.weights,
  }));
  return { ...question, network: { layers } };
}

/** The decision of a unit with weights (1, -1). */
function decisions(about: string, inputs: readonly (readonly [number, number])[]): Example {
  // f(z) = 0 for z < 0 and 1 for z ≥ 0, as L30 defines the unit of which both lines speak.
  const step = (z: number): number => [0, 1, 1][Math.sign(z) + 1] ?? NaN;
  const names = inputs.map((x) => `decision at x = (${x.join(", ")})`);
  return listed(about, names, () => ({
    printed: inputs.map(([a, b]) => Number(a - b > 0)),
    right: inputs.map(([a, b]) => Number(a - b >= 0)),
    truth: inputs.map(([a, b]) => step(a - b)),
  }));
}

/** The output of a chain of linear layers; a loop that counts the layers otherwise leaves out the last. */
function chain(about: string, weights: readonly number[]): Example {
  const layers = weights.map((w): LayerOfExample => [[[w]], [0], "identity"]);
  const run = (count: number): number => weights.slice(0, count).reduce((a, w) => w * a, 2);
  return listed(about, ["output"], () => ({
    printed: [run(weights.length - 1)],
    right: [run(weights.length)],
    truth: truthOf(caseOf(layers, { inputs: [[2]], targets: [[0]] }), completeConventions(), ["outputs"]),
  }));
}

/** A bias column after one step with η = 1, the deltas of two examples being the columns of D. */
function broadcast(about: string, b: readonly number[], D: readonly (readonly number[])[]): Example {
  const means = D.map((row) => row.reduce((sum, delta) => sum + delta, 0) / row.length);
  // A loss with these deltas: the mean over the examples of Σ_r D_rc b_r.
  const loss = (at: readonly number[]): number =>
    at.reduce(
      (sum, br, r) => sum + (D[r] ?? []).reduce((inner, delta) => inner + delta * br, 0) / (D[r]?.length ?? 0),
      0,
    );
  return listed(
    about,
    b.map((_, r) => `b_${r + 1}`),
    () => ({
      // Rules of broadcasting: s × 1 minus s is s × s, the vector being a row.
      printed: b.flatMap((br) => means.map((mean) => br - mean)),
      right: b.map((br, r) => br - (means[r] ?? NaN)),
      truth: b.map((br, r) => br - (differences(loss, b)[r] ?? NaN)),
    }),
  );
}

const deep = plain([2, 2, 3, 2], ["tanh", "logistic", "identity"]);
const softmaxAlone = plain([2, 3], ["softmax"]);
const classifier = plain([2, 2, 3], ["tanh", "softmax"], { loss: "cross-entropy" });
const saturated = caseOf([[[[1000], [-1000]], [0, 0], "softmax"]], {
  inputs: [[1]],
  targets: [[1, 0]],
  loss: "cross-entropy",
});

export const document003: Executables = {
  "E3-01": {
    mutant: "erratum/e3-01",
    shows: [
      typed("widths 2, 2, 2", "erratum/e3-01", plain([2, 2, 2], ["tanh", "identity"]), ["preactivations", "outputs"]),
    ],
    blindSpot: [typed("widths 2, 2", "erratum/e3-01", plain([2, 2], ["tanh"]), ["preactivations", "outputs"])],
  },
  "E3-02": {
    shows: [
      decisions("w = (1, -1), a tie among the inputs", [
        [1, 2],
        [2, 2],
        [2, 1],
      ]),
    ],
    blindSpot: [
      decisions("w = (1, -1), no tie", [
        [1, 2],
        [2, 1],
      ]),
    ],
  },
  "E3-03": {
    shows: [chain("layers with weights 3, 5, 7", [3, 5, 7])],
    blindSpot: [chain("layers with weights 3, 5, 1", [3, 5, 1])],
  },
  "E3-05": {
    mutant: "erratum/e3-05",
    shows: [typed("two hidden layers", "erratum/e3-05", deep, deltas)],
    blindSpot: [typed("one hidden layer", "erratum/e3-05", plain([2, 3, 2], ["tanh", "identity"]), deltas)],
  },
  "E3-06": {
    mutant: "erratum/e3-06",
    shows: [typed("a logistic output", "erratum/e3-06", plain([2, 3], ["logistic"]), deltas)],
    blindSpot: [typed("a linear output", "erratum/e3-06", plain([2, 3], ["identity"]), deltas)],
  },
  "E3-07": {
    mutant: "erratum/e3-07",
    shows: [typed("λ = ½", "erratum/e3-07", withPenalty(0.5), penalized)],
    blindSpot: [
      typed("λ = 0", "erratum/e3-07", withPenalty(0), penalized),
      typed(
        "W = 0",
        "erratum/e3-07",
        caseOf([[[[0, 0]], [0.5], "tanh"]], { inputs: [[1, 2]], targets: [[1]], lambda: 0.5 }),
        penalized,
      ),
    ],
  },
  "E3-08": {
    mutant: "erratum/e3-08",
    shows: [typed("λ = ½", "erratum/e3-08", withPenalty(0.5), penalized)],
    blindSpot: [
      typed("λ = 0", "erratum/e3-08", withPenalty(0), penalized),
      typed("W = 0 in the last layer", "erratum/e3-08", withPenalty(0.5, "zero"), penalized),
    ],
  },
  "E3-11": {
    mutant: "erratum/e1-23",
    shows: [typed("a softmax head over a hidden layer", "erratum/e1-23", classifier, ["gradients.biases"])],
    blindSpot: [typed("logits 1000 and -1000", "erratum/e1-23", saturated, ["gradients.biases"])],
  },
  "E3-13": {
    mutant: "softmax/diagonal-jacobian",
    shows: [typed("a softmax layer", "softmax/diagonal-jacobian", softmaxAlone, deltas)],
    blindSpot: [typed("logistic units", "softmax/diagonal-jacobian", plain([2, 3], ["logistic"]), deltas)],
  },
  "E3-15": {
    shows: [
      broadcast(
        "two units, two examples",
        [1, 2],
        [
          [2, 4],
          [6, 10],
        ],
      ),
    ],
    blindSpot: [broadcast("one unit, two examples", [1], [[2, 4]])],
  },
};
