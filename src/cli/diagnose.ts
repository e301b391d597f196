/** Which known mistake, or which undeclared convention, gives the same wrong answer. */
import type { EquationId } from "../../spec/equations.js";
import { instantiate, mutants } from "../../properties/mutants/index.js";
import { reproduces } from "../compare/index.js";
import type { Counterexample, Diagnosis } from "../gate/index.js";
import {
  completeConventions,
  copyOfCase,
  type Answer,
  type Case,
  type Conventions,
  type DeclaredConventions,
} from "../model/index.js";
import { certify } from "../oracle/index.js";
import { backpropagate } from "../scalar/index.js";
import type { Subject } from "../subject/index.js";

/** More than these would not help anyone to decide. */
const named = 3;

interface Suspect extends Diagnosis {
  readonly answer: (question: Case, conventions: Conventions) => Answer;
}

/** A convention that the subject keeps without having declared it. */
function undeclared(declared: DeclaredConventions, words: string, equation: EquationId): Suspect {
  return {
    mutant: `convention/${JSON.stringify(declared).replaceAll(/["{}]/g, "")}`,
    title: `${words}: a legitimate convention, to be declared as "conventions": ${JSON.stringify(declared)}`,
    equation,
    answer: (question, conventions) => {
      const derivativeAtKink = { ...conventions.derivativeAtKink, ...declared.derivativeAtKink };
      return backpropagate(question, { ...conventions, ...declared, derivativeAtKink });
    },
  };
}

const conventionSuspects: readonly Suspect[] = [
  undeclared({ reduction: "sum" }, "sums loss and gradients over the batch", "batch-loss"),
  undeclared({ reduction: "mean" }, "averages loss and gradients over the batch", "batch-loss"),
  undeclared({ squaredError: "full" }, "leaves out the ½ of the squared error", "squared-error"),
  undeclared({ squaredError: "half" }, "has a ½ in the squared error", "squared-error"),
  undeclared({ l2: "full" }, "leaves out the ½ of the penalty", "l2-penalty"),
  undeclared({ l2: "half" }, "has a ½ in the penalty", "l2-penalty"),
  undeclared({ derivativeAtKink: { relu: 0 } }, "takes 0 for relu'(0)", "relu-derivative"),
  undeclared({ derivativeAtKink: { relu: 0.5 } }, "takes ½ for relu'(0)", "relu-derivative"),
  undeclared({ derivativeAtKink: { relu: 1 } }, "takes 1 for relu'(0)", "relu-derivative"),
  undeclared({ derivativeAtKink: { "leaky-relu": 1 } }, "takes 1 for leaky-relu'(0)", "leaky-relu-derivative"),
  undeclared(
    { derivativeAtKink: { "leaky-relu": "average" } },
    "takes the mean of both slopes for leaky-relu'(0)",
    "leaky-relu-derivative",
  ),
  undeclared(
    { derivativeAtKink: { "leaky-relu": "slope" } },
    "takes the slope for leaky-relu'(0)",
    "leaky-relu-derivative",
  ),
  undeclared(
    { derivativeAtKink: { "absolute-value": 0 } },
    "takes 0 for the derivative of |z| at 0",
    "absolute-value-derivative",
  ),
  undeclared(
    { derivativeAtKink: { "absolute-value": 1 } },
    "takes 1 for the derivative of |z| at 0",
    "absolute-value-derivative",
  ),
  undeclared(
    { derivativeAtKink: { "absolute-value": -1 } },
    "takes -1 for the derivative of |z| at 0",
    "absolute-value-derivative",
  ),
];

const mutantSuspects: readonly Suspect[] = mutants.map((mutant) => ({
  mutant: mutant.id,
  title: mutant.title,
  equation: mutant.equation,
  // Some mistakes write into the question.
  answer: (question, conventions) => instantiate(mutant)(copyOfCase(question), conventions),
}));

/**
 * Asks the subject about the counterexample once more and names what reproduces its answer, conventions first. No name is an honest
 * answer: an unknown mistake, or one about memory, which a single question does not show.
 */
export function diagnoser(subject: Subject): (counterexample: Counterexample) => Promise<readonly Diagnosis[]> {
  return async ({ case: question }) => {
    const reply = await subject.run(copyOfCase(question));
    if (!("answer" in reply)) return [];
    const { conventions: declared, precision, supports } = subject.description;
    const conventions = completeConventions(declared);
    const reference = certify(question, conventions, precision);
    const explains = (suspect: Suspect): boolean =>
      reproduces(reference, reply.answer, suspect.answer(question, conventions), supports.observes);
    return [...conventionSuspects, ...mutantSuspects]
      .filter(explains)
      .slice(0, named)
      .map(({ mutant, title, equation }) => ({ mutant, title, equation }));
  };
}
