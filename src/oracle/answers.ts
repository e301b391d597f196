import { batchSize, depth, type Case, type FullAnswer, type Shaped } from "../model/index.js";
import type { Ball } from "./ball.js";
import type { LayerTrace } from "./forward.js";
import type { Enclosure } from "./reference.js";

/** A full answer whose numbers are balls. */
export type AnswerOfBalls = Shaped<FullAnswer, Ball>;

/** The enclosure in the shape of an answer: quantities of the batch by layer and then by example. */
export function answerOfEnclosure(question: Case, { forward, backward }: Enclosure): AnswerOfBalls {
  const examples = Array.from({ length: batchSize(question) }, (_, t) => t);
  const layers = Array.from({ length: depth(question.network) }, (_, position) => position);
  const traced = (t: number, position: number): LayerTrace =>
    (forward.layers[t] as readonly LayerTrace[])[position] as LayerTrace;
  const byLayer = (of: (t: number, position: number) => readonly Ball[]): (readonly Ball[])[][] =>
    layers.map((position) => examples.map((t) => of(t, position)));
  const last = layers.length - 1;
  return {
    loss: forward.loss,
    outputs: examples.map((t) => traced(t, last).y),
    preactivations: byLayer((t, position) => traced(t, position).z),
    activations: byLayer((t, position) => traced(t, position).y),
    gradients: {
      weights: backward.weights,
      biases: backward.biases,
      inputs: backward.inputs,
      preactivations: byLayer((t, position) => backward.dz[t]?.[position] ?? []),
      activations: byLayer((t, position) => backward.dy[t]?.[position] ?? []),
    },
  };
}
