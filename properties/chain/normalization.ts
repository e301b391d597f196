/** Layer normalization without its root: what of it a polynomial in z, y, dz and dy can say. */
import { product, type Entry, type Product, type Relation } from "../support/relations.js";

/** D z_i - Σ_j z_j = D (z_i - m), as coefficients of z. */
function centred(z: readonly Entry[], i: number): [number, Entry][] {
  return z.map((zj, j) => [(i === j ? z.length : 0) - 1, zj]);
}

/**
 * layer-normalization (spec/activations.md), squared: (z_i - m)² = y_i² (v + ε), where v = mean(z²) - m²; all times D².
 */
export function normalizedRelation(z: readonly Entry[], y: readonly Entry[], i: number, epsilon: number): Relation {
  const D = z.length;
  const yi = y[i] as Entry;
  const deviation = centred(z, i);
  const squared = deviation.flatMap(([a, za]) => deviation.map(([b, zb]) => product(-a * b, za, zb)));
  const variance = z.flatMap((za, a) => z.map((zb, b) => product((a === b ? D : 0) - 1, za, zb, yi, yi)));
  return { entry: yi, products: [...squared, ...variance, product(D * D * epsilon, yi, yi)] };
}

/**
 * layer-normalization-gradient (spec/activations.md), with (z_i - m) / y_i in the place of the root:
 * dz_i (z_i - m) = y_i (dy_i - mean dy - y_i mean(dy ∘ y)); all times D.
 */
export function normalizedGradient(
  { z, y, dz, dy }: Readonly<Record<"z" | "y" | "dz" | "dy", readonly Entry[]>>,
  i: number,
): Relation {
  const [dzi, yi] = [dz[i] as Entry, y[i] as Entry];
  const left = centred(z, i).map(([c, zj]) => product(c, zj, dzi));
  const plain = centred(dy, i).map(([c, dyj]) => product(-c, yi, dyj));
  const along = dy.map((dyj, j): Product => product(1, yi, yi, dyj, y[j] as Entry));
  return { entry: dzi, products: [...left, ...plain, ...along] };
}
