import { define } from "./item.js";

export const systems1 = define({
  "S-1": {
    states: "Forward pass by loops, the bias being weight 0.",
    lecture: ["000 L208-217"],
    equation: "affine",
    status: "implemented",
    shownBy: ["property:forward/outputs", "property:bias/extended-network"],
  },
  "S-2": {
    states: "Backward pass by loops in the overdot form.",
    lecture: ["000 L579-606"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "property:backward/weights",
      "golden:src/scalar/backward.test.ts#gives every derivative of a network small enough to work by hand",
    ],
  },
  "S-3": {
    states: "Backward loops down to layer 0, with the gradient by the input.",
    lecture: ["000 L515-534"],
    equation: "input-gradient",
    status: "implemented",
    shownBy: ["property:backward/inputs"],
  },
  "S-4": {
    states: "Chain of width 1 with separate biases.",
    lecture: ["001 L8-36"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "golden:src/scalar/index.test.ts#the width-1 chain of the lecture's notes has its golden loss and gradients",
      "golden:properties/catalogue/backward.test.ts#of a chain of width 1 has the lecture's links: dz/dw = a, σ' = 1/4 at z = 0, dC/da = 2 (a - y)",
    ],
  },
  "S-5": {
    states: "One wide layer, counted from 0.",
    lecture: ["001 L42-62"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/backward.test.ts#of a wide logistic layer has ∂C/∂w_jk = 2 (a_j - y_j) σ'(z_j) a_k, and ∂C/∂a_k summed over all j",
    ],
  },
  "S-6": {
    states: "Loops with superscripts of the source layer.",
    lecture: ["003 L490-503"],
    equation: "weight-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "S-7": {
    states: "Forward pass in matrices.",
    lecture: ["002 L117-132", "003 L230-266"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: ["property:forward/outputs", "property:peer/answers"],
  },
  "S-8": {
    states: "Backward pass in matrices, gradients as rows, explicit Jacobians.",
    lecture: ["002 L349-366"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/backward.test.ts#is the divergence's gradient pulled through the layers' Jacobians, and adjoint to the tangent pushed forward",
      "property:peer/answers",
    ],
  },
  "S-9": {
    states: "Backward pass in matrices, columns δ and entrywise products.",
    lecture: ["003 L505-518"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "S-10": {
    states: "A whole batch as a matrix.",
    lecture: ["003 L520-533", "003 L608-634"],
    equation: "batch-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
      "test:src/vectorized/index.test.ts#gives every example the values that it has alone",
    ],
  },
  "S-11": {
    states: "Vector activations and scalar ones in any order.",
    lecture: ["000 L681-694", "000 L764-782"],
    equation: "vector-activation-gradient",
    status: "implemented",
    shownBy: [
      "test:src/scalar/backward.test.ts#goes on below a fused softmax with the activation of each layer, be it another softmax",
      "property:backward/preactivations",
    ],
  },
  "S-12": {
    states: "Softmax under any loss.",
    lecture: ["000 L700-750"],
    equation: "softmax-jacobian",
    status: "implemented",
    shownBy: [
      "golden:src/scalar/backward.test.ts#takes a softmax under squared error through its Jacobian",
      "property:softmax/gradient-sums-to-zero",
    ],
  },
  "S-13": {
    states: "Softmax fused with -ln p: a - y.",
    lecture: ["001 L112-124", "003 L572-584"],
    equation: "softmax-cross-entropy-gradient",
    status: "implemented",
    shownBy: [
      "golden:src/scalar/index.test.ts#softmax under cross-entropy has its golden loss and gradient",
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "S-14": {
    states: "The same gradient through the Jacobian of softmax, unfused.",
    lecture: ["004 L791-822", "004 L930"],
    equation: "softmax-jacobian",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#runs one row through the Jacobians: 1, -yᵀ / (yᵀ p), times diag(p) - p pᵀ, times I, times I",
      "test:src/graph/network.test.ts#has the same loss and the same dz by way of y",
    ],
  },
  "S-15": {
    states: "Jacobians as objects: diagonal, full, affine, identity.",
    lecture: ["002 L148-212", "004 L829-854"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#is diagonal for %s",
      "test:src/vectorized/jacobian.test.ts#has W for its Jacobian, and the change is exact",
      "test:properties/catalogue/graph.test.ts#∂s/∂b and ∂s/∂z of s = z + b are the unit matrix",
    ],
  },
  "S-16": {
    states: "Chain rule of Jacobians, and of a gradient with Jacobians.",
    lecture: ["004 L404-446", "002 L217-232"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#multiplies outer first, whatever the forms",
      "test:src/vectorized/jacobian.test.ts#pulls a gradient through both, one after the other, and pushes a change the other way",
    ],
  },
  "S-17": {
    states: "Chain rule over several branches.",
    lecture: ["004 L449-491"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#of vectors add up too: ds/dx = Σ_i (ds/dz_i)(dz_i/dx) over t branches, the stacked vector's product",
      "test:properties/catalogue/chain.test.ts#add up: dl/dx = Σ_m (dl/dz_m)(dz_m/dx), one summand for each use of x",
    ],
  },
  "S-18": {
    states: "A chain of n functions: forward, record, backward.",
    lecture: ["004 L311-341"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx",
      "test:src/graph/special-graphs.test.ts#keeps each y_j, and holds dy_n/dy_j at y_j when it has come back to it",
    ],
  },
  "S-19": {
    states: "Computational graph: nodes, parents, children, values.",
    lecture: ["004 L36-42", "004 L497-521"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: ["test:src/graph/graph.test.ts#connects parents and children, whatever the order of the definitions"],
  },
  "S-20": {
    states: "Generic forward pass.",
    lecture: ["004 L523-548"],
    equation: null,
    status: "implemented",
    shownBy: ["test:src/graph/passes.test.ts#every node is computed once, after all its parents"],
  },
});
