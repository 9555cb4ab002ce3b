import { InputError } from "../../errors.js";

/** Which of the times of a file is read: all unless given. */
export type WantedTime = "first" | "last" | number | undefined;

/** How far two writings of the same time may be apart, relative to the largest one. */
export const tolTime = 1e-9;

/**
 * Indices of the times that are wanted.
 *
 * @param times ascending
 * @throws {InputError} where a time does not occur
 */
export function selectTimes(times: ArrayLike<number>, wanted: WantedTime, name: string): readonly number[] {
  const all = Array.from(times, (_, k) => k);
  if (wanted === undefined) return all;
  if (wanted === "first") return all.slice(0, 1);
  if (wanted === "last") return all.slice(-1);
  const found = indexOfTime(times, wanted);
  if (found !== undefined) return [found];
  throw new InputError(`${name}: there is nothing at the time ${wanted}`, { remedy: timesText(times) });
}

/** Where a time is among others: the nearest of those that it may be another writing of. */
export function indexOfTime(times: ArrayLike<number>, wanted: number): number | undefined {
  const reach = tolTime * Array.from(times).reduce((most, t) => Math.max(most, Math.abs(t)), Math.abs(wanted));
  const distances = Array.from(times, (t) => Math.abs(t - wanted));
  const least = distances.reduce((low, distance) => Math.min(low, distance), Infinity);
  return least <= reach ? distances.indexOf(least) : undefined;
}

/** `Its times are 0, 0.1.` */
export function timesText(times: ArrayLike<number>): string {
  if (times.length === 0) return "It has no column t.";
  const shown = Array.from(times).slice(0, 10).map(String);
  return `Its times are ${shown.join(", ")}${times.length > 10 ? `, ... (${times.length})` : ""}.`;
}
