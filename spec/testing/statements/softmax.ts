import { define } from "./item.js";

export const softmax = define({
  "SMX-01": {
    states: "y_i = e^(z_i) / Σ_j e^(z_j).",
    lecture: ["000 L700", "001 L78"],
    equation: "softmax",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#with a softmax head is positive, adds up to 1, and follows its logits when they change places",
      "property:softmax/shift",
      "test:src/scalar/softmax.test.ts#sums to 1 up to the rounding of its divisions and of the two sums",
      "test:src/scalar/softmax.test.ts#of a single unit is 1",
    ],
  },
  "SMX-02": {
    states: "dy_j/dz_i = y_i (1 - y_i) for i = j, else -y_i y_j; symmetric, rows add up to 0, positive semidefinite.",
    lecture: ["000 L720", "000 L731", "001 L80", "001 L86", "001 L90", "004 L813"],
    equation: "softmax-jacobian",
    status: "implemented",
    shownBy: [
      "property:softmax/jacobian",
      "test:src/scalar/softmax.test.ts#is diag(y) - y yᵀ, symmetric up to rounding, with rows that sum to 0",
      "test:properties/catalogue/softmax.test.ts#is positive semidefinite and has the constants in its kernel: vᵀ J v = Σ p v² - (Σ p v)²",
      "test:properties/catalogue/softmax.test.ts#has rows that add up to 0, where the printed matrix has 2 σ_1 (1 - σ_1)",
    ],
  },
  "SMX-03": {
    states: "dDiv/dz_i = Σ_j dDiv/dy_j y_j (δ_ij - y_i).",
    lecture: ["000 L733"],
    equation: "vector-activation-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/softmax.test.ts#is the same in its three forms: y_j (δ_ij - y_i), diag(p) - p pᵀ, and y (dy - Σ y dy)",
      "property:backward/preactivations",
    ],
  },
  "SMX-04": {
    states: "The same with y_i (δ_ij - y_j).",
    lecture: ["000 L744"],
    equation: "vector-activation-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/softmax.test.ts#is the same in its three forms: y_j (δ_ij - y_i), diag(p) - p pᵀ, and y (dy - Σ y dy)",
      "property:softmax/gradient-sums-to-zero",
    ],
  },
  "SMX-05": {
    states: "Backward pass with a softmax at the output and any divergence.",
    lecture: ["000 L739-750"],
    equation: "softmax-jacobian",
    status: "implemented",
    shownBy: [
      "golden:src/scalar/backward.test.ts#takes a softmax under squared error through its Jacobian",
      "property:backward/weights",
    ],
  },
  "SMX-06": {
    states: "The Jacobian of softmax as a matrix; worked at (0.2, -0.5, 1.1).",
    lecture: ["001 L92-96"],
    equation: "softmax-jacobian",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/softmax.test.ts#at (0.2, -0.5, 1.1) is σ_i (δ_ij - σ_j) of the golden digits, with negative entries off the diagonal",
      "golden:src/scalar/softmax.test.ts#equals the golden digits of (0.2, -0.5, 1.1)",
      "golden:src/vectorized/functions.test.ts#has the 25 digits of softmax(0.2, -0.5, 1.1)",
    ],
  },
  "SMX-07": {
    states: "dp/ds = diag(p) - p pᵀ.",
    lecture: ["004 L816"],
    equation: "softmax-jacobian",
    status: "implemented",
    shownBy: [
      "test:src/graph/softmax.test.ts#has the Jacobian diag(p) - p pᵀ, and goes back through its transpose",
      "test:properties/catalogue/softmax.test.ts#is the same in its three forms: y_j (δ_ij - y_i), diag(p) - p pᵀ, and y (dy - Σ y dy)",
    ],
  },
  "SMX-08": {
    states: "da/dw = J_softmax dz/dw.",
    lecture: ["001 L98-100"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/softmax.test.ts#times ∂z/∂vec W = I ⊗ xᵀ is ∂a/∂vec W, row by row what the graph finds for each output",
    ],
  },
  "SMX-09": {
    states: "dz_i/dw_jk = δ_ij a_k.",
    lecture: ["001 L102-104"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#is 0 unless the unit is the row's",
      "test:properties/catalogue/softmax.test.ts#times ∂z/∂vec W = I ⊗ xᵀ is ∂a/∂vec W, row by row what the graph finds for each output",
    ],
  },
});
