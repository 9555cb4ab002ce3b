/** Where an evolution goes on, as far as its last densities tell. */
export interface Extrapolation {
  /** Replaces the density of a step by a guess of the next one: the polynomial through it and those before. */
  advance(density: Float64Array): void;
  /** Begins anew. */
  forget(): void;
}

/** Densities before the last that count. */
const mostBefore = 3;
/** Factor by which a cell may change in a guess. */
const range = 2;

/** By backward differences: the next one is the last with all its differences added. */
export function createExtrapolation(size: number): Extrapolation {
  const differences = Array.from({ length: mostBefore }, () => new Float64Array(size));
  let known = 0;
  return {
    advance(density) {
      const parts = differences.map((_, k) => (known > k ? 1 : 0));
      extrapolate(density, differences, parts);
      known = Math.min(known + 1, mostBefore);
    },
    forget() {
      known = 0;
    },
  };
}

/** @param parts 1 for differences that are known, else 0 */
function extrapolate(
  density: Float64Array,
  [d0, d1, d2]: readonly Float64Array[],
  [first, second, third]: readonly number[],
): void {
  for (let k = 0; k < density.length; k++) {
    const own = density[k];
    const change = first * (own - d0[k]);
    const bend = second * (change - d1[k]);
    const twist = third * (bend - d2[k]);
    d0[k] = own;
    d1[k] = change;
    d2[k] = bend;
    const ahead = own + (change + (bend + twist));
    density[k] = ahead > range * own ? range * own : ahead * range > own ? ahead : own / range;
  }
}
