/** What counts as vacuum, and what stands for it, as parts of the largest density. */
export interface VacuumFloor {
  /** Densities below this are raised, … */
  readonly below: number;
  /** … to this. */
  readonly to: number;
}

/** Raises densities that are vacuum, in place: it has no potential. */
export function raiseVacuum(density: Float64Array, { below, to }: VacuumFloor): void {
  let largest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < density.length; k++) {
    const value = density[k];
    if (value > largest) largest = value;
    if (value < least) least = value;
  }
  if (least >= below * largest) return;
  for (let k = 0; k < density.length; k++) {
    // A density of -∞ is no vacuum.
    if (density[k] < below * largest && density[k] !== Number.NEGATIVE_INFINITY) density[k] = to * largest;
  }
}
