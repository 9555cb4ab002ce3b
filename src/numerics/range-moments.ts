/**
 * Mass and first moments of runs of cells, without cancellation: a binary tree of sums of non-negative numbers.
 *
 * Prefix sums would lose every digit of a run in a tail behind a bulk of mass; a tree sum does not.
 */
export interface RangeMoments {
  /** Loads cells `offset + i * stride`: masses and moments about each cell's left and right end, in cell widths. */
  load(mass: Float64Array, left: Float64Array, right: Float64Array, offset: number, stride: number): void;
  /** Mass of cells first … end - 1. */
  mass(first: number, end: number): number;
  /** Sum of mass times distance to the left end of cell `first`, over cells first … end - 1, in cell widths. */
  momentFromLeft(first: number, end: number): number;
  /** Sum of mass times distance to the right end of cell `end - 1`, over cells first … end - 1, in cell widths. */
  momentFromRight(first: number, end: number): number;
}

/** A tree over `cells` cells; three numbers per node, two nodes per cell. */
export function createRangeMoments(cells: number): RangeMoments {
  const size = 2 ** Math.ceil(Math.log2(Math.max(cells, 1)));
  const masses = new Float64Array(2 * size);
  const lefts = new Float64Array(2 * size);
  const rights = new Float64Array(2 * size);

  function load(mass: Float64Array, left: Float64Array, right: Float64Array, offset: number, stride: number): void {
    for (let i = 0, k = offset; i < cells; i++, k += stride) {
      masses[size + i] = mass[k];
      lefts[size + i] = left[k];
      rights[size + i] = right[k];
    }
    let width = 1;
    for (let first = size >> 1; first >= 1; first >>= 1, width *= 2) {
      for (let node = first; node < 2 * first; node++) {
        const a = 2 * node;
        const b = a + 1;
        masses[node] = masses[a] + masses[b];
        lefts[node] = lefts[a] + lefts[b] + width * masses[b];
        rights[node] = rights[a] + rights[b] + width * masses[a];
      }
    }
  }

  function mass(first: number, end: number): number {
    let sum = 0;
    let a = first + size;
    let b = end + size;
    for (; a < b; a >>= 1, b >>= 1) {
      if (a & 1) sum += masses[a++];
      if (b & 1) sum += masses[--b];
    }
    return sum;
  }

  function momentFromLeft(first: number, end: number): number {
    let sum = 0;
    let a = first + size;
    let b = end + size;
    for (let width = 1; a < b; a >>= 1, b >>= 1, width *= 2) {
      if (a & 1) {
        sum += lefts[a] + (a * width - size - first) * masses[a];
        a++;
      }
      if (b & 1) {
        b--;
        sum += lefts[b] + (b * width - size - first) * masses[b];
      }
    }
    return sum;
  }

  function momentFromRight(first: number, end: number): number {
    let sum = 0;
    let a = first + size;
    let b = end + size;
    for (let width = 1; a < b; a >>= 1, b >>= 1, width *= 2) {
      if (a & 1) {
        sum += rights[a] + (end - ((a + 1) * width - size)) * masses[a];
        a++;
      }
      if (b & 1) {
        b--;
        sum += rights[b] + (end - ((b + 1) * width - size)) * masses[b];
      }
    }
    return sum;
  }

  return { load, mass, momentFromLeft, momentFromRight };
}
