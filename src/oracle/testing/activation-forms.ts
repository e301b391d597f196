/** Every admissible form of every activation and its derivative, on model arithmetic. */
import type { Conventions, ScalarActivation } from "../../model/index.js";
import { isFiniteExp, isNormal, needsNoShift } from "./bounds.js";
import type { Form } from "./forms.js";
import type { Program, Value } from "./program.js";
import { sum } from "./sums.js";

/** y = f(z), and dz from dy. */
export interface Unit {
  readonly y: Value;
  backward(dy: Value): Value;
}

/** @param left - the slope of a leaky relu for z < 0, as the implementation holds it. */
export function activate(
  m: Program,
  form: Form,
  name: ScalarActivation["name"],
  z: Value,
  left: Value,
  { derivativeAtKink: kinks, unitStepAtZero }: Conventions,
): Unit {
  switch (name) {
    case "identity":
      return { y: z, backward: (dy) => dy };
    case "logistic": {
      const y = logistic(m, form.logistic, z);
      return smooth(
        m,
        y,
        form.logisticSlope === "from-y" ? () => m.multiply(y, m.subtract(m.one, y)) : () => decayForm(m, 1, z),
      );
    }
    case "tanh": {
      const y = tanh(m, form.tanh, z);
      return smooth(m, y, () => tanhSlope(m, form.tanhSlope, y, z));
    }
    case "softplus": {
      const y = softplus(m, form.softplus, z);
      return smooth(m, y, () => softplusSlope(m, form.softplusSlope, y, z));
    }
    case "relu":
      return kinked(m, z, m.zero, m.constant(kinks.relu as number));
    case "absolute-value":
      return kinked(m, z, m.constant(-1), m.constant(kinks["absolute-value"] as number));
    case "leaky-relu":
      return kinked(m, z, left, left);
    case "unit-step": {
      const atZero = unitStepAtZero === "any" ? 1 : unitStepAtZero;
      return { y: m.constant(z.undisturbed === 0 ? atZero : Number(z.undisturbed > 0)), backward: () => m.zero };
    }
  }
}

function smooth(m: Program, y: Value, slope: () => Value): Unit {
  return { y, backward: (dy) => m.multiply(slope(), dy) };
}

function kinked(m: Program, z: Value, left: Value, atZero: Value): Unit {
  const slope = z.undisturbed > 0 ? m.one : z.undisturbed < 0 ? left : atZero;
  return { y: m.multiply(slope, z), backward: (dy) => m.multiply(slope, dy) };
}

/** -|z| */
function negativeMagnitude(m: Program, z: Value): Value {
  return z.undisturbed < 0 ? z : m.negate(z);
}

function magnitudeOf(m: Program, z: Value): Value {
  return z.undisturbed < 0 ? m.negate(z) : z;
}

function logistic(m: Program, form: Form["logistic"], z: Value): Value {
  switch (form) {
    case "negative-exp":
      return m.divide(m.one, m.add(m.one, m.primitive("exp", m.negate(z))));
    case "positive-exp": {
      if (!isFiniteExp(m, z)) return logistic(m, "negative-exp", z);
      const e = m.primitive("exp", z);
      return m.divide(e, m.add(m.one, e));
    }
    case "tanh":
      return m.scale(m.add(m.one, m.primitive("tanh", m.scale(z, 0.5))), 0.5);
  }
}

/** factor · E / (1 + E)² with E = e^-|z|. */
function decayForm(m: Program, factor: 1 | 4, z: Value): Value {
  const E = m.primitive("exp", negativeMagnitude(m, z));
  const onePlusE = m.add(m.one, E);
  return m.divide(m.scale(E, factor), m.multiply(onePlusE, onePlusE));
}

function tanh(m: Program, form: Form["tanh"], z: Value): Value {
  const fits = isFiniteExp(m, magnitudeOf(m, m.scale(z, 2)));
  switch (fits ? form : guarded(form)) {
    case "primitive":
      return m.primitive("tanh", z);
    case "decay": {
      const E = m.primitive("exp", m.scale(negativeMagnitude(m, z), 2));
      return m.scale(m.divide(m.subtract(m.one, E), m.add(m.one, E)), Math.sign(z.undisturbed));
    }
    case "two-exponentials": {
      const [up, down] = [m.primitive("exp", z), m.primitive("exp", m.negate(z))];
      return m.divide(m.subtract(up, down), m.add(up, down));
    }
    case "expm1": {
      const e = m.primitive("expm1", m.scale(z, 2));
      return m.divide(e, m.add(e, m.constant(2)));
    }
  }
}

/** The form that does not overflow. */
function guarded(form: Form["tanh"]): Form["tanh"] {
  return form === "primitive" ? form : "decay";
}

function tanhSlope(m: Program, form: Form["tanhSlope"], y: Value, z: Value): Value {
  switch (form) {
    case "square":
      return m.subtract(m.one, m.multiply(y, y));
    case "factored":
      return m.multiply(m.subtract(m.one, y), m.add(m.one, y));
    case "decay":
      return decayForm(m, 4, m.scale(z, 2));
  }
}

function softplus(m: Program, form: Form["softplus"], z: Value): Value {
  if (form === "plain" && isFiniteExp(m, z)) return m.primitive("ln", m.add(m.one, m.primitive("exp", z)));
  const tail = m.primitive("log1p", m.primitive("exp", negativeMagnitude(m, z)));
  return m.add(z.undisturbed > 0 ? z : m.zero, tail);
}

function softplusSlope(m: Program, form: Form["softplusSlope"], y: Value, z: Value): Value {
  switch (form) {
    case "from-y":
      return m.subtract(m.one, m.primitive("exp", m.negate(y)));
    case "expm1-of-y":
      return m.negate(m.primitive("expm1", m.negate(y)));
    default:
      return logistic(m, form, z);
  }
}

function highestOf(z: readonly Value[]): Value {
  return z.reduce((a, b) => (b.undisturbed > a.undisturbed ? b : a));
}

/** e^(z_j - shift) for every j. */
function exponentials(m: Program, z: readonly Value[], shift: Value): Value[] {
  return z.map((zj) => m.primitive("exp", zj === shift ? m.zero : m.subtract(zj, shift)));
}

/** p = softmax(z). */
export function softmax(m: Program, form: Form, z: readonly Value[]): Value[] {
  const terms = exponentials(m, z, form.softmax === "plain" && needsNoShift(m, z) ? m.zero : highestOf(z));
  const total = sum(m, form, terms);
  if (form.softmax !== "shifted-reciprocal") return terms.map((term) => m.divide(term, total));
  const reciprocal = m.divide(m.one, total);
  return terms.map((term) => m.multiply(term, reciprocal));
}

/** dz_i = Σ_j dy_j y_j (δ_ij - y_i), or y_i (dy_i - Σ_j dy_j y_j). */
export function softmaxBackward(m: Program, form: Form, y: readonly Value[], dy: readonly Value[]): Value[] {
  if (form.softmaxBackward === "short") {
    const weighted = sum(
      m,
      form,
      dy.map((d, j) => [d, y[j] as Value] as const),
    );
    return y.map((yi, i) => m.multiply(yi, m.subtract(dy[i] as Value, weighted)));
  }
  return y.map((yi, i) => {
    const row = y.map((yj, j) => (i === j ? m.multiply(yi, m.subtract(m.one, yi)) : m.negate(m.multiply(yj, yi))));
    return sum(
      m,
      form,
      row.map((jacobian, j) => [jacobian, dy[j] as Value] as const),
    );
  });
}

/** -ln p_k, from z or from p. */
export function negativeLog(m: Program, form: Form, z: readonly Value[], p: readonly Value[], k: number): Value {
  const highest = highestOf(z);
  const zk = z[k] as Value;
  const logOfSum = (shift: Value): Value => m.primitive("ln", sum(m, form, exponentials(m, z, shift)));
  switch (safeForm(m, form.crossEntropy, z, p[k] as Value)) {
    case "log-of-p":
      return m.negate(m.primitive("ln", p[k] as Value));
    case "shifted":
      return m.add(zk === highest ? m.zero : m.subtract(highest, zk), logOfSum(highest));
    case "guarded-log-sum-exp":
      return m.subtract(m.add(highest, logOfSum(highest)), zk);
    case "log-sum-exp":
      return m.subtract(logOfSum(m.zero), zk);
  }
}

/** The form, or the one that neither overflows nor underflows. */
function safeForm(m: Program, form: Form["crossEntropy"], z: readonly Value[], pk: Value): Form["crossEntropy"] {
  const fails = (form === "log-of-p" && !isNormal(m, pk)) || (form === "log-sum-exp" && !needsNoShift(m, z));
  return fails ? "shifted" : form;
}
