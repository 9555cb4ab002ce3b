import { demandedTimes, solutionKey } from "./times.js";
import type { ReferenceDemand, ReferenceSolution } from "./types.js";

type Stored = Omit<ReferenceSolution, "companionFactor">;

/** The meshes of a demand, each once, coarsest first. */
export function distinctMeshes({ levels }: ReferenceDemand): (readonly number[])[] {
  const byKey = new Map(levels.map(({ cells }) => [cells.join("x"), cells]));
  const size = (cells: readonly number[]) => cells.reduce((product, count) => product * count, 1);
  return [...byKey.values()].sort((a, b) => size(a) - size(b));
}

/** The demanded times on one mesh, ascending, each once. */
export function timesOnMesh({ levels }: ReferenceDemand, cells: readonly number[]) {
  return demandedTimes(levels.filter((level) => level.cells.join("x") === cells.join("x")));
}

/** Evaluates `solution` for every demanded mesh and time, t = finalTime n / steps in lowest terms. */
export function tabulate(
  demand: ReferenceDemand,
  solution: (cells: readonly number[], n: number, steps: number) => Stored,
): Record<string, Stored> {
  const table: Record<string, Stored> = {};
  for (const cells of distinctMeshes(demand)) {
    for (const { n, steps } of timesOnMesh(demand, cells)) {
      table[solutionKey(cells, n, steps)] = solution(cells, n, steps);
    }
  }
  return table;
}
