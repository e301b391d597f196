import {
  depth,
  isScalar,
  layerOf,
  type Activation,
  type Arithmetic,
  type Case,
  type Conventions,
  type Loss,
  type Place,
  type ScalarActivation,
} from "../../model/index.js";

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
const product = (factors: readonly Dyadic[]): Dyadic => factors.reduce(times, exactly(1));
const subtract = (a: Dyadic, b: Dyadic): Dyadic => add(a, negated(b));

/** A user's formulas over dyadic numbers, as far as the results are. */
const dyadics: Arithmetic<Dyadic> = {
  constant: exactly,
  negate: negated,
  add,
  subtract,
  multiply: times,
  divide: notDyadic,
  exp: notDyadic,
  ln: notDyadic,
  squareRoot: notDyadic,
};

function notDyadic(): never {
  throw new RangeError("the result need not be a dyadic number");
}

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

/** h, so small that no pre-activation, difference of pieces or margin of a dyadic case changes its sign on the way from -h to h. */
const step: Dyadic = { n: 1n, e: 80n };

/**
 * The loss of a case in exact arithmetic, straight from the definitions: y = f(W x + b), layer by layer.
 *
 * For activations and losses made of sums, products and choices, and a batch of 1, 2 or 4.
 *
 * @throws RangeError when a choice is at a tie, or the network has something else.
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
      const z = biases.map((b, j) => {
        const bias = moved(exactly(b), "gradients.biases", k, j + 1);
        const affine = add(sum(W[k - 1][j].map((w, i) => times(w, y[i]))), bias);
        return moved(affine, "gradients.preactivations", k, t + 1, j + 1);
      });
      y = exactActivation(activation, z).map((yj, j) => moved(yj, "gradients.activations", k, t + 1, j + 1));
    }
    return exactDivergence(question.loss, conventions, y, batch.targets[t].map(exactly));
  });
  const share = exactly(conventions.reduction === "mean" ? 1 / batch.inputs.length : 1);
  const penalty = times(exactly(regularizer?.lambda ?? 0), sum(W.flat(2).map(square)));
  return add(times(share, sum(errors)), times(half(conventions.l2), penalty));
}

const half = (form: "half" | "full"): Dyadic => exactly(form === "half" ? 0.5 : 1);

function exactDivergence(loss: Loss, conventions: Conventions, y: readonly Dyadic[], d: readonly Dyadic[]): Dyadic {
  if (loss.name === "own") return loss.value(dyadics, y, d);
  if (loss.name === "squared-error")
    return times(half(conventions.squaredError), sum(y.map((yi, i) => square(subtract(yi, d[i])))));
  if (loss.name === "multiclass-hinge") {
    const c = d.findIndex(({ n }) => n !== 0n);
    const others = y.filter((_, j) => j !== c);
    return sum(others.map((yj) => max([add(subtract(yj, y[c]), exactly(1)), exactly(0)])));
  }
  throw new RangeError(`${loss.name} is not made of sums, products and choices`);
}

function exactActivation(f: Activation, z: readonly Dyadic[]): readonly Dyadic[] {
  if (isScalar(f)) return z.map((zj) => exactScalarActivation(f, zj));
  switch (f.name) {
    case "maxout":
      return Array.from({ length: z.length / f.pieces }, (_, j) => max(z.slice(j * f.pieces, (j + 1) * f.pieces)));
    case "linear-map":
      return f.matrix.map((row) => sum(row.map((a, i) => times(exactly(a), z[i]))));
    case "polynomial":
      return f.outputs.map((monomials) =>
        sum(
          monomials.map(({ coefficient, powers }) =>
            times(exactly(coefficient), product(powers.flatMap((p, i) => new Array<Dyadic>(p).fill(z[i])))),
          ),
        ),
      );
    case "own":
      return f.value(dyadics, z);
  }
  throw new RangeError(`${f.name} is not made of sums, products and choices`);
}

function exactScalarActivation(f: ScalarActivation, z: Dyadic): Dyadic {
  if (f.name === "identity") return z;
  if (z.n === 0n) throw new RangeError("a pre-activation is at a kink");
  if (f.name === "unit-step") return exactly(z.n > 0n ? 1 : 0);
  if (z.n > 0n) return z;
  if (f.name === "relu") return exactly(0);
  if (f.name === "leaky-relu") return times(exactly(f.slope), z);
  if (f.name === "absolute-value") return negated(z);
  throw new RangeError(`${f.name} is not piecewise linear`);
}

/** The largest of the values. */
function max(values: readonly Dyadic[]): Dyadic {
  const [first, second] = [...values].sort((a, b) => (subtract(b, a).n > 0n ? 1 : -1));
  if (second !== undefined && subtract(first, second).n === 0n) throw new RangeError("two values tie for the largest");
  return first;
}

/**
 * central-difference (spec/numerics.md): (L(p + h) - L(p - h)) / 2h. For a loss that is quadratic in p it is the derivative; the
 * remainder of a loss of higher degree is some multiple of h^2, and cut off below 2^-100, where no derivative of a dyadic case has
 * digits.
 */
export function exactDerivative(question: Case, conventions: Conventions, place: Place): number {
  const above = exactLoss(question, conventions, place, step);
  const below = exactLoss(question, conventions, place, negated(step));
  const difference = subtract(above, below);
  return toDouble(nearestMultiple({ n: difference.n, e: difference.e - step.e + 1n }, 100n));
}

/** The multiple of 2^-e nearest to the number. */
function nearestMultiple(value: Dyadic, e: bigint): Dyadic {
  if (value.e <= e) return value;
  const excess = value.e - e;
  return { n: (value.n + (1n << (excess - 1n))) >> excess, e };
}

/** Whether nothing in the case is at a kink or a tie. */
export function isSmooth(question: Case, conventions: Conventions): boolean {
  try {
    exactLoss(question, conventions);
    return true;
  } catch {
    return false;
  }
}
