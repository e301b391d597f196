import { define } from "./item.js";

export const crossEntropy = define({
  "CEN-01": {
    states: "J = -ln p(t|x) = -Σ_k δ_k(t) ln p_k.",
    lecture: ["003 L641"],
    equation: "cross-entropy",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/softmax.test.ts#the loss is -ln of the label's probability, whatever the others share among themselves",
      "test:src/scalar/fused.test.ts#of K equal logits is ln K",
      "test:src/scalar/cross-entropy.test.ts#is 0 for a certain and right answer",
    ],
  },
  "CEN-02": {
    states: "J = -yᵀ ln a, with 0 ln 0 counted as 0.",
    lecture: ["003 L644"],
    equation: "cross-entropy",
    status: "implemented",
    shownBy: [
      "test:src/scalar/cross-entropy.test.ts#is -sum d ln y",
      "test:src/vectorized/losses.test.ts#skips outputs without target, even at y = 0",
      "property:forward/loss",
    ],
  },
  "CEN-03": {
    states: "Batch with penalty: J = -(1/m) Σ Y ∘ ln A + (α/2) ‖W‖².",
    lecture: ["003 L647"],
    equation: "l2-penalty",
    status: "implemented",
    shownBy: [
      "property:forward/loss",
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "CEN-04": {
    states: "l = -ln(yᵀ p), equal to CEN-02 for one-hot y alone.",
    lecture: ["004 L119", "004 L350"],
    equation: "negative-log-of-sum",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/softmax.test.ts#is cross-entropy for a one-hot y, with the gradient p - y",
      "test:properties/catalogue/softmax.test.ts#is another loss than cross-entropy for a soft y, with another gradient",
      "test:src/graph/softmax.test.ts#is cross-entropy for one class and another function for soft targets",
    ],
  },
  "CEN-05": {
    states: "dl/dp_i = -y_i / (yᵀ p).",
    lecture: ["004 L791-794"],
    equation: "negative-log-of-sum-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/softmax.test.ts#has dl/dp = -yᵀ / (yᵀ p) and dl/ds = p - (y ∘ p) / (yᵀ p)",
      "test:src/graph/softmax.test.ts#has the gradients -y / (yᵀp) by p and -p / (yᵀp) by y",
    ],
  },
  "CEN-06": {
    states: "dl/ds = -(yᵀ/(yᵀ p))(diag(p) - p pᵀ) = p - (y ∘ p)/(yᵀ p).",
    lecture: ["004 L930", "004 L972"],
    equation: "softmax-negative-log-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/softmax.test.ts#has dl/dp = -yᵀ / (yᵀ p) and dl/ds = p - (y ∘ p) / (yᵀ p)",
      "test:src/graph/lecture-example.test.ts#has p - y p / (yᵀ p) as the gradient of s, up to the roundings of either side",
      "test:properties/catalogue/softmax.test.ts#loses its gradient where yᵀ p has underflowed to 0, as p - y does not",
    ],
  },
  "CEN-07": {
    states: "dC/dw_ij = (a_i - δ_ti) a_j^(L-1) for C = -ln a_t.",
    lecture: ["001 L112-114", "001 L142-144"],
    equation: "softmax-cross-entropy-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/softmax.test.ts#the gradient by w_ij is (a_i - δ_ti) a_j, also in the rows of the wrong classes",
      "property:backward/weights",
    ],
  },
  "CEN-08": {
    states: "dC/db_i = a_i - δ_ti; worked at (0.2, -0.5, 1.1).",
    lecture: ["001 L122-124", "001 L150"],
    equation: "softmax-cross-entropy-gradient",
    status: "implemented",
    shownBy: [
      "golden:src/scalar/index.test.ts#softmax under cross-entropy has its golden loss and gradient",
      "golden:src/vectorized/examples.test.ts#softmax with cross-entropy on the logits (0.2, -0.5, 1.1)",
      "property:softmax/extreme-logits",
    ],
  },
  "CEN-09": {
    states: "δ = a - y for softmax under cross-entropy, and for identity under half the squared error.",
    lecture: ["003 L274", "003 L576", "003 L590"],
    equation: "softmax-cross-entropy-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/softmax.test.ts#the gradient a - y belongs to softmax under cross-entropy and to identity under half the squared error",
      "golden:properties/catalogue/softmax.test.ts#the gradient a - y does not belong to softmax or logistic under squared error",
    ],
  },
  "CEN-10": {
    states: "dJ/dW^(n_l) = (a - y) a^(n_l)ᵀ.",
    lecture: ["003 L556"],
    equation: "softmax-cross-entropy-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#and the columns of its weight gradient add up to 0 over the classes",
      "golden:properties/catalogue/softmax.test.ts#the gradient by w_ij is (a_i - δ_ti) a_j, also in the rows of the wrong classes",
    ],
  },
  "CEN-11": {
    states: "dJ/da^(n_l) = W^(n_l)ᵀ (a - y), times f' below.",
    lecture: ["003 L560"],
    equation: "activation-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#an explicit softmax step or one loop over all layers, are the same",
      "golden:properties/catalogue/softmax.test.ts#the gradient by w_ij is (a_i - δ_ti) a_j, also in the rows of the wrong classes",
    ],
  },
  "CEN-12": {
    states: "Backpropagation under softmax for one example, in two layouts.",
    lecture: ["003 L549-570", "003 L572-584"],
    equation: "softmax-cross-entropy-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#an explicit softmax step or one loop over all layers, are the same",
    ],
  },
  "CEN-13": {
    states: "The same for m examples with penalty.",
    lecture: ["003 L586-634"],
    equation: "softmax-cross-entropy-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
});
