import { meshSize } from "../file/cells.js";

/** Cells per axis on two axes: more could not be seen in a map, and would make the file large. */
const mostPlaneCells = 100;

/** Cells of a mesh as they are shown: fewer by a whole factor on every axis, where there are too many. */
export function fewerCells(cells: readonly number[], most = Number.POSITIVE_INFINITY): readonly number[] {
  const seen = cells.length < 2 ? cells : cells.map((count) => divided(count, Math.ceil(count / mostPlaneCells)));
  for (let factor = 1; ; factor++) {
    const fewer = seen.map((count) => divided(count, factor));
    if (meshSize(fewer) <= Math.max(1, most)) return fewer;
  }
}

function divided(count: number, factor: number): number {
  return Math.ceil(count / factor);
}
