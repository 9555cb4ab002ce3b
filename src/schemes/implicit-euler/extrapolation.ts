/** Where an evolution goes on, as far as its last densities tell. */
export interface Extrapolation {
  /** Replaces the density of a step by a guess of the next one: the polynomial through it and those before. */
  advance(density: Float64Array): void;
  /** Whether all densities that count were known to the last guess. */
  isComplete(): boolean;
  /** Begins anew. */
  forget(): void;
}

/** Weights of the last density and of those before, by how many are known: polynomials through them, one step on. */
const weights = [
  [1, 0, 0, 0],
  [2, -1, 0, 0],
  [3, -3, 1, 0],
  [4, -6, 4, -1],
] as const;
const mostBefore = weights.length - 1;
/** Factor by which a cell may change in a guess. */
const range = 2;

export function createExtrapolation(size: number): Extrapolation {
  const before = Array.from({ length: mostBefore }, () => new Float64Array(size));
  let known = 0;
  let isComplete = false;
  return {
    advance(density) {
      const oldest = before[mostBefore - 1];
      extrapolate(density, before, weights[known]);
      before.copyWithin(1, 0);
      before[0] = oldest;
      isComplete = known === mostBefore;
      known = Math.min(known + 1, mostBefore);
    },
    isComplete: () => isComplete,
    forget() {
      known = 0;
    },
  };
}

/** The guess in `density`; the oldest of those before becomes the density that it was. */
function extrapolate(
  density: Float64Array,
  [one, two, three]: readonly Float64Array[],
  [w0, w1, w2, w3]: readonly number[],
): void {
  for (let k = 0; k < density.length; k++) {
    const own = density[k];
    const ahead = w0 * own + w1 * one[k] + (w2 * two[k] + w3 * three[k]);
    three[k] = own;
    density[k] = ahead > range * own ? range * own : ahead * range > own ? ahead : own / range;
  }
}
