import { batchSize, type Case, type Place, type Quantity } from "../model/index.js";

/** The quantity's name in a sentence; `describePlace` adds where. */
const names: Readonly<Record<Quantity, string>> = {
  preactivations: "pre-activation",
  activations: "activation",
  outputs: "output",
  loss: "loss",
  "gradients.activations": "gradient by the activation",
  "gradients.preactivations": "gradient by the pre-activation",
  "gradients.weights": "gradient by the weight",
  "gradients.biases": "gradient by the bias",
  "gradients.inputs": "gradient by input",
};

/**
 * Names one entry in words. The example is left out where there is only one.
 *
 * @example describePlace({ quantity: "gradients.weights", layer: 2, index: [3, 1] }, question)
 *   // "gradient by the weight of layer 2, unit 3, input 1"
 */
export function describePlace({ quantity, layer, index }: Place, question: Case): string {
  const name = names[quantity];
  const [first, second] = index;
  const several = batchSize(question) > 1;
  switch (quantity) {
    case "loss":
      return name;
    case "outputs":
    case "gradients.inputs":
      return `${name} ${second}${several ? ` of example ${first}` : ""}`;
    case "gradients.weights":
      return `${name} of layer ${layer}, unit ${first}, input ${second}`;
    case "gradients.biases":
      return `${name} of layer ${layer}, unit ${first}`;
    default:
      return `${name} of layer ${layer}, unit ${second}${several ? `, example ${first}` : ""}`;
  }
}
