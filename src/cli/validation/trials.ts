/** The simplest questions that the declaration of a subject allows, one for each thing that it claims. */
import { ordinaryRegime, type Regime } from "../../../properties/arbitraries/cases.js";
import { simplest } from "../../../properties/arbitraries/simplest.js";
import { batchSize, depth, layerOf, type ActivationName, type Case, type Description } from "../../model/index.js";

/** One claim, and a question for each place where it can be put to the test. */
export interface Claim {
  /** "activation relu". */
  readonly name: string;
  /** Where it is claimed, for the advice: "supports.activations". */
  readonly declaredIn: string;
  readonly trials: readonly Trial[];
}

export interface Trial {
  /** "last layer". */
  readonly where: string;
  readonly question: Case;
}

/** Every claim of the handshake. Where nothing within the declaration fits, a claim has no trials. */
export function claimsOf(description: Description): readonly Claim[] {
  const { activations, losses, regularizers, batch } = description.supports;
  // What is not the matter of a question is as plain as it can be, so that one fault shows in one place.
  const plain = activations.includes("identity") ? "identity" : (activations[0] as ActivationName);
  const simple: Partial<Regime> = { activations: [plain], output: [plain] };
  const find = (where: string, wanted: (question: Case) => boolean, ...regimes: Partial<Regime>[]): Trial[] => {
    for (const regime of regimes) {
      const question = simplest(description, { ...ordinaryRegime, ...regime }, wanted);
      if (question !== undefined) return [{ where, question }];
    }
    return [];
  };
  const always = (): boolean => true;
  return [
    ...activations.map((name) => {
      const isLast = (question: Case): boolean => activationAt(question, depth(question.network)) === name;
      const isBelow = (question: Case): boolean => isHidden(question, name);
      const both = { activations: [name, plain] };
      return {
        name: `activation ${name}`,
        declaredIn: "supports.activations",
        trials: [
          ...find("last layer", isLast, { ...both, output: [name] }),
          ...find("hidden layer", isBelow, { ...both, output: [plain] }, { activations: [name] }),
        ],
      };
    }),
    ...losses.map((name) => ({
      name: `loss ${name}`,
      declaredIn: "supports.losses",
      trials: find("simplest case", always, { ...simple, losses: [name] }, { losses: [name] }),
    })),
    ...regularizers.map((name) => ({
      name: `regularizer ${name}`,
      declaredIn: "supports.regularizers",
      trials: find("simplest case", ({ regularizer }) => regularizer !== null, simple, {}),
    })),
    {
      name: "batches",
      declaredIn: "supports",
      trials: [1, ...(batch === 1 ? [] : [3])].flatMap((T) => {
        const has = (question: Case): boolean => batchSize(question) === T;
        const where = T === 1 ? "one example" : `${T} examples`;
        return find(where, has, { ...simple, batchSizes: [T] }, { batchSizes: [T] }, {});
      }),
    },
  ];
}

/** Cases to draw for a network of one unit per layer, of which there is one in nine. */
const oneUnit = 200;

/** A network of nothing but identities, one unit each: the output is the input; undefined where the declaration allows none. */
export function identityNetwork(description: Description): Case | undefined {
  const regime: Regime = {
    ...ordinaryRegime,
    activations: ["identity"],
    output: ["identity"],
    losses: ["squared-error"],
    maxLayers: Math.max(1, description.supports.layers?.min ?? 1),
  };
  const isNarrow = ({ network }: Case): boolean =>
    network.layers.every(({ weights, activation: { name } }) => name === "identity" && weights.flat().length === 1);
  const found = simplest(description, regime, isNarrow, oneUnit);
  if (found === undefined) return undefined;
  const layers = found.network.layers.map((layer) => ({ ...layer, weights: [[1]], biases: [0] }));
  return { ...found, network: { layers }, regularizer: null };
}

function activationAt({ network }: Case, k: number): string {
  return layerOf(network, k).activation.name;
}

function isHidden(question: Case, name: string): boolean {
  return question.network.layers.slice(0, -1).some(({ activation }) => activation.name === name);
}
