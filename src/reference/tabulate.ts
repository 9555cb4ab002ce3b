import { productOf } from "../numerics/vector.js";
import { demandedTimes, solutionKey, type TimeFraction } from "./times.js";
import type { ReferenceDemand, SolutionTable } from "./types.js";

type Stored = SolutionTable[string];

/** The meshes of a demand, each once, coarsest first. */
export function distinctMeshes({ levels }: ReferenceDemand): (readonly number[])[] {
  const byKey = new Map(levels.map(({ cells }) => [cells.join("x"), cells]));
  return [...byKey.values()].sort((a, b) => productOf(a) - productOf(b));
}

/** The demanded times on one mesh, ascending, each once. */
function timesOnMesh({ levels }: ReferenceDemand, cells: readonly number[]) {
  return demandedTimes(levels.filter((level) => level.cells.join("x") === cells.join("x")));
}

/** Evaluates solutions for every demanded mesh at all its times, t = finalTime n / steps in lowest terms. */
export function tabulateMeshes(
  demand: ReferenceDemand,
  solutions: (cells: readonly number[], times: readonly TimeFraction[]) => readonly Stored[],
): SolutionTable {
  const table: Record<string, Stored> = {};
  for (const cells of distinctMeshes(demand)) {
    const times = timesOnMesh(demand, cells);
    const found = solutions(cells, times);
    times.forEach(({ n, steps }, k) => {
      table[solutionKey(cells, n, steps)] = found[k];
    });
  }
  return table;
}

/** The same mesh by mesh and time by time. */
export function tabulate(
  demand: ReferenceDemand,
  solution: (cells: readonly number[], time: TimeFraction) => Stored,
): SolutionTable {
  return tabulateMeshes(demand, (cells, times) => times.map((time) => solution(cells, time)));
}

/** Position of a time among those of all meshes. */
export function positionIn(times: readonly TimeFraction[], { n, steps }: TimeFraction): number {
  return times.findIndex((other) => other.n === n && other.steps === steps);
}
