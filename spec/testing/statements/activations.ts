import { define } from "./item.js";

export const activations = define({
  "ACT-01": {
    states: "Unit step: 0 for z < 0, else 1.",
    lecture: ["003 L30"],
    equation: "unit-step",
    status: "implemented",
    shownBy: [
      "property:exact/integer-grid",
      "test:src/scalar/activations.test.ts#of unit-step are 0 and 1, and at 0 and -0 what the convention says",
      "test:src/scalar/activations.test.ts#of unit-step are 0 everywhere, at the step as well",
      "test:src/scalar/backward.test.ts#below a unit step is 0",
    ],
  },
  "ACT-02": {
    states: "Logistic function: 1/(1 + e^-z), σ(-z) = 1 - σ(z).",
    lecture: ["003 L35", "001 L70"],
    equation: "logistic",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#logistic: in (0, 1), 1/2 at 0, increasing, and σ(-z) = 1 - σ(z)",
      "property:forward/activations",
    ],
  },
  "ACT-03": {
    states: "σ' = e^-z/(1 + e^-z)² = σ (1 - σ).",
    lecture: ["001 L70-74"],
    equation: "logistic-derivative",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#logistic': e^-z / (1 + e^-z)², even, 1/4 at 0 and nowhere more",
      "property:backward/preactivations",
    ],
  },
  "ACT-04": {
    states: "relu: max(0, z).",
    lecture: ["003 L39-43", "003 L312"],
    equation: "relu",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#relu: relu(relu(z)) = relu(z), relu(cz) = c relu(z), relu(z) - relu(-z) = z, relu'(0) = 0",
    ],
  },
  "ACT-05": {
    states: "relu' = 1 for z > 0, 0 for z ≤ 0.",
    lecture: ["001 L64-66"],
    equation: "relu-derivative",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#relu: relu(relu(z)) = relu(z), relu(cz) = c relu(z), relu(z) - relu(-z) = z, relu'(0) = 0",
      "test:src/scalar/activations.test.ts#of %s follow the convention at 0 and at -0",
      "property:exact/integer-grid",
    ],
  },
  "ACT-06": {
    states: "Absolute value |z|.",
    lecture: ["003 L313"],
    equation: "absolute-value",
    status: "implemented",
    shownBy: ["test:properties/catalogue/activations.test.ts#absolute-value: even, with the sign for its slope"],
  },
  "ACT-07": {
    states: "Maxout: the largest of k affine pieces.",
    lecture: ["003 L314-315"],
    equation: "maxout",
    status: "implemented",
    shownBy: [
      "property:maxout/relu",
      "test:src/scalar/maxout.test.ts#has for each unit the largest of its consecutive pieces",
      "test:src/vectorized/activations/maxout.test.ts#gives the smaller pieces exactly 0, whatever comes from above",
      "test:src/scalar/maxout.test.ts#divides dy at a tie as the convention says",
    ],
  },
  "ACT-08": {
    states: "Leaky relu: max(0, z) + α min(0, z).",
    lecture: ["003 L316"],
    equation: "leaky-relu",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#leaky-relu: relu with slope 0, identity with 1, absolute-value with -1, and slope left of 0",
    ],
  },
  "ACT-09": {
    states: "Networks of such units are piecewise linear.",
    lecture: ["003 L317"],
    equation: "relu",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/backward.test.ts#knows networks of straight pieces: along a line that crosses no kink the second difference of Y is 0",
      "test:src/vectorized/jacobian.test.ts#is locally constant where the activation is piecewise linear",
    ],
  },
  "ACT-10": {
    states: "Softplus: ln(1 + e^z).",
    lecture: ["003 L333"],
    equation: "softplus",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#softplus: between relu and relu + ln 2, softplus(z) - softplus(-z) = z, with the logistic for its slope",
      "golden:src/scalar/activations.test.ts#at z = $z equal the golden digits up to their roundings",
    ],
  },
  "ACT-11": {
    states: "tanh, named without a formula.",
    lecture: ["003 L56", "003 L320-323"],
    equation: "tanh",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#tanh: odd, with slope 1 - tanh², and 2 σ(2z) - 1",
      "golden:src/scalar/activations.test.ts#at z = $z equal the golden digits up to their roundings",
    ],
  },
  "ACT-12": {
    states: "Logistic and tanh saturate: their gradients vanish.",
    lecture: ["003 L322-323"],
    equation: "logistic-derivative",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#logistic and tanh saturate: their slopes fall like e^-|z| and e^-2|z|",
      "property:saturation/agreement",
    ],
  },
  "ACT-13": {
    states: "relu does not saturate for positive z, and can die.",
    lecture: ["003 L324-326"],
    equation: "relu-derivative",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#logistic and tanh saturate: their slopes fall like e^-|z| and e^-2|z|",
      "test:src/training/relu-units.test.ts#get no gradient, and gradient descent leaves them as they are",
    ],
  },
  "ACT-14": {
    states: "Linear and polynomial vector activations.",
    lecture: ["000 L762"],
    equation: "linear-map",
    status: "implemented",
    shownBy: [
      "property:linear-map/absorbed",
      "property:polynomial/linear",
      "test:src/scalar/vector-activations.test.ts#is adjoint to its gradient: dy . A z = A^T dy . z, exactly for integers",
      "test:src/vectorized/activations/polynomial.test.ts#has the gradient of the product rule, exactly on integers, zeros included",
    ],
  },
  "ACT-15": {
    states: "Identity, the head of a regression.",
    lecture: ["003 L250"],
    equation: "identity",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#identity: slope 1",
      "test:properties/catalogue/forward.test.ts#of a regression has the unit matrix for its Jacobian",
    ],
  },
  "REP-01": {
    states: "A neuron is a weighted sum and an activation.",
    lecture: ["003 L22-26"],
    equation: "activation",
    status: "implemented",
    shownBy: ["property:forward/activations", "property:forward/preactivations"],
  },
  "REP-02": {
    states: "Universal approximation by F(x) = Σ α_i σ(w_iᵀ x + b_i); F is a network with one hidden layer.",
    lecture: ["003 L60-81"],
    equation: "output",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#of one wide hidden layer under a head without bias is F(x) = Σ α_i σ(w_iᵀ x + b_i)",
    ],
  },
  "REP-03": {
    states: "The outputs of a layer feed the next.",
    lecture: ["003 L85", "003 L155"],
    equation: "activation",
    status: "implemented",
    shownBy: ["test:properties/catalogue/forward.test.ts#is the layers one after another, each a network of its own"],
  },
  "REP-04": {
    states: "Polar features r = √(x² + y²), θ = atan |y/x|.",
    lecture: ["003 L114-118"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/representation.test.ts#are r = √(x² + y²) and θ = atan |y / x|: exact for Pythagorean triples and on the axes",
      "test:properties/catalogue/representation.test.ts#come back as x = r cos θ, y = r sin θ in the first quadrant",
      "test:properties/catalogue/representation.test.ts#let a line decide what lies within a circle",
    ],
  },
  "REP-05": {
    states:
      "Names only: greedy pretraining, auto-encoders, batch normalization, residual learning, transformers, BERT. Layer normalization is S-58.",
    lecture: ["003 L141-150"],
    equation: null,
    status: "mentioned",
    shownBy: [],
  },
});
