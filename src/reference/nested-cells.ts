import { InputError } from "../errors.js";
import { isNested } from "../model/restrict.js";

/** One number of cells stands for every axis. */
export function cellsPerAxis(cells: number | readonly number[], axes: number): readonly number[] {
  return typeof cells === "number" ? Array.from({ length: axes }, () => cells) : cells;
}

export function scaledCells(cells: readonly number[], factor: number): readonly number[] {
  return cells.map((count) => factor * count);
}

/** Whether cells are positive integers, and every mesh consists of unions of them. */
export function areMultiples(cells: readonly number[], meshes: readonly (readonly number[])[]): boolean {
  return cells.every((count) => Number.isInteger(count) && count > 0) && meshes.every((mesh) => isNested(cells, mesh));
}

/**
 * @param value the cells as the study has them
 * @throws {InputError} where the cells of a reference are no multiple of the study's
 */
export function checkMultiple(
  value: number | readonly number[],
  cells: readonly number[],
  meshes: readonly (readonly number[])[],
): void {
  if (areMultiples(cells, meshes)) return;
  throw new InputError("the cells of a finite-volume reference must be a multiple of the study's on every axis", {
    path: "reference.cells",
    value,
    remedy: `The study uses ${meshes.map((mesh) => mesh.join("x")).join(", ")} cells`,
  });
}
