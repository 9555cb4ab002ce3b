import { InputError } from "../../errors.js";
import { type FileSpec, fileName } from "./file-spec.js";

/** Values on the cells of a mesh, as a file holds them; what the mesh is of, the model says. */
export interface CellData {
  readonly kind: "cells";
  /** Cells per axis. */
  readonly cells: readonly number[];
  /** Centres of the cells along each axis, ascending, where the file tells positions. */
  readonly centres: readonly Float64Array[] | undefined;
  /** Names of the layers, where the file tells them. */
  readonly layers: readonly string[] | undefined;
  readonly layerCount: number;
  /** Ascending; empty where the file tells none. */
  readonly times: readonly number[];
  /** Index (time * cells + cell) * layers + layer, the first axis fastest among cells. */
  readonly values: Float64Array;
}

/** Positions of particles, as a file holds them. */
export interface PointData {
  readonly kind: "points";
  readonly dimension: number;
  /** `particle * dimension + axis` */
  readonly values: Float64Array;
}

export type FileData = CellData | PointData;

/** Numbers of files by content: an array may be cells of one study and points of another. */
export type ProvidedFiles = ReadonlyMap<string, readonly FileData[]>;

/**
 * Numbers of the files that studies name, on this thread.
 *
 * A study keeps the hash of a file only: what is looked up by it can be nothing but that content, so that a study, its
 * hash and the keys of the store stay small and never stand for other numbers. Threads share the memory.
 */
const known = new Map<string, readonly FileData[]>();

function keyOf({ sha256, column, time }: FileSpec): string {
  return JSON.stringify([sha256, column, time]);
}

/** Makes the numbers of a file known, for as long as the process runs. */
export function provideFile(spec: FileSpec, data: FileData): void {
  const others = (known.get(keyOf(spec)) ?? []).filter((one) => one.kind !== data.kind || axesOf(one) !== axesOf(data));
  known.set(keyOf(spec), [...others, data]);
}

function axesOf(data: FileData): number {
  return data.kind === "cells" ? data.cells.length : data.dimension;
}

/** The same for what another thread has read. */
export function provideFiles(files: ProvidedFiles): void {
  for (const [key, data] of files) known.set(key, data);
}

/** The files that a task names, for the thread that runs it. */
export function filesOf(task: unknown): ProvidedFiles {
  const found = new Map<string, readonly FileData[]>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
    const key = "sha256" in value ? keyOf(value as FileSpec) : undefined;
    const data = key === undefined ? undefined : known.get(key);
    if (key !== undefined && data !== undefined) found.set(key, data);
    for (const part of Object.values(value)) visit(part);
  };
  visit(task);
  return found;
}

/**
 * The numbers that have been read from a file of a study; those on another number of axes where it has no others.
 *
 * @param axes of the domain
 * @param path of the file in the study
 * @throws {InputError} where it has not been read: the study does not come from a file
 */
export function providedCells(spec: FileSpec, axes: number, path: string): CellData {
  const cells = readingsOf(spec).filter((data) => data.kind === "cells");
  return cells.find((data) => axesOf(data) === axes) ?? cells[0] ?? notRead(spec, path);
}

/** The same of particles. */
export function providedPoints(spec: FileSpec, path: string): PointData {
  return readingsOf(spec).find((data) => data.kind === "points") ?? notRead(spec, path);
}

function readingsOf(spec: FileSpec): readonly FileData[] {
  return known.get(keyOf(spec)) ?? [];
}

function notRead(spec: FileSpec, path: string): never {
  throw new InputError("the file has not been read", {
    path,
    value: fileName(spec),
    remedy: "Load the study from its file: paths are relative to it.",
  });
}

/** Zeros in memory that threads share. */
export function sharedArray(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}
