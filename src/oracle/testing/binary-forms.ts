/** Binary cross-entropy, on model arithmetic. */
import { isFiniteExp, isNormal } from "./bounds.js";
import type { Form } from "./forms.js";
import type { LossForm } from "./loss-forms.js";
import type { Program, Value } from "./program.js";
import { sum, type Summand } from "./sums.js";

export function binaryCrossEntropy(m: Program, form: Form, underLogistic: boolean): LossForm {
  return {
    terms: ({ z, y }, d) =>
      y.flatMap((yi, i) => {
        const [zi, di] = [z[i] as Value, d[i] as Value];
        return underLogistic && !(isLogarithmic(form) && isGranted(m, yi))
          ? fromZ(m, form, zi, di)
          : fromY(m, form, yi, di);
      }),
    gradient: (y, d) => y.map((yi, i) => derivative(m, form, yi, d[i] as Value)),
    // y_i - d_i
    oneStep: ({ y }, d) =>
      underLogistic && !(form.fusedBackward === "two-steps" && y.every((yi) => isGranted(m, yi)))
        ? y.map((yi, i) => m.subtract(yi, d[i] as Value))
        : undefined,
  };
}

function isLogarithmic(form: Form): boolean {
  return form.binaryCrossEntropy === "logarithms" || form.binaryCrossEntropy === "log1p";
}

/** Whether a rounded y and 1 - y surely have digits left, in every form of the logistic function. */
function isGranted({ format }: Program, { undisturbed: y }: Value): boolean {
  return Math.min(y, 1 - y) > 4 * (format.primitive + 2 * format.u);
}

/** d · (-ln y), (1 - d) · (-ln(1 - y)), without a factor that is 0. */
function fromY(m: Program, form: Form, y: Value, d: Value): Summand[] {
  const absent = m.subtract(m.one, d);
  const lnOfRest = (): Value =>
    form.binaryCrossEntropy === "log1p" ? m.primitive("log1p", m.negate(y)) : m.primitive("ln", m.subtract(m.one, y));
  const terms: Summand[] = [];
  if (d.undisturbed !== 0) terms.push([d, m.negate(m.primitive("ln", y))]);
  if (absent.undisturbed !== 0) terms.push([absent, m.negate(lnOfRest())]);
  return terms;
}

function fromZ(m: Program, form: Form, z: Value, d: Value): Summand[] {
  const [positive, negative] = z.undisturbed > 0 ? [z, m.negate(z)] : [m.negate(z), z];
  const tail = m.primitive("log1p", m.primitive("exp", negative));
  const above = z.undisturbed > 0 ? positive : m.zero;
  const below = z.undisturbed > 0 ? m.zero : positive;
  const absent = m.subtract(m.one, d);
  switch (form.binaryCrossEntropy) {
    case "softplus-pair": {
      const plain = form.softplus === "plain" && isFiniteExp(m, positive);
      return [
        [d, plain ? lnOnePlusExp(m, m.negate(z)) : m.add(below, tail)],
        [absent, plain ? lnOnePlusExp(m, z) : m.add(above, tail)],
      ];
    }
    case "from-z-complement":
      return [sum(m, form, [[absent, z], below, tail])];
    default:
      return [sum(m, form, [above, [m.negate(d), z], tail])];
  }
}

function lnOnePlusExp(m: Program, x: Value): Value {
  return m.primitive("ln", m.add(m.one, m.primitive("exp", x)));
}

function derivative(m: Program, form: Form, y: Value, d: Value): Value {
  const rest = m.subtract(m.one, y);
  const product = m.multiply(y, rest);
  // Where y has become 0 or 1 the single quotient may be 0/0, and where it underflows it has no digits.
  const single = form.binaryGradient === "one-quotient" && rest.undisturbed !== 0 && isNormal(m, y);
  if (single) return m.divide(m.subtract(y, d), product);
  return m.subtract(m.divide(m.subtract(m.one, d), rest), m.divide(d, y));
}
