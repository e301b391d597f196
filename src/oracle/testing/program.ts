/**
 * Model arithmetic: a straight-line program of elementary operations on real numbers, written down once and then run as often as
 * wanted, every operation erring as it is told to. It may be run on doubles when the format's own roundings dwarf theirs, else on
 * decimals; what remains of either's own errors is paid out of a reserve.
 */
import type { Widening } from "../widening.js";
import { decimals, doubles, type Numbers } from "./numbers.js";
import { equal, holds, isOne, isPowerOfTwo, isZero, of, raised } from "./exactness.js";
import { product, rational, sum } from "./rational.js";
import { allowancesOf, held, limited, type Kind } from "./rounding.js";

/** The result of one operation: its number in the program, and what it is when nothing errs. */
export interface Value {
  readonly operation: number;
  readonly undisturbed: number;
  /** No operation that may err had a part in it. */
  readonly certain: boolean;
}

type Compute = <N>(numbers: Numbers<N>, a: N, b: N) => N;

interface Operation {
  readonly kind: Kind;
  readonly compute: Compute;
  readonly left: number;
  readonly right: number;
  /** Its result, where no operation that may err had a part in it. */
  readonly certainly: number | undefined;
}

const plus: Compute = (numbers, a, b) => numbers.sum(a, b);
const times: Compute = (numbers, a, b) => numbers.product(a, b);
const over: Compute = (numbers, a, b) => numbers.quotient(a, b);
const opposite: Compute = (numbers, a) => numbers.product(a, numbers.fromDouble(-1));
const root: Compute = (numbers, a) => numbers.squareRoot(a);
const primitives = {
  exp: (numbers, a) => numbers.exp(a),
  expm1: (numbers, a) => numbers.expm1(a),
  ln: (numbers, a) => numbers.ln(a),
  log1p: (numbers, a) => numbers.log1p(a),
  tanh: (numbers, a) => numbers.tanh(a),
} satisfies Record<string, Compute>;

/** How a run errs. */
interface Run {
  /** Per operation, the share of its allowance by which it errs, between -1 and 1. */
  readonly directions: Readonly<Record<number, number>>;
  /** In place of the program's own. */
  readonly format?: Widening;
  /** Whether an operation is wanted; all are if it is not given. */
  readonly wanted?: (operation: number) => boolean;
}

export class Program {
  readonly zero: Value;
  readonly one: Value;
  readonly format: Widening;
  private readonly operations: Operation[] = [];
  private readonly write: (operation: Operation) => number;

  /**
   * @param format - what one operation may lose, and the bounds of the numbers it may give.
   * @param numbers - what results are when nothing errs: for a format as fine as doubles, doubles are one of its
   * implementations, and decimals are none.
   */
  constructor(format: Widening, numbers: "doubles" | "decimals" = "doubles") {
    this.format = format;
    this.write = numbers === "doubles" ? writing(doubles, format) : writing(decimals, format);
    this.zero = this.constant(0);
    this.one = this.constant(1);
  }

  private perform(kind: Kind, compute: Compute, a?: Value, b?: Value): Value {
    const certain = kind === "exact" && (a?.certain ?? true) && (b?.certain ?? true);
    const certainly = certain ? compute(doubles, a?.undisturbed ?? 0, b?.undisturbed ?? 0) : undefined;
    const operation = { kind, compute, left: a?.operation ?? 0, right: b?.operation ?? 0, certainly };
    const undisturbed = this.write(operation);
    return { operation: this.operations.push(operation) - 1, undisturbed, certain };
  }

  /** An operation that does not err where its operands are certain and the format holds its result. */
  private rounded(kind: Kind, compute: Compute, a: Value, b: Value, isExact: (result: number) => boolean): Value {
    const exact = a.certain && b.certain && this.holdsResult(compute, a, b, isExact);
    return this.perform(exact ? "exact" : kind, compute, a, b);
  }

  private holdsResult(compute: Compute, a: Value, b: Value, isExact: (result: number) => boolean): boolean {
    const result = compute(doubles, a.undisturbed, b.undisturbed);
    return holds(this.format, result) && isExact(result);
  }

  /** A number that every format holds, such as 2 or 10. */
  constant(x: number): Value {
    return this.perform("exact", (numbers) => numbers.fromDouble(x));
  }

  /** A number of the case, rounded on its way in when the format does not hold it. */
  given(x: number): Value {
    return this.perform(holds(this.format, x) ? "exact" : "rounded", (numbers) => numbers.fromDouble(x));
  }

  negate(a: Value): Value {
    return this.perform("exact", opposite, a);
  }

  /** a + b; adding 0 is exact. */
  add(a: Value, b: Value): Value {
    if (isZero(a)) return b;
    if (isZero(b)) return a;
    return this.rounded("sum", plus, a, b, (c) => equal(sum(of(a), of(b)), rational(c)));
  }

  /** a - b; x - x is 0 without error. */
  subtract(a: Value, b: Value): Value {
    return a === b ? this.zero : this.add(a, this.negate(b));
  }

  /** a · b; multiplying by 0 is exact, and by a power of two but for underflow. */
  multiply(a: Value, b: Value): Value {
    if (isZero(a) || isZero(b)) return this.zero;
    if (isOne(a)) return b;
    if (isOne(b)) return a;
    const kind = isPowerOfTwo(a) || isPowerOfTwo(b) ? "scaled" : "rounded";
    return this.rounded(kind, times, a, b, (c) => equal(product(of(a), of(b)), rational(c)));
  }

  /** a · b as a fused multiply-add takes it: not rounded. */
  unroundedProduct(a: Value, b: Value): Value {
    return isZero(a) || isZero(b) || isOne(a) || isOne(b) ? this.multiply(a, b) : this.perform("exact", times, a, b);
  }

  /** a / b; dividing by a power of two is exact but for underflow, and x / x is exact. */
  divide(a: Value, b: Value): Value {
    if (isZero(a)) return a;
    if (a === b) return this.one;
    const kind = isPowerOfTwo(b) ? "scaled" : "rounded";
    return this.rounded(kind, over, a, b, (c) => equal(of(a), product(rational(c), of(b))));
  }

  /** a · 2^n, exact but for underflow. */
  scale(a: Value, powerOfTwo: number): Value {
    const compute: Compute = (numbers, x) => numbers.product(x, numbers.fromDouble(powerOfTwo));
    return this.rounded("scaled", compute, a, a, (c) => equal(product(of(a), rational(powerOfTwo)), rational(c)));
  }

  /** √a, correctly rounded. */
  squareRoot(a: Value): Value {
    if (isZero(a)) return a;
    return this.rounded("rounded", root, a, a, (c) => equal(product(rational(c), rational(c)), of(a)));
  }

  /** a^exponent by a library: as good as a primitive, and exact where the format holds a whole power of a certain a. */
  power(a: Value, exponent: number): Value {
    const compute: Compute = (numbers, x) => numbers.power(x, exponent);
    return this.rounded(
      "primitive",
      compute,
      a,
      a,
      (c) => Number.isInteger(exponent) && equal(raised(a, exponent), rational(c)),
    );
  }

  /** Every library keeps to e^0 = 1 and its like (C, annex F). */
  primitive(name: keyof typeof primitives, a: Value): Value {
    if (a.certain && a.undisturbed === (name === "ln" ? 1 : 0)) return name === "exp" ? this.one : this.zero;
    return this.perform("primitive", primitives[name], a);
  }

  /** The operations that may err, by number. */
  get erring(): number[] {
    return this.operations.flatMap(({ kind }, operation) => (kind === "exact" ? [] : [operation]));
  }

  /**
   * The results of all operations when they err as they are told to.
   *
   * @param known - results of an earlier run that are right up to operation `from`.
   */
  run<N>(numbers: Numbers<N>, how: Run, known?: readonly N[], from = 0): N[] {
    const format = how.format ?? this.format;
    const allowances = allowancesOf(format);
    const results = known?.slice() ?? new Array<N>(this.operations.length);
    for (let m = from; m < results.length; m++) {
      if (how.wanted?.(m) === false) continue;
      const operation = this.operations[m] as Operation;
      const exact = resultOf(numbers, operation, results);
      results[m] = held(numbers, exact, how.directions[m] ?? 0, allowances[operation.kind], format);
    }
    return results;
  }

  /** The operations that have a part in this one, itself included. */
  partsOf(operation: number): ReadonlySet<number> {
    const parts = new Set([operation]);
    for (let m = operation; m > 0; m--) {
      if (!parts.has(m)) continue;
      const { left, right } = this.operations[m] as Operation;
      parts.add(left).add(right);
    }
    return parts;
  }
}

function resultOf<N>(numbers: Numbers<N>, { compute, left, right, certainly }: Operation, results: readonly N[]): N {
  // Decimals need not hold it with all its digits.
  if (certainly !== undefined) return numbers.fromDouble(certainly);
  return compute(numbers, results[left] as N, results[right] as N);
}

/** Keeps what each operation gives when nothing errs. */
function writing<N>(numbers: Numbers<N>, format: Widening): (operation: Operation) => number {
  const results: N[] = [];
  return (operation) => {
    const exact = resultOf(numbers, operation, results);
    const size = Math.abs(numbers.toDouble(exact));
    const result = limited(numbers, exact, size, format);
    results.push(result);
    return numbers.toDouble(result);
  };
}
