/** -ln Σ d_i p_i of a softmax, and the shares d_i p_i / Σ d p, on model arithmetic. */
import { isNormal, isNormalExp, needsNoShift } from "./bounds.js";
import type { Form } from "./forms.js";
import type { Program, Value } from "./program.js";
import { sum, type Summand } from "./sums.js";

/** Σ d_i y_i over the entries with d_i ≠ 0. */
export function targetSum(m: Program, form: Form, y: readonly Value[], d: readonly Value[]): Value {
  return sum(m, form, weighted(y, d));
}

function weighted(y: readonly Value[], d: readonly Value[]): Summand[] {
  return d.flatMap((di, i): Summand[] => (di.undisturbed === 0 ? [] : [[di, y[i] as Value]]));
}

function highestOf(z: readonly Value[]): Value {
  return z.reduce((a, b) => (b.undisturbed > a.undisturbed ? b : a));
}

function targetsAmong(z: readonly Value[], d: readonly Value[]): Value[] {
  return z.filter((_, i) => d[i]?.undisturbed !== 0);
}

/** e^(z_j - shift). */
function exponentials(m: Program, z: readonly Value[], shift: Value): Value[] {
  return z.map((zj) => m.primitive("exp", m.subtract(zj, shift)));
}

/** -ln Σ d_i p_i, from z or from p. */
export function softmaxNegativeLog(
  m: Program,
  form: Form,
  z: readonly Value[],
  p: readonly Value[],
  d: readonly Value[],
): Value {
  const [highest, highestTarget] = [highestOf(z), highestOf(targetsAmong(z, d))];
  const ln = (x: Value): Value => m.primitive("ln", x);
  const whole = (shift: Value): Value => ln(sum(m, form, exponentials(m, z, shift)));
  const part = (of: readonly Value[], shift: Value): Value => ln(targetSum(m, form, exponentials(m, of, shift), d));
  switch (safeForm(m, form, z, p, d)) {
    case "log-of-sum":
      return m.negate(ln(targetSum(m, form, p, d)));
    case "apart":
      return sum(m, form, [m.subtract(highest, highestTarget), whole(highest), m.negate(part(z, highestTarget))]);
    case "together":
      return m.subtract(whole(highest), part(z, highest));
    case "log-sum-exps":
      return m.subtract(whole(m.zero), part(z, m.zero));
    case "guarded-log-sum-exps":
      return m.subtract(m.add(highest, whole(highest)), m.add(highestTarget, part(z, highestTarget)));
    case "log-softmax": {
      const lnS = whole(highest);
      const lnP = z.map((zj) => m.subtract(m.subtract(zj, highest), lnS));
      const shift = highestOf(targetsAmong(lnP, d));
      return m.negate(m.add(shift, part(lnP, shift)));
    }
  }
}

/** The form, or the one that neither overflows nor underflows. */
function safeForm(
  m: Program,
  { negativeLogOfSum: form }: Form,
  z: readonly Value[],
  p: readonly Value[],
  d: readonly Value[],
): Form["negativeLogOfSum"] {
  switch (form) {
    case "log-of-sum":
      return isNormalSum(m, p, d) ? form : "apart";
    case "together": {
      const gap = m.subtract(highestOf(targetsAmong(z, d)), highestOf(z));
      return isNormalExp(m, gap) ? form : "apart";
    }
    case "log-sum-exps":
      return needsNoShift(m, z) && needsNoShift(m, targetsAmong(z, d)) ? form : "apart";
    default:
      return form;
  }
}

/** Whether some term of Σ d_i p_i surely does not underflow. */
export function isNormalSum(m: Program, p: readonly Value[], d: readonly Value[]): boolean {
  return p.some((pi, i) => d[i]?.undisturbed !== 0 && isNormal(m, pi));
}

/** q_i = d_i p_i / Σ d_m p_m, as a softmax over the targets or from p. */
export function targetShares(
  m: Program,
  form: Form,
  z: readonly Value[],
  p: readonly Value[],
  d: readonly Value[],
): Value[] {
  const from =
    form.targetShare === "logits" || !isNormalSum(m, p, d) ? exponentials(m, z, highestOf(targetsAmong(z, d))) : p;
  const parts = d.map((di, i) => m.multiply(di, from[i] as Value));
  const total = sum(m, form, parts);
  return parts.map((part) => m.divide(part, total));
}
