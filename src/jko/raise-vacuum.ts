/** Raises densities below a part of the largest one to it, in place: vacuum has no potential. */
export function raiseVacuum(density: Float64Array, part: number): void {
  let largest = 0;
  for (let k = 0; k < density.length; k++) largest = Math.max(largest, density[k]);
  const floor = part * largest;
  for (let k = 0; k < density.length; k++) {
    // A density of -∞ is no vacuum.
    if (density[k] < floor && density[k] !== Number.NEGATIVE_INFINITY) density[k] = floor;
  }
}
