/** One loss treated wrongly and the others right. */
import type { LossName } from "../../src/model/index.js";
import { correct } from "./skeleton.js";
import type { At, Steps } from "./steps.js";

type Under = Pick<Steps, "divergence" | "outputGradient" | "fusedGradient">;

/** The loss, its derivative, or its derivative together with the activation before it replaced. */
export function under(loss: LossName, wrong: Partial<Under>): () => Partial<Steps> {
  const is = (at: At): boolean => at.question.loss.name === loss;
  return () => ({
    divergence: (top, d, at) => (is(at) ? (wrong.divergence ?? correct.divergence) : correct.divergence)(top, d, at),
    outputGradient: (y, d, at) =>
      (is(at) ? (wrong.outputGradient ?? correct.outputGradient) : correct.outputGradient)(y, d, at),
    fusedGradient: (top, d, at) =>
      (is(at) ? (wrong.fusedGradient ?? correct.fusedGradient) : correct.fusedGradient)(top, d, at),
  });
}
