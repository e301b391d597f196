import { completeConventions, type Case, type DeclaredConventions } from "../../model/index.js";
import { networkToGraph, type NetworkGraph } from "../network.js";
import { backward, forward, type Evaluation, type Gradients } from "../passes.js";

/** A case's graph with all that both passes leave behind. */
export interface Inspected extends NetworkGraph, Evaluation, Gradients {
  readonly order: readonly string[];
}

export function inspected(asked: Case, declared: DeclaredConventions = {}): Inspected {
  const network = networkToGraph(asked, completeConventions(declared));
  const evaluation = forward(network.graph, network.given);
  return { ...network, ...evaluation, ...backward(evaluation, network.result) };
}
