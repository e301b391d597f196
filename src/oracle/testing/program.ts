/**
 * Model arithmetic: a straight-line program of elementary operations on doubles, written down once and then run as often
 * as wanted, every operation erring as it is told to. The unit roundoff is so large that the double's own rounding is
 * negligible beside it; what remains of it is paid out of a reserve.
 */

/** What one operation may lose. */
export interface Allowance {
  /** Relative error of one addition, multiplication or division. */
  readonly u: number;
  /** Relative error of exp, expm1, ln, log1p, tanh and powers. */
  readonly primitive: number;
  /** Significand bits of the format: what fits them is not rounded. */
  readonly bits: number;
}

/** The result of one operation: its number in the program, and what it is when nothing errs. */
export interface Value {
  readonly operation: number;
  readonly undisturbed: number;
  /** No operation that may err had a part in it. */
  readonly certain: boolean;
}

type Kind = "exact" | "rounded" | "primitive";

interface Operation {
  readonly compute: (a: number, b: number) => number;
  readonly left: number;
  readonly right: number;
  /** Largest relative error of the result. */
  readonly allowance: number;
}

/**
 * Share of each allowance that is left to the double's own errors. For u ≥ 2^-20 that is at least 2^-50, while the
 * operation on doubles, a library's last digits and the product with the error factor lose less together.
 */
const reserve = 2 ** -30;

const sum = (a: number, b: number): number => a + b;
const product = (a: number, b: number): number => a * b;
const quotient = (a: number, b: number): number => a / b;
const opposite = (a: number): number => -a;
const primitives = { exp: Math.exp, expm1: Math.expm1, ln: Math.log, log1p: Math.log1p, tanh: Math.tanh };

export class Program {
  readonly zero: Value;
  readonly one: Value;
  readonly allowance: Allowance;
  private readonly operations: Operation[] = [];

  constructor(allowance: Allowance) {
    this.allowance = allowance;
    this.zero = this.constant(0);
    this.one = this.constant(1);
  }

  private perform(kind: Kind, compute: Operation["compute"], a?: Value, b?: Value): Value {
    const undisturbed = compute(a?.undisturbed ?? 0, b?.undisturbed ?? 0);
    const certainly = (a?.certain ?? true) && (b?.certain ?? true);
    const exact = kind === "exact" || (kind === "rounded" && certainly && this.holds(undisturbed));
    const full = exact ? 0 : kind === "rounded" ? this.allowance.u : this.allowance.primitive;
    const operation = this.operations.length;
    this.operations.push({
      compute,
      left: a?.operation ?? 0,
      right: b?.operation ?? 0,
      allowance: full * (1 - reserve),
    });
    return { operation, undisturbed, certain: exact && certainly };
  }

  /** Whether the significand of x is short enough for the format. */
  private holds(x: number): boolean {
    const lastPlace = 2 ** (Math.floor(Math.log2(Math.abs(x))) - this.allowance.bits + 1);
    return x === 0 || Number.isInteger(x / lastPlace);
  }

  /** A number that every format holds, such as 2 or 10. */
  constant(x: number): Value {
    return this.perform("exact", () => x);
  }

  /** A number of the case, rounded on its way in when the format does not hold it. */
  given(x: number): Value {
    return this.perform("rounded", () => x);
  }

  negate(a: Value): Value {
    return this.perform("exact", opposite, a);
  }

  /** a + b; adding 0 is exact. */
  add(a: Value, b: Value): Value {
    if (isZero(a)) return b;
    return isZero(b) ? a : this.perform("rounded", sum, a, b);
  }

  /** a - b; x - x is 0 without error. */
  subtract(a: Value, b: Value): Value {
    return a === b ? this.zero : this.add(a, this.negate(b));
  }

  /** a · b; multiplying by 0 or a power of two is exact. */
  multiply(a: Value, b: Value): Value {
    if (isZero(a) || isZero(b)) return this.zero;
    if (isOne(a)) return b;
    if (isOne(b)) return a;
    return this.perform(isPowerOfTwo(a) || isPowerOfTwo(b) ? "exact" : "rounded", product, a, b);
  }

  /** a · b as a fused multiply-add takes it: not rounded. */
  unroundedProduct(a: Value, b: Value): Value {
    return isZero(a) || isZero(b) || isOne(a) || isOne(b) ? this.multiply(a, b) : this.perform("exact", product, a, b);
  }

  /** a / b; dividing by a power of two is exact, and so is x / x. */
  divide(a: Value, b: Value): Value {
    if (isZero(a)) return a;
    if (a === b) return this.one;
    return this.perform(isPowerOfTwo(b) ? "exact" : "rounded", quotient, a, b);
  }

  /** a · 2^n, exact. */
  scale(a: Value, powerOfTwo: number): Value {
    return this.perform("exact", (x) => x * powerOfTwo, a);
  }

  /** √a, correctly rounded. */
  squareRoot(a: Value): Value {
    return isZero(a) ? a : this.perform("rounded", Math.sqrt, a);
  }

  /** a^exponent by a library: as good as a primitive, and exact where the format holds the result of a certain a. */
  power(a: Value, exponent: number): Value {
    const exact = a.certain && this.holds(a.undisturbed ** exponent);
    return this.perform(exact ? "exact" : "primitive", (x) => x ** exponent, a);
  }

  /** Every library keeps to e^0 = 1 and its like (C, annex F). */
  primitive(name: keyof typeof primitives, a: Value): Value {
    if (a.certain && a.undisturbed === (name === "ln" ? 1 : 0)) return name === "exp" ? this.one : this.zero;
    return this.perform("primitive", primitives[name], a);
  }

  /** The operations that may err, by number. */
  get erring(): number[] {
    return this.operations.flatMap(({ allowance }, operation) => (allowance > 0 ? [operation] : []));
  }

  /**
   * The results of all operations when number m errs by its allowance times directions[m], between -1 and 1.
   *
   * @param known - results of an earlier run that are right up to operation `from`.
   */
  run(directions: Readonly<Record<number, number>>, known?: Float64Array, from = 0): Float64Array {
    const results = known === undefined ? new Float64Array(this.operations.length) : known.slice();
    for (let m = from; m < results.length; m++) {
      const { compute, left, right, allowance } = this.operations[m] as Operation;
      results[m] = compute(results[left] as number, results[right] as number) * (1 + (directions[m] ?? 0) * allowance);
    }
    return results;
  }
}

/** Of the few that occur as factors: slopes, ½, and the numbers of examples with their reciprocals. */
function isPowerOfTwo({ undisturbed, certain }: Value): boolean {
  return certain && [1, 2, 4, 0.5, 0.25].includes(Math.abs(undisturbed));
}

function isOne({ undisturbed, certain }: Value): boolean {
  return certain && undisturbed === 1;
}

function isZero({ undisturbed, certain }: Value): boolean {
  return certain && undisturbed === 0;
}
