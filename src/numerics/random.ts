/** A source of uniform pseudo-random numbers in [0, 1). */
export type RandomSource = () => number;

/**
 * Seeded uniform numbers in [0, 1) with 32 random bits: the mulberry32 generator.
 *
 * Small, fast and equal on every machine, which is what seeded studies need; not for cryptography.
 *
 * @param seed an integer; only its lowest 32 bits count
 */
export function seededRandom(seed: number): RandomSource {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
