import { define } from "./item.js";

export const systems2 = define({
  "S-21": {
    states: "Generic backward pass.",
    lecture: ["004 L585-587"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:src/graph/passes.test.ts#the gradients by all start nodes are the difference quotients, exactly",
      "test:src/graph/passes.test.ts#every gradient is finished once, after those of all children that lead to the result; the others are told",
    ],
  },
  "S-22": {
    states: "vec and Kronecker Jacobian of W x by W.",
    lecture: ["004 L869-916"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/graph/vec.test.ts#has the Jacobian I ⊗ xᵀ: x_{j-(i-1)d} at (i, j) within the i-th block, 0 elsewhere",
      "test:src/graph/vec.test.ts#has the gradient g (I ⊗ xᵀ), which put back is gᵀ xᵀ, the same by columns and by the graph",
    ],
  },
  "S-23": {
    states: "The object with three indices behind the reversed outer product.",
    lecture: ["002 L237-241"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: ["test:src/vectorized/jacobian.test.ts#contracts with a gradient to g yᵀ"],
  },
  "S-24": {
    states: "Linear map, softmax, cross-entropy and penalty for one example.",
    lecture: ["004 L924-934"],
    equation: "vector-weight-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/graph.test.ts#gives W the data's path and the penalty's, gᵀ xᵀ + 2 λ W, and b the data's alone",
      "golden:src/graph/lecture-example.test.ts#is worked out by hand for two classes and two inputs",
    ],
  },
  "S-25": {
    states: "The same for mini-batches.",
    lecture: ["004 L950-990"],
    equation: "batch-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
      "golden:properties/catalogue/batch.test.ts#takes the mean of g and gᵀ xᵀ over the examples and then adds 2 λ W, as the mini-batch algorithm says",
    ],
  },
  "S-26": {
    states: "Squared error, with and without the half.",
    lecture: ["001 L44", "003 L374"],
    equation: "squared-error",
    status: "implemented",
    shownBy: [
      "test:src/scalar/squared-error.test.ts#is the sum of the squares, and half of it by convention, exactly for integers",
      "property:forward/loss",
    ],
  },
  "S-27": {
    states: "Regression head.",
    lecture: ["003 L246-250"],
    equation: "identity",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#of a regression has the unit matrix for its Jacobian",
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "S-28": {
    states: "A divergence that the user supplies.",
    lecture: ["000 L6-13"],
    equation: "own-divergence",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/losses/own.test.ts#is what the user's formulas give in doubles, summed over the examples",
      "golden:src/vectorized/losses/own.test.ts#works out y = (3, 4), d = (1, 6): output first, target second",
      "test:src/graph/divergences.test.ts#is run with plain numbers, there and back, for as many outputs as there are",
    ],
  },
  "S-29": {
    states: "L2 penalty in both scalings, biases exempt.",
    lecture: ["003 L376-384", "004 L952-990"],
    equation: "l2-penalty",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/batch.test.ts#λ/2 with 2λ is λ, in the loss and in every gradient, and λ = 0 is no penalty",
      "test:properties/catalogue/batch.test.ts#adds λ W to the gradient of every layer, the last one too, and half λ Σ W² to the loss once, whatever T is",
    ],
  },
  "S-30": {
    states: "Multi-class SVM loss.",
    lecture: ["004 L56-69", "004 L82"],
    equation: "multiclass-hinge",
    status: "implemented",
    shownBy: [
      "property:forward/loss",
      "property:exact/integer-grid",
      "golden:src/graph/divergences.test.ts#is worked out by hand for three classes",
      "test:src/vectorized/losses/multiclass-hinge.test.ts#has its own central difference as gradient, exactly",
    ],
  },
  "S-31": {
    states: "Binary linear classifier sign(w·x + b).",
    lecture: ["004 L11-13"],
    equation: null,
    status: "implemented",
    shownBy: ["test:src/training/decisions.test.ts#draw the same boundary, by sign and by unit step"],
  },
  "S-32": {
    states: "Perceptron with unit step, and its decision rule.",
    lecture: ["003 L30", "003 L53"],
    equation: "unit-step",
    status: "implemented",
    shownBy: [
      "property:exact/integer-grid",
      "test:src/scalar/forward.test.ts#takes the unit step at 0 from the conventions",
      "test:src/training/decisions.test.ts#draw the same boundary, by sign and by unit step",
    ],
  },
  "S-33": {
    states: "Logistic neuron; backpropagation for logistic regression.",
    lecture: ["003 L35", "003 L49", "003 L649"],
    equation: "logistic-cross-entropy-gradient",
    status: "implemented",
    shownBy: [
      "property:logistic/two-classes",
      "test:src/scalar/fused.test.ts#has the gradient of that softmax by z, bit for bit",
      "test:src/training/decisions.test.ts#are those of a logistic neuron with the threshold 1/2, for integer scores",
    ],
  },
  "S-34": {
    states: "The class with the largest score or probability.",
    lecture: ["004 L23", "004 L31"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/decisions.test.ts#decides alike on integer scores and on their probabilities, ties included",
    ],
  },
  "S-35": {
    states: "Full-batch gradient descent in its four forms.",
    lecture: ["000 L28-66", "002 L401-422"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/forms.test.ts#by vector, by component, by layer and by one batch of everything are the same, bit for bit, on any case",
      "test:src/training/forms.test.ts#by summed errors is the same, bit for bit, where T is a power of two and there is no penalty",
    ],
  },
  "S-36": {
    states: "Mini-batch gradient descent.",
    lecture: ["004 L102"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/stopping.test.ts#take every example once, in the order given, the last of them taking what is left",
      "test:src/training/forms.test.ts#is something to mini-batches smaller than everything",
    ],
  },
  "S-37": {
    states: "A learning rate that depends on the iteration.",
    lecture: ["000 L32"],
    equation: null,
    status: "implemented",
    shownBy: [
      "test:src/training/stopping.test.ts#takes the learning rate of each update from a function, counting from 0",
    ],
  },
  "S-38": {
    states: "Unit step, logistic, relu, softmax, identity, leaky relu, absolute value, maxout, softplus.",
    lecture: ["003 L30-43", "003 L309-333"],
    equation: "activation",
    status: "implemented",
    shownBy: [
      "property:forward/activations",
      "property:backward/preactivations",
      "test:src/scalar/activations.test.ts#of unit-step are 0 and 1, and at 0 and -0 what the convention says",
      "test:src/scalar/maxout.test.ts#has for each unit the largest of its consecutive pieces",
    ],
  },
  "S-39": {
    states: "tanh.",
    lecture: ["003 L56", "003 L320"],
    equation: "tanh",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/activations.test.ts#tanh: odd, with slope 1 - tanh², and 2 σ(2z) - 1",
      "property:forward/activations",
    ],
  },
  "S-40": {
    states: "A maxout unit with k weight vectors.",
    lecture: ["003 L314-315"],
    equation: "maxout",
    status: "implemented",
    shownBy: [
      "property:maxout/relu",
      "golden:src/graph/maxout.test.ts#shares 12 among 5, 5, 1, 5",
      "test:src/vectorized/activations/maxout.test.ts#under %s has the value and the gradient of a loop over the pieces, ties included",
      "test:src/graph/network-parts.test.ts#leaves W with as many rows as pre-activations, and as many columns as outputs below",
    ],
  },
});
