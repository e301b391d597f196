/**
 * Where a mistake sits in a black box that shows nothing from inside its layers: the last layers are asked about alone, with the
 * exact activation below them as input.
 */
import { representable } from "../../../properties/arbitraries/numbers.js";
import { conventionsOf } from "../../../properties/support/witness.js";
import { compareAnswer, type Mismatch } from "../../compare/index.js";
import type { Counterexample, Location } from "../../gate/index.js";
import { locate } from "../../gate/located.js";
import {
  copyOfCase,
  depth,
  layerOf,
  width,
  type Activation,
  type Answer,
  type Case,
  type Conventions,
  type Layer,
  type Loss,
  type Quantity,
} from "../../model/index.js";
import { certify } from "../../oracle/index.js";
import { ProtocolError, type Subject } from "../../subject/index.js";
import { isWellFormed } from "./well-formed.js";

/** Losses that ask nothing of the outputs. */
const anyOutput: ReadonlySet<Loss["name"]> = new Set(["squared-error", "multiclass-hinge"]);

/** What shows the inside of a layer. */
const inner: readonly Quantity[] = [
  "preactivations",
  "activations",
  "gradients.activations",
  "gradients.preactivations",
];

/**
 * The layer and the quantity at which the subject first goes wrong, in the order in which a correct program computes. Costs at most
 * log2(N) + 2 questions besides the counterexample, for N layers.
 *
 * @returns null when the counterexample alone shows nothing wrong, or the subject shows what is inside its layers anyway.
 */
export function locator(subject: Subject): (counterexample: Counterexample) => Promise<Location | null> {
  return async ({ case: question }) => {
    const { observes } = subject.description.supports;
    if (inner.some((quantity) => observes.includes(quantity)) || !isWellFormed(question)) return null;
    const answer = await answerOf(subject, question);
    for (const level of ["core", "edge"] as const) {
      const located = await new Bisection(subject, question, conventionsOf(subject.description, level)).of(answer);
      if (located !== null) return located;
    }
    return null;
  };
}

/** Asks about fewer and fewer layers of one question. */
class Bisection {
  readonly #subject: Subject;
  readonly #question: Case;
  readonly #conventions: Conventions;

  constructor(subject: Subject, question: Case, conventions: Conventions) {
    this.#subject = subject;
    this.#question = question;
    this.#conventions = conventions;
  }

  /** @param answer - to the whole question, if there is one. */
  async of(answer: Answer | undefined): Promise<Location | null> {
    const N = depth(this.#question.network);
    const whole = this.#wrongIn(this.#question, answer);
    const top = Math.max(0, ...whole.map(({ layer }) => layer ?? 0));
    if (top === 0) return locate(whole);
    // Above the highest wrong layer the gradients have seen the right outputs of the layers below.
    if (top < N || (this.#observes("outputs") && !has(whole, "outputs"))) {
      return has(whole, "loss") ? { quantity: "loss" } : this.#backward(top, whole, top);
    }
    const { k, wrong } = await this.#lowest(whole);
    if (await this.#isForward(k, wrong)) return { layer: k, quantity: await this.#forward(k) };
    return has(wrong, "loss") ? { quantity: "loss" } : this.#backward(k, wrong, 1);
  }

  /** The largest k with something wrong in the layers from k to N alone, and what it is. */
  async #lowest(whole: readonly Mismatch[]): Promise<{ k: number; wrong: readonly Mismatch[] }> {
    let [k, wrong] = [1, whole];
    let right = depth(this.#question.network) + 1;
    while (right - k > 1) {
      // Rounded up, so that the last layer, which costs one question more afterwards, is reached by the shortest way.
      const middle = Math.ceil((k + right) / 2);
      const fewer = await this.#wrong(this.#from(middle));
      if (fewer.length > 0) [k, wrong] = [middle, fewer];
      else right = middle;
    }
    return { k, wrong };
  }

  /** Whether layer k hands on a wrong y, given what is wrong where it is the lowest layer. */
  async #isForward(k: number, wrong: readonly Mismatch[]): Promise<boolean> {
    if (has(wrong, "outputs") || wrong.some(({ layer }) => layer !== undefined && layer > 1)) return true;
    if (this.#observes("outputs") || !this.#supports("identity")) return false;
    return this.#handsOnWrongly(k, layerOf(this.#question.network, k).activation);
  }

  /** z or y: z is at fault where the layer is wrong without its activation too. */
  async #forward(k: number): Promise<Quantity> {
    const { activation } = layerOf(this.#question.network, k);
    if (activation.name === "identity" || !this.#supports("identity")) return "preactivations";
    return (await this.#handsOnWrongly(k, { name: "identity" })) ? "preactivations" : "activations";
  }

  /** Whether layer k, with this activation, hands a wrong y to an identity layer above it, whose weight gradient shows it. */
  async #handsOnWrongly(k: number, activation: Activation): Promise<boolean> {
    const layer = { ...layerOf(this.#question.network, k), activation };
    const outputs = width({ layers: [layer] }, 1);
    const wrong = await this.#wrong(this.#headed([layer, identityLayer(outputs)], this.#below(k), outputs));
    return has(wrong, "outputs") || wrong.some((mismatch) => mismatch.layer === 2);
  }

  /**
   * dy, dz, dW or db of layer k, given what is wrong in a question that counts it as layer `counted`. Where dz is right, dW or db is
   * wrong alone; dy is the bias gradient of an identity layer that hands on y.
   */
  async #backward(k: number, wrong: readonly Mismatch[], counted: number): Promise<Location> {
    const [dW, db] = [has(wrong, "gradients.weights", counted), has(wrong, "gradients.biases", counted)];
    if (dW && !db) return { layer: k, quantity: "gradients.weights" };
    if (
      db &&
      !dW &&
      this.#below(k)
        .flat()
        .some((y) => y !== 0)
    )
      return { layer: k, quantity: "gradients.biases" };
    const { network, loss, batch } = this.#question;
    const isLast = k === depth(network);
    const probed = this.#supports("identity") && this.#observes("gradients.biases");
    if (!probed || (isLast && !anyOutput.has(loss.name))) return { layer: k, quantity: "gradients.preactivations" };
    const layers = [identityLayer(width(network, k)), ...network.layers.slice(k)];
    const probe = await this.#wrong({
      ...this.#question,
      network: { layers },
      batch: { ...batch, inputs: this.#below(k + 1) },
    });
    const quantity = has(probe, "gradients.biases", 1) ? "gradients.activations" : "gradients.preactivations";
    return { layer: k, quantity };
  }

  #supports(activation: "identity"): boolean {
    return this.#subject.description.supports.activations.includes(activation);
  }

  #observes(quantity: Quantity): boolean {
    return this.#subject.description.supports.observes.includes(quantity);
  }

  /** Layers under squared error, which every output fits. */
  #headed(layers: readonly Layer[], inputs: readonly (readonly number[])[], outputs: number): Case {
    const targets = inputs.map(() => Array.from({ length: outputs }, () => 0));
    return { network: { layers }, loss: { name: "squared-error" }, regularizer: null, batch: { inputs, targets } };
  }

  /** The layers from k to N, with the exact activation below them as input. */
  #from(k: number): Case {
    const layers = this.#question.network.layers.slice(k - 1);
    return { ...this.#question, network: { layers }, batch: { ...this.#question.batch, inputs: this.#below(k) } };
  }

  /** y^(k-1) as the subject can read it. Shape [T][M(k-1)]. */
  #below(k: number): readonly (readonly number[])[] {
    const { batch } = this.#question;
    if (k === 1) return batch.inputs;
    const { precision } = this.#subject.description;
    const { layers } = this.#question.network;
    const lower = this.#headed(layers.slice(0, k - 1), batch.inputs, width(this.#question.network, k - 1));
    const { exact } = certify(lower, this.#conventions, precision).ranges("outputs");
    const M = width(this.#question.network, k - 1);
    return batch.inputs.map((_, t) => exact.slice(t * M, (t + 1) * M).map((y) => representable(y, precision)));
  }

  /** What the subject gets wrong; nothing where it declines or fails, for that tells of no entry. */
  async #wrong(question: Case): Promise<readonly Mismatch[]> {
    return this.#wrongIn(question, await answerOf(this.#subject, question));
  }

  #wrongIn(question: Case, answer: Answer | undefined): readonly Mismatch[] {
    if (answer === undefined) return [];
    const { precision, supports } = this.#subject.description;
    return compareAnswer(certify(question, this.#conventions, precision), answer, supports.observes).mismatches;
  }
}

/** @returns undefined where the subject declines or fails. @throws SubjectError */
async function answerOf(subject: Subject, question: Case): Promise<Answer | undefined> {
  try {
    const reply = await subject.run(copyOfCase(question));
    return "answer" in reply ? reply.answer : undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

function has(wrong: readonly Mismatch[], quantity: Quantity, layer?: number): boolean {
  return wrong.some((mismatch) => mismatch.quantity === quantity && (layer === undefined || mismatch.layer === layer));
}

/** Hands on what it is given. */
function identityLayer(width: number): Layer {
  const one = Array.from({ length: width }, (_, j) => j);
  return {
    weights: one.map((j) => one.map((i) => (i === j ? 1 : 0))),
    biases: one.map(() => 0),
    activation: { name: "identity" },
  };
}
