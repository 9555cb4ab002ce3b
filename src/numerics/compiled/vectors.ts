import type { Workspace } from "./workspace.js";

/** What is done to whole vectors. */
export interface VectorKernel {
  /** to = from + length * direction. */
  move(from: Float64Array, length: number, direction: Float64Array, to: Float64Array): void;
  innerProduct(a: Float64Array, b: Float64Array): number;
}

/** a · b: the products with even index and those with odd index, added at the end. */
export function innerProduct(a: Float64Array, b: Float64Array): number {
  let [even, odd] = [0, 0];
  const pairs = a.length - (a.length & 1);
  for (let k = 0; k < pairs; k += 2) {
    even += a[k] * b[k];
    odd += a[k + 1] * b[k + 1];
  }
  if (pairs < a.length) even += a[pairs] * b[pairs];
  return even + odd;
}

function move(from: Float64Array, length: number, direction: Float64Array, to: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k] = from[k] + length * direction[k];
}

/** In TypeScript, or compiled for arrays that the workspace reaches, bit by bit the same. */
export function createVectorKernel({ compiled, reaches }: Workspace): VectorKernel {
  if (compiled === undefined) return { move, innerProduct };
  return {
    move(from, length, direction, to) {
      if (!reaches(from, direction, to)) move(from, length, direction, to);
      else compiled.move(to.length, from.byteOffset, length, direction.byteOffset, to.byteOffset);
    },
    innerProduct(a, b) {
      return reaches(a, b) ? compiled.dot(a.length, a.byteOffset, b.byteOffset) : innerProduct(a, b);
    },
  };
}
