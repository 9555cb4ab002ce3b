import { InputError } from "../errors.js";
import { soleTemperature } from "../model/energy.js";
import type { Problem } from "../model/problem.js";

/**
 * Why modes of a problem do not have closed forms, whatever moves it: an energy other than one entropy and one constant
 * V.
 */
export function modesObstacle({ potential, energy }: Problem): string | null {
  const temperature = soleTemperature(energy);
  if (temperature === undefined) return "it needs an entropy with the same temperature in all layers";
  const lowest = potential.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = potential.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const isConstant = highest - lowest <= 1e-12 * (temperature + Math.abs(lowest));
  return isConstant ? null : "it needs the same constant potential on all layers";
}

/** @throws {InputError} where there is an obstacle to the spectral reference */
export function refuseObstacle(obstacle: string | null): void {
  if (obstacle === null) return;
  throw new InputError(`the spectral reference does not apply: ${obstacle}`, {
    path: "reference.kind",
    value: "spectral",
    remedy: "Use finite-volume or auto",
  });
}
