/** Raises densities below a part of the largest one to it, in place: vacuum has no potential. */
export function raiseVacuum(density: Float64Array, part: number): void {
  let largest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < density.length; k++) {
    const value = density[k];
    if (value > largest) largest = value;
    if (value < least) least = value;
  }
  const floor = part * largest;
  if (least >= floor) return;
  for (let k = 0; k < density.length; k++) {
    // A density of -∞ is no vacuum.
    if (density[k] < floor && density[k] !== Number.NEGATIVE_INFINITY) density[k] = floor;
  }
}
