/** Numbers for recorded cases: always the same ones, whatever happens to the random cases of other tests. */

/** A multiplicative generator modulo 2^31 - 1 (Park and Miller's minimal standard), whose products are exact in doubles. */
export class Numbers {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** Between -size and size, as a decimal of a few digits. */
  next(size: number): number {
    this.state = (this.state * 48271) % 2147483647;
    return Number(((this.state / 2147483647) * 2 - 1).toFixed(4)) * size;
  }

  list(length: number, size: number): number[] {
    return Array.from({ length }, () => this.next(size));
  }

  matrix(rows: number, cols: number, size: number): number[][] {
    return Array.from({ length: rows }, () => this.list(cols, size));
  }
}
