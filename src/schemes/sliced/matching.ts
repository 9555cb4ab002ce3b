/** Rows of ranks are sorted by insertion first; from this many moves per entry on, merging is quicker. */
const insertionBudget = 12;

/** Sorted matchings of two sets of particles along directions, and what they say of the distance. */
export interface SortedMatchings {
  /** Sets directions (`direction * d + axis`), and the set (`particle * d + axis`) from which the other has moved. */
  begin(vectors: Float64Array, positions: Float64Array): void;
  /**
   * SW2²(Y, X) = mean over directions and particles of the squared differences of sorted projections; adds
   * factor * (mean over directions of difference * theta) to `out`, so that factor = 2 / n gives the gradient.
   */
  squaredDistance(positions: Float64Array, factor: number, out: Float64Array): number;
}

/**
 * Sorted projections of `count` particles of equal weight along each direction: in one dimension they match optimally.
 *
 * Ties are broken by the last order, the same for both sets at the start; particles tied in both sets may be exchanged
 * without any change, so that symmetric configurations keep their symmetry to round-off.
 *
 * @see Bonneel, Rabin, Peyré & Pfister, J. Math. Imaging Vision 51 (2015) 22, sec. 3.2
 */
export function createSortedMatchings(dimension: number, count: number): SortedMatchings {
  const d = dimension;
  const keys = new Float64Array(count);
  const scratch = new Int32Array(count);
  let vectors = new Float64Array(0);
  let orders: Int32Array = new Int32Array(0);
  let targets = new Float64Array(0);

  const allocate = (directions: number): void => {
    if (orders.length === directions * count) return;
    orders = new Int32Array(directions * count);
    targets = new Float64Array(directions * count);
    for (let k = 0; k < orders.length; k++) orders[k] = k % count;
  };

  /** Projects all particles on direction l and sorts them along it. */
  const sortAlong = (positions: Float64Array, l: number): Int32Array => {
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let a = 0; a < d; a++) sum += vectors[l * d + a] * positions[i * d + a];
      keys[i] = sum;
    }
    const order = orders.subarray(l * count, (l + 1) * count);
    sortByKeys(order, keys, scratch);
    return order;
  };

  return {
    begin(directions, positions) {
      vectors = Float64Array.from(directions);
      allocate(directions.length / d);
      for (let l = 0; l < directions.length / d; l++) {
        const order = sortAlong(positions, l);
        for (let rank = 0; rank < count; rank++) targets[l * count + rank] = keys[order[rank]];
      }
    },
    squaredDistance(positions, factor, out) {
      const directions = vectors.length / d;
      const share = factor / directions;
      let squares = 0;
      for (let l = 0; l < directions; l++) {
        const order = sortAlong(positions, l);
        for (let rank = 0; rank < count; rank++) {
          const i = order[rank];
          const difference = keys[i] - targets[l * count + rank];
          squares += difference * difference;
          const force = share * difference;
          for (let a = 0; a < d; a++) out[i * d + a] = out[i * d + a] + force * vectors[l * d + a];
        }
      }
      return squares / (directions * count);
    },
  };
}

/** Sorts indices by their keys, stably: by insertion where few are out of place, else by merging. */
export function sortByKeys(order: Int32Array, keys: Float64Array, scratch: Int32Array): void {
  let budget = insertionBudget * order.length;
  for (let i = 1; i < order.length; i++) {
    const index = order[i];
    const key = keys[index];
    let j = i - 1;
    while (j >= 0 && keys[order[j]] > key) {
      order[j + 1] = order[j];
      j--;
    }
    order[j + 1] = index;
    budget -= i - 1 - j;
    if (budget < 0) {
      mergeSort(order, keys, scratch);
      return;
    }
  }
}

function mergeSort(order: Int32Array, keys: Float64Array, scratch: Int32Array): void {
  const count = order.length;
  let [from, to] = [order, scratch];
  for (let width = 1; width < count; width *= 2) {
    for (let low = 0; low < count; low += 2 * width) {
      mergeRuns(from, to, keys, low, Math.min(low + width, count), Math.min(low + 2 * width, count));
    }
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

function mergeRuns(
  from: Int32Array,
  to: Int32Array,
  keys: Float64Array,
  low: number,
  middle: number,
  high: number,
): void {
  let [i, j] = [low, middle];
  for (let k = low; k < high; k++) {
    const left = i < middle && (j >= high || keys[from[i]] <= keys[from[j]]);
    to[k] = from[left ? i++ : j++];
  }
}
