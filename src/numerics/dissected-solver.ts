import type { ConservativeSolver, SolveCheck } from "./conservative-blocks.js";
import { type DissectedPattern, dissectedPattern, type FrontPattern, frontNumbers } from "./dissected-pattern.js";
import { type FlowSystem, flowResidual } from "./flow-system.js";

/** Numbers of factors beyond which they are not made: 256 MB. */
const mostNumbers = 2 ** 25;
/** Multiplications per unknown and step that factors may cost: about what an iterative solve of the step takes. */
const mostWork = 1e4;

/**
 * Factors on a box, ordered by nested dissection; undefined where the factors were too large, or cost more than they
 * save over the `steps` that they are made for.
 *
 * Pivots are what is in their column, never what a difference leaves, as in `createConservativeSolver`: with the amount
 * a_ij from j to i and c_j what column j sums to, eliminating k with the pivot p = c_k + sum_i a_ik adds a_ik a_kj / p
 * to a_ij and c_k a_kj / p to c_j.
 *
 * @see Duff & Reid, ACM Trans. Math. Softw. 9 (1983) 302, for fronts
 */
export function createDissectedSolver(system: FlowSystem, steps: number): ConservativeSolver | undefined {
  const unknowns = system.counts.reduce((product, count) => product * count, system.layers);
  const pattern = dissectedPattern(system, { numbers: mostNumbers, work: mostWork * unknowns * steps });
  if (pattern === undefined) return undefined;
  const { size, order } = pattern;
  const sweeps = createSweeps(pattern.fronts);
  // By rows: of an eliminated unknown, or one that is joined, its shares of those before it; and those that it returns.
  const lower = new Float64Array(pattern.factorSize);
  const upper = new Float64Array(pattern.factorSize);
  const inverses = new Float64Array(size);
  const work = new Float64Array(size);
  const local = new Float64Array(pattern.widest);
  const residual = new Float64Array(size);
  const check: SolveCheck = { size: 0, sum: 0, worst: 0, drift: 0 };

  const solveFrom = (rhs: Float64Array, x: Float64Array): void => {
    for (let k = 0; k < size; k++) work[k] = rhs[order[k]];
    eliminate(sweeps, lower, work);
    substitute(sweeps, upper, inverses, local, work);
    for (let k = 0; k < size; k++) x[order[k]] = work[k];
  };

  return {
    price: pattern.work / (2 * pattern.factorSize + size),
    factor: () => factorFronts(system, pattern, lower, upper, inverses),
    solve: (rhs) => solveFrom(rhs, rhs),
    solveChecked(rhs, x) {
      solveFrom(rhs, x);
      flowResidual(system, x, rhs, residual);
      let [sizes, sum, worst, drift] = [0, 0, 0, 0];
      for (let k = 0; k < size; k++) {
        const left = Math.abs(residual[k]);
        sizes += Math.abs(rhs[k]);
        sum += left;
        if (left > worst) worst = left;
        drift += x[k] - rhs[k];
      }
      check.size = sizes;
      check.sum = sum;
      check.worst = worst;
      check.drift = drift;
      return check;
    },
  };
}

/** Extents of all fronts in flat arrays: the sweeps pass them at every solve. */
interface Sweeps {
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
  /** Where what a front joins begins in `joined`; one more than there are fronts. */
  readonly starts: Int32Array;
  readonly joined: Int32Array;
}

function createSweeps(fronts: readonly FrontPattern[]): Sweeps {
  const starts = new Int32Array(fronts.length + 1);
  for (const [f, { joined }] of fronts.entries()) starts[f + 1] = starts[f] + joined.length;
  const joined = new Int32Array(starts[fronts.length]);
  for (const [f, front] of fronts.entries()) joined.set(front.joined, starts[f]);
  return {
    firsts: Int32Array.from(fronts, ({ first }) => first),
    counts: Int32Array.from(fronts, ({ count }) => count),
    starts,
    joined,
  };
}

/** What unknowns pass on to those after them, front by front, added to `r`. */
function eliminate({ firsts, counts, starts, joined }: Sweeps, lower: Float64Array, r: Float64Array): void {
  for (let f = 0, p = 0; f < firsts.length; f++) {
    const first = firsts[f];
    const end = first + counts[f];
    for (let i = first + 1; i < end; i++) {
      let sum = r[i];
      for (let j = first; j < i; j++, p++) sum += lower[p] * r[j];
      r[i] = sum;
    }
    for (let q = starts[f]; q < starts[f + 1]; q++) {
      let sum = 0;
      let other = 0;
      let j = first;
      for (; j + 1 < end; j += 2, p += 2) {
        sum += lower[p] * r[j];
        other += lower[p + 1] * r[j + 1];
      }
      if (j < end) sum += lower[p++] * r[j];
      const k = joined[q];
      r[k] = r[k] + (sum + other);
    }
  }
}

/** Unknowns from those after them, from the last front to the first. */
function substitute(
  { firsts, counts, starts, joined }: Sweeps,
  upper: Float64Array,
  inverses: Float64Array,
  local: Float64Array,
  x: Float64Array,
): void {
  for (let f = firsts.length - 1, p = 0; f >= 0; f--) {
    const first = firsts[f];
    const count = counts[f];
    let width = count;
    for (let q = starts[f]; q < starts[f + 1]; q++) local[width++] = x[joined[q]];
    for (let k = count - 1; k >= 0; k--) {
      let sum = x[first + k];
      let other = 0;
      let i = k + 1;
      for (; i + 1 < width; i += 2, p += 2) {
        sum += upper[p] * local[i];
        other += upper[p + 1] * local[i + 1];
      }
      if (i < width) sum += upper[p++] * local[i];
      const value = inverses[first + k] * (sum + other);
      local[k] = value;
      x[first + k] = value;
    }
  }
}

/** Assembles and eliminates all fronts; what a front leaves to the one above lies on a stack until that takes it. */
function factorFronts(
  system: FlowSystem,
  pattern: DissectedPattern,
  lower: Float64Array,
  upper: Float64Array,
  inverses: Float64Array,
): void {
  const { fronts, widest, stackSize } = pattern;
  const amounts = new Float64Array(widest * widest);
  const columnSums = new Float64Array(widest);
  const stack = new Float64Array(stackSize);
  let top = 0;
  for (const front of fronts) {
    const { first, count, joined, parts } = front;
    const width = count + joined.length;
    amounts.fill(0, 0, width * width);
    columnSums.fill(1, 0, count);
    columnSums.fill(0, count, width);
    assemble(system, front, width, amounts);
    for (let k = parts.length - 1; k >= 0; k--) {
      const places = parts[k];
      top -= places.length * (places.length + 1);
      takeOver(places, stack, top, width, amounts, columnSums);
    }
    eliminateFront(amounts, columnSums, count, width, inverses, first);
    storeFront(front, amounts, width, lower, upper);
    for (let i = count; i < width; i++) {
      stack[top++] = columnSums[i];
      for (let j = count; j < width; j++) stack[top++] = amounts[i * width + j];
    }
  }
}

/** Adds the flows of the system that a front holds. */
function assemble(system: FlowSystem, { flows }: FrontPattern, width: number, amounts: Float64Array): void {
  const { forward, backward, byTail, byHead } = system;
  const faces = forward.length;
  for (let k = 0; k < flows.length; k += 3) {
    const [flow, from, to] = [flows[k], flows[k + 1], flows[k + 2]];
    const [there, back] = [to * width + from, from * width + to];
    const isFace = flow < faces;
    amounts[there] = amounts[there] + (isFace ? forward[flow] : byTail[flow - faces]);
    amounts[back] = amounts[back] + (isFace ? backward[flow] : byHead[flow - faces]);
  }
}

/** Adds what a part has left: a row is its column sum and its amounts. */
function takeOver(
  places: Int32Array,
  stack: Float64Array,
  start: number,
  width: number,
  amounts: Float64Array,
  columnSums: Float64Array,
): void {
  let p = start;
  for (let i = 0; i < places.length; i++) {
    const place = places[i];
    columnSums[place] = columnSums[place] + stack[p++];
    const row = place * width;
    for (let j = 0; j < places.length; j++, p++) {
      const k = row + places[j];
      amounts[k] = amounts[k] + stack[p];
    }
  }
}

/** Unknowns of a front that are eliminated before the rest of it is looked at. */
const panel = 4;

/** Eliminates the first `count` unknowns of a front, by panels; columns of `amounts` become shares of the pivot. */
function eliminateFront(
  amounts: Float64Array,
  columnSums: Float64Array,
  count: number,
  width: number,
  inverses: Float64Array,
  first: number,
): void {
  for (let start = 0; start < count; start += panel) {
    const end = Math.min(start + panel, count);
    for (let k = start; k < end; k++) {
      inverses[first + k] = sharePivot(amounts, columnSums, k, width);
      for (let i = k + 1; i < width; i++) addRow(amounts, i, k, k + 1, i < end ? width : end, width);
    }
    if (end === start + panel) addPanel(amounts, start, width);
    else for (let i = end; i < width; i++) for (let k = start; k < end; k++) addRow(amounts, i, k, end, width, width);
  }
}

/** Turns column k into shares, and hands on what it sums to; the inverse of its pivot. */
function sharePivot(amounts: Float64Array, columnSums: Float64Array, k: number, width: number): number {
  let pivot = columnSums[k];
  for (let i = k + 1, p = i * width + k; i < width; i++, p += width) pivot += amounts[p];
  const inverse = 1 / pivot;
  for (let i = k + 1, p = i * width + k; i < width; i++, p += width) amounts[p] = amounts[p] * inverse;
  const passed = columnSums[k] * inverse;
  const row = k * width;
  for (let j = k + 1; j < width; j++) columnSums[j] = columnSums[j] + passed * amounts[row + j];
  return inverse;
}

/** Adds to columns `from` to `to` of row i its share of row k. */
function addRow(amounts: Float64Array, i: number, k: number, from: number, to: number, width: number): void {
  const target = i * width;
  const share = amounts[target + k];
  if (share === 0) return;
  const row = k * width;
  for (let j = from; j < to; j++) amounts[target + j] = amounts[target + j] + share * amounts[row + j];
}

/** Adds the shares of four rows to all below them, two at a time. */
function addPanel(amounts: Float64Array, start: number, width: number): void {
  const end = start + panel;
  const r0 = start * width;
  const r1 = r0 + width;
  const r2 = r1 + width;
  const r3 = r2 + width;
  let i = end;
  for (; i + 1 < width; i += 2) {
    const upper = i * width;
    const lower = upper + width;
    const a0 = amounts[upper + start];
    const a1 = amounts[upper + start + 1];
    const a2 = amounts[upper + start + 2];
    const a3 = amounts[upper + start + 3];
    const b0 = amounts[lower + start];
    const b1 = amounts[lower + start + 1];
    const b2 = amounts[lower + start + 2];
    const b3 = amounts[lower + start + 3];
    for (let j = end; j < width; j++) {
      const u0 = amounts[r0 + j];
      const u1 = amounts[r1 + j];
      const u2 = amounts[r2 + j];
      const u3 = amounts[r3 + j];
      amounts[upper + j] = amounts[upper + j] + (a0 * u0 + a1 * u1 + (a2 * u2 + a3 * u3));
      amounts[lower + j] = amounts[lower + j] + (b0 * u0 + b1 * u1 + (b2 * u2 + b3 * u3));
    }
  }
  if (i < width) for (let k = start; k < end; k++) addRow(amounts, i, k, end, width, width);
}

/** Keeps the rows that `eliminate` and `substitute` go through, in their order. */
function storeFront(
  { count, joined, start }: FrontPattern,
  amounts: Float64Array,
  width: number,
  lower: Float64Array,
  upper: Float64Array,
): void {
  let p = start;
  for (let i = 1; i < width; i++) {
    for (let j = 0; j < Math.min(i, count); j++) lower[p++] = amounts[i * width + j];
  }
  p = upper.length - start - frontNumbers(count, joined.length);
  for (let k = count - 1; k >= 0; k--) {
    for (let i = k + 1; i < width; i++) upper[p++] = amounts[k * width + i];
  }
}
