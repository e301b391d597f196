import { define } from "./item.js";

export const notation = define({
  "NOT-01": {
    states: "Layers 0 to N; layer 0 is the input, layer N the output.",
    lecture: ["000 L19-22"],
    equation: "input-layer",
    status: "implemented",
    shownBy: [
      "property:forward/outputs",
      "test:src/model/network.test.ts#counts its layers from 1",
      "test:src/model/network.test.ts#has the input's width as layer 0's",
    ],
  },
  "NOT-02": {
    states: "w_ij^(k) leads from unit i of layer k-1 to unit j of layer k.",
    lecture: ["000 L23"],
    equation: "affine",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/notation.test.ts#a weight moved by 1 moves its destination's z by the source's y, and no other z of the layer",
      "test:src/scalar/extended.test.ts#hold the biases in row 0 and the weights by source, then destination, both from 1",
    ],
  },
  "NOT-03": {
    states: "b_j^(k) is the bias of unit j of layer k.",
    lecture: ["000 L24"],
    equation: "affine",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/notation.test.ts#a bias moved by 1 moves its own z by 1, and no other z of the layer",
      "test:src/scalar/extended.test.ts#hold the biases in row 0 and the weights by source, then destination, both from 1",
    ],
  },
  "NOT-04": {
    states: "The bias is a weight from a constant unit: w_0j^(k) = b_j^(k), y_0^(k) = 1.",
    lecture: ["000 L115", "000 L211", "000 L617"],
    equation: "bias-as-weight",
    status: "implemented",
    shownBy: [
      "property:bias/extended-network",
      "test:src/scalar/forward.test.ts#leaves z and y of every layer, with the constant unit below each",
    ],
  },
  "NOT-05": {
    states: "w_jk^(L) leads from unit k of layer L-1 to unit j of layer L, destination first.",
    lecture: ["001 L42"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/notation.test.ts#001 counts layers down from the output and weights by destination first, there and back",
      "test:src/subject/translate.test.ts#in-out weights are the transposed ones, and nothing else changes",
    ],
  },
  "NOT-06": {
    states: "Columns x, z_k, y_k, b_k and a matrix W_k with W_k[j][i] = w_ij^(k).",
    lecture: ["002 L18-33", "002 L39-48"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/notation.test.ts#000 and 002 hold the same weights: W_k[j][i] = w_ij^(k), b_k[j] = w_0j^(k), there and back",
      "test:properties/catalogue/notation.test.ts#a transposed weight matrix is refused unless it is square",
      "test:src/model/shapes.test.ts#is refused: %s",
    ],
  },
  "NOT-07": {
    states: "The gradient of a number is its Jacobian, which has one row.",
    lecture: ["002 L248-251"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: ["test:properties/catalogue/notation.test.ts#is its Jacobian, which has one row"],
  },
  "NOT-08": {
    states: "Scheme A: layers 1 to n_l; W_ij^(l) leads from unit j of layer l to unit i of layer l+1.",
    lecture: ["003 L167-172"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/notation.test.ts#003 keeps the number of a matrix and not that of a layer, in both of its schemes, there and back",
      "test:properties/catalogue/notation.test.ts#003 read in the other scheme misses a matrix or has one too many",
    ],
  },
  "NOT-09": {
    states: "Scheme B: the output is layer n_l + 1 and the last weights are W^(n_l).",
    lecture: ["003 L246-250", "003 L262-266", "003 L538-541"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/notation.test.ts#003 keeps the number of a matrix and not that of a layer, in both of its schemes, there and back",
      "test:properties/catalogue/notation.test.ts#003 read in the other scheme misses a matrix or has one too many",
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "NOT-10": {
    states: "One-hot target: y_k = 1 for k = t, else 0.",
    lecture: ["003 L553", "003 L639", "003 L642"],
    equation: null,
    status: "implemented",
    shownBy: ["test:src/training/decisions.test.ts#hold a single 1, at the label"],
  },
  "NOT-11": {
    states: "Data set of pairs (x_i, y_i), each label as a one-hot vector.",
    lecture: ["004 L50", "004 L80"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/decisions.test.ts#hold a single 1, at the label",
      "test:src/training/decisions.test.ts#do not exist for class %s of 3",
    ],
  },
  "NOT-12": {
    states: "A dot over a letter: the derivative of Div by it.",
    lecture: ["000 L579"],
    equation: null,
    status: "mentioned",
    shownBy: [],
  },
  "NOT-13": {
    states: "Kronecker delta: δ_ij = 1 for i = j, else 0.",
    lecture: ["000 L737", "001 L90"],
    equation: null,
    status: "mentioned",
    shownBy: [],
  },
  "NOT-14": {
    states:
      "Graph: parents feed a node, children consume it; u is a child of v exactly when v is a parent of u; no cycle.",
    lecture: ["004 L36-40", "004 L489", "004 L498-502", "004 L514"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:src/graph/graph.test.ts#connects parents and children, whatever the order of the definitions",
      "test:src/graph/graph.test.ts#a cycle, without the nodes that lead into it or out of it",
      "test:src/graph/special-graphs.test.ts#the order of the parents counts",
    ],
  },
});
