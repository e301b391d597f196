/** What the batch makes of its examples: loss and gradients, with the penalty. */
import type { EquationId } from "../../../spec/equations.js";
import { depth, layerOf, type Place } from "../../model/index.js";
import { D, M, T, type Example, type Sheet } from "./sheet.js";
import { key, type Key, type Step } from "./step.js";
import { grouped, number, operand, product, sum, write, type Written } from "./written.js";

/**
 * The step that computes the entry of the answer, where it is none of the examples' own.
 *
 * @returns the entry's key, and the step if there has to be one.
 */
export function entryStep(sheet: Sheet, place: Place): { readonly key: Key; readonly step?: Step } {
  const { layer: k = depth(sheet.question.network), index, quantity } = place;
  const [first = 1, second = 1] = index;
  switch (quantity) {
    case "preactivations":
      return { key: key("z", first, k, second) };
    case "activations":
    case "outputs":
      return { key: key("y", first, k, second) };
    case "loss":
      return lossStep(sheet);
    case "gradients.activations":
      return dividedStep(sheet, key("dy", first, k, second), sheet.name("∂Loss/∂y", k, M(sheet, k), second));
    case "gradients.preactivations":
      return dividedStep(sheet, key("dz", first, k, second), sheet.name("∂Loss/∂z", k, D(sheet, k), second));
    case "gradients.inputs":
      return dividedStep(sheet, key("dy", first, 0, second), `∂Loss/∂x${M(sheet, 0) === 1 ? "" : `_${second}`}`);
    case "gradients.weights":
      return weightStep(sheet, k, first, second);
    case "gradients.biases": {
      const name = sheet.name("∂Loss/∂b", k, D(sheet, k), first);
      return reducedStep(
        sheet,
        (t) => key("db", t, k, first),
        name,
        ({ dz }) => dz(k)[first - 1] ?? NaN,
      );
    }
  }
}

function isMean({ conventions }: Sheet): boolean {
  return conventions.reduction === "mean";
}

/** The mean or the sum over the examples. */
function reduced(sheet: Sheet, terms: readonly number[]): Written {
  const total = sum(terms);
  if (terms.length === 1 || !isMean(sheet)) return total;
  return write`${grouped(total)} / ${terms.length}`;
}

/** A derivative by something that each example has for itself: under the mean it is divided by T. */
function dividedStep(sheet: Sheet, target: Key, name: string): { readonly key: Key; readonly step?: Step } {
  const divisor = T(sheet);
  if (!isMean(sheet) || divisor === 1) return { key: target };
  const [letter = "", t = "1", k = "0", unit = "1"] = target.split("/");
  const example = sheet.examples[Number(t) - 1];
  const row = letter === "dz" ? example?.dz(Number(k)) : example?.dy(Number(k));
  const value = row?.[Number(unit) - 1] ?? NaN;
  const step: Step = {
    key: "entry",
    name,
    right: [write`${value} / ${divisor}`],
    value: value / divisor,
    equations: ["batch-gradient"],
    needs: [target],
  };
  return { key: step.key, step };
}

/** A derivative by something that all examples share. */
function reducedStep(
  sheet: Sheet,
  keyOf: (t: number) => Key,
  name: string,
  value: (example: Example) => number,
  penalty?: { readonly written: Written; readonly value: number },
): { readonly key: Key; readonly step?: Step } {
  if (T(sheet) === 1 && penalty === undefined) return { key: keyOf(1) };
  const terms = sheet.examples.map(value);
  const data = terms.reduce((total, term) => total + term, 0) / (isMean(sheet) ? terms.length : 1);
  const equations: EquationId[] = [
    ...(T(sheet) === 1 ? [] : ["batch-gradient" as const]),
    ...(penalty === undefined ? [] : ["l2-gradient" as const]),
  ];
  const step: Step = {
    key: "entry",
    name,
    right: [penalty === undefined ? reduced(sheet, terms) : sum([reduced(sheet, terms), penalty.written])],
    value: data + (penalty?.value ?? 0),
    equations,
    needs: sheet.examples.map(({ t }) => keyOf(t)),
  };
  return { key: step.key, step };
}

function weightStep(sheet: Sheet, k: number, j: number, i: number): { readonly key: Key; readonly step?: Step } {
  const { network, regularizer } = sheet.question;
  const w = layerOf(network, k).weights[j - 1]?.[i - 1] ?? NaN;
  const isHalf = sheet.conventions.l2 === "half";
  const lambda = regularizer?.lambda ?? 0;
  const penalty = {
    written: isHalf ? product(lambda, w) : product(2, lambda, w),
    value: (isHalf ? 1 : 2) * lambda * w,
  };
  return reducedStep(
    sheet,
    (t) => key("dw", t, k, j, i),
    sheet.name("∂Loss/∂w", k, M(sheet, k - 1) * D(sheet, k), i, j),
    ({ y, dz }) => (y(k - 1)[i - 1] ?? NaN) * (dz(k)[j - 1] ?? NaN),
    regularizer === null ? undefined : penalty,
  );
}

function lossStep(sheet: Sheet): { readonly key: Key; readonly step?: Step } {
  const { network, regularizer } = sheet.question;
  if (T(sheet) === 1 && regularizer === null) return { key: key("Div", 1) };
  const data = reduced(
    sheet,
    sheet.examples.map(({ Div }) => Div),
  );
  const weights = network.layers.flatMap(({ weights }) => weights.flat());
  const squares = grouped(sum(weights.map((w) => write`${operand(w)}²`)));
  const lambda = number(regularizer?.lambda ?? 0);
  const penalty = sheet.conventions.l2 === "half" ? write`${lambda} / 2 · ${squares}` : write`${lambda} · ${squares}`;
  const step: Step = {
    key: "entry",
    name: "Loss",
    right: [regularizer === null ? data : sum([data, penalty])],
    value: sheet.whole.loss,
    equations: [
      ...(T(sheet) === 1 ? [] : ["batch-loss" as const]),
      ...(regularizer === null ? [] : ["l2-penalty" as const]),
    ],
    needs: sheet.examples.map(({ t }) => key("Div", t)),
  };
  return { key: step.key, step };
}
