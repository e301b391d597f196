/** Polynomials with integer coefficients, from x^0 upwards, and the operation that evaluates one in doubles. */
import { operations, type Operation } from "../../../src/graph/index.js";

export type Polynomial = readonly bigint[];

export function plus(p: Polynomial, q: Polynomial): Polynomial {
  return Array.from({ length: Math.max(p.length, q.length) }, (_, i) => (p[i] ?? 0n) + (q[i] ?? 0n));
}

export function times(p: Polynomial, q: Polynomial): Polynomial {
  return p.reduce<Polynomial>(
    (total, a, i) => plus(total, [...new Array<bigint>(i).fill(0n), ...q.map((b) => a * b)]),
    [],
  );
}

/** outer(inner(x)). */
export function compose(outer: Polynomial, inner: Polynomial): Polynomial {
  return outer.reduceRight<Polynomial>((total, a) => plus(times(total, inner), [a]), []);
}

export function derivative(p: Polynomial): Polynomial {
  return p.slice(1).map((a, i) => a * BigInt(i + 1));
}

export function at(p: Polynomial, x: bigint): bigint {
  return p.reduceRight((total, a) => total * x + a, 0n);
}

/** y = p(x), entry by entry: exact as long as all numbers on the way are doubles. */
export function operation(p: Polynomial): Operation {
  const horner = (of: Polynomial) => (x: number) => of.reduceRight((total, a) => total * x + Number(a), 0);
  return operations.elementwise("polynomial", horner(p), horner(derivative(p)));
}
