/** The mathematical errata of document 001, run (spec/errata.md). */
import { completeConventions, entriesOf, type Case } from "../../src/model/index.js";
import { correct, pass } from "../mutants/index.js";
import { listed, type Example, type Executables } from "./support/example.js";
import { caseOf, plain, truthOf, typed } from "./support/nets.js";
import {
  printedMatrix,
  printedProductRule,
  printedTwice,
  printedWithLastExponential,
  printedWithoutDelta,
  softmaxEntries,
} from "./support/softmax-entries.js";

/** The notes take squared error without the factor ½. */
const full = { squaredError: "full" } as const;
const weights = ["gradients.weights"] as const;
const parameters = ["gradients.weights", "gradients.biases"] as const;

/** One logistic neuron, a = σ(w x + b), with target 0.9. */
const neuron = (w: number, b: number, x: number): Case =>
  caseOf([[[[w]], [b], "logistic"]], { inputs: [[x]], targets: [[0.9]] });

/** Softmax under cross-entropy; logits 2000 apart leave 0 of y - d in double precision. */
const saturated = caseOf([[[[1000], [-1000]], [0, 0], "softmax"]], {
  inputs: [[1]],
  targets: [[1, 0]],
  loss: "cross-entropy",
});
const saturatedUnderSquaredError: Case = { ...saturated, loss: { name: "squared-error" } };
const classes = plain([2, 3], ["softmax"], { loss: "cross-entropy" });

/** The entries of the gradient as one vector, a layer's weight before its bias. */
function asVector(about: string, layers: number): Example {
  const question = plain(
    Array.from({ length: layers + 1 }, () => 1),
    Array.from({ length: layers }, () => "tanh" as const),
  );
  const conventions = completeConventions(full);
  const interleaved = <T>([w, b]: readonly (readonly T[])[]): T[] =>
    (w ?? []).flatMap((wk, k) => [wk, ...(b ?? []).slice(k, k + 1)]);
  const names = Array.from({ length: layers }, (_, k) => [`∂C/∂w^(${k + 1})`, `∂C/∂b^(${k + 1})`]).flat();
  return listed(about, names, () => {
    const answer = pass(correct, question, conventions);
    const right = interleaved(parameters.map((quantity) => entriesOf(question, answer, quantity) ?? []));
    const truth = interleaved(parameters.map((quantity) => truthOf(question, conventions, [quantity])));
    return { printed: right.slice(-2), right, truth };
  });
}

const point = [0.2, -0.5, 1.1];
const everywhere = (): boolean => true;
const onDiagonal = (i: number, j: number): boolean => i === j;
const offDiagonal = (i: number, j: number): boolean => i !== j;

/** ∂z_i/∂w_jk for a layer of so many units and inputs, as the difference quotient of a linear function. */
function weightTable(about: string, units: number, inputs: number): Example {
  const a = Array.from({ length: inputs }, (_, k) => k + 2);
  const range = (length: number): number[] => Array.from({ length }, (_, position) => position);
  const places = range(units).flatMap((i) => range(units).flatMap((j) => range(inputs).map((k) => ({ i, j, k }))));
  const z = (i: number, W: readonly (readonly number[])[]): number =>
    a.reduce((sum, ak, k) => sum + (W[i]?.[k] ?? NaN) * ak, 0);
  const moved = (j: number, k: number, by: number): number[][] =>
    range(units).map((row) => range(inputs).map((column) => (row === j && column === k ? by : 0)));
  return listed(
    about,
    places.map(({ i, j, k }) => `∂z_${i + 1}/∂w_${j + 1}${k + 1}`),
    () => ({
      printed: places.map(({ i, k }) => (i === k ? (a[k] ?? NaN) : 0)),
      right: places.map(({ i, j, k }) => (i === j ? (a[k] ?? NaN) : 0)),
      truth: places.map(({ i, j, k }) => (z(i, moved(j, k, 1)) - z(i, moved(j, k, -1))) / 2),
    }),
  );
}

export const document001: Executables = {
  "E1-03": {
    mutant: "erratum/e1-03",
    shows: [typed("w = 0.7, b = -0.3, a^(L-1) = 0.6", "erratum/e1-03", neuron(0.7, -0.3, 0.6), parameters, full)],
    blindSpot: [typed("a^(L-1) = 1", "erratum/e1-03", neuron(0.7, -0.3, 1), parameters, full)],
  },
  "E1-04": {
    mutant: "erratum/e1-04",
    shows: [
      typed("w = 0.7, b = -0.3, a^(L-1) = 0.6", "erratum/e1-04", neuron(0.7, -0.3, 0.6), ["gradients.inputs"], full),
    ],
    blindSpot: [
      typed("w = 0", "erratum/e1-04", neuron(0, -0.3, 0.6), ["gradients.inputs"], full),
      typed("a^(L-1) = a^(L) = ½", "erratum/e1-04", neuron(1, -0.5, 0.5), ["gradients.inputs"], full),
    ],
  },
  "E1-05": {
    mutant: "erratum/e1-05",
    shows: [
      typed("three examples", "erratum/e1-05", plain([2, 2], ["logistic"], { examples: 3 }), parameters, full),
      typed(
        "the divisor N - 1",
        "batch/divides-by-one-less",
        plain([2, 2], ["logistic"], { examples: 3 }),
        parameters,
        full,
      ),
    ],
    blindSpot: [typed("one example", "erratum/e1-05", plain([2, 2], ["logistic"]), parameters, full)],
  },
  "E1-06": {
    shows: [asVector("a chain of two layers", 2)],
    blindSpot: [asVector("a chain of one layer", 1)],
  },
  "E1-08": {
    mutant: "erratum/e1-08",
    shows: [
      typed("widths 2, 3", "erratum/e1-08", plain([2, 3], ["logistic"]), ["gradients.inputs"], full),
      typed("widths 3, 2", "erratum/e1-08", plain([3, 2], ["logistic"]), ["gradients.inputs"], full),
    ],
    blindSpot: [typed("widths 2, 2", "erratum/e1-08", plain([2, 2], ["logistic"]), ["gradients.inputs"], full)],
  },
  "E1-09": {
    mutant: "erratum/e1-09",
    shows: [typed("a logistic neuron", "erratum/e1-09", neuron(0.7, -0.3, 0.6), parameters, full)],
    blindSpot: [typed("z = 800", "erratum/e1-09", neuron(800, 0, 1), parameters, full)],
  },
  "E1-10": {
    mutant: "erratum/e1-10",
    shows: [
      softmaxEntries("logits 0.2, -0.5, 1.1", point, printedWithoutDelta, everywhere),
      typed("softmax under squared error", "erratum/e1-10", plain([2, 3], ["softmax"]), ["gradients.preactivations"]),
    ],
    blindSpot: [softmaxEntries("logits 0, 0, on the diagonal", [0, 0], printedWithoutDelta, onDiagonal)],
  },
  "E1-11": {
    shows: [softmaxEntries("logits 0.2, -0.5, 1.1, off the diagonal", point, printedProductRule, offDiagonal)],
    blindSpot: [],
  },
  "E1-12": {
    shows: [softmaxEntries("logits 0.2, -0.5, 1.1, on the diagonal", point, printedWithLastExponential, onDiagonal)],
    blindSpot: [softmaxEntries("one logit", [0.2], printedWithLastExponential, onDiagonal)],
  },
  "E1-14": {
    shows: [softmaxEntries("logits 0.2, -0.5, 1.1, off the diagonal", point, printedTwice, offDiagonal)],
    blindSpot: [],
  },
  "E1-15": {
    mutant: "erratum/e1-15",
    shows: [
      softmaxEntries("logits 0.2, -0.5, 1.1", point, printedMatrix, everywhere),
      typed("softmax under squared error", "erratum/e1-15", plain([2, 3], ["softmax"]), ["gradients.preactivations"]),
    ],
    blindSpot: [softmaxEntries("one logit", [0.2], printedMatrix, everywhere)],
  },
  "E1-16": {
    mutant: "erratum/e1-16",
    shows: [
      weightTable("two units over three inputs", 2, 3),
      typed("widths 2, 3", "erratum/e1-16", plain([2, 3], ["logistic"]), weights, full),
    ],
    blindSpot: [weightTable("one unit over one input", 1, 1)],
  },
  "E1-17": {
    mutant: "erratum/e1-17",
    shows: [typed("three classes", "erratum/e1-17", classes, parameters)],
    blindSpot: [
      onlyTargetClass(
        typed("three classes, the last being the target", "erratum/e1-17", classes, ["gradients.biases"]),
      ),
    ],
  },
  "E1-18": {
    mutant: "erratum/e1-18",
    shows: [typed("three classes", "erratum/e1-18", classes, parameters)],
    blindSpot: [
      typed("inputs of 0", "erratum/e1-18", { ...classes, batch: { ...classes.batch, inputs: [[0, 0]] } }, weights),
    ],
  },
  "E1-19": {
    mutant: "erratum/e1-19",
    shows: [typed("three classes", "erratum/e1-19", classes, parameters)],
    blindSpot: [typed("logits 1000 and -1000", "erratum/e1-19", saturated, parameters)],
  },
  "E1-20": {
    mutant: "erratum/e1-20",
    shows: [typed("softmax under squared error", "erratum/e1-20", plain([2, 3], ["softmax"]), parameters, full)],
    blindSpot: [typed("logits 1000 and -1000", "erratum/e1-20", saturatedUnderSquaredError, parameters, full)],
  },
  "E1-22": {
    mutant: "erratum/e1-22",
    shows: [typed("three classes", "erratum/e1-22", classes, weights)],
    blindSpot: [
      typed("inputs of 1", "erratum/e1-22", { ...classes, batch: { ...classes.batch, inputs: [[1, 1]] } }, weights),
    ],
  },
  "E1-23": {
    mutant: "erratum/e1-23",
    shows: [typed("three classes", "erratum/e1-23", classes, ["gradients.biases"])],
    blindSpot: [typed("logits 1000 and -1000", "erratum/e1-23", saturated, ["gradients.biases"])],
  },
};

/** The entry of the last class alone. */
function onlyTargetClass({ about, entries }: Example): Example {
  return { about, entries: () => entries().slice(-1) };
}
