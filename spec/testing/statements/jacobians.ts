import { define } from "./item.js";

export const jacobians = define({
  "JAC-01": {
    states: "J_y(z)[r][c] = dy_r/dz_c.",
    lecture: ["002 L148-158", "004 L418-422"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#predicts the change of %s to first order",
      "test:src/vectorized/jacobian.test.ts#has W for its Jacobian, and the change is exact",
    ],
  },
  "JAC-02": {
    states: "Δy ≈ J Δz to first order.",
    lecture: ["002 L160-162"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: ["test:src/vectorized/jacobian.test.ts#predicts the change of %s to first order"],
  },
  "JAC-03": {
    states: "Scalar activation: diagonal with f'(z_i).",
    lecture: ["002 L165-188"],
    equation: "scalar-as-vector-activation",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#is diagonal for %s",
      "test:src/vectorized/activations.test.ts#%j: dZ is the transposed diagonal Jacobian times dY, exactly",
    ],
  },
  "JAC-04": {
    states: "Affine map: J_z(y) = W.",
    lecture: ["002 L204-212"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: ["test:src/vectorized/jacobian.test.ts#has W for its Jacobian, and the change is exact"],
  },
  "JAC-05": {
    states: "Vector activation: a full matrix.",
    lecture: ["002 L190-198"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#is diag(y) - y yᵀ for softmax",
      "golden:properties/catalogue/softmax.test.ts#at (0.2, -0.5, 1.1) is σ_i (δ_ij - σ_j) of the golden digits, with negative entries off the diagonal",
    ],
  },
  "JAC-06": {
    states: "ds/db = ds/dz = I.",
    lecture: ["004 L829-831", "004 L852-854"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: ["test:properties/catalogue/graph.test.ts#∂s/∂b and ∂s/∂z of s = z + b are the unit matrix"],
  },
  "JAC-07": {
    states: "dr/dW = 2W for r = Σ W_ij².",
    lecture: ["004 L756", "004 L763-767"],
    equation: "l2-gradient",
    status: "implemented",
    shownBy: ["golden:properties/catalogue/graph.test.ts#dr/dW of r = Σ W_ij² is 2W, with the shape of W"],
  },
});
