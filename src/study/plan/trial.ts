import { tryWithin } from "../../numerics/allowance.js";
import type { ReferenceSource } from "../../reference/types.js";
import { meshSize } from "../file/cells.js";

/** What planning may spend on one question, in about microseconds. */
const allowance = 3e6;
/** Steps of an exact discrete evolution that planning looks at. */
const mostSteps = 1000;
/** Unknowns beyond which planning looks at a coarser mesh. */
const mostUnknowns = 200_000;

/** The last of a level's steps that planning looks at. */
export function triedStep(steps: number): number {
  return Math.min(steps, mostSteps);
}

/** The mesh, or one of about half, a quarter, ... of its cells per axis that planning can afford to look at. */
export function triedCells(cells: readonly number[], layers: number, most = mostUnknowns): readonly number[] {
  let tried = cells;
  while (meshSize(tried) * layers > most) tried = tried.map((count) => Math.ceil(count / 2));
  return tried;
}

/** A source of problems on meshes that planning can afford. */
export function triedSource(source: ReferenceSource, layers: number): ReferenceSource {
  return { discretize: (cells) => source.discretize(triedCells(cells, layers)) };
}

/**
 * Computes something to see whether it can be computed, as far as planning can afford that.
 *
 * @returns undefined where it would take longer: whether it can be had shows in the run
 */
export function tryOut<T>(run: () => T): T | undefined {
  return tryWithin(allowance, run);
}

/** What is told where planning has not waited for the end of a computation. */
export function postponed(what: string): string {
  return `planning did not wait for ${what}, which may take long: whether it can be computed shows in the run`;
}
