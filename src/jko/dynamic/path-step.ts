import type { Direction, Iterate } from "./assembly.js";
import { moveDensity, type Path, type PathSpace } from "./path-space.js";

/** No step takes a density or slack further than this part of the way to zero. */
const TO_BOUNDARY = 0.95;

/** Largest step length <= 1 that keeps the densities positive by the linearized continuity equation. */
export function stepLimit({ nodes }: PathSpace, { path }: Iterate, direction: Direction): number {
  let length = 1;
  for (let k = nodes; k < direction.density.length; k++) {
    const fall = -direction.density[k] / path.density[k];
    if (fall * length > TO_BOUNDARY) length = TO_BOUNDARY / fall;
  }
  return length;
}

/**
 * Moves a path by `length` times the direction into `trial`; densities follow from the fluxes.
 *
 * @param isOpen whether the density at the end is free
 * @param stopsAtZero whether fluxes along edges stop where they would turn around
 */
export function movePath(
  space: PathSpace,
  { path }: Iterate,
  direction: Direction,
  length: number,
  { isOpen, stopsAtZero }: { readonly isOpen: boolean; readonly stopsAtZero: boolean },
  trial: Path,
): void {
  const { intervals } = space;
  for (let k = 0; k < trial.along.length; k++) trial.along[k] = path.along[k] + length * direction.along[k];
  for (let k = 0; k < trial.across.length; k++) {
    const flux = path.across[k];
    const moved = flux + length * direction.across[k];
    trial.across[k] = stopsAtZero && flux * moved < 0 ? 0 : moved;
  }
  trial.density.set(path.density);
  for (let j = 0; j < (isOpen ? intervals : intervals - 1); j++) moveDensity(space, trial, j, trial.density);
}

/** Takes over the trial path, and moves potentials and slacks. */
export function takeStep(
  { intervals, nodes }: PathSpace,
  { path, phi, slack }: Iterate,
  direction: Direction,
  length: number,
  trial: Path,
): void {
  const inner = (intervals - 1) * nodes;
  path.density.set(trial.density);
  path.along.set(trial.along);
  path.across.set(trial.across);
  let slackLength = 1;
  for (let k = 0; k < inner; k++) {
    const fall = -direction.slack[k] / slack[k];
    if (fall * slackLength > TO_BOUNDARY) slackLength = TO_BOUNDARY / fall;
  }
  for (let k = 0; k < phi.length; k++) phi[k] = phi[k] + length * direction.phi[k];
  for (let k = 0; k < inner; k++) slack[k] = slack[k] + slackLength * direction.slack[k];
}
