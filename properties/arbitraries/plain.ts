/** Shrinking towards numbers that a person likes to calculate with. */
import * as fc from "fast-check";

/** Denominators in the order of preference; any other number is worse. */
const denominators = [1, 2, 4, 8] as const;

/** How little a person likes the number: fractions less than whole numbers, then large ones less than small, then negative ones. */
function burden(x: number): readonly number[] {
  const place = denominators.findIndex((denominator) => Number.isInteger(x * denominator));
  return [place < 0 ? denominators.length : place, Math.abs(x), x < 0 ? 1 : 0];
}

function isPlainer(x: number, y: number): boolean {
  const [mine, others] = [burden(x), burden(y)];
  const position = mine.findIndex((part, i) => part !== others[i]);
  return position >= 0 && (mine[position] ?? NaN) < (others[position] ?? NaN);
}

/** 0 and ±1, then the number cut to a whole one, to halves, quarters and eighths: as far as they are plainer than it. */
export function plainer(x: number): number[] {
  const cut = denominators.map((denominator) => Math.trunc(x * denominator) / denominator);
  return [...new Set([0, 1, -1, ...cut])].filter((y) => isPlainer(y, x));
}

class Plainly extends fc.Arbitrary<number> {
  readonly #drawn: fc.Arbitrary<number>;

  constructor(drawn: fc.Arbitrary<number>) {
    super();
    this.#drawn = drawn;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<number> {
    return new fc.Value(this.#drawn.generate(random, bias).value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is number {
    return typeof value === "number";
  }

  override shrink(value: number): fc.Stream<fc.Value<number>> {
    return fc.stream(
      plainer(value)
        .map((x) => new fc.Value(x, undefined))
        [Symbol.iterator](),
    );
  }
}

/** The same numbers, but they shrink to plainer ones: of few bits, so that every precision holds them. */
export function plainly(numbers: fc.Arbitrary<number>): fc.Arbitrary<number> {
  return new Plainly(numbers);
}
