import { define } from "./item.js";

export const graph = define({
  "GRF-01": {
    states: "A graph fixes what is evaluated before what.",
    lecture: ["004 L36-42"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:src/graph/passes.test.ts#every node is computed once, after all its parents",
      "test:src/graph/graph.test.ts#a cycle, without the nodes that lead into it or out of it",
    ],
  },
  "GRF-02": {
    states: "The softmax classifier's graph is no chain.",
    lecture: ["004 L345-350"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:src/graph/lecture-example.test.ts#has the values of its equations",
      "test:src/graph/lecture-example.test.ts#comes to each node after all its children",
    ],
  },
  "GRF-03": {
    states: "With the penalty W has several children: J = -ln(yᵀ softmax(W x + b)) + λ Σ W_ij².",
    lecture: ["004 L352-370", "004 L382-390"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#gives W the data's path and the penalty's, gᵀ xᵀ + 2 λ W, and b the data's alone",
      "test:src/graph/lecture-example.test.ts#has one gradient at s, z and b, and that of W is gᵀ xᵀ + 2 λ W, to the last bit",
    ],
  },
  "GRF-04": {
    states: "y.value = f_y of the values of its parents, in their order.",
    lecture: ["004 L497-510"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/graph/special-graphs.test.ts#the order of the parents counts",
      "test:src/graph/network.test.ts#has a node for each z, y and Div of each example, which hold what the lecture's formulas say",
    ],
  },
  "GRF-05": {
    states: "dJ/dc = Σ_{u ∈ C_c} dJ/du du/dc.",
    lecture: ["004 L489-491", "004 L518-521"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:src/graph/passes.test.ts#the gradients by all start nodes are the difference quotients, exactly",
      "test:src/graph/passes.test.ts#a gradient has one term for every time that a child which leads to the result uses the node",
    ],
  },
  "GRF-06": {
    states: "dJ/dW = dJ/dr dr/dW + dJ/dz dz/dW.",
    lecture: ["004 L514-516"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#gives W the data's path and the penalty's, gᵀ xᵀ + 2 λ W, and b the data's alone",
      "test:src/graph/network.test.ts#shows the gradient by W as the sum over W's children: one term per example, and the penalty's last",
    ],
  },
  "GRF-07": {
    states: "Forward pass from the start nodes, a child once all its parents are computed.",
    lecture: ["004 L523-548"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/graph/passes.test.ts#every node is computed once, after all its parents",
      "test:src/graph/passes.test.ts#values and gradients do not depend on the order of definitions and given values",
      "test:src/graph/refusals.test.ts#a start node without a value, and what depends on it",
    ],
  },
  "GRF-08": {
    states: "Worked order of evaluation.",
    lecture: ["004 L527-583"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/graph/passes.test.ts#every node is computed once, after all its parents",
      "test:src/graph/lecture-example.test.ts#has the values of its equations",
    ],
  },
  "GRF-09": {
    states: "Backward pass from the result, a node once all its children have their gradients.",
    lecture: ["004 L585-587"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:src/graph/passes.test.ts#the gradients by all start nodes are the difference quotients, exactly",
      "test:src/graph/passes.test.ts#every gradient is finished once, after those of all children that lead to the result; the others are told",
      "test:src/graph/special-graphs.test.ts#30 diamonds on top of one another are visited once a node, and double the gradient each",
      "test:src/graph/special-graphs.test.ts#nodes that do not lead to the result have gradient 0 and no terms, even where they are infinite",
    ],
  },
  "GRF-10": {
    states: "Gradient of a node, then Jacobian by its inputs, in turn.",
    lecture: ["004 L589-699"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:src/graph/lecture-example.test.ts#comes to each node after all its children",
      "test:src/graph/passes.test.ts#every gradient is finished once, after those of all children that lead to the result; the others are told",
    ],
  },
  "GRF-11": {
    states: "dJ/dJ = 1; J = l + λ r has dJ/dl = 1, dJ/dr = λ.",
    lecture: ["004 L726-737", "004 L774"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#J = l + λ r hands 1 to l, λ to r and r to λ",
      "test:src/graph/lecture-example.test.ts#has each gradient that its rule gives, from J back to W, b and the given numbers",
    ],
  },
  "GRF-12": {
    states: "The gradient of r is λ, that of l is 1.",
    lecture: ["004 L746", "004 L783"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#gives W the data's path and the penalty's, gᵀ xᵀ + 2 λ W, and b the data's alone",
      "test:src/graph/lecture-example.test.ts#has each gradient that its rule gives, from J back to W, b and the given numbers",
    ],
  },
  "GRF-13": {
    states: "dJ/dp = -yᵀ/(yᵀ p).",
    lecture: ["004 L797-803"],
    equation: "negative-log-of-sum-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#runs one row through the Jacobians: 1, -yᵀ / (yᵀ p), times diag(p) - p pᵀ, times I, times I",
      "test:src/graph/softmax.test.ts#has the gradients -y / (yᵀp) by p and -p / (yᵀp) by y",
    ],
  },
  "GRF-14": {
    states: "dJ/ds = dJ/dp (diag(p) - p pᵀ).",
    lecture: ["004 L818-822"],
    equation: "softmax-jacobian",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#runs one row through the Jacobians: 1, -yᵀ / (yᵀ p), times diag(p) - p pᵀ, times I, times I",
      "test:src/graph/lecture-example.test.ts#has p - y p / (yᵀ p) as the gradient of s, up to the roundings of either side",
    ],
  },
  "GRF-15": {
    states: "dJ/db = dJ/ds I and dJ/dz = dJ/ds I.",
    lecture: ["004 L838-843", "004 L859-863"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#runs one row through the Jacobians: 1, -yᵀ / (yᵀ p), times diag(p) - p pᵀ, times I, times I",
      "test:src/graph/lecture-example.test.ts#has one gradient at s, z and b, and that of W is gᵀ xᵀ + 2 λ W, to the last bit",
    ],
  },
  "GRF-16": {
    states: "dJ/dvec(W) = dJ/dz (I ⊗ xᵀ) + 2 λ vec(W)ᵀ.",
    lecture: ["004 L892-900", "004 L912"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:src/graph/vec.test.ts#has the gradient g (I ⊗ xᵀ), which put back is gᵀ xᵀ, the same by columns and by the graph",
      "test:src/graph/lecture-example.test.ts#has one gradient at s, z and b, and that of W is gᵀ xᵀ + 2 λ W, to the last bit",
    ],
  },
  "GRF-17": {
    states: "Reshaped: dJ/dW = gᵀ xᵀ + 2 λ W, dJ/db = g.",
    lecture: ["004 L916-920"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#gives W the data's path and the penalty's, gᵀ xᵀ + 2 λ W, and b the data's alone",
      "test:src/graph/lecture-example.test.ts#has one gradient at s, z and b, and that of W is gᵀ xᵀ + 2 λ W, to the last bit",
    ],
  },
  "GRF-18": {
    states: "The three steps for one example.",
    lecture: ["004 L924-934"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "golden:src/graph/lecture-example.test.ts#is worked out by hand for two classes and two inputs",
      "golden:properties/catalogue/graph.test.ts#gives W the data's path and the penalty's, gᵀ xᵀ + 2 λ W, and b the data's alone",
    ],
  },
  "GRF-19": {
    states: "One running row g: 1, times dl/dp, times dp/ds, times I.",
    lecture: ["004 L942-948"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#runs one row through the Jacobians: 1, -yᵀ / (yᵀ p), times diag(p) - p pᵀ, times I, times I",
    ],
  },
  "GRF-20": {
    states: "The graphs of the two classifiers' losses: softmax with cross-entropy, and SVM.",
    lecture: ["004 L69", "004 L711-719"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:src/graph/svm-example.test.ts#is worked out by hand for three classes and two inputs",
      "test:src/graph/svm-example.test.ts#has each gradient that its rule gives, at margins of 0 under every convention",
      "test:src/graph/network-parts.test.ts#the hinge has its class in the wiring, and shows margins and their positive parts",
      "test:src/graph/network.test.ts#has a node for each z, y and Div of each example, which hold what the lecture's formulas say",
      "test:src/graph/lecture-example.test.ts#has the values of its equations",
    ],
  },
  "KRN-01": {
    states: "vec(W) stacks the rows of W.",
    lecture: ["004 L869-872"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/graph/vec.test.ts#has W_ij at (i-1) d + j with rows stacked, at (j-1) C + i with columns stacked, and comes back",
    ],
  },
  "KRN-02": {
    states: "z = (I ⊗ xᵀ) vec(W).",
    lecture: ["004 L877"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/graph/vec.test.ts#is (I ⊗ xᵀ) vec W with rows stacked, and (xᵀ ⊗ I) vec W with columns stacked",
    ],
  },
  "KRN-03": {
    states: "dz_i/dv_j = x_{j-(i-1)d} within block i, else 0.",
    lecture: ["004 L889-890"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/graph/vec.test.ts#has the Jacobian I ⊗ xᵀ: x_{j-(i-1)d} at (i, j) within the i-th block, 0 elsewhere",
      "test:src/graph/vec.test.ts#has that Jacobian as difference quotients, exactly, since z is linear in W",
    ],
  },
  "KRN-04": {
    states: "g (I ⊗ xᵀ) = (g_1 xᵀ … g_C xᵀ), reshaped gᵀ xᵀ.",
    lecture: ["004 L900", "004 L912-916"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "test:src/graph/vec.test.ts#has the gradient g (I ⊗ xᵀ), which put back is gᵀ xᵀ, the same by columns and by the graph",
    ],
  },
});
