/** Layer normalization where one of its errors stands out from all the others. */
import { defaultConventions, type Layer } from "../../model/index.js";
import { exactValue } from "../widening.js";
import { enclose } from "../reference.js";
import type { Question } from "./random-cases.js";
import type { Random } from "./random.js";

const units = 3;

function question(layers: readonly Layer[], inputs: readonly number[], targets: readonly number[]): Question {
  return {
    case: {
      network: { layers },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [inputs], targets: [targets] },
    },
    conventions: defaultConventions,
  };
}

function layer(weights: readonly (readonly number[])[], activation: Layer["activation"]): Layer {
  return { weights, biases: weights.map(() => 0), activation };
}

function normalization(random: Random): Layer["activation"] {
  return { name: "layer-normalization", epsilon: random.between(0.01, 0.5) };
}

const identity = Array.from({ length: units }, (_, j) => Array.from({ length: units }, (__, i) => (i === j ? 1 : 0)));

/**
 * z is exact in 20 bits, but not its sum; one entry of z and of dy is the mean of all, so that nothing is left of it in y and
 * dz but the error of the means.
 */
export function atTheMean(random: Random): Question {
  const middle = random.integer(16, 31) + random.integer(1, 2 ** 14) / 2 ** 15;
  const step = random.integer(1, 2 ** 14) / 2 ** 13;
  const far = random.integer(1000, 2000);
  return question([layer(identity, normalization(random))], [middle - step, middle, middle + step], [far, 0, -far]);
}

/** z is what cancellation leaves, and dy so large that its own error is small beside it. */
export function cancelledBelow(random: Random): Question {
  const weights = random.list(units, () => {
    const large = random.between(100, 200);
    return [large, random.between(-1, 1) - large];
  });
  const x = random.between(0.5, 1);
  const targets = random.list(units, () => random.between(50, 100));
  return question([layer(weights, normalization(random))], [x, x + random.between(-0.01, 0.01)], targets);
}

/** z is exact, and dy what cancellation leaves. */
export function cancelledAbove(random: Random): Question {
  const layers = [
    layer(identity, normalization(random)),
    layer(
      random.list(units, () => random.list(units, () => random.between(-100, 100))),
      { name: "identity" },
    ),
  ];
  const inputs = random.list(units, () => random.integer(-3, 3));
  const rough = question(layers, inputs, identity[0] as number[]);
  const { layers: passes } = enclose(rough.case, defaultConventions, 30, exactValue).forward;
  const outputs = passes[0]?.[1]?.y.map(({ mid }) => Math.round(mid.toNumber() * 64) / 64) ?? [];
  return question(layers, inputs, outputs);
}
