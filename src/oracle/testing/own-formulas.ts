/** Functions as a user might write them, with every operation that there is. */
import type { Arithmetic, OwnActivation, OwnDivergence } from "../../model/index.js";

function total<N>(a: Arithmetic<N>, terms: readonly N[]): N {
  return terms.reduce((sum, term) => a.add(sum, term));
}

/** Σ √(1 + (y - d)²) - 1 */
export const pseudoHuber: OwnDivergence = {
  name: "own",
  id: "pseudo-huber",
  value: (a, y, d) =>
    total(
      a,
      y.map((yi, i) => a.subtract(hypotenuse(a, a.subtract(yi, d[i])), a.constant(1))),
    ),
  gradient: (a, y, d) =>
    y.map((yi, i) => {
      const r = a.subtract(yi, d[i]);
      return a.divide(r, hypotenuse(a, r));
    }),
};

/** √(1 + r²) */
function hypotenuse<N>(a: Arithmetic<N>, r: N): N {
  return a.squareRoot(a.add(a.constant(1), a.multiply(r, r)));
}

/** Σ ln((e^r + e^-r) / 2), r = y - d */
export const logCosh: OwnDivergence = {
  name: "own",
  id: "log-cosh",
  value: (a, y, d) =>
    total(
      a,
      y.map((yi, i) => {
        const [up, down] = exponentials(a, a.subtract(yi, d[i]));
        return a.ln(a.divide(a.add(up, down), a.constant(2)));
      }),
    ),
  gradient: (a, y, d) =>
    y.map((yi, i) => {
      const [up, down] = exponentials(a, a.subtract(yi, d[i]));
      return a.divide(a.subtract(up, down), a.add(up, down));
    }),
};

/** e^r and e^-r */
function exponentials<N>(a: Arithmetic<N>, r: N): [N, N] {
  return [a.exp(r), a.exp(a.negate(r))];
}

/** y = z / (1 + e^-z) */
export const swish: OwnActivation = {
  name: "own",
  id: "swish",
  value: (a, z) => z.map((zi) => a.divide(zi, onePlusDecay(a, zi))),
  gradient: (a, z, dy) =>
    z.map((zi, i) => {
      // f' = (1 + z (1 - s)) s with s = 1 / (1 + e^-z)
      const s = a.divide(a.constant(1), onePlusDecay(a, zi));
      const inner = a.add(a.constant(1), a.multiply(zi, a.subtract(a.constant(1), s)));
      return a.multiply(dy[i], a.multiply(inner, s));
    }),
};

function onePlusDecay<N>(a: Arithmetic<N>, z: N): N {
  return a.add(a.constant(1), a.exp(a.negate(z)));
}

/** y_j = z_j / √(1 + Σ z²): every output depends on every z. */
export const direction: OwnActivation = {
  name: "own",
  id: "direction",
  value(a, z) {
    const length = lengthOf(a, z);
    return z.map((zi) => a.divide(zi, length));
  },
  gradient(a, z, dy) {
    // dz_i = (dy_i - y_i Σ_j y_j dy_j) / length
    const length = lengthOf(a, z);
    const y = z.map((zi) => a.divide(zi, length));
    const along = total(
      a,
      y.map((yj, j) => a.multiply(yj, dy[j])),
    );
    return y.map((yi, i) => a.divide(a.subtract(dy[i], a.multiply(yi, along)), length));
  },
};

function lengthOf<N>(a: Arithmetic<N>, z: readonly N[]): N {
  return a.squareRoot(total(a, [a.constant(1), ...z.map((zi) => a.multiply(zi, zi))]));
}
