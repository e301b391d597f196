import { define } from "./item.js";

export const batch = define({
  "REG-01": {
    states: "λ ‖W‖² adds 2 λ W to the gradient.",
    lecture: ["004 L359", "004 L369", "004 L952"],
    equation: "l2-gradient",
    status: "implemented",
    shownBy: [
      "test:src/scalar/batch.test.ts#adds lambda or 2 lambda times the weight to each gradient, and nothing to the biases'",
      "test:properties/catalogue/batch.test.ts#λ/2 with 2λ is λ, in the loss and in every gradient, and λ = 0 is no penalty",
      "property:backward/weights",
    ],
  },
  "REG-02": {
    states: "(λ/2) Σ (W_ij^(l))² adds λ W_ij.",
    lecture: ["003 L376-382"],
    equation: "l2-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/batch.test.ts#λ/2 with 2λ is λ, in the loss and in every gradient, and λ = 0 is no penalty",
      "test:properties/catalogue/batch.test.ts#adds λ W to the gradient of every layer, the last one too, and half λ Σ W² to the loss once, whatever T is",
    ],
  },
  "REG-03": {
    states: "Biases are not penalized.",
    lecture: ["003 L384", "004 L958", "004 L990"],
    equation: "l2-penalty",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/batch.test.ts#adds λ W to the gradient of every layer, the last one too, and half λ Σ W² to the loss once, whatever T is",
      "test:src/vectorized/index.test.ts#is added once, not divided by the batch size, and spares the biases",
    ],
  },
  "REG-04": {
    states: "α in place of λ; without penalty α is 0.",
    lecture: ["003 L602", "003 L624", "003 L647"],
    equation: "l2-penalty",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/batch.test.ts#λ/2 with 2λ is λ, in the loss and in every gradient, and λ = 0 is no penalty",
      "test:src/vectorized/index.test.ts#of λ = 0 is nothing, even where ‖W‖² overflows",
    ],
  },
  "REG-05": {
    states: "The penalty takes the squared Frobenius norm of every layer's weights.",
    lecture: ["003 L376-378"],
    equation: "l2-penalty",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/batch.test.ts#adds λ W to the gradient of every layer, the last one too, and half λ Σ W² to the loss once, whatever T is",
      "test:src/scalar/batch.test.ts#costs lambda/2 or lambda times the squared weights, without the biases",
    ],
  },
  "BAT-01": {
    states: "dLoss/dw = (1/T) Σ_t dDiv_t/dw.",
    lecture: ["000 L74-79"],
    equation: "batch-gradient",
    status: "implemented",
    shownBy: ["property:batch/mean-of-examples", "property:batch/permutation", "property:batch/duplication"],
  },
  "BAT-02": {
    states: "The mean of the examples' derivatives, for w and for b.",
    lecture: ["001 L23-30"],
    equation: "batch-gradient",
    status: "implemented",
    shownBy: [
      "property:batch/mean-of-examples",
      "test:properties/catalogue/batch.test.ts#of one example has the gradient of that example, and a batch of none is refused",
    ],
  },
  "BAT-03": {
    states: "Err and its gradient are added up, from 0 in each sweep.",
    lecture: ["002 L406-417"],
    equation: "batch-gradient",
    status: "implemented",
    shownBy: [
      "test:src/training/forms.test.ts#by summed errors is the same, bit for bit, where T is a power of two and there is no penalty",
      "test:properties/catalogue/batch.test.ts#of the same example many times has the mean of one, and its sum grows with them",
    ],
  },
  "BAT-04": {
    states: "The mean of the gradients plus λ W.",
    lecture: ["003 L380-384"],
    equation: "l2-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
      "property:backward/weights",
    ],
  },
  "BAT-05": {
    states: "Matrices: ∇_W = δ^(l+1) a^(l)ᵀ / m, ∇_b = the mean of δ^(l+1) over its columns.",
    lecture: ["003 L520-533"],
    equation: "batch-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
      "test:src/vectorized/index.test.ts#gives every example the values that it has alone",
    ],
  },
  "BAT-06": {
    states: "The same in scheme B for regression.",
    lecture: ["003 L284-299"],
    equation: "batch-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
    ],
  },
  "BAT-07": {
    states: "The same for softmax with penalty, with all shapes.",
    lecture: ["003 L586-634"],
    equation: "batch-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s",
      "test:src/vectorized/index.test.ts#answers every quantity in the model's shape",
    ],
  },
  "BAT-08": {
    states: "J = (1/|D|) Σ l + λ ‖W‖² and its gradients.",
    lecture: ["004 L952", "004 L956-958"],
    equation: "batch-loss",
    status: "implemented",
    shownBy: [
      "property:forward/loss",
      "test:properties/catalogue/batch.test.ts#adds λ W to the gradient of every layer, the last one too, and half λ Σ W² to the loss once, whatever T is",
    ],
  },
  "BAT-09": {
    states: "Mini-batch gradient: add up g and gᵀ xᵀ, divide by the size, then add 2 λ W once.",
    lecture: ["004 L966-990"],
    equation: "batch-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/batch.test.ts#takes the mean of g and gᵀ xᵀ over the examples and then adds 2 λ W, as the mini-batch algorithm says",
      "test:properties/catalogue/batch.test.ts#of one example has the gradient of that example, and a batch of none is refused",
      "test:src/training/stopping.test.ts#divide by their own number of examples, and add the penalty once each",
    ],
  },
  "BAT-10": {
    states: "The cost of examples 1 to m.",
    lecture: ["003 L636-647"],
    equation: "batch-loss",
    status: "implemented",
    shownBy: ["property:forward/loss", "property:batch/mean-of-examples"],
  },
  "BAT-11": {
    states: "grad(A ∪ B) is the weighted mean of grad(A) and grad(B). Follows from the above.",
    lecture: ["000 L74-79"],
    equation: "batch-union",
    status: "implemented",
    shownBy: ["property:batch/union"],
  },
});
