/** Relative size of a correction in any cell that counts: the tails need not be sharp, but they must be settled. */
const tolRelative = 1e-4;
/** Cells below this part of the largest density do not hold up an iteration. */
const negligiblePart = 1e-20;

/**
 * Whether the change is small in L1 and relative to every cell that counts.
 *
 * A cell counts if it or a neighbour in its layer holds more than a negligible density: an empty cell next to mass is
 * about to be filled, and its balance 0 = 0 must not pass for a solution.
 */
export function isSettled(
  density: Float64Array,
  next: Float64Array,
  strides: readonly number[],
  tolerance: number,
): boolean {
  const negligible = negligiblePart * largestOf(density);
  let size = 0;
  for (let k = 0; k < density.length; k++) {
    const [from, to] = [density[k], next[k]];
    const change = Math.abs(to - from);
    if (change > tolRelative * from) {
      if (Math.max(from, to) > negligible || hasMassBeside(density, k, strides, negligible)) return false;
    }
    size += change;
  }
  return size <= tolerance;
}

function hasMassBeside(density: Float64Array, k: number, strides: readonly number[], negligible: number): boolean {
  return strides.some((stride) => {
    const before = k < stride ? 0 : density[k - stride];
    const after = k + stride < density.length ? density[k + stride] : 0;
    return Math.max(before, after) > negligible;
  });
}

export function largestOf(values: Float64Array): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, values[k]);
  return most;
}
