import { table } from "../exponential.js";
import { type CompiledKernels, createKernels, type KernelMemory } from "./kernels.js";

/** Where the arrays of a solver live. */
export interface Workspace {
  /** Zeros. */
  float64(length: number): Float64Array;
  /** The compiled kernels; undefined where all is done in TypeScript. */
  readonly compiled: CompiledKernels | undefined;
  /** Whether the compiled kernels can reach these arrays. */
  reaches(...arrays: Float64Array[]): boolean;
}

/** Arrays of their own, and no compiled kernels. */
export const plainWorkspace: Workspace = {
  float64: (length) => new Float64Array(length),
  compiled: undefined,
  reaches: () => false,
};

const PAGE = 65536;
/** Before every array there are so many bytes of zeros: kernels may look at the number before the first. */
const MARGIN = 16;

/** A workspace in the memory of compiled kernels, or a plain one where there are none. */
export function createWorkspace(): Workspace {
  const created = createKernels();
  if (created === undefined) return plainWorkspace;
  const { kernels, memory } = created;
  const buffers = new Set<ArrayBufferLike>();
  let end = Math.ceil(kernels.freeFrom() / MARGIN) * MARGIN;
  const float64 = (length: number): Float64Array => {
    const begin = end + MARGIN;
    const next = begin + Math.ceil((8 * length) / MARGIN) * MARGIN;
    if (!reserve(memory, next)) return new Float64Array(length);
    end = next;
    // Memory that has grown is another buffer over the same bytes.
    buffers.add(memory.buffer);
    return new Float64Array(memory.buffer, begin, length);
  };
  const ownTable = float64(table.length);
  ownTable.set(table);
  kernels.takeTable(ownTable.byteOffset);
  return { compiled: kernels, float64, reaches: (...arrays) => arrays.every(({ buffer }) => buffers.has(buffer)) };
}

/** Whole numbers in the memory of compiled kernels; returns their address. */
export function describe({ float64 }: Workspace, numbers: ArrayLike<number>): number {
  const { buffer, byteOffset } = float64(Math.ceil(numbers.length / 2));
  new Int32Array(buffer, byteOffset, numbers.length).set(numbers);
  return byteOffset;
}

/** Grows the memory to at least `bytes`, by a quarter at least; false where that is not to be had. */
function reserve(memory: KernelMemory, bytes: number): boolean {
  const { byteLength } = memory.buffer;
  if (bytes <= byteLength) return true;
  const missing = Math.ceil((bytes - byteLength) / PAGE);
  for (const pages of [Math.max(missing, Math.ceil(byteLength / (4 * PAGE))), missing]) {
    try {
      memory.grow(pages);
      return true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return false;
}
