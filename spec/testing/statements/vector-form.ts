import { define } from "./item.js";

export const vectorForm = define({
  "VEC-01": {
    states: "Matrices restate the scalar arithmetic and change no result.",
    lecture: ["002 L6-12"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: [
      "property:peer/answers",
      "test:src/graph/index.test.ts#the answer is that of the per-index loops, bit for bit",
    ],
  },
  "VEC-02": {
    states: "The forward layer in matrices.",
    lecture: ["002 L53-55"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: ["property:forward/preactivations", "property:peer/answers"],
  },
  "VEC-03": {
    states: "∇_Y Div comes from the divergence.",
    lecture: ["002 L258-259"],
    equation: "output-gradient",
    status: "implemented",
    shownBy: ["property:backward/activations"],
  },
  "VEC-04": {
    states: "∇_{z_N} = ∇_Y J_Y(z_N).",
    lecture: ["002 L265", "002 L273"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "property:backward/preactivations",
      "test:properties/catalogue/backward.test.ts#is the divergence's gradient pulled through the layers' Jacobians, and adjoint to the tangent pushed forward",
    ],
  },
  "VEC-05": {
    states: "∇_{y_{k-1}} = ∇_{z_k} W_k.",
    lecture: ["002 L291", "002 L324", "002 L360"],
    equation: "vector-activation-backward",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/index.test.ts#by y of one layer and z of the next agree: dy is Wᵀ dz, and dx is that of the first layer",
      "property:backward/activations",
    ],
  },
  "VEC-06": {
    states: "∇_{W_k} = y_{k-1} ∇_{z_k}, the transpose of W's layout, of rank 1 for one example.",
    lecture: ["002 L294", "002 L364"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/backward.test.ts#has a weight gradient of rank 1 at most for one example",
      "test:src/subject/translate.test.ts#the layout of the gradients is declared against the layout of the weights",
      "property:backward/weights",
    ],
  },
  "VEC-07": {
    states: "∇_{b_k} = ∇_{z_k}.",
    lecture: ["002 L296", "002 L366"],
    equation: "vector-bias-gradient",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/index.test.ts#by b and z of one layer agree: db is the sum of dz over the examples",
      "property:backward/biases",
    ],
  },
  "VEC-08": {
    states: "∇_{z_k} = ∇_{y_k} J, with a diagonal J for a scalar activation.",
    lecture: ["002 L307-310"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/activations.test.ts#%j: dZ is the transposed diagonal Jacobian times dY, exactly",
      "property:activation/diagonal-jacobian",
    ],
  },
  "VEC-09": {
    states: "∇_{y_{N-2}} = ∇_{z_{N-1}} times the Jacobian of z_{N-1} by y_{N-2}.",
    lecture: ["002 L317"],
    equation: "vector-activation-backward",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/index.test.ts#by y of one layer and z of the next agree: dy is Wᵀ dz, and dx is that of the first layer",
      "test:properties/catalogue/backward.test.ts#is the divergence's gradient pulled through the layers' Jacobians, and adjoint to the tangent pushed forward",
    ],
  },
  "VEC-10": {
    states: "First layer: ∇_{z_1}, ∇_{W_1} = x ∇_{z_1}, ∇_{b_1}.",
    lecture: ["002 L337-345"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/weights",
      "test:src/scalar/index.test.ts#the weight gradient of one example is the layer's input times dz, bit for bit",
    ],
  },
  "VEC-11": {
    states: "The gradient by the input: ∇_x = ∇_{z_1} W_1.",
    lecture: ["002 L347"],
    equation: "input-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/inputs",
      "test:properties/catalogue/backward.test.ts#is the divergence's gradient pulled through the layers' Jacobians, and adjoint to the tangent pushed forward",
    ],
  },
  "VEC-12": {
    states: "The vector algorithm, k = N..1.",
    lecture: ["002 L349-366", "002 L368-387"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "property:peer/answers",
      "test:src/vectorized/index.test.ts#by weights, biases and inputs equal the central differences of the loss, exactly",
    ],
  },
  "VEC-13": {
    states: "A number of an affine map: ∇_y = ∇_z W, ∇_b = ∇_z, ∇_W = y ∇_z for a contraction over three indices.",
    lecture: ["002 L235-241"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#contracts with a gradient to g yᵀ",
      "test:src/vectorized/jacobian.test.ts#is 0 unless the unit is the row's",
      "test:src/vectorized/jacobian.test.ts#has W for its Jacobian, and the change is exact",
    ],
  },
  "VEC-14": {
    states: "Columns: δ^(l) = (W^(l)ᵀ δ^(l+1)) . f'(z^(l)), ∇_W = δ^(l+1) a^(l)ᵀ, ∇_b = δ^(l+1).",
    lecture: ["003 L505-518"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "VEC-15": {
    states: "Scheme B with a linear head, l = n_l, …, 2.",
    lecture: ["003 L268-282", "003 L338-352"],
    equation: "vector-activation-backward",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
});
