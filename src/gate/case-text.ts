import { depth, layerOf, width, type Activation, type Case, type Layer } from "../model/index.js";
import { countOf, labelled } from "./layout.js";

/** A case as a person would write it down: layer by layer, one row per unit, then the examples. Lines without indentation. */
export function caseLines(question: Case): string[] {
  const { network, batch, loss, regularizer } = question;
  const penalty = regularizer === null ? "no penalty" : `l2 penalty with lambda ${numberText(regularizer.lambda)}`;
  const numbers = Array.from({ length: depth(network) }, (_, position) => position + 1);
  const layers = numbers.flatMap((k) => layerLines(layerOf(network, k), k, width(network, k - 1)));
  const examples = batch.inputs.flatMap((inputs, position) => [
    `example ${position + 1}`,
    ...labelled("  inputs", rowText(inputs)),
    ...labelled("  targets", rowText(batch.targets[position] ?? [])),
  ]);
  const summary = `${countOf(depth(network), "layer")}, ${loss.name}, ${penalty}, ${countOf(batch.inputs.length, "example")}`;
  return [summary, ...layers, ...examples];
}

function layerLines({ weights, biases, activation }: Layer, k: number, inputs: number): string[] {
  const heading = `${countOf(inputs, "input")}, ${countOf(biases.length, "unit")}, ${activationText(activation)}`;
  return [
    ...labelled(`layer ${k}`, heading),
    ...weights.flatMap((row, unit) => labelled(unit === 0 ? "  weights" : "", rowText(row))),
    ...labelled("  biases", rowText(biases)),
  ];
}

function activationText(activation: Activation): string {
  return activation.name === "leaky-relu" ? `leaky-relu with slope ${numberText(activation.slope)}` : activation.name;
}

function rowText(row: readonly number[]): string {
  return `[${row.map(numberText).join(", ")}]`;
}

/** The shortest decimal that gives this double back; the sign of -0 is kept. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
