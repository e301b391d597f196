import { define } from "./item.js";

export const scalarBackward = define({
  "SBK-01": {
    states: "Start: dDiv/dy_i^(N) = dDiv(Y, d)/dy_i.",
    lecture: ["000 L331-334"],
    equation: "output-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/activations",
      "test:src/scalar/backward.test.ts#gives every derivative of a network small enough to work by hand",
    ],
  },
  "SBK-02": {
    states: "dDiv/dz_i^(N) = f_N'(z_i^(N)) dDiv/dy_i^(N).",
    lecture: ["000 L348", "000 L370"],
    equation: "preactivation-gradient",
    status: "implemented",
    shownBy: ["property:backward/preactivations"],
  },
  "SBK-03": {
    states: "dDiv/dw_ij^(N) = y_i^(N-1) dDiv/dz_j^(N).",
    lecture: ["000 L377-415"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/weights",
      "property:differences/central",
      "test:src/scalar/index.test.ts#the weight gradient of one example is the layer's input times dz, bit for bit",
    ],
  },
  "SBK-04": {
    states: "Bias row: dDiv/dw_0j = dDiv/dz_j.",
    lecture: ["000 L417", "000 L479"],
    equation: "bias-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/biases",
      "test:src/scalar/index.test.ts#the bias gradient is the sum of the pre-activation gradients, bit for bit",
    ],
  },
  "SBK-05": {
    states: "dDiv/dy_i^(N-1) = Σ_{j=1..D(N)} w_ij^(N) dDiv/dz_j^(N).",
    lecture: ["000 L435-461"],
    equation: "activation-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/activations",
      "test:properties/catalogue/backward.test.ts#gives a unit without outgoing weights no gradient",
    ],
  },
  "SBK-06": {
    states: "The same three rules for N-1, …, 1.",
    lecture: ["000 L470", "000 L486-513"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/backward.test.ts#of %d layers has the difference quotients in exact arithmetic for gradients",
      "property:backward/weights",
    ],
  },
  "SBK-07": {
    states: "Loop version A, down to k = 0: the input's gradient comes out as well.",
    lecture: ["000 L515-534"],
    equation: "input-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/inputs",
      "property:backward/biases",
      "test:src/scalar/index.test.ts#%s are the difference quotients in exact arithmetic",
    ],
  },
  "SBK-08": {
    states: "Loop version B: the output layer first, then k = N-1..1.",
    lecture: ["000 L536-547", "000 L549-577"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "property:differences/central",
      "test:src/scalar/index.test.ts#%s are the difference quotients in exact arithmetic",
    ],
  },
  "SBK-09": {
    states: "Overdot version, with the right ranges: dw_ji^(k) = y_j^(k-1) dz_i^(k), j from 0.",
    lecture: ["000 L579-606"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "golden:src/scalar/backward.test.ts#gives every derivative of a network small enough to work by hand",
      "property:backward/weights",
      "property:backward/biases",
    ],
  },
  "SBK-10": {
    states: "A backward step is a weighted sum and a multiplication by f': the adjoint of the forward step.",
    lecture: ["000 L561-575"],
    equation: "activation-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/backward.test.ts#is the divergence's gradient pulled through the layers' Jacobians, and adjoint to the tangent pushed forward",
      "test:src/vectorized/jacobian.test.ts#is adjoint: g · (J dx) = (g J) · dx",
    ],
  },
  "SBK-11": {
    states: "Order of computation: y^(N), z^(N), w^(N), y^(N-1), …; nothing is read before it is written.",
    lecture: ["000 L234-316"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/graph/passes.test.ts#every gradient is finished once, after those of all children that lead to the result; the others are told",
      "test:src/graph/lecture-example.test.ts#comes to each node after all its children",
      "test:properties/catalogue/backward.test.ts#of %d layers has the difference quotients in exact arithmetic for gradients",
    ],
  },
  "SBK-12": {
    states: "dz/dw = a^(L-1), da/dz = σ'(z), dC/da = 2 (a - y).",
    lecture: ["001 L13-17"],
    equation: "preactivation-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/backward.test.ts#of a chain of width 1 has the lecture's links: dz/dw = a, σ' = 1/4 at z = 0, dC/da = 2 (a - y)",
    ],
  },
  "SBK-13": {
    states: "Width 1: dC/dw = 2 a^(L-1) σ'(z)(a - y), dC/db = 2 σ'(z)(a - y), dC/da^(L-1) = 2 w σ'(z)(a - y).",
    lecture: ["001 L19-21"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "golden:src/scalar/index.test.ts#the width-1 chain of the lecture's notes has its golden loss and gradients",
      "golden:src/vectorized/examples.test.ts#one logistic unit under squared error without ½",
      "golden:properties/catalogue/backward.test.ts#of a chain of width 1 has the lecture's links: dz/dw = a, σ' = 1/4 at z = 0, dC/da = 2 (a - y)",
    ],
  },
  "SBK-14": {
    states: "The same again, towards the input.",
    lecture: ["001 L36"],
    equation: "activation-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/backward.test.ts#of %d layers has the difference quotients in exact arithmetic for gradients",
    ],
  },
  "SBK-15": {
    states: "dC/dw_jk = 2 (a_j - y_j) σ'(z_j) a_k.",
    lecture: ["001 L52-54"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/backward.test.ts#of a wide logistic layer has ∂C/∂w_jk = 2 (a_j - y_j) σ'(z_j) a_k, and ∂C/∂a_k summed over all j",
    ],
  },
  "SBK-16": {
    states: "dC/db_j = 2 (a_j - y_j) σ'(z_j).",
    lecture: ["001 L56-58"],
    equation: "bias-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/backward.test.ts#of a wide logistic layer has ∂C/∂w_jk = 2 (a_j - y_j) σ'(z_j) a_k, and ∂C/∂a_k summed over all j",
    ],
  },
  "SBK-17": {
    states: "dC/da_k = Σ_j 2 (a_j - y_j) σ'(z_j) w_jk.",
    lecture: ["001 L48-50", "001 L60-62"],
    equation: "activation-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/backward.test.ts#of a wide logistic layer has ∂C/∂w_jk = 2 (a_j - y_j) σ'(z_j) a_k, and ∂C/∂a_k summed over all j",
    ],
  },
  "SBK-18": {
    states: "The whole gradient as one stacked vector.",
    lecture: ["001 L32"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/parameters.test.ts#become the network again, and so do gradients",
      "test:src/training/parameters.test.ts#stand in the order of the gradient: one component moved is one derivative felt",
      "test:src/training/parameters.test.ts#are as many as the network has, each once",
    ],
  },
  "SBK-19": {
    states: "J depends on W_ij^(l) and b_i^(l) only through z_i^(l+1) and, for entrywise f, a_i^(l+1).",
    lecture: ["003 L427-450"],
    equation: "affine",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/notation.test.ts#a weight moved by 1 moves its destination's z by the source's y, and no other z of the layer",
      "test:properties/catalogue/notation.test.ts#a bias moved by 1 moves its own z by 1, and no other z of the layer",
    ],
  },
  "SBK-20": {
    states: "dJ/dW_ij^(l) = a_j^(l) δ_i^(l+1), dJ/db_i^(l) = δ_i^(l+1).",
    lecture: ["003 L454", "003 L460"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
      "property:backward/weights",
    ],
  },
  "SBK-21": {
    states: "δ_i^(l) = dJ/da_i^(l) f'(z_i^(l)).",
    lecture: ["003 L464"],
    equation: "preactivation-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
      "property:backward/preactivations",
    ],
  },
  "SBK-22": {
    states: "δ_i^(l) = (Σ_j W_ji^(l) δ_j^(l+1)) f'(z_i^(l)).",
    lecture: ["003 L466-478"],
    equation: "activation-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
      "property:backward/preactivations",
    ],
  },
  "SBK-23": {
    states: "Output: δ_i^(n_l) = (a_i - y_i) f'(z_i^(n_l)).",
    lecture: ["003 L482-488"],
    equation: "preactivation-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
      "test:properties/catalogue/softmax.test.ts#the gradient a - y does not belong to softmax or logistic under squared error",
    ],
  },
  "SBK-24": {
    states: "The algorithm for one example, l = n_l - 1, …, 2.",
    lecture: ["003 L490-503"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
});
