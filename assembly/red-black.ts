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

export function begin(level: Level, source: usize): void {
  const size = rowLength(level) * (level.ny + 2);
  memory.fill(level.pRed, 0, size);
  memory.fill(level.pBlack, 0, size);
  memory.fill(level.image, 0, size);
  memory.fill(level.x, 0, size);
  for (let j = 0; j <= level.ny; j++) {
    if (j < level.ny) {
      takeSource(level, j, source);
      solveRed(level, j);
    }
    if (j > 0) addSent(level, j - 1);
  }
}

/** Writes the source of a row to z of the red and r of the black cells. */
function takeSource(level: Level, j: i32, source: usize): void {
  const row = rowAt(level, j);
  const odd = (j & 1) == 1;
  const atEven = (odd ? level.rBlack : level.zRed) + row;
  const atOdd = (odd ? level.zRed : level.rBlack) + row;
  separate(level.nx, source + (<usize>(j * level.nx) << 3), atEven, atOdd);
}

/** Cells i of a row in the order of the mesh, even ones to one row, odd ones to the other. */
// @ts-ignore: decorator
@inline
function separate(nx: i32, from: usize, even: usize, odd: usize): void {
  let i = 0;
  for (; i + 4 <= nx; i += 4, from += 2 * PAIR, even += PAIR, odd += PAIR) {
    const a = v128.load(from);
    const b = v128.load(from, PAIR);
    v128.store(even, v128.shuffle<f64>(a, b, 0, 2));
    v128.store(odd, v128.shuffle<f64>(a, b, 1, 3));
  }
  for (; i < nx; i += 2, from += PAIR, even += ONE, odd += ONE) {
    store<f64>(even, load<f64>(from));
    if (i + 1 < nx) store<f64>(odd, load<f64>(from, ONE));
  }
}

/** Solves the red cells of a row, whose z is their source. */
function solveRed(level: Level, j: i32): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const inverse = level.inverseRed + row;
  const z = level.zRed + row;
  for (let at: usize = 0; at < length; at += PAIR) {
    v128.store(z + at, f64x2.mul(v128.load(inverse + at), v128.load(z + at)));
  }
}

/** Adds what the red cells send to r of the black cells of a row. */
function addSent(level: Level, j: i32): void {
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
  for (let at: usize = 0; at < length; at += PAIR) {
    v128.store(r + at, f64x2.add(v128.load(r + at), sent(w, e, s, n, left, below, above, at)));
  }
}

export function finish(level: Level, source: usize, step: f64, solution: usize): void {
  for (let j = 0; j <= level.ny; j++) {
    if (j < level.ny) moveLast(level, j, step);
    if (j > 0) finishRow(level, j - 1, source, solution);
  }
}

function moveLast(level: Level, j: i32, step: f64): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const x = level.x + row;
  const p = level.pBlack + row;
  const steps = both(step);
  for (let at: usize = 0; at < length; at += PAIR) {
    v128.store(x + at, f64x2.add(v128.load(x + at), f64x2.mul(steps, v128.load(p + at))));
  }
}

/** Writes a row of the solution in the order of the mesh: the red cells follow from the black ones. */
function finishRow(level: Level, j: i32, source: usize, solution: usize): void {
  const row = rowAt(level, j);
  const length = rowLength(level);
  const nx = level.nx;
  const odd = (j & 1) == 1;
  const w = level.west + row;
  const e = level.east + row;
  const s = level.south + row;
  const n = level.north + row;
  const left = level.x + row - ONE + ((j & 1) << 3);
  const below = level.x + row - length;
  const above = level.x + row + length;
  const inverse = level.inverseRed + row;
  const black = level.x + row;
  const line = <usize>(j * nx) << 3;
  let from = source + line;
  let to = solution + line;
  let i = 0;
  let at: usize = 0;
  for (; i + 4 <= nx; i += 4, at += PAIR, from += 2 * PAIR, to += 2 * PAIR) {
    const a = v128.load(from);
    const b = v128.load(from, PAIR);
    const own = odd ? v128.shuffle<f64>(a, b, 1, 3) : v128.shuffle<f64>(a, b, 0, 2);
    const given = f64x2.add(own, sent(w, e, s, n, left, below, above, at));
    const red = f64x2.mul(v128.load(inverse + at), given);
    const other = v128.load(black + at);
    const first = odd ? other : red;
    const second = odd ? red : other;
    v128.store(to, v128.shuffle<f64>(first, second, 0, 2));
    v128.store(to, v128.shuffle<f64>(first, second, 1, 3), PAIR);
  }
  for (; i < nx; i += 2, at += ONE, from += PAIR, to += PAIR) {
    const hasRed = !odd || i + 1 < nx;
    const atRed: usize = odd ? ONE : 0;
    const atBlack: usize = odd ? 0 : ONE;
    if (hasRed) {
      const given = load<f64>(from + atRed) + f64x2.extract_lane(sent(w, e, s, n, left, below, above, at), 0);
      store<f64>(to + atRed, load<f64>(inverse + at) * given);
    }
    if (odd || i + 1 < nx) store<f64>(to + atBlack, load<f64>(black + at));
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
  const isOdd = (j & 1) == 1;
  const even = (isOdd ? level.rBlack : level.rRed) + first;
  separate(level.nx, row, even, (isOdd ? level.rRed : level.rBlack) + first);
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
  for (let j = 0; j < level.ny; j++) {
    const line = <usize>(j * nx) << 3;
    splitRow(level, j, ground + line, alongX + line, alongY + line);
  }
}

/** Face to the left of cell i: at the wall it is 0, as are the number before an array and a line's last face. */
function splitRow(level: Level, j: i32, ground: usize, alongX: usize, alongY: usize): void {
  const nx = level.nx;
  const line = <usize>nx << 3;
  const zero = both(0);
  let at = rowAt(level, j);
  let i = 0;
  for (; i + 4 <= nx; i += 4, at += PAIR) {
    const offset = <usize>i << 3;
    const g0 = v128.load(ground + offset);
    const g1 = v128.load(ground + offset, PAIR);
    const w0 = v128.load(alongX + offset - ONE);
    const w1 = v128.load(alongX + offset + ONE);
    const w2 = v128.load64_zero(alongX + offset + 3 * ONE);
    const n0 = v128.load(alongY + offset);
    const n1 = v128.load(alongY + offset, PAIR);
    const s0 = j > 0 ? v128.load(alongY + offset - line) : zero;
    const s1 = j > 0 ? v128.load(alongY + offset - line, PAIR) : zero;
    const westOfEven = v128.shuffle<f64>(w0, w1, 0, 2);
    const between = v128.shuffle<f64>(w0, w1, 1, 3);
    const eastOfOdd = v128.shuffle<f64>(w1, w2, 0, 2);
    putPair(level, at, (j & 1) == 0, evens(g0, g1), westOfEven, between, evens(s0, s1), evens(n0, n1));
    putPair(level, at, (j & 1) == 1, odds(g0, g1), between, eastOfOdd, odds(s0, s1), odds(n0, n1));
  }
  for (; i < nx; i++, at += (i & 1) == 0 ? ONE : 0) {
    const offset = <usize>i << 3;
    const w = load<f64>(alongX + offset - ONE);
    const e = load<f64>(alongX + offset);
    const s = j > 0 ? load<f64>(alongY + offset - line) : 0;
    const n = load<f64>(alongY + offset);
    const diagonal = load<f64>(ground + offset) + (w + e) + (s + n);
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

// @ts-ignore: decorator
@inline
function evens(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2);
}

// @ts-ignore: decorator
@inline
function odds(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3);
}

/** Writes what a level keeps of two cells of one colour. */
// @ts-ignore: decorator
@inline
function putPair(level: Level, at: usize, isRed: bool, ground: v128, w: v128, e: v128, s: v128, n: v128): void {
  const diagonal = f64x2.add(f64x2.add(ground, f64x2.add(w, e)), f64x2.add(s, n));
  const isThere = f64x2.gt(diagonal, both(0));
  const inverse = v128.and(f64x2.div(both(1), diagonal), isThere);
  if (isRed) {
    v128.store(level.west + at, w);
    v128.store(level.east + at, e);
    v128.store(level.south + at, s);
    v128.store(level.north + at, n);
    v128.store(level.inverseRed + at, inverse);
  } else {
    v128.store(level.inverseBlack + at, inverse);
    if (level.diagonalBlack != 0) v128.store(level.diagonalBlack + at, diagonal);
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
