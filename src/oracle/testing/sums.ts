/** Sums of numbers and products in any admissible order, on model arithmetic. */
import type { Form } from "./forms.js";
import type { Program, Value } from "./program.js";

/** A number, or a product of two. */
export type Summand = Value | readonly [Value, Value];

/** Σ terms in the form's order; 0 when there are none. */
export function sum(m: Program, form: Form, terms: readonly Summand[]): Value {
  switch (form.order) {
    case "forwards":
      return running(m, form, terms);
    case "backwards":
      return running(m, form, [...terms].reverse());
    case "pairwise":
      return pairwise(m, form, terms);
  }
}

function running(m: Program, form: Form, terms: readonly Summand[]): Value {
  return terms.reduce<Value>((total, term) => m.add(total, added(m, form, term, total)), m.zero);
}

function pairwise(m: Program, form: Form, terms: readonly Summand[]): Value {
  if (terms.length <= 2) return running(m, form, terms);
  const half = Math.ceil(terms.length / 2);
  return m.add(pairwise(m, form, terms.slice(0, half)), pairwise(m, form, terms.slice(half)));
}

/** The term as it is added to a total: a product that is added to something may be fused with the addition. */
function added(m: Program, form: Form, term: Summand, total: Value): Value {
  if (!("length" in term)) return term;
  const [a, b] = term;
  return form.multiplyAdd === "fused" && total.undisturbed !== 0 ? m.unroundedProduct(a, b) : m.multiply(a, b);
}
