import { define } from "./item.js";

export const vectorActivations = define({
  "SPC-01": {
    states:
      "Three assumptions of the plain derivation: no coupling within a layer, additive inputs, differentiable activations.",
    lecture: ["000 L630-634"],
    equation: null,
    status: "mentioned",
    shownBy: [],
  },
  "SPC-02": {
    states: "Units of one layer may be coupled: a vector activation.",
    lecture: ["000 L631"],
    equation: "vector-activation-gradient",
    status: "implemented",
    shownBy: [
      "test:src/scalar/forward.test.ts#takes a softmax in a hidden layer over the whole layer",
      "property:backward/preactivations",
    ],
  },
  "SPC-03": {
    states: "Inputs may be multiplied instead of added: o = y z has do/dy = z, do/dz = y.",
    lecture: ["000 L632"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/chain.test.ts#of a product of inputs each hold the other input, and a square both: do/dy = z, do/dz = y, 2y",
      "test:src/graph/special-graphs.test.ts#x · x has two terms, and the gradient 2x",
    ],
  },
  "SPC-04": {
    states: "Activations need not be differentiable everywhere: a subgradient lies between the one-sided derivatives.",
    lecture: ["000 L633"],
    equation: "relu-derivative",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#at a kink the slope lies between the one-sided slopes, whatever is declared",
      "property:exact/integer-grid",
      "test:src/oracle/finite-differences.test.ts#both one-sided derivatives are returned",
    ],
  },
  "VAC-01": {
    states: "Vector activation y = f(z) with M outputs of D pre-activations; M need not be D.",
    lecture: ["000 L643-659", "000 L755-759"],
    equation: "own-activation",
    status: "implemented",
    shownBy: [
      "property:forward/activations",
      "golden:src/scalar/index.test.ts#have all numbers that can be worked by hand",
      "test:src/scalar/forward.test.ts#leaves as many outputs as the activation has, which the next layer's weights meet",
      "test:src/model/network.test.ts#has as many outputs as its activations say, and rows of weights for the pre-activations",
    ],
  },
  "VAC-02": {
    states: "Under a scalar activation z_i touches y_i alone; under a vector activation it may touch all.",
    lecture: ["000 L649-657", "000 L661-670"],
    equation: "scalar-as-vector-activation",
    status: "implemented",
    shownBy: [
      "property:activation/diagonal-jacobian",
      "test:src/vectorized/jacobian.test.ts#is diagonal for %s",
      "test:src/vectorized/jacobian.test.ts#is diag(y) - y yᵀ for softmax",
    ],
  },
  "VAC-03": {
    states: "Scalar: the product of two derivatives.",
    lecture: ["000 L673-679"],
    equation: "preactivation-gradient",
    status: "implemented",
    shownBy: ["property:backward/preactivations", "property:activation/diagonal-jacobian"],
  },
  "VAC-04": {
    states: "Vector: dDiv/dz_i = Σ_j dDiv/dy_j dy_j/dz_i.",
    lecture: ["000 L681-686"],
    equation: "vector-activation-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/preactivations",
      "property:softmax/jacobian",
      "test:src/vectorized/activations.test.ts#dZ is the transposed full Jacobian times dY, exactly where y is dyadic",
    ],
  },
  "VAC-05": {
    states: "A scalar activation is the special case with zeros off the diagonal.",
    lecture: ["000 L688-690"],
    equation: "scalar-as-vector-activation",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/activations.test.ts#%j: dZ is the transposed diagonal Jacobian times dY, exactly",
      "test:src/vectorized/jacobian.test.ts#is diagonal for %s",
    ],
  },
  "VAC-06": {
    states: "The sum runs over as many outputs as there are: M = 1, M < D, M > D.",
    lecture: ["000 L693-694"],
    equation: "vector-activation-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/preactivations",
      "test:src/scalar/vector-activations.test.ts#of one row and three columns has one output and three derivatives",
      "test:src/graph/activations.test.ts#is A z, with Aᵀ dy as gradient, for fewer outputs, for more, and for one",
      "test:src/vectorized/activations/linear-map.test.ts#and its way back are adjoint, for any number of outputs: <dy, A z> is <dz, z>, exactly",
      "test:src/scalar/softmax.test.ts#of a single unit is 1",
    ],
  },
  "VAC-07": {
    states: "Any vector function may be an activation: linear combinations, polynomials, softmax.",
    lecture: ["000 L761-762"],
    equation: "own-activation",
    status: "implemented",
    shownBy: [
      "property:linear-map/absorbed",
      "property:polynomial/linear",
      "property:softmax/jacobian",
      "test:src/scalar/vector-activations.test.ts#is what central differences show: $f.name",
      "test:src/graph/activations.test.ts#is run with plain numbers, there and back, with as many outputs as it says",
    ],
  },
  "VAC-08": {
    states: "One backward loop that asks each layer for its kind of activation, mixed in any order.",
    lecture: ["000 L764-782"],
    equation: "vector-activation-gradient",
    status: "implemented",
    shownBy: [
      "test:src/scalar/backward.test.ts#goes on below a fused softmax with the activation of each layer, be it another softmax",
      "golden:src/vectorized/examples.test.ts#two layers, two examples, a softmax in the middle and a penalty",
      "property:backward/weights",
    ],
  },
});
