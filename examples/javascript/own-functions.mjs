/**
 * A network with an activation and a divergence that gradproof does not know: swish, z / (1 + e^-z), under the pseudo-Huber
 * divergence, Σ √(1 + (y - d)²) - 1.
 *
 *     npx gradproof gate --module examples/javascript/own-functions.mjs
 *
 * The two formulas are written once for the gate, over any kind of number (`own` below), and the network has its own code
 * for them, as it would in practice. The gate judges the network by the formulas, and the formulas' gradients by finite
 * differences of their values.
 */

/** @type {import("gradproof").OwnActivation} */
const swish = {
  name: "own",
  id: "swish",
  value: (a, z) => z.map((zi) => a.divide(zi, a.add(a.constant(1), a.exp(a.negate(zi))))),
  // f' = s + z s (1 - s) with s = 1 / (1 + e^-z)
  gradient: (a, z, dy) =>
    z.map((zi, i) => {
      const s = a.divide(a.constant(1), a.add(a.constant(1), a.exp(a.negate(zi))));
      return a.multiply(dy[i], a.add(s, a.multiply(zi, a.multiply(s, a.subtract(a.constant(1), s)))));
    }),
};

/** @type {import("gradproof").OwnDivergence} */
const pseudoHuber = {
  name: "own",
  id: "pseudo-huber",
  value: (a, y, d) =>
    y
      .map((yi, i) => a.subtract(a.squareRoot(onePlusSquare(a, a.subtract(yi, d[i]))), a.constant(1)))
      .reduce((sum, term) => a.add(sum, term)),
  // (y - d) / √(1 + (y - d)²)
  gradient: (a, y, d) =>
    y.map((yi, i) => {
      const error = a.subtract(yi, d[i]);
      return a.divide(error, a.squareRoot(onePlusSquare(a, error)));
    }),
};

function onePlusSquare(a, x) {
  return a.add(a.constant(1), a.multiply(x, x));
}

const activations = {
  identity: { value: (z) => z, derivative: () => 1 },
  swish: {
    value: (z) => z / (1 + Math.exp(-z)),
    derivative: (z) => {
      const s = 1 / (1 + Math.exp(-z));
      return s + z * s * (1 - s);
    },
  },
};

const divergences = {
  "squared-error": { value: (error) => (error * error) / 2, derivative: (error) => error },
  "pseudo-huber": {
    value: (error) => Math.sqrt(1 + error * error) - 1,
    derivative: (error) => error / Math.sqrt(1 + error * error),
  },
};

/** The library's name, or the id of one's own. */
const nameOf = ({ name, id }) => id ?? name;

const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Loss and gradients of one example. */
function runExample({ network: { layers }, loss }, x, d) {
  const divergence = divergences[nameOf(loss)];
  const passes = [];
  let y = x;
  for (const { weights, biases, activation } of layers) {
    const below = y;
    const z = weights.map((row, j) => sum(row.map((w, i) => w * below[i])) + biases[j]);
    y = z.map(activations[nameOf(activation)].value);
    passes.push({ z, below });
  }
  const errors = y.map((yi, i) => yi - d[i]);
  const gradients = { weights: [], biases: [] };
  let dy = errors.map(divergence.derivative);
  for (let k = layers.length - 1; k >= 0; k--) {
    const { z, below } = passes[k];
    const { weights, activation } = layers[k];
    const upper = dy;
    const dz = z.map((zj, j) => activations[nameOf(activation)].derivative(zj) * upper[j]);
    gradients.weights[k] = dz.map((dzj) => below.map((yi) => dzj * yi));
    gradients.biases[k] = dz;
    dy = below.map((_, i) => sum(weights.map((row, j) => row[i] * dz[j])));
  }
  return { loss: sum(errors.map(divergence.value)), outputs: y, gradients };
}

/** The mean of nested arrays, entry by entry. */
function mean(parts) {
  if (typeof parts[0] === "number") return sum(parts) / parts.length;
  return parts[0].map((_, i) => mean(parts.map((part) => part[i])));
}

export default {
  implementation: { name: "swish network", language: "JavaScript" },
  precision: "f64",
  supports: {
    activations: ["identity"],
    losses: ["squared-error"],
    regularizers: [],
    observes: ["loss", "outputs", "gradients.weights", "gradients.biases"],
  },
  own: { activations: [swish], divergences: [pseudoHuber] },
  run(question) {
    const { inputs, targets } = question.batch;
    const examples = inputs.map((x, t) => runExample(question, x, targets[t]));
    return {
      loss: mean(examples.map(({ loss }) => loss)),
      outputs: examples.map(({ outputs }) => outputs),
      gradients: {
        weights: mean(examples.map(({ gradients }) => gradients.weights)),
        biases: mean(examples.map(({ gradients }) => gradients.biases)),
      },
    };
  },
};
