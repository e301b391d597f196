/** Where well-known libraries return another function on purpose: above a threshold of softplus, at probabilities near 0 and 1. */
import * as fc from "fast-check";
import type { Property } from "../src/gate/property.js";
import { completeConventions, quantities, type Case, type Description, type LossName } from "../src/model/index.js";
import { representable } from "./arbitraries/numbers.js";
import { edgeAgreement, requires } from "./support/laws.js";
import { judged, observed, witness } from "./support/witness.js";

/** Parameters that libraries take; a subject that declares its own is asked about those. */
const common = { threshold: [20], epsilon: [1e-7, 1e-8, 1e-12, 1e-15] } as const;

/** A distance from the threshold that every format but the shortest can tell. */
const near = 2 ** -12;

/** One layer: its activation, the loss above it, and the least number of units that shows anything. */
interface Site {
  readonly activation: "softplus" | "softmax" | "logistic";
  readonly loss: LossName;
  readonly leastUnits: number;
}

const sites: readonly Site[] = [
  { activation: "softplus", loss: "squared-error", leastUnits: 1 },
  { activation: "softmax", loss: "cross-entropy", leastUnits: 2 },
  { activation: "softmax", loss: "negative-log-of-sum", leastUnits: 2 },
  { activation: "logistic", loss: "binary-cross-entropy", leastUnits: 1 },
  { activation: "logistic", loss: "cross-entropy", leastUnits: 1 },
];

const sitesFor = ({ supports }: Description): readonly Site[] =>
  sites.filter(({ activation, loss }) => supports.activations.includes(activation) && supports.losses.includes(loss));

/** Pre-activations on either side of what is declared: around the threshold, or where a probability is around epsilon or 1 - epsilon. */
function preactivations({ activation }: Site, { conventions }: Description): fc.Arbitrary<number> {
  const { deviations } = completeConventions(conventions);
  if (activation === "softplus") {
    const declared = deviations["softplus-linear-above"]?.threshold;
    const threshold = fc.constantFrom(...(declared === undefined ? common.threshold : [declared]));
    // Just above and just below, half of the time: one who has another threshold errs between the two.
    const distance = fc.constantFrom(0, 1, -1, 3, 10, near, near, near, -near, -near);
    return fc.tuple(threshold, distance).map(([t, by]) => t + by);
  }
  const declared = [deviations["probabilities-clipped"], deviations["epsilon-in-logarithm"]].flatMap((deviation) =>
    deviation === undefined ? [] : [deviation.epsilon],
  );
  const epsilon = fc.constantFrom(...(declared.length === 0 ? common.epsilon : declared));
  // Powers of two between the probability and epsilon. On the bound itself either side would be right.
  const steps = fc.constantFrom(-8, -2, -1, -0.25, 0.25, 1, 2, 8);
  return fc.oneof(
    fc.constantFrom(0, 1, -1),
    fc.record({ epsilon, by: steps, sign: fc.constantFrom(1, -1) }).map(({ epsilon: e, by, sign }) => {
      return sign * (Math.log(e) + by * Math.LN2);
    }),
  );
}

/** One layer of units of the site, on one or two examples; the second meets the biases alone. */
function casesAt(site: Site, description: Description): fc.Arbitrary<Case> {
  const { activation, loss, leastUnits } = site;
  const unit = fc.record({
    z: preactivations(site, description),
    weight: fc.constantFrom(1, -1, 0),
    target: fc.constantFrom(0, 1, 0.5),
  });
  return fc
    .record({
      units: fc.array(unit, { minLength: leastUnits, maxLength: 3 }),
      alone: fc.boolean(),
      label: fc.option(fc.nat(2), { nil: null }),
    })
    .map(({ units, alone, label }): Case => {
      const targets = units.map(({ target }, i) => (label === null ? target : i === label % units.length ? 1 : 0));
      // A target of zeros has no logarithm of its sum.
      const row = targets.every((d) => d === 0) ? targets.map((_, i) => (i === 0 ? 1 : 0)) : targets;
      return {
        network: {
          layers: [
            {
              weights: units.map(({ weight }) => [weight]),
              biases: units.map(({ z, weight }) => representable(z - weight, description.precision)),
              activation: { name: activation },
            },
          ],
        },
        loss: { name: loss },
        regularizer: null,
        batch: { inputs: alone ? [[1]] : [[1], [0]], targets: alone ? [row] : [row, row] },
      };
    });
}

export const deviationProperties: readonly Property<Case>[] = [
  {
    id: "deviations/as-declared",
    title: "softplus and the logarithms of losses are the declared ones where libraries deviate",
    equations: [
      "softplus-linear-above",
      "probabilities-clipped",
      "epsilon-in-logarithm",
      "softplus",
      "softplus-derivative",
      "cross-entropy",
      "cross-entropy-gradient",
      "negative-log-of-sum",
      "binary-cross-entropy",
    ],
    level: "edge",
    requires: requires({
      some: quantities,
      unless: ({ description }) =>
        sitesFor(description).length === 0 ? "the subject has no function in which libraries deviate" : undefined,
    }),
    arbitrary: (description) =>
      fc.oneof(
        ...sitesFor(description).map((site) => ({
          arbitrary: casesAt(site, description),
          weight: site.activation === "softplus" ? 2 : 1,
        })),
      ),
    check: (question, bench) =>
      judged(async () => edgeAgreement(await witness(bench, question, "edge"), observed(bench, quantities))),
  },
];
