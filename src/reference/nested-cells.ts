import { InputError } from "../errors.js";
import { isNested } from "../model/restrict.js";

type Meshes = readonly (readonly number[])[];

/** Largest multiple of the finest mesh that an automatic reference may be on. */
const largestMultiple = 16;

/** One number of cells stands for every axis. */
export function cellsPerAxis(cells: number | readonly number[], axes: number): readonly number[] {
  return typeof cells === "number" ? Array.from({ length: axes }, () => cells) : cells;
}

/** One number where all axes have the same. */
export function simplified(cells: number[]): number | number[] {
  return cells.every((count) => count === cells[0]) ? cells[0] : cells;
}

export function scaledCells(cells: readonly number[], factor: number): readonly number[] {
  return cells.map((count) => factor * count);
}

/** Whether cells are positive integers, and every mesh consists of unions of them. */
export function areMultiples(cells: readonly number[], meshes: Meshes): boolean {
  return cells.every((count) => Number.isInteger(count) && count > 0) && meshes.every((mesh) => isNested(cells, mesh));
}

/**
 * @param value the cells as the study has them
 * @throws {InputError} where the cells of a reference are no multiple of the study's
 */
export function checkMultiple(value: number | readonly number[], cells: readonly number[], meshes: Meshes): void {
  if (areMultiples(cells, meshes)) return;
  throw new InputError("the cells of a finite-volume reference must be a multiple of the study's on every axis", {
    path: "reference.cells",
    value,
    remedy: `The study uses ${meshes.map((mesh) => mesh.join("x")).join(", ")} cells`,
  });
}

/** Per axis the largest number of cells of a mesh, and the least common multiple of all. */
export function refinements(meshes: Meshes): { finest: number[]; multiple: number[] } {
  const axes = meshes[0].map((_, axis) => meshes.map((cells) => cells[axis]));
  return {
    finest: axes.map((counts) => Math.max(...counts)),
    multiple: axes.map((counts) => counts.reduce(leastCommonMultiple)),
  };
}

/** Whether meshes have a common refinement that is not much finer than the finest of them. */
export function haveRefinement(meshes: Meshes): boolean {
  const { finest, multiple } = refinements(meshes);
  return multiple.every((count, axis) => count <= largestMultiple * finest[axis]);
}

/** @throws {InputError} where an automatic reference has no mesh to be on */
export function requireRefinement(meshes: Meshes): void {
  if (haveRefinement(meshes)) return;
  throw new InputError("the meshes have no small common refinement for a reference", {
    path: "sweep.cells",
    value: meshes.map((cells) => (cells.length === 1 ? cells[0] : cells)),
    remedy: "Give cells that are multiples of each other, or another reference.",
  });
}

/** Per axis the smallest even multiple of all meshes that is at least `factor` times the finest. */
export function evenMultiples(meshes: Meshes, factor: number): number | number[] {
  const { finest, multiple } = refinements(meshes);
  return simplified(multiple.map((count, axis) => 2 * count * Math.ceil((factor * finest[axis]) / (2 * count))));
}

/** @throws {InputError} where the cells a study gives a reference are not `factor` times a multiple of each level's */
export function checkNested(value: number | readonly number[], factor: 1 | 2, meshes: Meshes): void {
  const axes = meshes[0].length;
  const cells = cellsPerAxis(value, axes);
  if (cells.length !== axes) {
    const what = axes === 1 ? "one number" : `${axes} numbers`;
    throw new InputError(`a mesh needs ${what} of cells`, { path: "reference.cells", value });
  }
  const other = meshes.find((mesh) => cells.some((count, axis) => count % (factor * mesh[axis]) !== 0));
  if (other === undefined) return;
  const suggestion = evenMultiples(meshes, 4);
  throw new InputError(`the cells must be ${factor === 1 ? "a" : "an even"} multiple of each level's`, {
    path: "reference.cells",
    value,
    remedy: `A level has ${other.join("x")} cells; ${typeof suggestion === "number" ? suggestion : `[${suggestion.join(", ")}]`} would do.`,
  });
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
