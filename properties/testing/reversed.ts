/** The same implementation with its sums in another order: it is asked with inputs, units and examples from the last to the first. */
import { isScalar, type Answer, type Case, type FullAnswer, type Layer } from "../../src/model/index.js";

/** An implementation that observes everything. */
type Run<Answered extends Answer, Rest extends unknown[]> = (question: Case, ...rest: Rest) => Answered;

/** Its answer is that to the question as it was asked. */
export function reversed<Rest extends unknown[]>(run: Run<FullAnswer, Rest>): Run<FullAnswer, Rest> {
  return (question, ...rest) => {
    const order = orderOf(question);
    return restored(run(turned(question, order), ...rest), order);
  };
}

type Row<T> = readonly T[];
const turn = <T>(row: Row<T>, isTurned: boolean | undefined): Row<T> => (isTurned === true ? row.toReversed() : row);
const rows = <T>(matrix: Row<Row<T>>, isTurned: boolean | undefined): Row<T>[] =>
  matrix.map((row) => turn(row, isTurned));

/**
 * Which of inputs, layer 1, layer 2, … are turned. Units can change places where the activation treats them alike: then pre-activations
 * and outputs change together. What the loss says of the outputs is the same in any order, unless it is a user's own.
 */
function orderOf({ network, loss }: Case): boolean[] {
  const alike = new Set(["softmax", "log-softmax", "layer-normalization"]);
  const last = network.layers.length - 1;
  return [
    true,
    ...network.layers.map(
      ({ activation }, k) => (isScalar(activation) || alike.has(activation.name)) && (k < last || loss.name !== "own"),
    ),
  ];
}

function turned(question: Case, order: Row<boolean>): Case {
  const { network, batch } = question;
  const layers = network.layers.map((layer, k): Layer => ({
    ...layer,
    weights: turn(rows(layer.weights, order[k]), order[k + 1]),
    biases: turn(layer.biases, order[k + 1]),
  }));
  return {
    ...question,
    network: { layers },
    batch: {
      inputs: rows(batch.inputs, order[0]).toReversed(),
      targets: rows(batch.targets, order[order.length - 1]).toReversed(),
    },
  };
}

function restored({ gradients, ...answer }: FullAnswer, order: Row<boolean>): FullAnswer {
  const perLayer = (values: Row<Row<Row<number>>>): number[][][] =>
    values.map((examples, k) =>
      rows(examples, order[k + 1])
        .toReversed()
        .map((row) => [...row]),
    );
  const plain = (matrix: Row<Row<number>>): number[][] => matrix.map((row) => [...row]);
  return {
    ...answer,
    outputs: plain(rows(answer.outputs, order[order.length - 1]).toReversed()),
    preactivations: perLayer(answer.preactivations),
    activations: perLayer(answer.activations),
    gradients: {
      weights: gradients.weights.map((W, k) => plain(turn(rows(W, order[k]), order[k + 1]))),
      biases: gradients.biases.map((b, k) => [...turn(b, order[k + 1])]),
      inputs: plain(rows(gradients.inputs, order[0]).toReversed()),
      preactivations: perLayer(gradients.preactivations),
      activations: perLayer(gradients.activations),
    },
  };
}
