/** Every admissible form of layer normalization, on model arithmetic. */
import type { Form } from "./forms.js";
import type { LayerForm } from "./layer-forms.js";
import type { Program, Value } from "./program.js";
import { sum, type Summand } from "./sums.js";
import { products } from "./vector-forms.js";

/** What the forward pass leaves to the backward pass. */
interface Normalized {
  readonly z: readonly Value[];
  readonly mean: Value;
  /** z - mean. */
  readonly centred: readonly Value[];
  /** v + ε. */
  readonly variance: Value;
  readonly root: Value;
  /** 1 / root. */
  readonly inverse: Value;
  readonly y: readonly Value[];
}

export function layerNormalization(m: Program, form: Form, epsilon: Value, z: readonly Value[]): LayerForm {
  const { mean, variance: v } = moments(m, form, z);
  const variance = m.add(v, epsilon);
  const root = form.root === "power" ? m.power(variance, 0.5) : m.squareRoot(variance);
  const reciprocal = form.root === "inverse-power" ? m.power(variance, -0.5) : m.divide(m.one, root);
  const centred = z.map((zi) => m.subtract(zi, mean));
  const y = centred.map((c, i) => {
    switch (form.normalized) {
      case "quotient":
        return m.divide(c, root);
      case "product":
        return m.multiply(c, reciprocal);
      case "scaled":
        return sum(m, form, [m.negate(m.multiply(mean, reciprocal)), [z[i] as Value, reciprocal]]);
    }
  });
  const layer = { z, mean, centred, variance, root, inverse: reciprocal, y };
  return { y, backward: (dy) => backward(m, form, layer, dy) };
}

/** Σ / D, or Σ · (1/D). */
function meanOf(m: Program, form: Form, D: number, total: Value): Value {
  const count = m.constant(D);
  return form.mean === "quotient" ? m.divide(total, count) : m.multiply(total, m.divide(m.one, count));
}

function moments(m: Program, form: Form, z: readonly Value[]): { mean: Value; variance: Value } {
  const D = z.length;
  if (form.variance === "running") return running(m, form, z);
  const mean = meanOf(m, form, D, sum(m, form, z));
  if (form.variance === "one-pass") {
    const squares = meanOf(m, form, D, products(m, form, z, z));
    return { mean, variance: m.subtract(squares, m.multiply(mean, mean)) };
  }
  const centred = z.map((zi) => m.subtract(zi, mean));
  return { mean, variance: meanOf(m, form, D, products(m, form, centred, centred)) };
}

/** m_k = m_(k-1) + (z_k - m_(k-1)) / k and M_k = M_(k-1) + (z_k - m_(k-1)) (z_k - m_k). */
function running(m: Program, form: Form, z: readonly Value[]): { mean: Value; variance: Value } {
  let [mean, squares] = [z[0] as Value, m.zero];
  z.slice(1).forEach((zk, position) => {
    const before = m.subtract(zk, mean);
    mean = m.add(mean, meanOf(m, form, position + 2, before));
    squares = sum(m, form, [squares, [before, m.subtract(zk, mean)]]);
  });
  return { mean, variance: meanOf(m, form, z.length, squares) };
}

function backward(m: Program, form: Form, layer: Normalized, dy: readonly Value[]): Value[] {
  switch (form.normalizationBackward) {
    case "short":
      return short(m, form, layer, dy);
    case "sums":
      return fromSums(m, form, layer, dy);
    case "jacobian":
      return throughJacobian(m, form, layer, dy);
    case "stepwise":
      return stepwise(m, form, layer, dy);
  }
}

/** (dy_i - mean(dy) - y_i mean(dy ∘ y)) / s */
function short(m: Program, form: Form, { y, root, inverse }: Normalized, dy: readonly Value[]): Value[] {
  const mean = meanOf(m, form, y.length, sum(m, form, dy));
  const along = meanOf(m, form, y.length, products(m, form, dy, y));
  return y.map((yi, i) => {
    const terms: Summand[] = [dy[i] as Value, m.negate(mean), [m.negate(yi), along]];
    const numerator = sum(m, form, terms);
    return form.normalized === "quotient" ? m.divide(numerator, root) : m.multiply(numerator, inverse);
  });
}

/** (D dy_i - Σ dy - y_i Σ (dy ∘ y)) · (1 / (D s)) */
function fromSums(m: Program, form: Form, { y, root, inverse }: Normalized, dy: readonly Value[]): Value[] {
  const D = m.constant(y.length);
  const [total, along] = [sum(m, form, dy), products(m, form, dy, y)];
  const factor = form.normalized === "quotient" ? m.divide(m.one, m.multiply(D, root)) : m.divide(inverse, D);
  return y.map((yi, i) => {
    const terms: Summand[] = [[D, dy[i] as Value], m.negate(total), [m.negate(yi), along]];
    return m.multiply(sum(m, form, terms), factor);
  });
}

/** Σ_j dy_j (δ_ij - 1/D - y_i y_j / D) / s */
function throughJacobian(m: Program, form: Form, { y, root, inverse }: Normalized, dy: readonly Value[]): Value[] {
  const D = y.length;
  const share = m.divide(m.one, m.constant(D));
  return y.map((yi, i) => {
    const row = y.map((yj, j) => {
      const constant = i === j ? m.subtract(m.one, share) : m.negate(share);
      const slope = m.subtract(constant, meanOf(m, form, D, m.multiply(yi, yj)));
      return form.normalized === "quotient" ? m.divide(slope, root) : m.multiply(slope, inverse);
    });
    return products(m, form, row, dy);
  });
}

/** Through variance and mean, as the chain rule writes itself down. */
function stepwise(m: Program, form: Form, layer: Normalized, dy: readonly Value[]): Value[] {
  const { z, mean, centred, inverse } = layer;
  const D = z.length;
  // dv = -½ Σ dy_j (z_j - m) (v + ε)^-(3/2)
  const dv = m.scale(m.multiply(products(m, form, dy, centred), inverseCube(m, form, layer)), -0.5);
  const direct = dy.map((d) => m.multiply(d, inverse));
  const squares = form.variance === "one-pass" ? z : centred;
  const through = squares.map((c) => meanOf(m, form, D, m.multiply(dv, m.scale(c, 2))));
  if (form.variance === "one-pass") {
    const dm = sum(m, form, [m.negate(sum(m, form, direct)), [m.negate(dv), m.scale(mean, 2)]]);
    return direct.map((d, i) => sum(m, form, [d, through[i] as Value, meanOf(m, form, D, dm)]));
  }
  if (form.mean === "quotient") {
    const dc = direct.map((d, i) => m.add(d, through[i] as Value));
    const dm = meanOf(m, form, D, sum(m, form, dc));
    return dc.map((d) => m.subtract(d, dm));
  }
  const ofCentre = meanOf(m, form, D, m.scale(sum(m, form, centred), -2));
  const dm = sum(m, form, [m.negate(sum(m, form, direct)), [dv, ofCentre]]);
  return direct.map((d, i) => sum(m, form, [d, through[i] as Value, meanOf(m, form, D, dm)]));
}

/** (v + ε)^-(3/2) */
function inverseCube(m: Program, form: Form, { variance, root, inverse }: Normalized): Value {
  switch (form.root) {
    case "inverse-power":
      return m.power(variance, -1.5);
    case "power":
      return m.multiply(inverse, m.multiply(inverse, inverse));
    case "root":
      return m.divide(m.one, m.multiply(root, m.multiply(root, root)));
  }
}
