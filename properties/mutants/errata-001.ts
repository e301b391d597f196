/** Lines of document 001, up to the softmax, typed into a program as they are printed (spec/errata.md). */
import { depth } from "../../src/model/index.js";
import { wrongSlope } from "./activation-steps.js";
import type { KnownMutant } from "./mutant.js";
import { correct, type Trace } from "./skeleton.js";

type Row = readonly number[];

const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);

export const errata001Mutants: readonly KnownMutant[] = [
  {
    id: "erratum/e1-03",
    title: "exchanges the gradients by weight and bias",
    equation: "bias-gradient",
    nearMiss: "near/outer-product-turned",
    seen: [],
    steps: () => {
      let input: Row = [];
      return {
        weightGradient: (below, dz) => {
          input = below;
          return dz.map((dzj) => below.map(() => dzj));
        },
        biasGradient: (dz) => dz.map((dzj) => dzj * (input[0] ?? NaN)),
      };
    },
  },
  {
    id: "erratum/e1-04",
    title: "takes the layer's input minus the target for the gradient by that input",
    equation: "activation-gradient",
    nearMiss: "near/squared-error-expanded-gradient",
    seen: [],
    steps: () => {
      let trace: Trace | undefined;
      let input: Row = [];
      return {
        throughActivation: (f, seen, dy, at) => {
          trace = seen;
          return correct.throughActivation(f, seen, dy, at);
        },
        weightGradient: (below, dz, at) => {
          input = below;
          return correct.weightGradient(below, dz, at);
        },
        throughWeights: (W, dz, at) => {
          const { network, loss, batch } = at.question;
          const f = network.layers[at.k - 1]?.activation;
          const d = batch.targets[at.t] ?? [];
          const applies = at.k === depth(network) && loss.name === "squared-error" && input.length === d.length;
          if (!applies || trace === undefined || f === undefined) return correct.throughWeights(W, dz, at);
          const wrong = correct.outputGradient(input, d, at);
          return correct.throughWeights(W, correct.throughActivation(f, trace, wrong, at), at);
        },
      };
    },
  },
  {
    id: "erratum/e1-05",
    title: "divides each example's gradient by its running number instead of the number of examples",
    equation: "batch-gradient",
    nearMiss: "near/divided-before-adding",
    seen: [],
    steps: () => ({
      reduce: (values, what, at) =>
        at.conventions.reduction === "mean" && (what === "weights" || what === "biases")
          ? sum(values.map((value, n) => value / (n + 1)))
          : correct.reduce(values, what, at),
    }),
  },
  {
    id: "erratum/e1-08",
    title: "sums over as many units as the layer has inputs on the way back",
    equation: "activation-gradient",
    nearMiss: "near/units-above-last-first",
    seen: [],
    steps: () => ({
      throughWeights: (W, dz, at) => {
        const N = (W[0] ?? []).length;
        return correct.throughWeights(
          Array.from({ length: N }, (_, j) => W[j] ?? []),
          dz,
          at,
        );
      },
    }),
  },
  {
    id: "erratum/e1-09",
    title: "takes -σ' for the derivative of the logistic",
    equation: "logistic-derivative",
    nearMiss: "near/derivatives-of-preactivation",
    seen: [],
    steps: wrongSlope("logistic", (_, y) => -y * (1 - y)),
  },
];
