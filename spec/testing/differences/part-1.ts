import { convention, shown, test, type Difference } from "./difference.js";

export const part1: Readonly<Record<number, Difference>> = {
  1: {
    words: "W as [out][in], or w_ij with the source first; dW laid out like W, or as its transpose",
    lecture: ["002 L25", "003 L170", "000 L23", "003 L518", "002 L364"],
    outcome: "declared; the gate transposes on the way to the subject and back",
    by: [
      convention("weights"),
      convention("gradients"),
      test(
        "properties/catalogue/notation.test.ts#000 and 002 hold the same weights: W_k[j][i] = w_ij^(k), b_k[j] = w_0j^(k), there and back",
      ),
    ],
  },
  2: {
    words: "the superscript of a weight is the layer that it enters, or the layer that it leaves",
    lecture: ["000 L23", "002 L53", "003 L170"],
    outcome: "parameters keep their number in either count, and a case holds them in that order: nothing to translate",
    by: [
      test(
        "properties/catalogue/notation.test.ts#003 keeps the number of a matrix and not that of a layer, in both of its schemes, there and back",
      ),
      test("properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s"),
    ],
  },
  3: {
    words: "the input is layer 0, layer 1 or has no number; the output is N, L, n_l or n_l + 1",
    lecture: ["000 L19-22", "003 L167-168", "003 L246-250", "001 L6-8"],
    outcome: "a case and an answer list layers in order, the first being the one above the input: nothing to translate",
    by: [
      shown("notation", "layers counted down from the output, units and examples counted from 0: the same gradients"),
      test("properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s"),
    ],
  },
  4: {
    words: "units count from 0 or from 1",
    lecture: ["001 L44", "000 L211"],
    outcome: "arrays have no numbers on them: nothing to translate; reports count from 1",
    by: [
      shown("notation", "layers counted down from the output, units and examples counted from 0: the same gradients"),
    ],
  },
  5: {
    words: "a gradient is a row or a column",
    lecture: ["002 L265", "000 L32", "004 L912", "001 L32", "003 L514-518"],
    outcome: "vectors are flat arrays in an answer; for matrices it is the layout of dW, which is declared",
    by: [
      convention("gradients"),
      shown("notation", "rows multiplied from the left, or columns by the transpose: the same gradients"),
      test(
        "properties/catalogue/backward.test.ts#is the divergence's gradient pulled through the layers' Jacobians, and adjoint to the tangent pushed forward",
      ),
    ],
  },
  6: {
    words: "the bias is weight 0 of an extended layer, a vector added to W y, or a node of its own, s = z + b",
    lecture: ["000 L211", "002 L53", "004 L119"],
    outcome: "a case holds biases apart, and an answer z with the bias in it; the sum may run in either order",
    by: [
      shown(
        "notation",
        "a bias as weight 0, added last, or added at a node of its own: the same z and the same gradients",
      ),
      test("properties/catalogue/forward.test.ts#of a softmax classifier is z = W x, s = z + b, p = softmax(s)"),
    ],
  },
  7: {
    words: "squared error with the factor ½ or without; a sum over the outputs in both",
    lecture: ["003 L374", "001 L44"],
    outcome: "declared",
    by: [
      convention("squaredError"),
      test(
        "src/scalar/squared-error.test.ts#is the sum of the squares, and half of it by convention, exactly for integers",
      ),
    ],
  },
  8: {
    words: "the batch is averaged, or summed with 1/T in the update",
    lecture: ["000 L11", "003 L376", "004 L952", "002 L406-422"],
    outcome: "declared, for loss and gradients together",
    by: [
      convention("reduction"),
      test(
        "src/training/forms.test.ts#by summed errors is the same, bit for bit, where T is a power of two and there is no penalty",
      ),
    ],
  },
  9: {
    words: "the penalty is λ/2 ‖W‖² or λ ‖W‖², and λ is also called α; biases exempt",
    lecture: ["003 L376-384", "003 L602", "004 L952-958"],
    outcome: "declared; it is neither divided by T nor put on biases, row 0 of an extended layer included",
    by: [
      convention("l2"),
      shown("loop", "a penalty on extended weights leaves row 0 out: the same loss and gradients"),
      test(
        "properties/catalogue/batch.test.ts#adds λ W to the gradient of every layer, the last one too, and half λ Σ W² to the loss once, whatever T is",
      ),
    ],
  },
  10: {
    words: "cross-entropy as -ln a_t, -yᵀ ln a or -ln(yᵀ p)",
    lecture: ["003 L641", "003 L644", "004 L119"],
    outcome:
      "the same for one-hot targets; for soft ones the third is another loss with a name of its own, which a subject lists under supports.losses",
    by: [
      shown(
        "formula",
        "-ln a_t, -yᵀ ln a and -ln(yᵀ p) are one loss for one-hot targets, and the third another for soft ones",
      ),
      test(
        "properties/catalogue/softmax.test.ts#is another loss than cross-entropy for a soft y, with another gradient",
      ),
    ],
  },
  11: {
    words: "the first δ is a - y, (a - y) f'(z), or the derivative of Div times the Jacobian",
    lecture: ["003 L274", "003 L488", "002 L265"],
    outcome: "each right for its own head, and all within the same ranges there",
    by: [
      shown("formula", "a - y, (a - y) f'(z) and dDiv/dY times the Jacobian: the same dz, each at its own head"),
      test(
        "properties/catalogue/softmax.test.ts#the gradient a - y belongs to softmax under cross-entropy and to identity under half the squared error",
      ),
      test(
        "properties/catalogue/softmax.test.ts#the gradient a - y does not belong to softmax or logistic under squared error",
      ),
    ],
  },
  12: {
    words:
      "the gradient of softmax with y_j (δ_ij - y_i) or y_i (δ_ij - y_j), in the short form, or fused with the loss",
    lecture: ["000 L733", "000 L744", "003 L576", "004 L930"],
    outcome: "one function; the ranges contain the roundings of each",
    by: [
      shown("formula", "y_j (δ_ij - y_i), y_i (δ_ij - y_j) and the short form: the same dz below a softmax"),
      test(
        "properties/catalogue/softmax.test.ts#is the same in its three forms: y_j (δ_ij - y_i), diag(p) - p pᵀ, and y (dy - Σ y dy)",
      ),
    ],
  },
  13: {
    words: "a derivative from z, f'(z), or through the output, y (1 - y)",
    lecture: ["000 L348", "001 L74"],
    outcome: "one function; the ranges contain the roundings of each",
    by: [shown("formula", "derivatives from z or from y: the same dz")],
  },
};
