/**
 * The kernels of a V-cycle for two layers and more: src/numerics/multigrid/smoother.ts says what each of them does. The
 * layers of a cell are next to each other, two of them are done at a time.
 */
import { ONE, PAIR } from "./pairs";
import { dot } from "./passes";

/** A level: its numbers, and the addresses of its arrays. */
// @ts-ignore: decorator
@unmanaged
export class LayeredLevel {
  nx!: i32;
  ny!: i32;
  shiftX!: i32;
  shiftY!: i32;
  pad!: i32;
  alongX!: usize;
  alongY!: usize;
  across!: usize;
  diagonal!: usize;
  inverse!: usize;
  share!: usize;
  r!: usize;
  z!: usize;
}

/** The elimination of a cell's layers: its numbers, and the addresses of lists of whole numbers; and scratch. */
// @ts-ignore: decorator
@unmanaged
export class Elimination {
  layers!: i32;
  edges!: i32;
  slots!: i32;
  node!: usize;
  first!: usize;
  other!: usize;
  slotOf!: usize;
  meshSlot!: usize;
  scratch!: usize;
}

// @ts-ignore: decorator
@inline
function whole(list: usize, k: i32): i32 {
  return load<i32>(list + (<usize>k << 2));
}

// @ts-ignore: decorator
@inline
function at(array: usize, k: i32): usize {
  return array + (<usize>k << 3);
}

/** What the four neighbours of a cell send to each of its layers, added to `base` and written to `to`. */
// @ts-ignore: decorator
@inline
function gather(level: LayeredLevel, layers: i32, node: i32, base: usize, to: usize, hasBase: bool): void {
  const step = <usize>layers << 3;
  const line = <usize>(level.nx * layers) << 3;
  let x = at(level.alongX, node);
  let y = at(level.alongY, node);
  let z = at(level.z, node);
  let g = 0;
  for (; g + 2 <= layers; g += 2, x += PAIR, y += PAIR, z += PAIR, to += PAIR, base += PAIR) {
    const fromLeft = f64x2.mul(v128.load(x - step), v128.load(z - step));
    const fromRight = f64x2.mul(v128.load(x), v128.load(z + step));
    const fromBelow = f64x2.mul(v128.load(y - line), v128.load(z - line));
    const fromAbove = f64x2.mul(v128.load(y), v128.load(z + line));
    const sent = f64x2.add(f64x2.add(fromLeft, fromRight), f64x2.add(fromBelow, fromAbove));
    v128.store(to, hasBase ? f64x2.add(v128.load(base), sent) : sent);
  }
  if (g < layers) {
    const byX = load<f64>(x - step) * load<f64>(z - step) + load<f64>(x) * load<f64>(z + step);
    const byY = load<f64>(y - line) * load<f64>(z - line) + load<f64>(y) * load<f64>(z + line);
    store<f64>(to, hasBase ? load<f64>(base) + (byX + byY) : byX + byY);
  }
}

/** Solves a factored cell; `right` becomes the solution. */
// @ts-ignore: decorator
@inline
function solveCell(e: Elimination, inverse: usize, share: usize, right: usize): void {
  if (e.layers == 2) solvePair(e, inverse, share, right);
  else solveMany(e, inverse, share, right);
}

// @ts-ignore: decorator
@inline
function solvePair(e: Elimination, inverse: usize, share: usize, right: usize): void {
  const early = <usize>whole(e.node, 0) << 3;
  const late = ONE - early;
  const part = load<f64>(share);
  const b = load<f64>(right + early);
  const x = load<f64>(inverse + late) * (load<f64>(right + late) + part * b);
  store<f64>(right + late, x);
  store<f64>(right + early, load<f64>(inverse + early) * b + part * x);
}

function solveMany(e: Elimination, inverse: usize, share: usize, right: usize): void {
  const last = e.layers;
  for (let s = 0; s < last; s++) {
    const b = load<f64>(at(right, whole(e.node, s)));
    const end = whole(e.first, s + 1);
    for (let k = whole(e.first, s); k < end; k++) {
      const u = at(right, whole(e.other, k));
      store<f64>(u, load<f64>(u) + load<f64>(at(share, k)) * b);
    }
  }
  for (let s = last - 1; s >= 0; s--) {
    const v = whole(e.node, s);
    let x = load<f64>(at(inverse, v)) * load<f64>(at(right, v));
    const end = whole(e.first, s + 1);
    for (let k = whole(e.first, s); k < end; k++) {
      x += load<f64>(at(share, k)) * load<f64>(at(right, whole(e.other, k)));
    }
    store<f64>(at(right, v), x);
  }
}

export function layeredFirst(level: LayeredLevel, e: Elimination): void {
  const layers = e.layers;
  const cells = level.nx * level.ny;
  memory.fill(level.z, 0, <usize>(cells * layers + 2 * level.pad) << 3);
  for (let j = 0; j < level.ny; j++) {
    for (let i = j & 1; i < level.nx; i += 2) {
      const cell = j * level.nx + i;
      const z = at(level.z, level.pad + cell * layers);
      memory.copy(z, at(level.r, cell * layers), <usize>layers << 3);
      solveCell(e, at(level.inverse, cell * layers), at(level.share, cell * e.slots), z);
    }
  }
}

/** The cell's own values are no neighbours of it: the right-hand side may stand in their place. */
export function layeredRelax(level: LayeredLevel, e: Elimination, colour: i32): void {
  const layers = e.layers;
  for (let j = 0; j < level.ny; j++) {
    for (let i = (j + colour) & 1; i < level.nx; i += 2) {
      const cell = j * level.nx + i;
      const node = cell * layers;
      const z = at(level.z, level.pad + node);
      gather(level, layers, level.pad + node, at(level.r, node), z, true);
      solveCell(e, at(level.inverse, node), at(level.share, cell * e.slots), z);
    }
  }
}

export function layeredRestrict(fine: LayeredLevel, coarse: LayeredLevel, e: Elimination): void {
  const layers = e.layers;
  memory.fill(coarse.r, 0, <usize>(coarse.nx * coarse.ny * layers) << 3);
  for (let j = 0; j < fine.ny; j++) {
    for (let i = j & 1; i < fine.nx; i += 2) {
      gather(fine, layers, fine.pad + (j * fine.nx + i) * layers, 0, e.scratch, false);
      const sum = at(coarse.r, (coarse.nx * (j >> fine.shiftY) + (i >> fine.shiftX)) * layers);
      addTo(layers, e.scratch, sum);
    }
  }
}

/** Adds the numbers of a cell. */
// @ts-ignore: decorator
@inline
function addTo(layers: i32, from: usize, to: usize): void {
  let g = 0;
  for (; g + 2 <= layers; g += 2, from += PAIR, to += PAIR) {
    v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
  }
  if (g < layers) store<f64>(to, load<f64>(to) + load<f64>(from));
}

export function layeredProlong(coarse: LayeredLevel, fine: LayeredLevel, e: Elimination): void {
  const layers = e.layers;
  for (let j = 0; j < fine.ny; j++) {
    for (let i = j & 1; i < fine.nx; i += 2) {
      const from = coarse.pad + (coarse.nx * (j >> fine.shiftY) + (i >> fine.shiftX)) * layers;
      addTo(layers, at(coarse.z, from), at(fine.z, fine.pad + (j * fine.nx + i) * layers));
    }
  }
}

export function layeredFactor(level: LayeredLevel, e: Elimination): void {
  const layers = e.layers;
  const cells = level.nx * level.ny;
  memory.fill(level.share, 0, <usize>(cells * e.slots) << 3);
  for (let cell = 0; cell < cells; cell++) {
    const share = at(level.share, cell * e.slots);
    for (let k = 0; k < e.edges; k++) {
      store<f64>(at(share, whole(e.slotOf, k)), load<f64>(at(level.across, cell * e.edges + k)));
    }
    memory.copy(e.scratch, at(level.diagonal, cell * layers), <usize>layers << 3);
    factorCell(e, e.scratch, at(level.inverse, cell * layers), share);
  }
}

/** Factors one cell: conductances to ground (destroyed) and in `share`. */
function factorCell(e: Elimination, ground: usize, inverse: usize, share: usize): void {
  let mesh = 0;
  for (let s = 0; s < e.layers; s++) {
    const v = whole(e.node, s);
    const begin = whole(e.first, s);
    const end = whole(e.first, s + 1);
    const g = load<f64>(at(ground, v));
    let pivot = g;
    for (let k = begin; k < end; k++) pivot += load<f64>(at(share, k));
    const inv: f64 = pivot > 0 ? 1 / pivot : 0;
    store<f64>(at(inverse, v), inv);
    for (let k = begin; k < end; k++) {
      const own = load<f64>(at(share, k)) * inv;
      for (let l = k + 1; l < end; l++) {
        const target = at(share, whole(e.meshSlot, mesh++));
        store<f64>(target, load<f64>(target) + own * load<f64>(at(share, l)));
      }
      const u = at(ground, whole(e.other, k));
      store<f64>(u, load<f64>(u) + g * own);
    }
    for (let k = begin; k < end; k++) store<f64>(at(share, k), load<f64>(at(share, k)) * inv);
  }
}

/** The image of p, and p · A p. */
export function layeredApply(
  level: LayeredLevel,
  e: Elimination,
  tails: usize,
  heads: usize,
  p: usize,
  image: usize,
): f64 {
  const layers = e.layers;
  const step = <usize>layers << 3;
  const line = <usize>(level.nx * layers) << 3;
  const nodes = level.nx * level.ny * layers;
  const first = at(p, level.pad);
  let x = at(level.alongX, level.pad);
  let y = at(level.alongY, level.pad);
  let d = level.diagonal;
  let q = first;
  let to = image;
  let k = 0;
  for (; k + 2 <= nodes; k += 2, x += PAIR, y += PAIR, d += PAIR, q += PAIR, to += PAIR) {
    const fromLeft = f64x2.mul(v128.load(x - step), v128.load(q - step));
    const fromRight = f64x2.mul(v128.load(x), v128.load(q + step));
    const fromBelow = f64x2.mul(v128.load(y - line), v128.load(q - line));
    const fromAbove = f64x2.mul(v128.load(y), v128.load(q + line));
    const sent = f64x2.add(f64x2.add(fromLeft, fromRight), f64x2.add(fromBelow, fromAbove));
    v128.store(to, f64x2.sub(f64x2.mul(v128.load(d), v128.load(q)), sent));
  }
  if (k < nodes) {
    const byX = load<f64>(x - step) * load<f64>(q - step) + load<f64>(x) * load<f64>(q + step);
    const byY = load<f64>(y - line) * load<f64>(q - line) + load<f64>(y) * load<f64>(q + line);
    store<f64>(to, load<f64>(d) * load<f64>(q) - (byX + byY));
  }
  let across = level.across;
  for (let node = 0; node < nodes && e.edges > 0; node += layers) {
    for (let n = 0; n < e.edges; n++, across += ONE) {
      const a = node + whole(tails, n);
      const b = node + whole(heads, n);
      const current = load<f64>(across) * (load<f64>(at(first, a)) - load<f64>(at(first, b)));
      store<f64>(at(image, a), load<f64>(at(image, a)) + current);
      store<f64>(at(image, b), load<f64>(at(image, b)) - current);
    }
  }
  return dot(nodes, image, first);
}
