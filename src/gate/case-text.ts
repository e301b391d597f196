import {
  depth,
  layerOf,
  width,
  type Activation,
  type Case,
  type Layer,
  type Loss,
  type Monomial,
} from "../model/index.js";
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
  const summary = `${countOf(depth(network), "layer")}, ${lossText(loss)}, ${penalty}, ${countOf(batch.inputs.length, "example")}`;
  return [summary, ...layers, ...examples];
}

function lossText(loss: Loss): string {
  return loss.name === "own" ? `the user's own ${loss.id}` : loss.name;
}

function layerLines({ weights, biases, activation }: Layer, k: number, inputs: number): string[] {
  const heading = `${countOf(inputs, "input")}, ${countOf(biases.length, "unit")}, ${activationText(activation)}`;
  return [
    ...labelled(`layer ${k}`, heading),
    ...weights.flatMap((row, unit) => labelled(unit === 0 ? "  weights" : "", rowText(row))),
    ...labelled("  biases", rowText(biases)),
    ...parameterLines(activation),
  ];
}

/** What an activation holds besides a number or two. */
function parameterLines(activation: Activation): string[] {
  if (activation.name === "linear-map")
    return activation.matrix.flatMap((row, j) => labelled(j === 0 ? "  matrix" : "", rowText(row)));
  if (activation.name !== "polynomial") return [];
  return activation.outputs.flatMap((output, j) => labelled(`  output ${j + 1}`, output.map(monomialText).join(" + ")));
}

/** "0.5 z1^2 z3"; units count from 1. */
function monomialText({ coefficient, powers }: Monomial): string {
  const factors = powers.map((power, i) => (power === 0 ? "" : power === 1 ? `z${i + 1}` : `z${i + 1}^${power}`));
  return [numberText(coefficient), ...factors.filter((factor) => factor !== "")].join(" ");
}

function activationText(activation: Activation): string {
  switch (activation.name) {
    case "leaky-relu":
      return `leaky-relu with slope ${numberText(activation.slope)}`;
    case "maxout":
      return `maxout of ${countOf(activation.pieces, "piece")}`;
    case "layer-normalization":
      return `layer-normalization with epsilon ${numberText(activation.epsilon)}`;
    case "own":
      return `the user's own ${activation.id}`;
    default:
      return activation.name;
  }
}

function rowText(row: readonly number[]): string {
  return `[${row.map(numberText).join(", ")}]`;
}

/** The shortest decimal that gives this double back; the sign of -0 is kept. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
