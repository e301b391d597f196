/**
 * gradproof as a library: put an implementation of backpropagation to the test from a program of your own.
 *
 * @example
 *   const report = await runGate({ subject: inProcessSubject(scalar), properties: allProperties, runs: 100, seed: 1 });
 *   console.log(renderText(report));
 */
import { everything, completeConventions, type Case, type Conventions, type FullAnswer } from "./model/index.js";
import { version } from "./gate/index.js";
import { backpropagate as backpropagateByGraph } from "./graph/index.js";
import { backpropagate as backpropagateByLoops } from "./scalar/index.js";
import type { InProcess } from "./subject/index.js";
import { backpropagate as backpropagateByMatrices } from "./vectorized/index.js";

export { allProperties, propertiesWith, type Peer } from "../properties/index.js";
export { equations, type Equation, type EquationId } from "../spec/equations.js";
export { compareAnswer, decisive, describePlace, type Comparison, type Mismatch } from "./compare/index.js";
export * from "./gate/index.js";
export * as computationalGraph from "./graph/index.js";
export * from "./model/index.js";
export { certify } from "./oracle/index.js";
export { inProcessSubject, ProtocolError, SubjectError } from "./subject/index.js";
export type { InProcess, Outcome, Reply, Subject } from "./subject/index.js";
/** Jacobian matrices as objects, and the chain rule over them. */
export * as jacobians from "./vectorized/jacobian.js";
export * from "./training/index.js";
export { backpropagateByGraph, backpropagateByLoops, backpropagateByMatrices };

/** The lecture's loops, one number per step, under the default conventions. */
export const scalar: InProcess = builtIn("scalar", backpropagateByLoops);

/** The matrix form, the whole batch at once, under the default conventions. */
export const vectorized: InProcess = builtIn("vectorized", backpropagateByMatrices);

/** The computational graph with its generic passes, under the default conventions. */
export const graph: InProcess = builtIn("graph", backpropagateByGraph);

function builtIn(name: string, backpropagate: (question: Case, conventions: Conventions) => FullAnswer): InProcess {
  return {
    description: {
      implementation: { name: `gradproof ${name}`, version, language: "TypeScript" },
      precision: "f64",
      supports: everything,
      conventions: completeConventions(),
    },
    run: (question) => backpropagate(question, completeConventions()),
  };
}
