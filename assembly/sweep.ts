/**
 * What the faces of grid lines sweep: src/jko/transport/swept-face.ts says what, this is the same two faces at a time,
 * where they are swept the same way, over as many whole cells, and not to a wall. Others are done one by one.
 */
import { both, ONE, PAIR, total } from "./pairs";

/** The last face that was swept by itself: masses, and integral of the mass over the way. */
let sweptMass: f64 = 0;
let sweptMoment: f64 = 0;
let sweptTangent: f64 = 0;

function piece(m: f64, near: f64, far: f64, t: f64): f64 {
  const u = 1 - t;
  return t * (u * (u * near + t * (3 * m - far)) + t * t * m);
}

function pieceMoment(m: f64, near: f64, far: f64, t: f64): f64 {
  const u = 1 - t;
  const nearWeight = 0.5 * u * u + (u * t) / 3 + (t * t) / 12;
  const farWeight = u / 3 + t / 12;
  return t * t * (nearWeight * near + t * (farWeight * (3 * m - far) + 0.25 * t * m));
}

function pieceSlope(m: f64, near: f64, far: f64, t: f64): f64 {
  const u = 1 - t;
  return near * u * (1 - 3 * t) + far * t * (1 - 3 * u) + 6 * m * t * u;
}

/**
 * Sweeps a face by q cells, any number of them.
 *
 * @param mass,slope addresses of the mass of the node below the face, and of the face's slope
 * @param inner distance of nodes along the line, in bytes
 */
function sweepFar(mass: usize, slope: usize, inner: isize, cells: i32, face: i32, q: f64, withMoment: bool): void {
  const forward = q > 0;
  const step = forward ? inner : -inner;
  let node = forward ? mass + inner : mass;
  let near = slope;
  let left = forward ? q : -q;
  let cellsLeft = forward ? cells - face : face;
  let sum: f64 = 0;
  let moment: f64 = 0;
  for (; left >= 1 && cellsLeft > 0; left--, cellsLeft--, node += step, near += step) {
    const m = load<f64>(node);
    if (withMoment) moment += sum + pieceMoment(m, load<f64>(near), load<f64>(near + step), 1);
    sum += m;
  }
  sweptTangent = 0;
  if (cellsLeft > 0) {
    const m = load<f64>(node);
    const a = load<f64>(near);
    const b = load<f64>(near + step);
    if (withMoment) moment += sum * left + pieceMoment(m, a, b, left);
    sum += piece(m, a, b, left);
    sweptTangent = max<f64>(0, pieceSlope(m, a, b, left));
  } else moment += sum * left;
  sweptMass = sum;
  sweptMoment = moment;
}

/** The same of the last two faces that were swept together. */
let pairMass: v128 = i64x2.splat(0);
let pairMoment: v128 = i64x2.splat(0);
let pairTangent: v128 = i64x2.splat(0);

// @ts-ignore: decorator
@inline
function displacement(mu: usize, inner: usize, toCells: v128): v128 {
  return f64x2.mul(toCells, f64x2.sub(v128.load(mu + inner), v128.load(mu)));
}

/** Whether both faces stay in the cell next to them. */
// @ts-ignore: decorator
@inline
function isNear(q: v128): bool {
  return i64x2.all_true(f64x2.lt(f64x2.abs(q), both(1)));
}

/**
 * Sweeps face f of a block and the next one together by q cells, if that can be done.
 *
 * @param mass,slope addresses of the mass of the node below the face, and of the face's slope
 */
// @ts-ignore: decorator
@inline
function sweepTogether(cells: i32, inner: i32, f: i32, q: v128, mass: usize, slope: usize, withMoment: bool): bool {
  const bytes = <usize>inner << 3;
  const distance = f64x2.abs(q);
  if (isNear(q)) {
    const forward = f64x2.ge(q, both(0));
    const m = v128.bitselect(v128.load(mass + bytes), v128.load(mass), forward);
    const b = v128.bitselect(v128.load(slope + bytes), v128.load(slope - bytes), forward);
    finishPair(both(0), both(0), m, v128.load(slope), b, distance, withMoment);
    return true;
  }
  const whole = f64x2.floor(distance);
  const count = f64x2.extract_lane(whole, 0);
  if (!(count == f64x2.extract_lane(whole, 1))) return false;
  const isForward = f64x2.extract_lane(q, 0) > 0;
  if (isForward != f64x2.extract_lane(q, 1) > 0) return false;
  // Of faces 1 + f / inner and 1 + (f + 1) / inner the one that is nearer to the wall ahead.
  const room = isForward ? cells - 1 - (f + 1) / inner : 1 + f / inner;
  if (!(count < <f64>room)) return false;
  sweepFarPair(isForward ? mass + bytes : mass, slope, isForward ? bytes : -bytes, <i32>count, distance, withMoment);
  return true;
}

function sweepFarPair(node: usize, near: usize, step: usize, count: i32, distance: v128, withMoment: bool): void {
  let sum = both(0);
  let moment = both(0);
  for (let n = 0; n < count; n++, node += step, near += step) {
    const m = v128.load(node);
    if (withMoment) {
      const own = momentOfPair(m, v128.load(near), v128.load(near + step), both(1));
      moment = f64x2.add(moment, f64x2.add(sum, own));
    }
    sum = f64x2.add(sum, m);
  }
  const left = f64x2.sub(distance, both(<f64>count));
  finishPair(sum, moment, v128.load(node), v128.load(near), v128.load(near + step), left, withMoment);
}

/** The part t of a last cell, after whole ones. */
// @ts-ignore: decorator
@inline
function finishPair(sum: v128, moment: v128, m: v128, near: v128, far: v128, t: v128, withMoment: bool): void {
  const u = f64x2.sub(both(1), t);
  const farther = f64x2.mul(t, f64x2.sub(f64x2.mul(both(3), m), far));
  const tu = f64x2.mul(u, f64x2.add(f64x2.mul(u, near), farther));
  const piece = f64x2.mul(t, f64x2.add(tu, f64x2.mul(f64x2.mul(t, t), m)));
  if (withMoment) {
    const own = momentOfPair(m, near, far, t);
    pairMoment = f64x2.add(moment, f64x2.add(f64x2.mul(sum, t), own));
  }
  pairMass = f64x2.add(sum, piece);
  const byNear = f64x2.mul(f64x2.mul(near, u), f64x2.sub(both(1), f64x2.mul(both(3), t)));
  const byFar = f64x2.mul(f64x2.mul(far, t), f64x2.sub(both(1), f64x2.mul(both(3), u)));
  const byMass = f64x2.mul(f64x2.mul(f64x2.mul(both(6), m), t), u);
  pairTangent = f64x2.max(both(0), f64x2.add(f64x2.add(byNear, byFar), byMass));
}

// @ts-ignore: decorator
@inline
function momentOfPair(m: v128, near: v128, far: v128, t: v128): v128 {
  const u = f64x2.sub(both(1), t);
  const squares = f64x2.add(f64x2.mul(f64x2.mul(both(0.5), u), u), f64x2.div(f64x2.mul(u, t), both(3)));
  const nearWeight = f64x2.add(squares, f64x2.div(f64x2.mul(t, t), both(12)));
  const farWeight = f64x2.add(f64x2.div(u, both(3)), f64x2.div(t, both(12)));
  const byFar = f64x2.mul(farWeight, f64x2.sub(f64x2.mul(both(3), m), far));
  const byMass = f64x2.mul(f64x2.mul(both(0.25), t), m);
  const sum = f64x2.add(f64x2.mul(nearWeight, near), f64x2.mul(t, f64x2.add(byFar, byMass)));
  return f64x2.mul(f64x2.mul(t, t), sum);
}

/** Sweeps face f of a block by itself. */
function sweepOne(cells: i32, inner: i32, f: i32, q: f64, mass: usize, slope: usize, withMoment: bool): void {
  sweepFar(mass, slope, <usize>inner << 3, cells, 1 + f / inner, q, withMoment);
}

/** Tangents of the faces of a block of lines that are next to each other, and what they sweep to `swept`. */
function sweepBlock(
  cells: i32,
  inner: i32,
  toCells: f64,
  mass: usize,
  slope: usize,
  mu: usize,
  tangent: usize,
  swept: usize,
): void {
  const count = (cells - 1) * inner;
  const bytes = <usize>inner << 3;
  const factor = both(toCells);
  for (let f = 0; f < count; f += 2, mass += PAIR, slope += PAIR, mu += PAIR, tangent += PAIR, swept += PAIR) {
    const q = displacement(mu, bytes, factor);
    if (f + 1 < count && sweepTogether(cells, inner, f, q, mass, slope, false)) {
      v128.store(tangent, pairTangent);
      v128.store(swept, v128.bitselect(pairMass, f64x2.neg(pairMass), f64x2.ge(q, both(0))));
      continue;
    }
    const first = f64x2.extract_lane(q, 0);
    sweepOne(cells, inner, f, first, mass, slope, false);
    store<f64>(tangent, sweptTangent);
    store<f64>(swept, first >= 0 ? sweptMass : -sweptMass);
    if (f + 1 == count) return;
    const second = f64x2.extract_lane(q, 1);
    sweepOne(cells, inner, f + 1, second, mass + ONE, slope + ONE, false);
    store<f64>(tangent + ONE, sweptTangent);
    store<f64>(swept + ONE, second >= 0 ? sweptMass : -sweptMass);
  }
}

/** arriving of the nodes of a block: minus what the face below has swept, plus what the one above has. */
function collect(cells: i32, inner: i32, swept: usize, arriving: usize): void {
  const bytes = <usize>inner << 3;
  const all = cells * inner;
  const count = all - inner;
  let n = 0;
  for (; n < all && (n < inner || n + 1 < count); ) {
    if (n >= inner) {
      const lower = f64x2.sub(v128.load(arriving), v128.load(swept - bytes));
      v128.store(arriving, f64x2.add(lower, v128.load(swept)));
      n += 2;
      arriving += PAIR;
      swept += PAIR;
    } else {
      if (n < count) store<f64>(arriving, load<f64>(arriving) + load<f64>(swept));
      n++;
      arriving += ONE;
      swept += ONE;
    }
  }
  for (; n < all; n++, arriving += ONE, swept += ONE) {
    const lower = load<f64>(arriving) - load<f64>(swept - bytes);
    store<f64>(arriving, n < count ? lower + load<f64>(swept) : lower);
  }
}

/** Hot: tangents and arriving masses of an axis; `swept` is as long as a block. */
export function sweepLines(
  cells: i32,
  inner: i32,
  outer: i32,
  toCells: f64,
  mass: usize,
  slope: usize,
  mu: usize,
  arriving: usize,
  tangent: usize,
  swept: usize,
): void {
  const block = <usize>(cells * inner) << 3;
  const slopes = block + (<usize>inner << 3);
  let first = slope + (<usize>inner << 3);
  for (let o = 0; o < outer; o++) {
    sweepBlock(cells, inner, toCells, mass, first, mu, tangent, swept);
    if (cells > 1) collect(cells, inner, swept, arriving);
    mass += block;
    first += slopes;
    mu += block;
    arriving += block;
    tangent += block;
  }
}

/** Secant mobilities of an axis; where a face is at rest, it is its tangent one. */
export function secantsOfLines(
  cells: i32,
  inner: i32,
  outer: i32,
  toCells: f64,
  mass: usize,
  slope: usize,
  mu: usize,
  atRest: f64,
  tangent: usize,
  secant: usize,
): void {
  const bytes = <usize>inner << 3;
  const count = (cells - 1) * inner;
  const factor = both(toCells);
  memory.copy(secant, tangent, <usize>(outer * cells) * bytes);
  for (let o = 0; o < outer; o++) {
    const below = <usize>(o * cells * inner) << 3;
    const first = <usize>((o * (cells + 1) + 1) * inner) << 3;
    for (let f = 0; f < count; f += 2) {
      const offset = <usize>f << 3;
      const node = mass + below + offset;
      const face = slope + first + offset;
      const to = secant + below + offset;
      const q = displacement(mu + below + offset, bytes, factor);
      const distance = f64x2.abs(q);
      if (f + 1 < count && sweepTogether(cells, inner, f, q, node, face, false)) {
        const mean = f64x2.div(pairMass, distance);
        v128.store(to, v128.bitselect(mean, v128.load(to), f64x2.gt(distance, both(atRest))));
        continue;
      }
      secantOfFace(cells, inner, f, f64x2.extract_lane(q, 0), node, face, atRest, to);
      if (f + 1 == count) break;
      secantOfFace(cells, inner, f + 1, f64x2.extract_lane(q, 1), node + ONE, face + ONE, atRest, to + ONE);
    }
  }
}

function secantOfFace(
  cells: i32,
  inner: i32,
  f: i32,
  q: f64,
  mass: usize,
  slope: usize,
  atRest: f64,
  secant: usize,
): void {
  const distance = abs(q);
  if (!(distance > atRest)) return;
  sweepOne(cells, inner, f, q, mass, slope, false);
  store<f64>(secant, sweptMass / distance);
}

/** Sum of the moments of the faces of an axis. */
export function momentOfLines(
  cells: i32,
  inner: i32,
  outer: i32,
  toCells: f64,
  mass: usize,
  slope: usize,
  mu: usize,
): f64 {
  return sumOfLines(cells, inner, outer, toCells, mass, slope, mu, false);
}

/** Work of the faces of an axis, every mass times its distance to the face. */
export function workOfLines(
  cells: i32,
  inner: i32,
  outer: i32,
  toCells: f64,
  mass: usize,
  slope: usize,
  mu: usize,
): f64 {
  return sumOfLines(cells, inner, outer, toCells, mass, slope, mu, true);
}

/** The sum of moments, or of q C(q) less these: of faces with even and odd f, block after block. */
// @ts-ignore: decorator
@inline
function sumOfLines(
  cells: i32,
  inner: i32,
  outer: i32,
  toCells: f64,
  mass: usize,
  slope: usize,
  mu: usize,
  ofWork: bool,
): f64 {
  const bytes = <usize>inner << 3;
  const count = (cells - 1) * inner;
  const factor = both(toCells);
  let sum = both(0);
  for (let o = 0; o < outer; o++) {
    const below = <usize>(o * cells * inner) << 3;
    const first = <usize>((o * (cells + 1) + 1) * inner) << 3;
    let sumOfBlock = both(0);
    for (let f = 0; f < count; f += 2) {
      const offset = <usize>f << 3;
      const node = mass + below + offset;
      const face = slope + first + offset;
      const q = displacement(mu + below + offset, bytes, factor);
      if (ofWork && f + 1 < count && isNear(q)) {
        sumOfBlock = f64x2.add(sumOfBlock, workOfNear(q, node, face, bytes));
        continue;
      }
      if (f + 1 < count && sweepTogether(cells, inner, f, q, node, face, true)) {
        const work = f64x2.sub(f64x2.mul(f64x2.abs(q), pairMass), pairMoment);
        sumOfBlock = f64x2.add(sumOfBlock, ofWork ? work : pairMoment);
        continue;
      }
      const one = figureOfFace(cells, inner, f, f64x2.extract_lane(q, 0), node, face, ofWork);
      sumOfBlock = f64x2.replace_lane(sumOfBlock, 0, f64x2.extract_lane(sumOfBlock, 0) + one);
      if (f + 1 == count) break;
      const other = figureOfFace(cells, inner, f + 1, f64x2.extract_lane(q, 1), node + ONE, face + ONE, ofWork);
      sumOfBlock = f64x2.replace_lane(sumOfBlock, 1, f64x2.extract_lane(sumOfBlock, 1) + other);
    }
    sum = f64x2.add(sum, sumOfBlock);
  }
  return total(sum);
}

/** Mass times distance to the face, from the coefficients of the cubic. */
// @ts-ignore: decorator
@inline
function workOfNear(q: v128, mass: usize, slope: usize, bytes: usize): v128 {
  const t = f64x2.abs(q);
  const forward = f64x2.ge(q, both(0));
  const m = v128.bitselect(v128.load(mass + bytes), v128.load(mass), forward);
  const a = v128.load(slope);
  const b = v128.bitselect(v128.load(slope + bytes), v128.load(slope - bytes), forward);
  const second = f64x2.sub(f64x2.sub(f64x2.mul(both(3), m), b), f64x2.mul(both(2), a));
  const third = f64x2.sub(f64x2.add(a, b), f64x2.mul(both(2), m));
  const byThird = f64x2.mul(f64x2.mul(both(0.75), t), third);
  const rest = f64x2.mul(t, f64x2.add(f64x2.mul(both(2.0 / 3.0), second), byThird));
  return f64x2.mul(f64x2.mul(t, t), f64x2.add(f64x2.mul(both(0.5), a), rest));
}

function figureOfFace(cells: i32, inner: i32, f: i32, q: f64, mass: usize, slope: usize, ofWork: bool): f64 {
  const t = abs(q);
  if (ofWork && t < 1) {
    const bytes = <usize>inner << 3;
    const m = load<f64>(q >= 0 ? mass + bytes : mass);
    const a = load<f64>(slope);
    const b = load<f64>(q >= 0 ? slope + bytes : slope - bytes);
    return t * t * (0.5 * a + t * ((2.0 / 3.0) * (3 * m - b - 2 * a) + 0.75 * t * (a + b - 2 * m)));
  }
  sweepOne(cells, inner, f, q, mass, slope, true);
  return ofWork ? t * sweptMass - sweptMoment : sweptMoment;
}
