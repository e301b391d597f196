import { layerOf, depth, type Activation, type Case, type Conventions, type Place } from "../../model/index.js";

/** The number n / 2^e, exactly: what sums and products of doubles are before rounding. */
export interface Dyadic {
  readonly n: bigint;
  readonly e: bigint;
}

/** A finite double as the dyadic number that it is. */
export function exactly(x: number): Dyadic {
  let e = 0n;
  for (; !Number.isInteger(x); e++) x *= 2;
  return { n: BigInt(x), e };
}

const add = (a: Dyadic, b: Dyadic): Dyadic => (a.e < b.e ? add(b, a) : { n: a.n + (b.n << (a.e - b.e)), e: a.e });
const times = (a: Dyadic, b: Dyadic): Dyadic => ({ n: a.n * b.n, e: a.e + b.e });
const negated = (a: Dyadic): Dyadic => ({ n: -a.n, e: a.e });
const square = (a: Dyadic): Dyadic => times(a, a);
const sum = (terms: readonly Dyadic[]): Dyadic => terms.reduce(add, exactly(0));

/**
 * The double that is the dyadic number.
 *
 * @throws RangeError when no double is.
 */
export function toDouble({ n, e }: Dyadic): number {
  let [numerator, exponent] = [n, e];
  while (numerator !== 0n && numerator % 2n === 0n) [numerator, exponent] = [numerator / 2n, exponent - 1n];
  if (numerator > 2n ** 53n || numerator < -(2n ** 53n)) throw new RangeError(`no double is ${n} / 2^${e}`);
  return Number(numerator) * 2 ** -Number(exponent);
}

/** h, so small that no pre-activation of a dyadic case changes its sign on the way from -h to h. */
const step: Dyadic = { n: 1n, e: 80n };

/**
 * The loss of a case in exact arithmetic, straight from the definitions: y = f(W x + b), layer by layer.
 *
 * For identity, relu, leaky-relu and absolute-value, squared error, and a batch of 1, 2 or 4.
 *
 * @param place - the entry, named by the quantity of its gradient, that is moved by `offset`.
 */
export function exactLoss(
  question: Case,
  conventions: Conventions,
  place?: Place,
  offset: Dyadic = exactly(0),
): Dyadic {
  const { network, batch, regularizer } = question;
  const moved = (value: Dyadic, quantity: Place["quantity"], layer: number | undefined, ...index: number[]): Dyadic => {
    const here = place?.quantity === quantity && place.layer === layer && place.index.join() === index.join();
    return here ? add(value, offset) : value;
  };
  const W = network.layers.map(({ weights }, l) =>
    weights.map((row, j) => row.map((w, i) => moved(exactly(w), "gradients.weights", l + 1, j + 1, i + 1))),
  );
  const errors = batch.inputs.map((x, t) => {
    let y = x.map((value, i) => moved(exactly(value), "gradients.inputs", undefined, t + 1, i + 1));
    for (let k = 1; k <= depth(network); k++) {
      const { biases, activation } = layerOf(network, k);
      y = biases.map((b, j) => {
        const bias = moved(exactly(b), "gradients.biases", k, j + 1);
        const affine = add(sum(W[k - 1][j].map((w, i) => times(w, y[i]))), bias);
        const z = moved(affine, "gradients.preactivations", k, t + 1, j + 1);
        return moved(exactActivation(activation, z), "gradients.activations", k, t + 1, j + 1);
      });
    }
    return sum(y.map((value, i) => square(add(value, exactly(-batch.targets[t][i])))));
  });
  const half = (form: "half" | "full"): Dyadic => exactly(form === "half" ? 0.5 : 1);
  const share = exactly(conventions.reduction === "mean" ? 1 / batch.inputs.length : 1);
  const penalty = times(exactly(regularizer?.lambda ?? 0), sum(W.flat(2).map(square)));
  return add(times(times(share, half(conventions.squaredError)), sum(errors)), times(half(conventions.l2), penalty));
}

function exactActivation(f: Activation, z: Dyadic): Dyadic {
  if (f.name === "identity" || z.n > 0n) return z;
  if (z.n === 0n) throw new RangeError("a pre-activation is at a kink");
  if (f.name === "relu") return exactly(0);
  if (f.name === "leaky-relu") return times(exactly(f.slope), z);
  if (f.name === "absolute-value") return negated(z);
  throw new RangeError(`${f.name} is not piecewise linear`);
}

/**
 * central-difference (spec/numerics.md): (L(p + h) - L(p - h)) / 2h, which for a loss that is quadratic in every single
 * parameter is its derivative, with no remainder.
 */
export function exactDerivative(question: Case, conventions: Conventions, place: Place): number {
  const above = exactLoss(question, conventions, place, step);
  const below = exactLoss(question, conventions, place, negated(step));
  const difference = add(above, negated(below));
  return toDouble({ n: difference.n, e: difference.e - step.e + 1n });
}

/** Whether no pre-activation of the case is at a kink. */
export function isSmooth(question: Case, conventions: Conventions): boolean {
  try {
    exactLoss(question, conventions);
    return true;
  } catch {
    return false;
  }
}
