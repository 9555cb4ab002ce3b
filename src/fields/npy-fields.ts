import { InputError } from "../errors.js";
import { type CellData, type PointData, sharedArray } from "../model/files/provided.js";
import { type NumberArray, readNpy } from "./npy.js";

/** Which is read of an array whose first axis is time. */
export type WantedEnd = "first" | "last";

/**
 * Values on the cells of a mesh from an array of shape (nx) or (nx, ny), then layers, with times before all: the entry
 * [i, j, g] is the cell average at x_i, y_j in layer g.
 *
 * @param axes of the mesh
 * @throws {InputError} on other shapes, and on what is not finite
 */
export function readNpyCells(bytes: Uint8Array, name: string, axes: number, end: WantedEnd): CellData {
  const { shape, values } = lastOf(readNpy(bytes, name), axes + 2, end);
  checkShape(shape, [axes, axes + 1], `${shapeText(axes)}, and of one layer without the last`, name);
  checkFinite(values, name);
  const [nx = 1, ny = 1] = shape.slice(0, axes);
  const layerCount = shape[axes] ?? 1;
  const out = sharedArray(values.length);
  for (let k = 0; k < out.length; k++) {
    const layer = k % layerCount;
    const cell = Math.floor(k / layerCount);
    out[k] = values[((cell % nx) * ny + Math.floor(cell / nx)) * layerCount + layer];
  }
  const cells = shape.slice(0, axes);
  return { kind: "cells", cells, centres: undefined, layers: undefined, layerCount, times: [], values: out };
}

/**
 * Positions of particles from an array of shape (particles, d), with times before it; of one axis also (particles).
 *
 * @throws {InputError} on other shapes, and on what is not finite
 */
export function readNpyPoints(bytes: Uint8Array, name: string, end: WantedEnd): PointData {
  const { shape, values } = lastOf(readNpy(bytes, name), 3, end);
  checkShape(shape, [1, 2], "(particles, dimension), or (times, particles, dimension)", name);
  checkFinite(values, name);
  const shared = sharedArray(values.length);
  shared.set(values);
  return { kind: "points", dimension: shape[1] ?? 1, values: shared };
}

/** The array without its first axis where it has as many as one of times. */
function lastOf({ shape, values }: NumberArray, withTimes: number, end: WantedEnd): NumberArray {
  if (shape.length !== withTimes) return { shape, values };
  const size = values.length / shape[0];
  const begin = end === "first" ? 0 : values.length - size;
  return { shape: shape.slice(1), values: values.subarray(begin, begin + size) };
}

function shapeText(axes: number): string {
  const cells = axes === 1 ? "nx" : "nx, ny";
  return `(${cells}, layers), (times, ${cells}, layers)`;
}

function checkShape(shape: readonly number[], lengths: readonly number[], expected: string, name: string): void {
  if (lengths.includes(shape.length) && shape.every((length) => length > 0)) return;
  throw new InputError(`${name}: the shape (${shape.join(", ")}) is not one that is read`, {
    remedy: `Give ${expected}.`,
  });
}

function checkFinite(values: Float64Array, name: string): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  throw new InputError(`${name}: the number ${wrong} is not finite`, {
    value: values[wrong],
    remedy: "Give finite numbers only.",
  });
}
