import { define } from "./item.js";

export const forward = define({
  "FWD-01": {
    states: "z_j^(1) = Σ_i w_ij^(1) y_i^(0), with i from 0.",
    lecture: ["000 L126", "000 L133"],
    equation: "affine",
    status: "implemented",
    shownBy: [
      "property:forward/preactivations",
      "test:properties/catalogue/notation.test.ts#a weight moved by 1 moves its destination's z by the source's y, and no other z of the layer",
    ],
  },
  "FWD-02": {
    states: "Layer after layer: y^(k) = f_k(z^(k)), z^(k+1) from y^(k); the last layer as a vector.",
    lecture: ["000 L142-187"],
    equation: "activation",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#is the layers one after another, each a network of its own",
      "property:forward/activations",
    ],
  },
  "FWD-03": {
    states: "The same as loops over k and j.",
    lecture: ["000 L191-204"],
    equation: "affine",
    status: "implemented",
    shownBy: ["property:forward/preactivations", "property:forward/activations"],
  },
  "FWD-04": {
    states: "The algorithm: z_j^(k) = Σ_{i=0..D(k-1)} w_ij^(k) y_i^(k-1); the output is y_j^(N), j = 1..D(N).",
    lecture: ["000 L208-217", "000 L614-623"],
    equation: "output",
    status: "implemented",
    shownBy: [
      "property:forward/outputs",
      "property:peer/answers",
      "test:src/scalar/forward.test.ts#leaves z and y of every layer, with the constant unit below each",
    ],
  },
  "FWD-05": {
    states: "All z and y are kept for the backward pass.",
    lecture: ["000 L220-227"],
    equation: "activation",
    status: "implemented",
    shownBy: [
      "property:state/no-memory",
      "property:state/kept-answer",
      "test:src/scalar/forward.test.ts#leaves z and y of every layer, with the constant unit below each",
    ],
  },
  "FWD-06": {
    states: "Chain of single neurons: z^(L) = w^(L) a^(L-1) + b^(L), a^(L) = σ(z^(L)).",
    lecture: ["001 L5-8", "001 L13"],
    equation: "affine",
    status: "implemented",
    shownBy: [
      "golden:src/scalar/index.test.ts#the width-1 chain of the lecture's notes has its golden loss and gradients",
      "golden:properties/catalogue/backward.test.ts#of a chain of width 1 has the lecture's links: dz/dw = a, σ' = 1/4 at z = 0, dC/da = 2 (a - y)",
    ],
  },
  "FWD-07": {
    states: "z_j^(L) = Σ_k w_jk^(L) a_k^(L-1) + b_j^(L).",
    lecture: ["001 L44", "001 L102"],
    equation: "affine",
    status: "implemented",
    shownBy: [
      "property:forward/preactivations",
      "golden:properties/catalogue/backward.test.ts#of a wide logistic layer has ∂C/∂w_jk = 2 (a_j - y_j) σ'(z_j) a_k, and ∂C/∂a_k summed over all j",
    ],
  },
  "FWD-08": {
    states: "z_k = W_k y_{k-1} + b_k, y_k = f_k(z_k).",
    lecture: ["002 L53-55"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: ["property:forward/preactivations", "property:peer/answers"],
  },
  "FWD-09": {
    states: "Nested closed form Y = f_N(W_N f_{N-1}(… f_1(W_1 x + b_1) …) + b_N).",
    lecture: ["002 L73", "002 L91", "002 L102", "002 L109-111"],
    equation: "output",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#is the nested closed form, and the loss is the divergence of that form",
    ],
  },
  "FWD-10": {
    states: "The vector algorithm from y_0 = x to Y = y_N.",
    lecture: ["002 L117-132", "002 L389-399"],
    equation: "output",
    status: "implemented",
    shownBy: ["property:forward/outputs", "property:state/inputs-unmutated"],
  },
  "FWD-11": {
    states: "The 3-3-1 network written out unit by unit; 16 parameters.",
    lecture: ["003 L178-186", "003 L196-202"],
    equation: "affine",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/forward.test.ts#of the 3-3-1 network with 16 parameters is the lecture's unrolled formulas",
    ],
  },
  "FWD-12": {
    states: "z_i^(l+1) = Σ_j W_ij^(l) a_j^(l) + b_i^(l), a_i^(l+1) = f(z_i^(l+1)).",
    lecture: ["003 L190"],
    equation: "affine",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/forward.test.ts#of the 3-3-1 network with 16 parameters is the lecture's unrolled formulas",
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "FWD-13": {
    states: "The 3-3-1 network in vectors; f of a vector works entry by entry.",
    lecture: ["003 L204-216", "003 L220-228"],
    equation: "scalar-as-vector-activation",
    status: "implemented",
    shownBy: [
      "property:activation/diagonal-jacobian",
      "golden:properties/catalogue/forward.test.ts#of the 3-3-1 network with 16 parameters is the lecture's unrolled formulas",
    ],
  },
  "FWD-14": {
    states: "One step: a^(l+1) = f(W^(l) a^(l) + b^(l)).",
    lecture: ["003 L230-234"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#is the layers one after another, each a network of its own",
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "FWD-15": {
    states: "Regression head: the last layer is linear.",
    lecture: ["003 L236-250"],
    equation: "identity",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#of a regression has the unit matrix for its Jacobian",
      "test:properties/catalogue/forward.test.ts#with an identity head is its last z, of any size",
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "FWD-16": {
    states: "Classification head: the last layer is a softmax.",
    lecture: ["003 L252-266"],
    equation: "softmax",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#with a softmax head is positive, adds up to 1, and follows its logits when they change places",
      "property:softmax/shift",
    ],
  },
  "FWD-17": {
    states: "Exercise: forward steps for several hidden units and outputs.",
    lecture: ["003 L301-303"],
    equation: "affine",
    status: "implemented",
    shownBy: ["property:forward/outputs"],
  },
  "FWD-18": {
    states: "A whole batch at once, examples as columns.",
    lecture: ["003 L520-522", "003 L620", "003 L634"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/index.test.ts#gives every example the values that it has alone",
      "property:batch/mean-of-examples",
      "property:batch/permutation",
    ],
  },
  "FWD-19": {
    states: "z = W x, s = z + b, p = softmax(s).",
    lecture: ["004 L27-31", "004 L119", "004 L852"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/forward.test.ts#of a softmax classifier is z = W x, s = z + b, p = softmax(s)",
      "test:src/graph/lecture-example.test.ts#has the values of its equations",
    ],
  },
  "FWD-20": {
    states: "A fully connected layer written without a bias: f(W x).",
    lecture: ["003 L125"],
    equation: "vector-affine",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/forward.test.ts#of a layer written without bias is that of a layer with bias 0",
    ],
  },
});
