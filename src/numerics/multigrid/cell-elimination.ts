/**
 * Elimination order and fill of a graph's Laplacian plus diagonal, by minimum degree: the layers of one cell of a
 * network.
 *
 * Step s eliminates node[s]; its slots first[s] … first[s + 1] - 1 hold the neighbours still left, in `other`. Slots
 * are the edges of the filled graph; `slotOf[e]` is where edge e of the graph starts out. For every pair of slots of a
 * node, in order, `meshSlot` is the slot of the edge between their two ends (star-mesh rule).
 */
export interface CellElimination {
  readonly node: Int32Array;
  readonly first: Int32Array;
  readonly other: Int32Array;
  readonly slotOf: Int32Array;
  readonly meshSlot: Int32Array;
}

/** @param last a layer that is eliminated last */
export function createCellElimination(
  layers: number,
  tails: Int32Array,
  heads: Int32Array,
  last: number,
): CellElimination {
  const neighbours = Array.from({ length: layers }, () => new Set<number>());
  for (let e = 0; e < tails.length; e++) {
    neighbours[tails[e]]?.add(heads[e]);
    neighbours[heads[e]]?.add(tails[e]);
  }
  const node: number[] = [];
  const later: number[][] = [];
  const left = new Set(Array.from({ length: layers }, (_, k) => k));
  while (left.size > 0) {
    const chosen = smallestDegree(left, neighbours, last);
    const ends = [...neighbours[chosen]];
    node.push(chosen);
    later.push(ends);
    left.delete(chosen);
    for (const end of ends) {
      neighbours[end]?.delete(chosen);
      for (const another of ends) if (another !== end) neighbours[end]?.add(another);
    }
  }
  return indexSlots(node, later, tails, heads);
}

function smallestDegree(left: ReadonlySet<number>, neighbours: readonly ReadonlySet<number>[], last: number): number {
  let chosen = last;
  for (const k of left) {
    if (k === last) continue;
    if (chosen === last || (neighbours[k]?.size ?? 0) < (neighbours[chosen]?.size ?? 0)) chosen = k;
  }
  return chosen;
}

function indexSlots(node: number[], later: number[][], tails: Int32Array, heads: Int32Array): CellElimination {
  const first = new Int32Array(node.length + 1);
  const slots = new Map<string, number>();
  const name = (a: number, b: number): string => `${Math.min(a, b)},${Math.max(a, b)}`;
  for (const [s, ends] of later.entries()) {
    first[s + 1] = first[s] + ends.length;
    for (const [k, end] of ends.entries()) slots.set(name(node[s], end), first[s] + k);
  }
  const slotBetween = (a: number, b: number): number => slots.get(name(a, b)) as number;
  return {
    node: Int32Array.from(node),
    first,
    other: Int32Array.from(later.flat()),
    slotOf: Int32Array.from(tails, (tail, e) => slotBetween(tail, heads[e])),
    meshSlot: Int32Array.from(
      later.flatMap((ends) => ends.flatMap((a, k) => ends.slice(k + 1).map((b) => slotBetween(a, b)))),
    ),
  };
}

/**
 * Factors one cell in place: on entry `ground` (at `base`, destroyed) and conductances in `share` (at `slots`); on
 * return `inverse` holds 1/pivot per layer and `share` the part of a node's value that goes to each later neighbour.
 */
export function factorCell(
  { node, first, other, meshSlot }: CellElimination,
  ground: Float64Array,
  base: number,
  inverse: Float64Array,
  share: Float64Array,
  slots: number,
): void {
  let mesh = 0;
  for (let s = 0; s < node.length; s++) {
    const v = base + node[s];
    const begin = first[s];
    const end = first[s + 1];
    const g = ground[v];
    let pivot = g;
    for (let k = begin; k < end; k++) pivot += share[slots + k];
    const inv = pivot > 0 ? 1 / pivot : 0;
    inverse[v] = inv;
    for (let k = begin; k < end; k++) {
      const own = share[slots + k] * inv;
      for (let l = k + 1; l < end; l++) {
        const target = slots + meshSlot[mesh++];
        share[target] = share[target] + own * share[slots + l];
      }
      const u = base + other[k];
      ground[u] = ground[u] + g * own;
    }
    for (let k = begin; k < end; k++) share[slots + k] = share[slots + k] * inv;
  }
}

/** Solves a factored cell: `right` (per layer, destroyed) becomes the solution. */
export function solveCell(
  { node, first, other }: CellElimination,
  inverse: Float64Array,
  base: number,
  share: Float64Array,
  slots: number,
  right: Float64Array,
): void {
  for (let s = 0; s < node.length; s++) {
    const b = right[node[s]];
    for (let k = first[s]; k < first[s + 1]; k++) {
      const u = other[k];
      right[u] = right[u] + share[slots + k] * b;
    }
  }
  for (let s = node.length - 1; s >= 0; s--) {
    const v = node[s];
    let x = inverse[base + v] * right[v];
    for (let k = first[s]; k < first[s + 1]; k++) {
      x += share[slots + k] * right[other[k]];
    }
    right[v] = x;
  }
}
