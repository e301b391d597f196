/** Every admissible form of every loss, on model arithmetic. */
import { layerOf, depth, type Arithmetic, type Case, type Conventions } from "../../model/index.js";
import { negativeLog } from "./activation-forms.js";
import { isNormal } from "./bounds.js";
import { binaryCrossEntropy } from "./binary-forms.js";
import type { Form } from "./forms.js";
import { isNormalSum, softmaxNegativeLog, targetShares, targetSum } from "./negative-log-forms.js";
import type { Program, Value } from "./program.js";
import { sum, type Summand } from "./sums.js";

/** What the last layer computed for one example. */
export interface Top {
  readonly z: readonly Value[];
  readonly y: readonly Value[];
}

/** A loss as one implementation writes it. */
export interface LossForm {
  /** The terms of Div, as they are summed. */
  terms(top: Top, d: readonly Value[]): Summand[];
  /** dDiv/dY. */
  gradient(y: readonly Value[], d: readonly Value[]): Value[];
  /** dDiv/dz of the last layer; undefined where it comes through dY. */
  oneStep(top: Top, d: readonly Value[]): Value[] | undefined;
}

export function lossForm(m: Program, form: Form, { network, loss }: Case, conventions: Conventions): LossForm {
  const activation = layerOf(network, depth(network)).activation.name;
  switch (loss.name) {
    case "squared-error":
      return squaredError(m, conventions);
    case "cross-entropy":
      return crossEntropy(m, form, activation === "softmax");
    case "negative-log-of-sum":
      return negativeLogOfSum(m, form, activation === "softmax");
    case "binary-cross-entropy":
      return binaryCrossEntropy(m, form, activation === "logistic");
    case "multiclass-hinge":
      return multiclassHinge(m, form);
    case "own":
      return {
        terms: ({ y }, d) => [loss.value(arithmeticOf(m), y, d)],
        gradient: (y, d) => [...loss.gradient(arithmeticOf(m), y, d)],
        oneStep: () => undefined,
      };
  }
}

/** The operations in which own formulas are written, on model arithmetic. */
export function arithmeticOf(m: Program): Arithmetic<Value> {
  return {
    constant: (x) => m.given(x),
    negate: (a) => m.negate(a),
    add: (a, b) => m.add(a, b),
    subtract: (a, b) => m.subtract(a, b),
    multiply: (a, b) => m.multiply(a, b),
    divide: (a, b) => m.divide(a, b),
    exp: (a) => m.primitive("exp", a),
    ln: (a) => m.primitive("ln", a),
    squareRoot: (a) => m.squareRoot(a),
  };
}

function squaredError(m: Program, { squaredError: factor }: Conventions): LossForm {
  return {
    terms: ({ y }, d) =>
      y.map((yi, i) => {
        const r = m.subtract(yi, d[i] as Value);
        return [r, r] as const;
      }),
    gradient: (y, d) => y.map((yi, i) => m.scale(m.subtract(yi, d[i] as Value), factor === "half" ? 1 : 2)),
    oneStep: () => undefined,
  };
}

function crossEntropy(m: Program, form: Form, underSoftmax: boolean): LossForm {
  return {
    terms: ({ z, y }, d) =>
      y.flatMap((yi, i): Summand[] => {
        const di = d[i] as Value;
        if (di.undisturbed === 0) return [];
        return [[di, underSoftmax ? negativeLog(m, form, z, y, i) : m.negate(m.primitive("ln", yi))]];
      }),
    gradient: (y, d) => y.map((yi, i) => m.negate(m.divide(d[i] as Value, yi))),
    // y_i Σ d_m - d_i
    oneStep: ({ y }, d) => {
      const steps = form.fusedBackward === "two-steps" && y.every((yi) => isNormal(m, yi));
      if (!underSoftmax || steps) return undefined;
      const total = sum(m, form, d);
      return y.map((yi, i) => m.subtract(m.multiply(total, yi), d[i] as Value));
    },
  };
}

function negativeLogOfSum(m: Program, form: Form, underSoftmax: boolean): LossForm {
  return {
    terms: ({ z, y }, d) => [
      underSoftmax ? softmaxNegativeLog(m, form, z, y, d) : m.negate(m.primitive("ln", targetSum(m, form, y, d))),
    ],
    gradient: (y, d) => {
      const s = targetSum(m, form, y, d);
      return d.map((di) => m.negate(m.divide(di, s)));
    },
    // p_i - q_i
    oneStep: ({ z, y }, d) => {
      if (!underSoftmax || (form.fusedBackward === "two-steps" && isNormalSum(m, y, d))) return undefined;
      const q = targetShares(m, form, z, y, d);
      return y.map((yi, i) => m.subtract(yi, q[i] as Value));
    },
  };
}

function multiclassHinge(m: Program, form: Form): LossForm {
  const margins = (y: readonly Value[], d: readonly Value[]): (Value | undefined)[] => {
    const c = d.findIndex(({ undisturbed }) => undisturbed === 1);
    const minus = m.negate(y[c] as Value);
    return y.map((yj, j) => {
      if (j === c) return undefined;
      return sum(m, form, form.margin === "scores-first" ? [yj, minus, m.one] : [yj, m.one, minus]);
    });
  };
  const isWithin = (margin: Value | undefined): margin is Value => margin !== undefined && margin.undisturbed > 0;
  return {
    terms: ({ y }, d) => margins(y, d).filter(isWithin),
    gradient: (y, d) => {
      const within = margins(y, d).map(isWithin);
      const count = m.constant(within.filter(Boolean).length);
      return d.map(({ undisturbed }, j) => (undisturbed === 1 ? m.negate(count) : within[j] === true ? m.one : m.zero));
    },
    oneStep: () => undefined,
  };
}
