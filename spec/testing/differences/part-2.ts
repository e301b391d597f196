import { convention, kink, shown, test, type Difference } from "./difference.js";

export const part2: Readonly<Record<number, Difference>> = {
  14: {
    words: "the derivative at a kink, the piece that wins a tie, the value of the unit step and of sign at 0",
    lecture: ["001 L64-66", "003 L30", "003 L53", "003 L313-316", "004 L13"],
    outcome: "declared; sign and unit step as decisions are no part of an answer",
    by: [
      kink("relu"),
      kink("leaky-relu"),
      kink("absolute-value"),
      kink("maxout"),
      kink("multiclass-hinge"),
      convention("unitStepAtZero"),
      test("src/training/decisions.test.ts#are 0 and -1 on the boundary itself"),
    ],
  },
  15: {
    words: "vec stacks the rows of W or its columns, with the Kronecker factors in the matching order",
    lecture: ["004 L872", "004 L877"],
    outcome: "dW is a matrix in an answer: nothing to translate, as long as both ways are the same",
    by: [
      test("src/graph/vec.test.ts#is (I ⊗ xᵀ) vec W with rows stacked, and (xᵀ ⊗ I) vec W with columns stacked"),
      test(
        "src/graph/vec.test.ts#has the gradient g (I ⊗ xᵀ), which put back is gᵀ xᵀ, the same by columns and by the graph",
      ),
      test("src/graph/vec.test.ts#taken apart one way and put together the other way is another matrix"),
    ],
  },
  16: {
    words:
      "the examples are the columns of a matrix or pass one by one; they are divided by T at the end or as they come",
    lecture: ["003 L520-533", "002 L406-417", "004 L966-990"],
    outcome: "a case has one row per example; the ranges contain every order and every place of the division",
    by: [
      shown(
        "loop",
        "a sum over the examples divided at the end, divided term by term, or times 1/T: the same loss and gradients",
      ),
      test("properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s"),
    ],
  },
  17: {
    words: "λ W is added once after averaging, or is part of every example's gradient before",
    lecture: ["003 L380-384", "004 L984-990", "003 L358-362"],
    outcome: "the same number, as long as it is not done twice; the ranges contain both",
    by: [shown("loop", "a penalty inside every example's loss, averaged with it: the same loss and gradients")],
  },
  18: {
    words:
      "dW of layer k at step k of the loop or one step later; down to the input or not; any order that respects the graph",
    lecture: ["000 L522-534", "000 L536-547", "002 L349-366", "004 L585-587"],
    outcome: "the same operations on the same numbers: nothing to translate",
    by: [
      shown("loop", "dW of layer k collected at step k, or one step later: the same bits"),
      test("src/graph/passes.test.ts#values and gradients do not depend on the order of definitions and given values"),
    ],
  },
  19: {
    words: "a diagonal Jacobian is written out, or the product is taken entry by entry",
    lecture: ["002 L165-188", "003 L510-514"],
    outcome: "adding products with 0 changes nothing: nothing to translate",
    by: [
      shown("formula", "a diagonal Jacobian written out, or an entrywise product: the same dz"),
      test("src/vectorized/jacobian.test.ts#is diagonal for %s"),
    ],
  },
  20: {
    words:
      "the step size is one number or depends on the iteration; the loop stops by the mean or by the sum of the errors",
    lecture: ["000 L62", "000 L32", "000 L34", "002 L422"],
    outcome:
      "no part of a gradient; the training loops take either, a threshold on the sum being T times that on the mean",
    by: [
      test("src/training/stopping.test.ts#takes the learning rate of each update from a function, counting from 0"),
      test(
        "src/training/forms.test.ts#of the summed-error form, taken times T, stops at the same step as that of the mean form",
      ),
    ],
  },
  21: {
    words: "names: Div, C, J, l; y, a; d, y, t; f, σ, g; a dot, δ or ∇ for a derivative",
    lecture: ["000 L6-8", "001 L8", "003 L374", "004 L119", "000 L579"],
    outcome: "names stay within an implementation; cases and answers have names of their own",
    by: [
      shown("notation", "layers counted down from the output, units and examples counted from 0: the same gradients"),
      test("properties/catalogue/columns.test.ts#%s, in scheme %s, has the gradients of the implementation by %s"),
    ],
  },
  22: {
    words: "one activation for all layers, or one for each",
    lecture: ["001 L8", "003 L178-186", "000 L204", "002 L55"],
    outcome: "a case names one per layer; a subject that has a single one lists it alone under supports.activations",
    by: [
      shown(
        "notation",
        "a program with one activation for all layers passes when it names that one, and not when it names two",
      ),
    ],
  },
  23: {
    words: "the gradient by the input is computed, is optional, or is left out",
    lecture: ["000 L526", "002 L347", "000 L543-547"],
    outcome: "a subject that does not compute it leaves it out of supports.observes",
    by: [
      shown(
        "notation",
        "a program without the gradient by the input passes when it does not promise it, and not when it does",
      ),
    ],
  },
  24: {
    words: "a bias has the shape (s), (s, 1) or (1, s)",
    lecture: ["003 L634", "002 L48", "004 L920"],
    outcome:
      "a case and an answer hold it flat; an adapter that passes a column or a row on is told so before any number is judged",
    by: [
      shown(
        "notation",
        "biases as (s), (s, 1) or (1, s): the same gradients once they are flat, and refused as they are",
      ),
    ],
  },
  25: {
    words: "a decision rule has the bias among its weights, or written out",
    lecture: ["003 L53", "004 L13"],
    outcome: "the same boundary; decisions are no part of an answer",
    by: [test("src/training/decisions.test.ts#draw the same boundary, by sign and by unit step")],
  },
  26: {
    words: "parents feed and children consume, by definition; the headings of the slides call an input a child",
    lecture: ["004 L489", "004 L498", "004 L514", "004 L604"],
    outcome: "the definition holds here; no such word is in a case or an answer",
    by: [
      test("src/graph/graph.test.ts#connects parents and children, whatever the order of the definitions"),
      test("src/graph/graph.test.ts#with parent and child exchanged has its start nodes and its result exchanged"),
    ],
  },
};
