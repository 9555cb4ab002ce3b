import { largest } from "./vector.js";
/** A cheapest assignment, and the dual variables that prove it. */
export interface Assignment {
  /** Column of every row. */
  readonly columns: Int32Array;
  /** u, v with u_i + v_j <= c_ij to round-off, and equality where row i has column j. */
  readonly rowDuals: Float64Array;
  readonly columnDuals: Float64Array;
}

/**
 * The permutation p that minimizes the sum of |x_i - y_p(i)|² over n points each, i.e. maximizes the sum of x_i ·
 * y_p(i).
 *
 * The duals belong to the costs of {@link pairCosts}: squared distances after both sets are moved to mean 0, which
 * changes all permutations alike.
 *
 * @param x positions, `point * d + axis`
 * @see {@link assign}
 */
export function assignPoints(x: Float64Array, y: Float64Array, d: number): Assignment {
  return assign(pairCosts(x, y, d), x.length / d);
}

/** |x_i - y_j|², `i * n + j`, with the points moved to mean 0. */
export function pairCosts(x: Float64Array, y: Float64Array, d: number): Float64Array {
  const n = x.length / d;
  const [a, b] = [centred(x, d), centred(y, d)];
  const costs = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += (a[i * d + k] - b[j * d + k]) ** 2;
      costs[i * n + j] = sum;
    }
  }
  return costs;
}

function centred(points: Float64Array, d: number): Float64Array {
  const mean = new Float64Array(d);
  points.forEach((value, k) => {
    mean[k % d] = mean[k % d] + (value * d) / points.length;
  });
  return points.map((value, k) => value - mean[k % d]);
}

/** Passes that look for duals of the identity; a pass costs n². */
const mostPasses = 10;

/**
 * Exact linear assignment: argmin over permutations p of the sum of c_ip(i).
 *
 * Duals under which the identity is optimal are sought first, by passes of the method of Bellman and Ford; where rows
 * are not content, an auction with shrinking increments brings the prices v close to optimal. What no exact tie assigns
 * then is assigned by shortest augmenting paths, so that the result is exact. O(n³) at worst, O(n²) where the identity
 * is optimal; 2000 points of the plane take a second or two.
 *
 * @param costs row-major, n * n, finite
 * @throws {RangeError} on costs that are not finite
 * @see Jonker & Volgenant, Computing 38 (1987) 325; Bertsekas, Ann. Oper. Res. 14 (1988) 105
 */
export function assign(costs: Float64Array, n: number): Assignment {
  if (!costs.every(Number.isFinite)) throw new RangeError("an assignment needs finite costs");
  const columnDuals = identityDuals(costs, n);
  const matching = createMatching(costs, n, columnDuals);
  for (const row of matching.bid()) matching.augment(row);
  return { columns: matching.columns, rowDuals: matching.rowDuals(), columnDuals };
}

/**
 * v with v_j <= v_i + c_ij - c_ii as far as the passes get: all of them if the identity is optimal and they suffice. If
 * it is far from optimal the passes run down without end, and zeros are better.
 */
function identityDuals(costs: Float64Array, n: number): Float64Array {
  const v = new Float64Array(n);
  const lowest = -largest(costs);
  let isSettled = false;
  for (let pass = 0; pass < mostPasses && !isSettled; pass++) {
    isSettled = true;
    for (let k = 0; k < n; k++) {
      // Alternating directions carry a change along all rows, however they are ordered.
      const i = pass % 2 === 0 ? k : n - 1 - k;
      const base = v[i] - costs[i * n + i];
      for (let j = 0; j < n; j++) {
        const bound = base + costs[i * n + j];
        if (!(bound < v[j])) continue;
        if (j !== i) isSettled = false;
        v[j] = bound;
      }
    }
    if (v.some((value) => value < lowest)) return v.fill(0);
  }
  return v;
}

/** A partial assignment: every assigned row i has the smallest c_ij - v_j at its column. */
interface Matching {
  readonly columns: Int32Array;
  /** Brings the prices v close to optimal, and gives rows their cheapest column; returns the rows left over. */
  bid(): number[];
  /** Assigns one more row along a shortest augmenting path. */
  augment(row: number): void;
  rowDuals(): Float64Array;
}

/**
 * Factor between the increments of the auction; the part of the first at which it may end, provided that half the rows
 * have a column; and the part of the largest cost at which it ends in any case.
 */
const bidRatio = 5;
const enoughBid = 2e-4;
const smallestBid = 1e-12;

function createMatching(costs: Float64Array, n: number, v: Float64Array): Matching {
  const columns = new Int32Array(n).fill(-1);
  const rows = new Int32Array(n).fill(-1);
  const give = (row: number, column: number): void => {
    columns[row] = column;
    rows[column] = row;
  };

  /** Cheapest and second cheapest column of a row at the prices v. */
  const best = { column: 0, value: 0, second: 0, secondValue: 0 };
  const lookUp = (row: number): void => {
    best.value = Number.POSITIVE_INFINITY;
    best.secondValue = Number.POSITIVE_INFINITY;
    for (let j = 0; j < n; j++) {
      const value = costs[row * n + j] - v[j];
      if (!(value < best.secondValue)) continue;
      if (value < best.value) {
        best.secondValue = best.value;
        best.second = best.column;
        best.value = value;
        best.column = j;
      } else {
        best.secondValue = value;
        best.second = j;
      }
    }
  };

  /** Gives rows their cheapest column as far as it is free, its own one first; returns the rows left over. */
  const greedy = (): number[] => {
    columns.fill(-1);
    rows.fill(-1);
    const left: number[] = [];
    for (let i = 0; i < n; i++) {
      lookUp(i);
      if (costs[i * n + i] - v[i] <= best.value) give(i, i);
      else left.push(i);
    }
    return left.filter((i) => {
      lookUp(i);
      if (rows[best.column] !== -1) return true;
      give(i, best.column);
      return false;
    });
  };

  /** Rows bid for their cheapest column, up to the price of the second and epsilon more, until all have one. */
  const bidAll = (epsilon: number): void => {
    columns.fill(-1);
    rows.fill(-1);
    const waiting = Array.from({ length: n }, (_, i) => n - 1 - i);
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      lookUp(row);
      const loser = rows[best.column];
      v[best.column] = v[best.column] - (best.secondValue - best.value) - epsilon;
      if (loser !== -1) {
        columns[loser] = -1;
        waiting.push(loser);
      }
      give(row, best.column);
    }
  };

  const bid = (): number[] => {
    let left = greedy();
    // The first increment is what the rows would save on average by leaving the identity at the prices v.
    const excess = left.reduce((sum, i) => {
      lookUp(i);
      return sum + (costs[i * n + i] - v[i] - best.value) / n;
    }, 0);
    // An increment below round-off of the prices would leave them as they are, and never end.
    const last = smallestBid * largest(costs);
    for (let epsilon = excess; epsilon > last; epsilon /= bidRatio) {
      if (epsilon < enoughBid * excess && left.length <= n / 2) break;
      bidAll(epsilon);
      left = greedy();
    }
    return left;
  };

  const augment = createAugmentation(costs, n, v, columns, rows);
  const rowDuals = (): Float64Array => Float64Array.from(columns, (j, i) => costs[i * n + j] - v[j]);
  return { columns, bid, augment, rowDuals };
}

/** Shortest augmenting paths by Dijkstra's method with reduced costs, and the update of the prices v after each. */
function createAugmentation(costs: Float64Array, n: number, v: Float64Array, columns: Int32Array, rows: Int32Array) {
  const length = new Float64Array(n);
  const previous = new Int32Array(n);
  /** Columns: first those with their final length, then the others. */
  const order = new Int32Array(n);

  /** Lengths of paths that go through `row`, whose column has length `reached`, to the columns not yet final. */
  const relax = (row: number, reached: number, final: number): void => {
    const own = columns[row];
    const base = own === -1 ? 0 : reached - (costs[row * n + own] - v[own]);
    for (let k = final; k < n; k++) {
      const j = order[k];
      const through = base + costs[row * n + j] - v[j];
      if (!(through < length[j])) continue;
      length[j] = through;
      previous[j] = row;
    }
  };

  /** Brings the nearest column not yet final to place `final`, a free one where there is a choice. */
  const settle = (final: number): number => {
    let nearest = final;
    for (let k = final + 1; k < n; k++) {
      const [l, least] = [length[order[k]], length[order[nearest]]];
      if (l < least || (l === least && rows[order[k]] === -1)) nearest = k;
    }
    const column = order[nearest];
    order[nearest] = order[final];
    order[final] = column;
    return column;
  };

  return (start: number): void => {
    for (let j = 0; j < n; j++) order[j] = j;
    length.fill(Number.POSITIVE_INFINITY);
    relax(start, 0, 0);
    let final = 0;
    let column = settle(final);
    while (rows[column] !== -1) {
      final++;
      relax(rows[column], length[column], final);
      column = settle(final);
    }
    const total = length[column];
    for (let k = 0; k < final; k++) {
      const j = order[k];
      v[j] = v[j] + length[j] - total;
    }
    for (let row = -1; row !== start; ) {
      row = previous[column];
      rows[column] = row;
      const next = columns[row];
      columns[row] = column;
      column = next;
    }
  };
}
