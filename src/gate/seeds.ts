/** FNV-1a, 32 bit (Fowler, Noll, Vo): offset basis and prime. */
const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/** One more than the largest seed. */
export const seedLimit = 2 ** 32;

/** FNV-1a over the bytes of the text in UTF-8; an integer from 0 to 2^32 - 1. */
export function fnv1a(text: string): number {
  let hash = offsetBasis;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, prime);
  return hash >>> 0;
}

/**
 * The seed of one property within a run. It depends on no other property, so that running one alone asks the same cases.
 *
 * @param seed - the run's.
 */
export function seedOf(seed: number, property: string): number {
  return fnv1a(`${seed}:${property}`);
}
