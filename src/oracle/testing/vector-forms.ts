/** Every admissible form of log-softmax, maxout and the linear map, on model arithmetic. */
import { negativeLog, softmax } from "./activation-forms.js";
import type { Form } from "./forms.js";
import type { LayerForm } from "./layer-forms.js";
import type { Program, Value } from "./program.js";
import { sum, type Summand } from "./sums.js";

/** y = -negativeLog in any of its forms; p of the backward pass as softmax(z) or as e^y. */
export function logSoftmax(m: Program, form: Form, z: readonly Value[]): LayerForm {
  const probabilities = softmax(m, form, z);
  const y = z.map((_, k) => m.negate(negativeLog(m, form, z, probabilities, k)));
  const p = form.logSoftmaxProbability === "softmax" ? probabilities : y.map((yk) => m.primitive("exp", yk));
  return { y, backward: (dy) => logSoftmaxBackward(m, form, p, dy) };
}

/** dz_i = dy_i - p_i Σ_j dy_j, or Σ_j dy_j (δ_ij - p_i). */
function logSoftmaxBackward(m: Program, form: Form, p: readonly Value[], dy: readonly Value[]): Value[] {
  if (form.logSoftmaxBackward === "short") {
    const total = sum(m, form, dy);
    return p.map((pi, i) => m.subtract(dy[i] as Value, m.multiply(pi, total)));
  }
  return p.map((pi, i) => {
    const row = dy.map((_, j) => (i === j ? m.subtract(m.one, pi) : m.negate(pi)));
    return products(m, form, row, dy);
  });
}

/** The piece that is the largest when nothing errs; random reals do not tie. */
export function maxout(m: Program, pieces: number, z: readonly Value[]): LayerForm {
  const starts = Array.from({ length: z.length / pieces }, (_, j) => j * pieces);
  const largest = starts.map((start) => {
    const unit = z.slice(start, start + pieces).map(({ undisturbed }) => undisturbed);
    // NaN is no piece.
    return start + Math.max(0, unit.indexOf(Math.max(...unit)));
  });
  return {
    y: largest.map((i) => z[i] as Value),
    backward: (dy) => z.map((_, i) => dy[largest.indexOf(i)] ?? m.zero),
  };
}

/** y = A z, dz = Aᵀ dy. */
export function linearMap(m: Program, form: Form, A: readonly (readonly Value[])[], z: readonly Value[]): LayerForm {
  return {
    y: A.map((row) => products(m, form, row, z)),
    backward: (dy) =>
      z.map((_, i) =>
        products(
          m,
          form,
          A.map((row) => row[i] as Value),
          dy,
        ),
      ),
  };
}

/** Σ_i a_i b_i */
export function products(m: Program, form: Form, a: readonly Value[], b: readonly Value[]): Value {
  return sum(
    m,
    form,
    a.map((ai, i): Summand => [ai, b[i] as Value]),
  );
}
