/** Two implementations judge each other: neither may be farther from the other than both radii allow. */
import type { Property } from "../src/gate/property.js";
import { quantities, type Answer, type Case, type Conventions } from "../src/model/index.js";
import { cases } from "./arbitraries/cases.js";
import { all, requires } from "./support/laws.js";
import { equalities, judgeLinear } from "./support/linear.js";
import { conventionsOf, entriesOfAnswer, judged, observe, observed, witness, type Witness } from "./support/witness.js";

/** Another implementation of the same mathematics, in double precision, which answers under any conventions. */
export interface Peer {
  readonly name: string;
  readonly backpropagate: (question: Case, conventions: Conventions) => Answer;
}

/** The law of agreement with that peer, over everything that the subject observes. */
export function agreementWith(peer: Peer): Property<Case> {
  return {
    id: "peer/answers",
    title: `another implementation agrees (${peer.name})`,
    equations: [
      "affine",
      "vector-affine",
      "weight-gradient",
      "vector-weight-gradient",
      "activation-gradient",
      "vector-activation-backward",
    ],
    level: "core",
    requires: requires({ some: quantities }),
    arbitrary: (description) => cases(description),
    check: (question, bench) =>
      judged(async () => {
        const subject = await witness(bench, question);
        const answer = peer.backpropagate(question, conventionsOf(bench.description, "edge"));
        const other: Witness = { ...subject, answer, entries: entriesOfAnswer(question, answer, quantities) };
        return all(
          ...observed(bench, quantities).map((quantity) =>
            judgeLinear(question, equalities(observe(subject, quantity), observe(other, quantity))),
          ),
        );
      }),
  };
}
