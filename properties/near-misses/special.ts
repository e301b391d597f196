/** What a program may do about NaN, infinities and a batch without examples. */
import { batchSize, type Case } from "../../src/model/index.js";
import { correct } from "../mutants/index.js";
import type { NearMiss } from "./near-miss.js";

/** Every number of the network and of the inputs. */
function numbersOf({ network, batch }: Case): number[] {
  return [...network.layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]), ...batch.inputs.flat()];
}

export const specialNearMisses: readonly NearMiss[] = [
  {
    id: "near/nan-refused",
    title: "refuses NaN and infinities among weights, biases and inputs",
    steps: () => ({
      accept: (question) => {
        correct.accept(question);
        if (!numbersOf(question).every(Number.isFinite)) throw new RangeError("every number must be finite");
      },
    }),
  },
  {
    id: "near/empty-batch-costs-nothing",
    title: "takes 0 for the mean over no example",
    steps: () => ({
      accept: () => undefined,
      reduce: (values, what, at) => (batchSize(at.question) === 0 ? 0 : correct.reduce(values, what, at)),
    }),
  },
];
