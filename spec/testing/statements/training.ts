import { define } from "./item.js";

export const training = define({
  "TRN-01": {
    states: "W^(k+1) = W^k - η^k ∇Lossᵀ while the loss changes by more than ε.",
    lecture: ["000 L28-34"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/stopping.test.ts#stops at the first step that changes the loss by no more than the threshold",
      "test:src/training/stopping.test.ts#refuses divergence with the iteration and the last finite loss",
      "test:src/training/least-squares.test.ts#lowers the loss for η just below 2/L, keeps it at 2/L and raises it beyond, where L is the second derivative",
    ],
  },
  "TRN-02": {
    states: "The same component by component, all taken at the same point.",
    lecture: ["000 L38-48"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/forms.test.ts#by vector, by component, by layer and by one batch of everything are the same, bit for bit, on any case",
    ],
  },
  "TRN-03": {
    states: "The same over the weights of all layers, biases included.",
    lecture: ["000 L56-66"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/forms.test.ts#by vector, by component, by layer and by one batch of everything are the same, bit for bit, on any case",
      "test:src/training/forms.test.ts#that takes derivatives in between is another method than the simultaneous update, where weights are coupled",
    ],
  },
  "TRN-04": {
    states: "Full-batch training with summed Err and η/T in the update.",
    lecture: ["002 L401-422"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/forms.test.ts#by summed errors is the same, bit for bit, where T is a power of two and there is no penalty",
      "test:src/training/forms.test.ts#is nothing to full-batch descent, bit for bit, where nothing is rounded",
      "test:src/training/forms.test.ts#of the summed-error form, taken times T, stops at the same step as that of the mean form",
    ],
  },
  "TRN-05": {
    states: "A variant of mini-batch gradient descent.",
    lecture: ["004 L102"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/stopping.test.ts#take every example once, in the order given, the last of them taking what is left",
      "test:src/training/stopping.test.ts#divide by their own number of examples, and add the penalty once each",
    ],
  },
  "TRN-06": {
    states: "Biases begin at a small positive value such as 0.1, against dead relu units.",
    lecture: ["003 L327"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/relu-units.test.ts#keep every relu unit alive at the start where the weights are 0, and biases of 0 none",
    ],
  },
  "TRN-07": {
    states: "Better random initializations.",
    lecture: ["003 L145"],
    equation: null,
    status: "mentioned",
    shownBy: [],
  },
  "PAR-01": {
    states: "10 units on 10 inputs have 10 · 11 = 110 parameters.",
    lecture: ["003 L101"],
    equation: null,
    status: "implemented",
    shownBy: [
      "golden:src/training/parameters.test.ts#of the lecture's network of 10, 10, 5 and 1 units is 110 + 55 + 6 = 171",
    ],
  },
  "PAR-02": {
    states: "5 units on 10 have 55.",
    lecture: ["003 L102"],
    equation: null,
    status: "implemented",
    shownBy: [
      "golden:src/training/parameters.test.ts#of the lecture's network of 10, 10, 5 and 1 units is 110 + 55 + 6 = 171",
    ],
  },
  "PAR-03": {
    states: "One unit on 5 has 6; together 171.",
    lecture: ["003 L103"],
    equation: null,
    status: "implemented",
    shownBy: [
      "golden:src/training/parameters.test.ts#of the lecture's network of 10, 10, 5 and 1 units is 110 + 55 + 6 = 171",
      "test:src/training/parameters.test.ts#are as many as the network has, each once",
    ],
  },
  "DEC-01": {
    states: "Class 1 if wᵀx > 0, else 0, for the perceptron and for the logistic neuron.",
    lecture: ["003 L53"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/decisions.test.ts#draw the same boundary, by sign and by unit step",
      "test:src/training/decisions.test.ts#are those of a logistic neuron with the threshold 1/2, for integer scores",
      "test:src/training/decisions.test.ts#part from the logistic neuron where its output rounds to 1/2",
    ],
  },
  "DEC-02": {
    states: "No single unit represents XOR.",
    lecture: ["003 L55-56"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/xor.test.ts#is decided by no single unit, while the linearly separable gates are",
      "test:src/training/xor.test.ts#is learnt by a 2-2-1 network of %s and %s units",
    ],
  },
  "DEC-03": {
    states: "Binary linear classifier sign(wᵀx + b).",
    lecture: ["004 L11-13"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/decisions.test.ts#draw the same boundary, by sign and by unit step",
      "test:src/training/decisions.test.ts#are 0 and -1 on the boundary itself",
    ],
  },
  "DEC-04": {
    states: "The class with the largest score.",
    lecture: ["004 L21-23"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/decisions.test.ts#is the first class whose score no other exceeds",
      "test:src/training/decisions.test.ts#decides alike on integer scores and on their probabilities, ties included",
    ],
  },
  "DEC-05": {
    states: "The class with the largest probability.",
    lecture: ["004 L31"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/decisions.test.ts#decides alike on integer scores and on their probabilities, ties included",
      "test:src/training/decisions.test.ts#loses, where probabilities underflow, the order behind the best class and not the best class",
    ],
  },
  "SVM-01": {
    states: "Multi-class SVM loss on linear scores (its formula is lost): Σ_{j≠y} max(0, s_j - s_y + 1).",
    lecture: ["004 L56-69", "004 L82"],
    equation: "multiclass-hinge",
    status: "implemented",
    shownBy: [
      "property:forward/loss",
      "property:exact/integer-grid",
      "test:src/scalar/hinge.test.ts#rises by its derivative times the step, exactly, until a margin changes its sign",
      "test:src/vectorized/losses/multiclass-hinge.test.ts#is 0 exactly where the right class leads by more than 1",
      "test:src/scalar/hinge.test.ts#has derivatives that add up to 0, exactly, under every convention",
    ],
  },
  "LGR-01": {
    states: "A logistic neuron is logistic regression.",
    lecture: ["003 L49"],
    equation: "logistic",
    status: "implemented",
    shownBy: [
      "test:src/training/decisions.test.ts#are those of a logistic neuron with the threshold 1/2, for integer scores",
      "golden:properties/catalogue/backward.test.ts#of a chain of width 1 has the lecture's links: dz/dw = a, σ' = 1/4 at z = 0, dC/da = 2 (a - y)",
    ],
  },
  "LGR-02": {
    states: "Backpropagation for logistic regression (an exercise): dJ/dz = a - y.",
    lecture: ["003 L649-651"],
    equation: "logistic-cross-entropy-gradient",
    status: "implemented",
    shownBy: [
      "property:logistic/two-classes",
      "property:backward/preactivations",
      "test:src/scalar/fused.test.ts#is the cross-entropy of a softmax of two classes with logits z and 0, up to rounding",
      "test:src/graph/fused-logistic.test.ts#has y - d by z, and the value of the formula in y, as long as that keeps its digits",
    ],
  },
});
