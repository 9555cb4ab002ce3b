/**
 * What the faces of grid lines sweep: src/jko/transport/swept-face.ts says what, this is the same two faces at a time.
 * Faces that are swept beyond the next cell are done one by one.
 */
import { both, ONE, PAIR } from "./pairs";

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

// @ts-ignore: decorator
@inline
function displacement(mu: usize, inner: usize, toCells: v128): v128 {
  return f64x2.mul(toCells, f64x2.sub(v128.load(mu + inner), v128.load(mu)));
}

/** Whether both faces stay in the cell next to them. */
// @ts-ignore: decorator
@inline
function isNear(t: v128): bool {
  return i64x2.all_true(f64x2.lt(t, both(1)));
}

/** Of two faces that stay near: mass between them and where they are swept to, the slopes at either end given. */
// @ts-ignore: decorator
@inline
function nearMass(m: v128, a: v128, b: v128, t: v128, u: v128): v128 {
  const tu = f64x2.mul(t, u);
  const farther = f64x2.mul(t, f64x2.sub(f64x2.mul(both(3), m), b));
  const rest = f64x2.mul(f64x2.mul(f64x2.mul(t, t), t), m);
  return f64x2.add(f64x2.mul(tu, f64x2.add(f64x2.mul(u, a), farther)), rest);
}

// @ts-ignore: decorator
@inline
function nearTangent(m: v128, a: v128, b: v128, t: v128, u: v128): v128 {
  const byA = f64x2.mul(f64x2.mul(a, u), f64x2.sub(both(1), f64x2.mul(both(3), t)));
  const byB = f64x2.mul(f64x2.mul(b, t), f64x2.sub(both(1), f64x2.mul(both(3), u)));
  const byM = f64x2.mul(f64x2.mul(both(6), m), f64x2.mul(t, u));
  return f64x2.pmax(both(0), f64x2.add(f64x2.add(byA, byB), byM));
}

/** The value ahead of a face where it is swept forward, else the one behind. */
// @ts-ignore: decorator
@inline
function ahead(forward: v128, front: usize, back: usize): v128 {
  return v128.bitselect(v128.load(front), v128.load(back), forward);
}

/** Swept masses of a block of lines that are next to each other; `tangent` and `swept` are those of its faces. */
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
    const t = f64x2.abs(q);
    if (f + 1 < count && isNear(t)) {
      const forward = f64x2.ge(q, both(0));
      const u = f64x2.sub(both(1), t);
      const m = ahead(forward, mass + bytes, mass);
      const a = v128.load(slope);
      const b = ahead(forward, slope + bytes, slope - bytes);
      const size = nearMass(m, a, b, t, u);
      v128.store(tangent, nearTangent(m, a, b, t, u));
      v128.store(swept, v128.bitselect(size, f64x2.neg(size), forward));
      continue;
    }
    sweepOne(cells, inner, f, f64x2.extract_lane(q, 0), mass, slope, tangent, swept);
    if (f + 1 < count) {
      const second = f64x2.extract_lane(q, 1);
      sweepOne(cells, inner, f + 1, second, mass + ONE, slope + ONE, tangent + ONE, swept + ONE);
    }
  }
}

function sweepOne(
  cells: i32,
  inner: i32,
  f: i32,
  q: f64,
  mass: usize,
  slope: usize,
  tangent: usize,
  swept: usize,
): void {
  const bytes = <usize>inner << 3;
  const t = abs(q);
  if (t < 1) {
    const forward = q >= 0;
    const u = 1 - t;
    const m = load<f64>(forward ? mass + bytes : mass);
    const a = load<f64>(slope);
    const b = load<f64>(forward ? slope + bytes : slope - bytes);
    const size = t * u * (u * a + t * (3 * m - b)) + t * t * t * m;
    const density = a * u * (1 - 3 * t) + b * t * (1 - 3 * u) + 6 * m * (t * u);
    store<f64>(tangent, density > 0 ? density : 0);
    store<f64>(swept, forward ? size : -size);
  } else {
    sweepFar(mass, slope, bytes, cells, 1 + f / inner, q, false);
    store<f64>(tangent, sweptTangent);
    store<f64>(swept, q > 0 ? sweptMass : -sweptMass);
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
  for (let o = 0; o < outer; o++) {
    const below = <usize>(o * cells * inner) << 3;
    const first = <usize>((o * (cells + 1) + 1) * inner) << 3;
    for (let f = 0; f < count; f++) {
      const at = below + (<usize>f << 3);
      const q = toCells * (load<f64>(mu + at + bytes) - load<f64>(mu + at));
      const distance = abs(q);
      if (distance > atRest) {
        sweepFar(mass + at, slope + first + (<usize>f << 3), bytes, cells, 1 + f / inner, q, false);
        store<f64>(secant + at, sweptMass / distance);
      } else store<f64>(secant + at, load<f64>(tangent + at));
    }
    for (let f = count; f < cells * inner; f++) {
      const at = below + (<usize>f << 3);
      store<f64>(secant + at, load<f64>(tangent + at));
    }
  }
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
  const bytes = <usize>inner << 3;
  const count = (cells - 1) * inner;
  let sum: f64 = 0;
  for (let o = 0; o < outer; o++) {
    const below = <usize>(o * cells * inner) << 3;
    const first = <usize>((o * (cells + 1) + 1) * inner) << 3;
    for (let f = 0; f < count; f++) {
      const at = below + (<usize>f << 3);
      const q = toCells * (load<f64>(mu + at + bytes) - load<f64>(mu + at));
      sweepFar(mass + at, slope + first + (<usize>f << 3), bytes, cells, 1 + f / inner, q, true);
      sum += sweptMoment;
    }
  }
  return sum;
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
  const bytes = <usize>inner << 3;
  const count = (cells - 1) * inner;
  const factor = both(toCells);
  let even: f64 = 0;
  let odd: f64 = 0;
  for (let o = 0; o < outer; o++) {
    const below = <usize>(o * cells * inner) << 3;
    const first = <usize>((o * (cells + 1) + 1) * inner) << 3;
    let sum = both(0);
    for (let f = 0; f < count; f += 2) {
      const node = mass + below + (<usize>f << 3);
      const face = slope + first + (<usize>f << 3);
      const q = displacement(mu + below + (<usize>f << 3), bytes, factor);
      const t = f64x2.abs(q);
      if (f + 1 < count && isNear(t)) {
        const forward = f64x2.ge(q, both(0));
        const m = ahead(forward, node + bytes, node);
        const b = ahead(forward, face + bytes, face - bytes);
        sum = f64x2.add(sum, nearWork(m, v128.load(face), b, t));
        continue;
      }
      const one = workOfFace(cells, inner, f, f64x2.extract_lane(q, 0), node, face);
      sum = f64x2.replace_lane(sum, 0, f64x2.extract_lane(sum, 0) + one);
      if (f + 1 < count) {
        const other = workOfFace(cells, inner, f + 1, f64x2.extract_lane(q, 1), node + ONE, face + ONE);
        sum = f64x2.replace_lane(sum, 1, f64x2.extract_lane(sum, 1) + other);
      }
    }
    even += f64x2.extract_lane(sum, 0);
    odd += f64x2.extract_lane(sum, 1);
  }
  return even + odd;
}

// @ts-ignore: decorator
@inline
function nearWork(m: v128, a: v128, b: v128, t: v128): v128 {
  const three = f64x2.mul(both(3), m);
  const second = f64x2.sub(f64x2.sub(three, b), f64x2.mul(both(2), a));
  const third = f64x2.sub(f64x2.add(a, b), f64x2.mul(both(2), m));
  const byThird = f64x2.mul(f64x2.mul(both(0.75), t), third);
  const inner = f64x2.add(f64x2.mul(both(2.0 / 3.0), second), byThird);
  return f64x2.mul(f64x2.mul(t, t), f64x2.add(f64x2.mul(both(0.5), a), f64x2.mul(t, inner)));
}

function workOfFace(cells: i32, inner: i32, f: i32, q: f64, mass: usize, slope: usize): f64 {
  const bytes = <usize>inner << 3;
  const t = abs(q);
  if (t < 1) {
    const forward = q >= 0;
    const m = load<f64>(forward ? mass + bytes : mass);
    const a = load<f64>(slope);
    const b = load<f64>(forward ? slope + bytes : slope - bytes);
    return t * t * (0.5 * a + t * ((2.0 / 3.0) * (3 * m - b - 2 * a) + 0.75 * t * (a + b - 2 * m)));
  }
  sweepFar(mass, slope, bytes, cells, 1 + f / inner, q, true);
  return t * sweptMass - sweptMoment;
}
