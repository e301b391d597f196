/** What makes a scalar activation scalar. */
import type { Property } from "../src/gate/property.js";
import { scalarActivationNames, type Case, type Description } from "../src/model/index.js";
import { cases, ordinaryRegime, possible, type Regime } from "./arbitraries/cases.js";
import { dyadic } from "./arbitraries/numbers.js";
import { requires } from "./support/laws.js";
import { judgeLinear, type Instance } from "./support/linear.js";
import { lastBiases, withRaisedTarget } from "./support/questions.js";
import { judged, observe, witness } from "./support/witness.js";

/** The Jacobian of a scalar activation is diagonal: what the target of one output changes stays in that unit. */
const diagonal: Property<Case> = {
  id: "activation/diagonal-jacobian",
  title: "a scalar activation's units stand alone",
  equations: ["scalar-as-vector-activation", "jacobian-product", "identity"],
  level: "core",
  requires: requires({
    all: ["gradients.biases"],
    losses: ["squared-error"],
    unless: (subject) =>
      scalarOnly(subject.description).length === 0
        ? "the subject has no scalar activation"
        : possible(regimeFor(subject.description))(subject),
  }),
  arbitrary: (description) => cases(description, regimeFor(description)),
  check: (question, bench) =>
    judged(async () => {
      const plain = await witness(bench, question);
      const db = observe(plain, "gradients.biases");
      const positions = lastBiases(question);
      const instances: Instance[] = [];
      for (const [unit] of positions.entries()) {
        const other = observe(await witness(bench, withRaisedTarget(question, unit)), "gradients.biases");
        positions.forEach((position, i) => {
          if (i !== unit)
            instances.push({
              terms: [
                { coefficient: 1, from: other, position },
                { coefficient: -1, from: db, position },
              ],
            });
        });
      }
      return judgeLinear(question, instances);
    }),
};

function regimeFor(description: Description): Regime {
  return {
    ...ordinaryRegime,
    losses: ["squared-error"],
    activations: scalarOnly(description),
    maxLayers: 2,
    regularizer: false,
    numbers: () => dyadic,
  };
}

function scalarOnly(description: Description): Description["supports"]["activations"] {
  return description.supports.activations.filter((name) => (scalarActivationNames as readonly string[]).includes(name));
}

export const activationProperties: readonly Property<Case>[] = [diagonal];
