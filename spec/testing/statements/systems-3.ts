import { define } from "./item.js";

export const systems3 = define({
  "S-41": {
    states: "Linear and polynomial vector activations.",
    lecture: ["000 L762"],
    equation: "polynomial-activation",
    status: "implemented",
    shownBy: [
      "property:linear-map/absorbed",
      "property:polynomial/linear",
      "golden:src/vectorized/activations/linear-map.test.ts#by $A of (1, 2, 3), with fewer outputs, or more",
      "golden:src/graph/polynomial.test.ts#is worked out by hand: 3 z₁² z₂ - 2, and z₂",
    ],
  },
  "S-42": {
    states: "Multiplicative units.",
    lecture: ["000 L632"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/chain.test.ts#of a product of inputs each hold the other input, and a square both: do/dy = z, do/dz = y, 2y",
    ],
  },
  "S-43": {
    states: "Activations without a derivative at a point.",
    lecture: ["000 L633"],
    equation: "relu-derivative",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#at a kink the slope lies between the one-sided slopes, whatever is declared",
      "property:exact/integer-grid",
    ],
  },
  "S-44": {
    states: "Coupling within a layer, by vector activations.",
    lecture: ["000 L631"],
    equation: "vector-activation-gradient",
    status: "implemented",
    shownBy: [
      "test:src/scalar/forward.test.ts#takes a softmax in a hidden layer over the whole layer",
      "property:softmax/jacobian",
    ],
  },
  "S-45": {
    states: "The gradient by the network's input.",
    lecture: ["002 L347", "000 L526"],
    equation: "input-gradient",
    status: "implemented",
    shownBy: ["property:backward/inputs"],
  },
  "S-46": {
    states: "The gradient by every given number of a graph: x, y and λ too.",
    lecture: ["004 L585-587"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:src/graph/network.test.ts#has gradients by everything that is given: by targets and λ too",
      "test:src/graph/lecture-example.test.ts#has each gradient that its rule gives, from J back to W, b and the given numbers",
    ],
  },
  "S-47": {
    states: "The whole gradient as one vector.",
    lecture: ["001 L32"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/parameters.test.ts#stand in the order of the gradient: one component moved is one derivative felt",
    ],
  },
  "S-48": {
    states: "Parameter counts.",
    lecture: ["003 L101-103"],
    equation: null,
    status: "implemented",
    shownBy: [
      "golden:src/training/parameters.test.ts#of the lecture's network of 10, 10, 5 and 1 units is 110 + 55 + 6 = 171",
    ],
  },
  "S-49": {
    states: "One-hot targets.",
    lecture: ["003 L553", "003 L639", "004 L80"],
    equation: null,
    status: "implemented",
    shownBy: ["test:src/training/decisions.test.ts#hold a single 1, at the label"],
  },
  "S-50": {
    states: "Biases of 0.1 at the start; dead relu units.",
    lecture: ["003 L326-327"],
    equation: "relu-derivative",
    status: "implemented",
    shownBy: [
      "test:src/training/relu-units.test.ts#keep every relu unit alive at the start where the weights are 0, and biases of 0 none",
      "test:src/training/relu-units.test.ts#are given by layer and unit; z = 0 counts as dead",
    ],
  },
  "S-51": {
    states: "XOR and a single unit.",
    lecture: ["003 L55-58"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/xor.test.ts#is decided by no single unit, while the linearly separable gates are",
      "test:src/training/xor.test.ts#is learnt by a 2-2-1 network of %s and %s units",
    ],
  },
  "S-52": {
    states: "The form F(x) of universal approximation.",
    lecture: ["003 L74"],
    equation: "output",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#of one wide hidden layer under a head without bias is F(x) = Σ α_i σ(w_iᵀ x + b_i)",
    ],
  },
  "S-53": {
    states: "Several hidden units and outputs written out (an exercise).",
    lecture: ["003 L301"],
    equation: "affine",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/forward.test.ts#of the 3-3-1 network with 16 parameters is the lecture's unrolled formulas",
      "test:properties/catalogue/forward.test.ts#is the nested closed form, and the loss is the divergence of that form",
    ],
  },
  "S-54": {
    states: "Polar features.",
    lecture: ["003 L114-118"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/representation.test.ts#are r = √(x² + y²) and θ = atan |y / x|: exact for Pythagorean triples and on the axes",
      "test:properties/catalogue/representation.test.ts#come back as x = r cos θ, y = r sin θ in the first quadrant",
    ],
  },
  "S-55": {
    states: "First-order check dy = J dz.",
    lecture: ["002 L160-162"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: ["test:src/vectorized/jacobian.test.ts#predicts the change of %s to first order"],
  },
  "S-56": {
    states: "Squared error or cross-entropy with a penalty over all layers.",
    lecture: ["003 L356-384"],
    equation: "l2-penalty",
    status: "implemented",
    shownBy: [
      "property:forward/loss",
      "test:properties/catalogue/batch.test.ts#adds λ W to the gradient of every layer, the last one too, and half λ Σ W² to the loss once, whatever T is",
    ],
  },
  "S-57": {
    states: "Weight initializations, named only.",
    lecture: ["003 L145"],
    equation: null,
    status: "mentioned",
    shownBy: [],
  },
  "S-58": {
    states:
      "Layer normalization, a vector activation here; batch normalization, which couples examples, is named only and has no place in a case.",
    lecture: ["003 L146-147"],
    equation: "layer-normalization",
    status: "implemented",
    shownBy: [
      "property:normalization/shift",
      "property:normalization/gradient-sum",
      "golden:src/graph/layer-normalization.test.ts#is worked out by hand for 4 and 2",
      "test:src/vectorized/activations/layer-normalization.test.ts#dZ is the transposed full Jacobian times dY, within γ of both",
    ],
  },
  "S-59": {
    states:
      "Residual learning, transformers, recurrent and convolutional networks, auto-encoders, pretraining: named only.",
    lecture: ["003 L143-150"],
    equation: null,
    status: "mentioned",
    shownBy: [],
  },
});
