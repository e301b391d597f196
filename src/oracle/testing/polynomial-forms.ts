/** Every admissible form of the polynomial activation, on model arithmetic. */
import type { Form } from "./forms.js";
import type { LayerForm } from "./layer-forms.js";
import type { Program, Value } from "./program.js";
import { sum, type Summand } from "./sums.js";
import { products } from "./vector-forms.js";

/** c · Π_i z_i^powers[i], as the implementation holds it. */
export interface HeldMonomial {
  readonly coefficient: Value;
  readonly powers: readonly number[];
}

type Outputs = readonly (readonly HeldMonomial[])[];

export function polynomial(m: Program, form: Form, outputs: Outputs, z: readonly Value[]): LayerForm {
  return {
    y: outputs.map((monomials) =>
      sum(
        m,
        form,
        monomials.map((monomial) => product(m, form, factorsOf(m, form, monomial, z))),
      ),
    ),
    backward: (dy) => z.map((_, i) => gradient(m, form, outputs, z, dy, i)),
  };
}

/** dz_i = Σ_j dy_j J_ji, with J_ji summed first, or as one running total of which dy_j is a factor. */
function gradient(
  m: Program,
  form: Form,
  outputs: Outputs,
  z: readonly Value[],
  dy: readonly Value[],
  i: number,
): Value {
  const slopes = outputs.map((monomials) => monomials.flatMap((monomial) => slope(m, form, monomial, z, i)));
  if (form.polynomialBackward === "jacobian") {
    const row = slopes.map((terms) =>
      sum(
        m,
        form,
        terms.map((factors) => product(m, form, factors)),
      ),
    );
    return products(m, form, row, dy);
  }
  const running = slopes.flatMap((terms, j) =>
    terms.map((factors): Summand => {
      const above = dy[j] as Value;
      return form.factors === "coefficient-first"
        ? [product(m, form, factors), above]
        : product(m, form, [above, ...factors]);
    }),
  );
  return sum(m, form, running);
}

/** The factors of ∂/∂z_i of the monomial; none when z_i is not in it. */
function slope(m: Program, form: Form, monomial: HeldMonomial, z: readonly Value[], i: number): [] | [Value[]] {
  const power = monomial.powers[i] as number;
  if (power === 0) return [];
  const powers = monomial.powers.map((p, l) => (l === i ? p - 1 : p));
  return [[m.constant(power), ...factorsOf(m, form, { ...monomial, powers }, z)]];
}

function factorsOf(m: Program, form: Form, { coefficient, powers }: HeldMonomial, z: readonly Value[]): Value[] {
  return [coefficient, ...powers.flatMap((power, i) => powerFactors(m, form, z[i] as Value, power))];
}

/** z^power, as one factor or as several. */
function powerFactors(m: Program, form: Form, z: Value, power: number): Value[] {
  if (power < 2 || form.powers === "repeated") return Array.from({ length: power }, () => z);
  return [form.powers === "library" ? m.power(z, power) : squared(m, z, power)];
}

/** By squaring. */
function squared(m: Program, z: Value, power: number): Value {
  if (power === 1) return z;
  const half = squared(m, z, Math.floor(power / 2));
  const square = m.multiply(half, half);
  return power % 2 === 0 ? square : m.multiply(square, z);
}

function product(m: Program, form: Form, factors: readonly Value[]): Value {
  const ordered = form.factors === "coefficient-first" ? factors : [...factors].reverse();
  return ordered.reduce((a, b) => m.multiply(a, b), m.one);
}
