import { doubles, ShapeError, type OwnActivation, type OwnDivergence } from "../model/index.js";

/**
 * y^(k) of a user's own activation.
 *
 * own-activation (spec/activations.md; 000 L643-659, L761-762):  y = f(z), as the user writes it
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 * @returns y^(k). Shape [M(k) + 1], position 0 unused.
 * @throws ShapeError when the user's function returns another number of outputs than it announces.
 */
export function ownActivation(f: OwnActivation, z: readonly number[]): number[] {
  const D = z.length - 1;
  return extended(f, "value", f.value(doubles, z.slice(1)), f.outputs?.(D) ?? D);
}

/**
 * dDiv/dz^(k) of a user's own activation.
 *
 * own-activation (spec/activations.md; 000 L755-762):  dz = J^T dy, as the user writes it
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused; so are `dy`, which is dDiv/dy^(k), of shape [M(k) + 1], and the result, of
 * the shape of z.
 * @throws ShapeError when the user's function returns another shape.
 */
export function ownActivationGradient(f: OwnActivation, z: readonly number[], dy: readonly number[]): number[] {
  return extended(f, "gradient", f.gradient(doubles, z.slice(1), dy.slice(1)), z.length - 1);
}

/**
 * A user's own divergence of one example.
 *
 * own-divergence (spec/losses.md; 000 L6-8):  Div(Y, d), as the user writes it
 *
 * @param y - y^(N). Shape [M(N) + 1], position 0 unused; so is `d`, the target.
 */
export function ownDivergence(loss: OwnDivergence, y: readonly number[], d: readonly number[]): number {
  return loss.value(doubles, y.slice(1), d.slice(1));
}

/**
 * dDiv/dy^(N) of a user's own divergence.
 *
 * own-divergence (spec/losses.md; 000 L331-334):  dDiv/dY, as the user writes it
 *
 * @param y - y^(N). Shape [M(N) + 1], position 0 unused; so are `d`, the target, and the result.
 * @throws ShapeError when the user's function returns another shape.
 */
export function ownDivergenceGradient(loss: OwnDivergence, y: readonly number[], d: readonly number[]): number[] {
  return extended(loss, "gradient", loss.gradient(doubles, y.slice(1), d.slice(1)), y.length - 1);
}

/** What a user's function returned, with the unused position 0 before it. */
function extended({ id }: { id: string }, part: string, returned: readonly number[], length: number): number[] {
  if (returned.length !== length) {
    throw new ShapeError({ what: `${part} of ${id}`, expected: `[${length}]`, got: `[${returned.length}]` });
  }
  return [NaN, ...returned];
}
