/**
 * The passes of conjugate gradients with a multigrid V-cycle for a single layer: src/numerics/multigrid/
 * red-black-kernel.ts says what each of them does and in which order, this is the same two cells at a time, row after
 * row, so that a pass finds in the cache what the one before has left there.
 */
import { both, ONE, PAIR, total } from "./pairs";

/** A level: its numbers, and the addresses of its arrays. */
// @ts-ignore: decorator
@unmanaged
export class Level {
  nx!: i32;
  ny!: i32;
  shiftX!: i32;
  shiftY!: i32;
  stride!: i32;
  west!: usize;
  east!: usize;
  south!: usize;
  north!: usize;
  inverseRed!: usize;
  inverseBlack!: usize;
  diagonalBlack!: usize;
  rRed!: usize;
  rBlack!: usize;
  zRed!: usize;
  zBlack!: usize;
  pRed!: usize;
  pBlack!: usize;
  image!: usize;
  x!: usize;
  row!: usize;
}

/** Offset of row j, and length of a row, in bytes. */
// @ts-ignore: decorator
@inline
function rowAt(level: Level, j: i32): usize {
  return <usize>((j + 1) * level.stride) << 3;
}

// @ts-ignore: decorator
@inline
function rowLength(level: Level): usize {
  return <usize>level.stride << 3;
}

/**
 * What the four neighbours send to two cells of one colour at byte `at` of a row.
 *
 * @param w,e,s,n addresses of the row's faces, to the left, right, below and above
 * @param left,below,above addresses of the values of the other colour; that to the right is beside that to the left
 */
// @ts-ignore: decorator
@inline
function sent(w: usize, e: usize, s: usize, n: usize, left: usize, below: usize, above: usize, at: usize): v128 {
  const fromLeft = f64x2.mul(v128.load(w + at), v128.load(left + at));
  const fromRight = f64x2.mul(v128.load(e + at), v128.load(left + at, ONE));
  const fromBelow = f64x2.mul(v128.load(s + at), v128.load(below + at));
  const fromAbove = f64x2.mul(v128.load(n + at), v128.load(above + at));
  return f64x2.add(f64x2.add(fromLeft, fromRight), f64x2.add(fromBelow, fromAbove));
}

/** z of the black cells of a row from the red ones; returns r · z of cells with even and odd k. */
function relaxBlack(level: Level, j: i32): v128 {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const shifted = row - ((j & 1) << 3);
  const w = level.east + shifted;
  const e = level.west + shifted + ONE;
  const s = level.north + row - length;
  const n = level.south + row + length;
  const left = level.zRed + shifted;
  const below = level.zRed + row - length;
  const above = level.zRed + row + length;
  const r = level.rBlack + row;
  const inverse = level.inverseBlack + row;
  const z = level.zBlack + row;
  let sum = both(0);
  for (let at: usize = 0; at < length; at += PAIR) {
    const right = v128.load(r + at);
    const value = f64x2.mul(v128.load(inverse + at), f64x2.add(right, sent(w, e, s, n, left, below, above, at)));
    v128.store(z + at, value);
    sum = f64x2.add(sum, f64x2.mul(right, value));
  }
  return sum;
}

/** z of the red cells of a row from the black ones, and from their residual where they have one. */
// @ts-ignore: decorator
@inline
function relaxRed(level: Level, j: i32, hasResidual: bool): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const w = level.west + row;
  const e = level.east + row;
  const s = level.south + row;
  const n = level.north + row;
  const left = level.zBlack + row - ONE + ((j & 1) << 3);
  const below = level.zBlack + row - length;
  const above = level.zBlack + row + length;
  const r = level.rRed + row;
  const inverse = level.inverseRed + row;
  const z = level.zRed + row;
  for (let at: usize = 0; at < length; at += PAIR) {
    const given = sent(w, e, s, n, left, below, above, at);
    const right = hasResidual ? f64x2.add(v128.load(r + at), given) : given;
    v128.store(z + at, f64x2.mul(v128.load(inverse + at), right));
  }
}

/** The residual of the red cells of a row after the black ones, written or added to `to`. */
// @ts-ignore: decorator
@inline
function residualOfRed(level: Level, j: i32, to: usize, adds: bool): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const w = level.west + row;
  const e = level.east + row;
  const s = level.south + row;
  const n = level.north + row;
  const left = level.zBlack + row - ONE + ((j & 1) << 3);
  const below = level.zBlack + row - length;
  const above = level.zBlack + row + length;
  for (let at: usize = 0; at < length; at += PAIR) put(to + at, sent(w, e, s, n, left, below, above, at), adds);
}

/** The image of the direction for the black cells of a row; returns p · A p of cells with even and odd k. */
function imageOfBlack(level: Level, j: i32): v128 {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const shifted = row - ((j & 1) << 3);
  const w = level.east + shifted;
  const e = level.west + shifted + ONE;
  const s = level.north + row - length;
  const n = level.south + row + length;
  const left = level.pRed + shifted;
  const below = level.pRed + row - length;
  const above = level.pRed + row + length;
  const diagonal = level.diagonalBlack + row;
  const p = level.pBlack + row;
  const image = level.image + row;
  let sum = both(0);
  for (let at: usize = 0; at < length; at += PAIR) {
    const own = v128.load(p + at);
    const given = sent(w, e, s, n, left, below, above, at);
    const value = f64x2.sub(f64x2.mul(v128.load(diagonal + at), own), given);
    v128.store(image + at, value);
    sum = f64x2.add(sum, f64x2.mul(value, own));
  }
  return sum;
}

export function descend(level: Level, coarse: Level): void {
  for (let j = 0; j < level.ny + 2; j++) {
    if (j < level.ny) scaleRed(level, j);
    if (j > 0 && j <= level.ny) relaxBlack(level, j - 1);
    if (j > 1) restrictRow(level, coarse, j - 2);
  }
}

function scaleRed(level: Level, j: i32): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const inverse = level.inverseRed + row;
  const r = level.rRed + row;
  const z = level.zRed + row;
  for (let at: usize = 0; at < length; at += PAIR) {
    v128.store(z + at, f64x2.mul(v128.load(inverse + at), v128.load(r + at)));
  }
}

export function descendFinest(level: Level, coarse: Level, step: f64): void {
  for (let j = 0; j <= level.ny; j++) {
    if (j < level.ny) move(level, j, step);
    if (j > 0) restrictRow(level, coarse, j - 1);
  }
}

/** Moves by `step` along the direction in a row, and takes the black cells' z from their residual. */
function move(level: Level, j: i32, step: f64): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const x = level.x + row;
  const p = level.pBlack + row;
  const r = level.rBlack + row;
  const image = level.image + row;
  const inverse = level.inverseBlack + row;
  const z = level.zBlack + row;
  const steps = both(step);
  for (let at: usize = 0; at < length; at += PAIR) {
    v128.store(x + at, f64x2.add(v128.load(x + at), f64x2.mul(steps, v128.load(p + at))));
    const residual = f64x2.sub(v128.load(r + at), f64x2.mul(steps, v128.load(image + at)));
    v128.store(r + at, residual);
    v128.store(z + at, f64x2.mul(v128.load(inverse + at), residual));
  }
}

export function ascend(level: Level, coarse: Level): void {
  for (let j = 0; j < level.ny + 2; j++) {
    if (j < level.ny) prolong(level, coarse, j, true);
    if (j > 0 && j <= level.ny) relaxBlack(level, j - 1);
    if (j > 1) relaxRed(level, j - 2, true);
  }
}

export function ascendFinest(level: Level, coarse: Level): f64 {
  let sum = both(0);
  for (let j = 0; j < level.ny + 2; j++) {
    if (j < level.ny) prolong(level, coarse, j, false);
    if (j > 0 && j <= level.ny) sum = f64x2.add(sum, relaxBlack(level, j - 1));
    if (j > 1) relaxRed(level, j - 2, false);
  }
  return total(sum);
}

export function direct(level: Level, beta: f64): f64 {
  let sum = both(0);
  for (let j = 0; j <= level.ny; j++) {
    if (j < level.ny) turn(level, j, beta);
    if (j > 0) sum = f64x2.add(sum, imageOfBlack(level, j - 1));
  }
  return total(sum);
}

/** p = z + beta p in a row. */
function turn(level: Level, j: i32, beta: f64): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const zRed = level.zRed + row;
  const zBlack = level.zBlack + row;
  const pRed = level.pRed + row;
  const pBlack = level.pBlack + row;
  const betas = both(beta);
  for (let at: usize = 0; at < length; at += PAIR) {
    v128.store(pRed + at, f64x2.add(v128.load(zRed + at), f64x2.mul(betas, v128.load(pRed + at))));
    v128.store(pBlack + at, f64x2.add(v128.load(zBlack + at), f64x2.mul(betas, v128.load(pBlack + at))));
  }
}

export function begin(level: Level, source: usize): f64 {
  const length = rowLength(level);
  const size = length * (level.ny + 2);
  memory.fill(level.pRed, 0, size);
  memory.fill(level.pBlack, 0, size);
  memory.fill(level.image, 0, size);
  memory.fill(level.x, 0, size);
  let even: f64 = 0;
  let odd: f64 = 0;
  for (let j = 0; j <= level.ny; j++) {
    if (j < level.ny) {
      let evenOfRow: f64 = 0;
      let oddOfRow: f64 = 0;
      const row = source + (<usize>(j * level.nx) << 3);
      for (let i = j & 1, at = rowAt(level, j); i < level.nx; i += 2, at += ONE) {
        const b = load<f64>(row + (<usize>i << 3));
        const z = load<f64>(level.inverseRed + at) * b;
        store<f64>(level.zRed + at, z);
        if ((i & 2) == 0) evenOfRow += b * z;
        else oddOfRow += b * z;
      }
      even += evenOfRow;
      odd += oddOfRow;
    }
    if (j > 0) beginBlack(level, j - 1, source);
  }
  return even + odd;
}

function beginBlack(level: Level, j: i32, source: usize): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const shifted = row - ((j & 1) << 3);
  const w = level.east + shifted;
  const e = level.west + shifted + ONE;
  const s = level.north + row - length;
  const n = level.south + row + length;
  const z = level.zRed;
  const left = z + shifted;
  let from = source + (<usize>(j * level.nx + 1 - (j & 1)) << 3);
  const r = level.rBlack + row;
  const cells = (level.nx + (j & 1)) >> 1;
  for (let k = 0, at: usize = 0; k < cells; k++, at += ONE, from += PAIR) {
    const given = f64x2.extract_lane(sent(w, e, s, n, left, z + row - length, z + row + length, at), 0);
    store<f64>(r + at, load<f64>(from) + given);
  }
}

export function finish(level: Level, source: usize, step: f64, solution: usize): void {
  for (let j = 0; j <= level.ny; j++) {
    if (j < level.ny) finishBlack(level, j, step, solution);
    if (j > 0) finishRed(level, j - 1, source, solution);
  }
}

function finishBlack(level: Level, j: i32, step: f64, solution: usize): void {
  const row = solution + (<usize>(j * level.nx) << 3);
  for (let i = 1 - (j & 1), at = rowAt(level, j); i < level.nx; i += 2, at += ONE) {
    const x = load<f64>(level.x + at) + step * load<f64>(level.pBlack + at);
    store<f64>(level.x + at, x);
    store<f64>(row + (<usize>i << 3), x);
  }
}

function finishRed(level: Level, j: i32, source: usize, solution: usize): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const w = level.west + row;
  const e = level.east + row;
  const s = level.south + row;
  const n = level.north + row;
  const x = level.x;
  const left = x + row - ONE + ((j & 1) << 3);
  const inverse = level.inverseRed + row;
  let cell = <usize>(j * level.nx + (j & 1)) << 3;
  const cells = (level.nx + 1 - (j & 1)) >> 1;
  for (let k = 0, at: usize = 0; k < cells; k++, at += ONE, cell += PAIR) {
    const given = f64x2.extract_lane(sent(w, e, s, n, left, x + row - length, x + row + length, at), 0);
    store<f64>(solution + cell, load<f64>(inverse + at) * (load<f64>(source + cell) + given));
  }
}

/** Adds the residual of the red cells of a row to the coarser grid's right-hand side. */
function restrictRow(level: Level, coarse: Level, j: i32): void {
  if (level.shiftX == 0) {
    restrictColumns(level, coarse, j);
    return;
  }
  const isSecond = level.shiftY == 1 && (j & 1) == 1;
  if (isSecond) residualOfRed(level, j, level.row, true);
  else residualOfRed(level, j, level.row, false);
  if (isSecond || level.shiftY == 0 || j == level.ny - 1) splitColours(level.row, coarse, j >> level.shiftY);
}

/** The same where groups are pairs along y. */
function restrictColumns(level: Level, coarse: Level, j: i32): void {
  const above = rowAt(coarse, j >> 1);
  const isRed = ((j ^ (j >> 1)) & 1) == 0;
  residualOfRed(level, j, (isRed ? coarse.rRed : coarse.rBlack) + above, false);
  if (j < level.ny - 1 || (j & 1) == 1) return;
  memory.fill((isRed ? coarse.rBlack : coarse.rRed) + above, 0, rowLength(level));
}

/** Writes a row in the order of the mesh to the right-hand side of a level. */
function splitColours(row: usize, level: Level, j: i32): void {
  const first = rowAt(level, j);
  const even = ((j & 1) == 0 ? level.rRed : level.rBlack) + first;
  const odd = ((j & 1) == 0 ? level.rBlack : level.rRed) + first;
  let k = 0;
  for (; k + 4 <= level.nx; k += 4) {
    const from = row + (<usize>k << 3);
    const a = v128.load(from);
    const b = v128.load(from, PAIR);
    v128.store(even + (<usize>k << 2), v128.shuffle<f64>(a, b, 0, 2));
    v128.store(odd + (<usize>k << 2), v128.shuffle<f64>(a, b, 1, 3));
  }
  for (; k < level.nx; k++) store<f64>(((k & 1) == 0 ? even : odd) + (<usize>(k >> 1) << 3), load<f64>(row + (<usize>k << 3)));
}

/** Takes the coarse correction for the red cells of a row, or adds it to what they have. */
function prolong(level: Level, coarse: Level, j: i32, adds: bool): void {
  const first = level.zRed + rowAt(level, j);
  const length = rowLength(level);
  const J = j >> level.shiftY;
  const above = rowAt(coarse, J);
  if (level.shiftX == 0) {
    const from = (((j ^ J) & 1) == 0 ? coarse.zRed : coarse.zBlack) + above;
    for (let at: usize = 0; at < length; at += PAIR) put(first + at, v128.load(from + at), adds);
    return;
  }
  const even = ((J & 1) == 0 ? coarse.zRed : coarse.zBlack) + above;
  const odd = ((J & 1) == 0 ? coarse.zBlack : coarse.zRed) + above;
  for (let at: usize = 0; at < length; at += PAIR) {
    const half = at >> 1;
    const pair = f64x2.replace_lane(v128.load64_splat(even + half), 1, load<f64>(odd + half));
    put(first + at, pair, adds);
  }
}

// @ts-ignore: decorator
@inline
function put(to: usize, value: v128, adds: bool): void {
  v128.store(to, adds ? f64x2.add(v128.load(to), value) : value);
}

export function split(level: Level, ground: usize, alongX: usize, alongY: usize): void {
  const nx = level.nx;
  const line = <usize>nx << 3;
  for (let j = 0; j < level.ny; j++) {
    const first = rowAt(level, j);
    for (let i = 0; i < nx; i++) {
      const q = <usize>(j * nx + i) << 3;
      const at = first + (<usize>(i >> 1) << 3);
      const w = i > 0 ? load<f64>(alongX + q - ONE) : 0;
      const e = load<f64>(alongX + q);
      const s = j > 0 ? load<f64>(alongY + q - line) : 0;
      const n = load<f64>(alongY + q);
      const diagonal = load<f64>(ground + q) + (w + e) + (s + n);
      const inverse: f64 = diagonal > 0 ? 1 / diagonal : 0;
      if (((i ^ j) & 1) == 0) {
        store<f64>(level.west + at, w);
        store<f64>(level.east + at, e);
        store<f64>(level.south + at, s);
        store<f64>(level.north + at, n);
        store<f64>(level.inverseRed + at, inverse);
      } else {
        store<f64>(level.inverseBlack + at, inverse);
        if (level.diagonalBlack != 0) store<f64>(level.diagonalBlack + at, diagonal);
      }
    }
  }
}

export function coarsenCells(level: Level, fine: usize, coarse: usize): void {
  const step = 1 + level.shiftX;
  const width = (level.nx + level.shiftX) >> level.shiftX;
  for (let j = 0; j < level.ny; j++) {
    const isSecond = level.shiftY == 1 && (j & 1) == 1;
    let to = coarse + (<usize>((j >> level.shiftY) * width) << 3);
    for (let i = 0; i < level.nx; i += step, to += ONE) {
      const sum = pairOf(level, fine, i, j);
      store<f64>(to, isSecond ? load<f64>(to) + sum : sum);
    }
  }
}

/** Sum of the cells of a group in row j. */
// @ts-ignore: decorator
@inline
function pairOf(level: Level, fine: usize, i: i32, j: i32): f64 {
  const from = fine + (<usize>(j * level.nx + i) << 3);
  return level.shiftX == 1 && i + 1 < level.nx ? load<f64>(from) + load<f64>(from, ONE) : load<f64>(from);
}

export function coarsenX(level: Level, fine: usize, coarse: usize): void {
  const step = 1 + level.shiftX;
  const width = (level.nx + level.shiftX) >> level.shiftX;
  memory.fill(coarse, 0, <usize>(width * ((level.ny + level.shiftY) >> level.shiftY)) << 3);
  for (let j = 0; j < level.ny; j++) {
    let to = coarse + (<usize>((j >> level.shiftY) * width) << 3);
    for (let i = level.shiftX; i < level.nx; i += step, to += ONE) {
      const face = betweenCentres(i, level.nx, level.shiftX) * load<f64>(fine + (<usize>(j * level.nx + i) << 3));
      store<f64>(to, load<f64>(to) + face);
    }
  }
}

export function coarsenY(level: Level, fine: usize, coarse: usize): void {
  const step = 1 + level.shiftX;
  const width = (level.nx + level.shiftX) >> level.shiftX;
  memory.fill(coarse, 0, <usize>(width * ((level.ny + level.shiftY) >> level.shiftY)) << 3);
  for (let j = level.shiftY; j < level.ny; j += 1 + level.shiftY) {
    const scale = betweenCentres(j, level.ny, level.shiftY);
    let to = coarse + (<usize>((j >> level.shiftY) * width) << 3);
    for (let i = 0; i < level.nx; i += step, to += ONE) store<f64>(to, scale * pairOf(level, fine, i, j));
  }
}

/** One over the distance between the centres of the groups of cells i and i + 1, in cells. */
// @ts-ignore: decorator
@inline
function betweenCentres(i: i32, count: i32, shift: i32): f64 {
  if (shift == 0) return 1;
  return i + 2 < count ? 0.5 : 1 / 1.5;
}
