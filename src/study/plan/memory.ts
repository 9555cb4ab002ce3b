import { freemem } from "node:os";
import { InputError } from "../../errors.js";
import { layoutKind } from "../../model/states/layouts.js";
import { stateScheme } from "../../schemes/schemes.js";
import { meshSize } from "../file/cells.js";
import type { StateSchemeSpec } from "../file/schema.js";
import type { DiscreteStates } from "./models.js";

/**
 * Double-precision numbers per unknown that a step keeps: density, potential, residuals, a few face and Newton arrays.
 */
const arraysPerUnknown = 60;
/** Blocks of size layers² per cell: diagonal, coupling, factors, and their copies. */
const blocksPerCell = 8;
/** Beyond this many layers blocks are not formed (see docs/method.md), and rows of edges take their place. */
const mostBlockLayers = 16;
/**
 * The same of a sparse solver on two axes: vectors on all its levels, and entries per unknown without those of edges.
 */
const boxArraysPerUnknown = 45;
const boxEntriesPerUnknown = 9;
/** Doubles per entry of a sparse matrix with its columns and its coarser levels. */
const doublesPerEntry = 3;

/**
 * Estimated bytes of a run on `cells` cells per axis and `layers` layers that keeps `kept` densities.
 *
 * An upper estimate of the order of magnitude: its purpose is to refuse what cannot run.
 */
export function levelMemory(cells: readonly number[], layers: number, kept: number): number {
  if (cells.length > 1) return boxMemory(meshSize(cells) * layers, layers, kept);
  const blocks = blocksPerCell * layers * Math.min(layers, mostBlockLayers);
  return 8 * meshSize(cells) * (layers * (arraysPerUnknown + kept) + blocks);
}

/** Every layer may be joined to every other; a row of the inverse of a cell's block is kept per unknown. */
function boxMemory(unknowns: number, layers: number, kept: number): number {
  const entries = boxEntriesPerUnknown + layers - 1;
  const inverses = (4 / 3) * layers;
  return 8 * unknowns * (boxArraysPerUnknown + doublesPerEntry * entries + inverses + kept);
}

/** A thread with the program itself. */
export const programMemory = 2e8;

/** Estimated bytes of a run that keeps `kept` states: an upper estimate of the order of magnitude. */
export function stateMemory(scheme: StateSchemeSpec, { initial }: DiscreteStates, kept: number): number {
  const { layout, values } = initial;
  const points = layoutKind(layout).points(layout);
  const numbers = values.length * (40 + kept) + points * stateScheme(scheme).numbersPerPoint(scheme, layout.kind);
  return programMemory + 8 * numbers;
}

/** Bytes that can still be allocated: what the system, or the container's limit, leaves. */
export function availableMemory(): number {
  const inProcess = process as { availableMemory?: () => number };
  const free = inProcess.availableMemory?.() ?? 0;
  return free > 0 ? free : freemem();
}

/**
 * @param what needs so much, e.g. `a level`
 * @throws {InputError} where it is not available
 */
export function requireMemory(
  what: string,
  needed: number,
  available: number,
  context: { readonly path: string; readonly value?: unknown; readonly remedy: string },
): number {
  if (needed <= available) return needed;
  throw new InputError(`${what} needs about ${formatBytes(needed)}, ${formatBytes(available)} are available`, context);
}

/** `1.5 GB` */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
  const k = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), units.length - 1);
  return `${Number((bytes / 1000 ** k).toPrecision(3))} ${units[k]}`;
}
