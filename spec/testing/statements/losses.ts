import { define } from "./item.js";

export const losses = define({
  "LOS-01": {
    states: "Any divergence div(f(X_i; W), d_i) with a derivative by Y.",
    lecture: ["000 L6-8"],
    equation: "own-divergence",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/losses/own.test.ts#is what the user's formulas give in doubles, summed over the examples",
      "test:src/scalar/own.test.ts#is the built-in one where it computes the same, bit for bit",
      "property:backward/activations",
    ],
  },
  "LOS-02": {
    states: "Loss = (1/T) Σ_t Div(Y_t, d_t).",
    lecture: ["000 L11", "000 L54", "000 L72"],
    equation: "batch-loss",
    status: "implemented",
    shownBy: ["property:batch/mean-of-examples", "property:batch/duplication", "property:batch/permutation"],
  },
  "LOS-03": {
    states: "C_0 = (a - y)², dC/da = 2 (a - y).",
    lecture: ["001 L8"],
    equation: "squared-error-gradient",
    status: "implemented",
    shownBy: [
      "test:src/scalar/squared-error.test.ts#has the derivative y - d, twice that in full",
      "golden:src/scalar/index.test.ts#the width-1 chain of the lecture's notes has its golden loss and gradients",
    ],
  },
  "LOS-04": {
    states: "C_0 = Σ_j (a_j - y_j)², twice LOS-06.",
    lecture: ["001 L44"],
    equation: "squared-error",
    status: "implemented",
    shownBy: [
      "test:src/scalar/squared-error.test.ts#is the sum of the squares, and half of it by convention, exactly for integers",
      "test:src/vectorized/losses.test.ts#sums the squares of all columns, with or without ½",
    ],
  },
  "LOS-05": {
    states: "The error of a network: Div(f_N(…), d).",
    lecture: ["002 L138-144"],
    equation: "output",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/forward.test.ts#is the nested closed form, and the loss is the divergence of that form",
    ],
  },
  "LOS-06": {
    states: "J = ½ ‖h - y‖², dJ/da_i = a_i - y_i.",
    lecture: ["003 L374", "003 L390", "003 L486"],
    equation: "squared-error",
    status: "implemented",
    shownBy: [
      "property:forward/loss",
      "test:src/scalar/squared-error.test.ts#rises by its derivative plus the square of the step, exactly for integers",
    ],
  },
  "LOS-07": {
    states: "Objective of regression and classification with (λ/2) ‖W‖², counted once.",
    lecture: ["003 L356-362"],
    equation: "l2-penalty",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/batch.test.ts#adds λ W to the gradient of every layer, the last one too, and half λ Σ W² to the loss once, whatever T is",
      "property:forward/loss",
    ],
  },
  "LOS-08": {
    states: "l = -ln(yᵀ softmax(W x + b)).",
    lecture: ["004 L119", "004 L350"],
    equation: "negative-log-of-sum",
    status: "implemented",
    shownBy: [
      "property:forward/loss",
      "property:negative-log/one-hot",
      "test:src/scalar/fused.test.ts#has the gradient that its own derivative gives through the softmax's Jacobian, up to rounding",
      "golden:properties/catalogue/softmax.test.ts#has dl/dp = -yᵀ / (yᵀ p) and dl/ds = p - (y ∘ p) / (yᵀ p)",
      "test:src/graph/lecture-example.test.ts#has the values of its equations",
    ],
  },
  "LOS-09": {
    states: "The objective is minimized: arg min over W and b of the mean loss.",
    lecture: ["004 L97-100"],
    equation: "batch-loss",
    status: "implemented",
    shownBy: [
      "test:src/training/least-squares.test.ts#down the gradient lowers the loss by half of η |∇|² at least, and up the gradient raises it by η |∇|² at least",
      "test:src/training/least-squares.test.ts#along the gradient raises (w - 1)² from 1 to 1.44, as the lecture's printed maximum would have it",
    ],
  },
});
