/** All laws, in the order of the report: the first one to fail is the nearest to the cause. */
import type { Property } from "../src/gate/property.js";
import { activationProperties } from "./activation.js";
import { agreementProperties } from "./agreement.js";
import { batchProperties } from "./batch.js";
import { biasProperties } from "./bias.js";
import { chainProperties } from "./chain.js";
import { chainEdgeProperties } from "./chain-edges.js";
import { differenceProperties } from "./differences.js";
import { edgeProperties } from "./edges.js";
import { equivalenceProperties } from "./equivalence.js";
import { invarianceProperties } from "./invariance.js";
import { ordinaryRegime, possible } from "./arbitraries/cases.js";
import { agreementWith, type Peer } from "./peer.js";
import { graphProperties } from "./graph.js";
import { ownDifferenceProperties } from "./own-differences.js";
import { permutationProperties } from "./permutation.js";
import { sequenceProperties } from "./sequence.js";
import { softmaxProperties } from "./softmax.js";
import { specialProperties } from "./special.js";
import { stateProperties } from "./state.js";
import { tieProperties } from "./ties.js";

export type { Peer } from "./peer.js";

/**
 * Forgets the input type: the runner feeds `check` only what `arbitrary` made. No law can be asked of a subject none of whose losses
 * goes with any of its activations.
 */
function anyInput<Input>(property: Property<Input>): Property {
  const { requires } = property;
  const missing: typeof requires.missing = (subject) =>
    requires.missing?.(subject) ?? possible(ordinaryRegime)(subject);
  return { ...property, requires: { ...requires, missing } } as unknown as Property;
}

/** All laws; with a peer also the law of agreement with it. */
export function propertiesWith(peer?: Peer): readonly Property[] {
  return [
    ...agreementProperties.map(anyInput),
    ...differenceProperties.map(anyInput),
    ...ownDifferenceProperties.map((property) => anyInput(property as Property<unknown>)),
    ...(peer === undefined ? [] : [anyInput(agreementWith(peer))]),
    ...chainProperties.map(anyInput),
    ...biasProperties.map(anyInput),
    ...batchProperties.map((property) => anyInput(property as Property<unknown>)),
    ...activationProperties.map(anyInput),
    ...softmaxProperties.map((property) => anyInput(property as Property<unknown>)),
    ...invarianceProperties.map((property) => anyInput(property as Property<unknown>)),
    ...equivalenceProperties.map(anyInput),
    ...tieProperties.map(anyInput),
    ...permutationProperties.map(anyInput),
    ...graphProperties.map((property) => anyInput(property as Property<unknown>)),
    ...stateProperties.map((property) => anyInput(property as Property<unknown>)),
    ...sequenceProperties.map((property) => anyInput(property as Property<unknown>)),
    ...edgeProperties.map(anyInput),
    ...chainEdgeProperties.map(anyInput),
    ...specialProperties.map(anyInput),
  ];
}

/** All laws that need no second implementation. */
export const allProperties: readonly Property[] = propertiesWith();
