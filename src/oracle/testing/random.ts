/** A seeded generator of uniform doubles (splitmix32): the same seed gives the same cases on every engine. */
export class Random {
  private readonly bits: number;
  private state: number;

  /** @param bits - significand bits of the reals. */
  constructor(seed: number, bits = 53) {
    this.state = seed | 0;
    this.bits = bits;
  }

  private word(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let mixed = this.state ^ (this.state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** An odd multiple of 2^-53 in (0, 1): all its bits count. */
  fraction(): number {
    return ((this.word() >>> 11) * 2 ** 32 + ((this.word() | 1) >>> 0)) / 2 ** 53;
  }

  /** A real between the bounds. */
  between(low: number, high: number): number {
    return this.rounded(low + (high - low) * this.fraction());
  }

  /** x with as many significand bits as the reals have. */
  rounded(x: number): number {
    if (x === 0) return x;
    const lastPlace = 2 ** (Math.floor(Math.log2(Math.abs(x))) - this.bits + 1);
    return Math.round(x / lastPlace) * lastPlace;
  }

  /** An integer from low to high, both included. */
  integer(low: number, high: number): number {
    return low + (this.word() % (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.integer(0, values.length - 1)] as T;
  }

  list<T>(length: number, element: (position: number) => T): T[] {
    return Array.from({ length }, (_, position) => element(position));
  }
}
