import { faceSlopes } from "./face-slopes.js";
import { createRangeMoments, type RangeMoments } from "./range-moments.js";

/** A position on one layer's axis: a cell and the fraction of it that lies to the left, 0 … 1. */
export interface Position {
  cell: number;
  t: number;
}

/**
 * Cumulative mass of every layer of a density on a uniform 1-D mesh: the increasing cubic Hermite interpolant of the
 * cell masses, with limited fourth-order face slopes (Fritsch & Carlson 1980).
 *
 * Every mass is a sum of non-negative pieces, never a difference of cumulative values: densities of 1e-300 keep their
 * digits behind a bulk of order one. Lengths are in cells. Node index k = cell * layers + layer.
 */
export interface MassProfile {
  /** Mass per cell and layer. */
  readonly mass: Float64Array;
  /** dC/dx at the faces, mass per cell; index face * layers + layer. */
  readonly slope: Float64Array;
  /** Takes cell averages >= 0; `volume` turns them into masses. */
  load(averages: Float64Array, volume: number): void;
  /** Mass of the part `t` of cell k next to its left end. */
  left(k: number, t: number): number;
  /** Mass of the part `u` of cell k next to its right end. */
  right(k: number, u: number): number;
  /** dC/dx inside cell k, mass per cell. */
  density(k: number, t: number): number;
  /** Integral of `left` over 0 … t: the mass of the part times its distance to the part's inner end. */
  leftMoment(k: number, t: number): number;
  /** Mirror image of `leftMoment`. */
  rightMoment(k: number, u: number): number;
  /** Mass of whole cells first … end - 1. */
  run(layer: number, first: number, end: number): number;
  /** The same, each bit times its distance to the right (left) end of the run. */
  runMoment(layer: number, first: number, end: number, toRight: boolean): number;
  /** Mass between two positions in order. */
  between(layer: number, cell: number, t: number, cellTo: number, tTo: number): number;
  /** Moves a position by a signed mass, at most to the wall. */
  advance(layer: number, position: Position, mass: number): void;
}

/** Runs of more cells than this are summed by a tree. */
const LONG_RUN = 16;

export function createMassProfile(cells: number, layers: number): MassProfile {
  const mass = new Float64Array(cells * layers);
  const slope = new Float64Array((cells + 1) * layers);
  const momentsLeft = new Float64Array(cells * layers);
  const momentsRight = new Float64Array(cells * layers);
  const trees: RangeMoments[] = [];
  const treeLoaded = new Uint8Array(layers);

  function load(averages: Float64Array, volume: number): void {
    for (let k = 0; k < mass.length; k++) mass[k] = volume * averages[k];
    faceSlopes(mass, cells, layers, slope);
    treeLoaded.fill(0);
  }

  function left(k: number, t: number): number {
    return piece(mass[k], slope[k], slope[k + layers], t);
  }

  function right(k: number, u: number): number {
    return piece(mass[k], slope[k + layers], slope[k], u);
  }

  function leftMoment(k: number, t: number): number {
    return pieceMoment(mass[k], slope[k], slope[k + layers], t);
  }

  function rightMoment(k: number, u: number): number {
    return pieceMoment(mass[k], slope[k + layers], slope[k], u);
  }

  function density(k: number, t: number): number {
    return Math.max(0, pieceSlope(mass[k], slope[k], slope[k + layers], t));
  }

  function tree(layer: number): RangeMoments {
    let found = trees[layer];
    if (found === undefined) {
      found = createRangeMoments(cells);
      trees[layer] = found;
    }
    if (treeLoaded[layer] === 0) {
      for (let k = layer; k < mass.length; k += layers) {
        momentsLeft[k] = rightMoment(k, 1);
        momentsRight[k] = leftMoment(k, 1);
      }
      found.load(mass, momentsLeft, momentsRight, layer, layers);
      treeLoaded[layer] = 1;
    }
    return found;
  }

  function run(layer: number, first: number, end: number): number {
    if (end - first > LONG_RUN) return tree(layer).mass(first, end);
    let sum = 0;
    for (let k = first * layers + layer; k < end * layers; k += layers) sum += mass[k];
    return sum;
  }

  function runMoment(layer: number, first: number, end: number, toRight: boolean): number {
    if (end - first > LONG_RUN) {
      return toRight ? tree(layer).momentFromRight(first, end) : tree(layer).momentFromLeft(first, end);
    }
    let sum = 0;
    for (let cell = first; cell < end; cell++) {
      const k = cell * layers + layer;
      if (toRight) sum += (end - 1 - cell) * mass[k] + leftMoment(k, 1);
      else sum += (cell - first) * mass[k] + rightMoment(k, 1);
    }
    return sum;
  }

  function between(layer: number, cell: number, t: number, cellTo: number, tTo: number): number {
    const k = cell * layers + layer;
    if (cell < cellTo) return right(k, 1 - t) + run(layer, cell + 1, cellTo) + left(cellTo * layers + layer, tTo);
    const upTo = left(k, tTo);
    const from = right(k, 1 - t);
    return Math.max(0, upTo < from ? upTo - left(k, t) : from - right(k, 1 - tTo));
  }

  function advance(layer: number, position: Position, amount: number): void {
    let rest = Math.abs(amount);
    const forward = amount >= 0;
    const lastCell = forward ? cells - 1 : 0;
    for (;;) {
      const k = position.cell * layers + layer;
      const available = forward ? right(k, 1 - position.t) : left(k, position.t);
      if (rest < available) {
        position.t = fractionAfter(k, position.t, rest, forward);
        return;
      }
      position.t = forward ? 1 : 0;
      if (position.cell === lastCell) return;
      rest -= available;
      position.cell += forward ? 1 : -1;
      position.t = forward ? 0 : 1;
    }
  }

  /** The fraction at which `amount` lies between it and t: safeguarded Newton on the cubic. */
  function fractionAfter(k: number, t: number, amount: number, forward: boolean): number {
    const base = left(k, t);
    const target = forward ? base + amount : base - amount;
    let low = forward ? t : 0;
    let high = forward ? 1 : t;
    let x = t;
    for (let iteration = 0; iteration < 60; iteration++) {
      const excess = left(k, x) - target;
      if (excess > 0) high = x;
      else low = x;
      let next = x - excess / density(k, x);
      if (!(next > low && next < high)) next = 0.5 * (low + high);
      if (Math.abs(next - x) <= 1e-16) return next;
      x = next;
    }
    return x;
  }

  return { mass, slope, load, left, right, density, leftMoment, rightMoment, run, runMoment, between, advance };
}

/**
 * Mass of the part `t` of a cell of mass m next to the end with face slope `near`, `far` being the slope at the other
 * end.
 *
 * All three terms are >= 0 because 0 <= slope <= 3 mass.
 */
export function piece(m: number, near: number, far: number, t: number): number {
  const u = 1 - t;
  return t * (u * (u * near + t * (3 * m - far)) + t * t * m);
}

/** Integral of `piece` over 0 … t. */
export function pieceMoment(m: number, near: number, far: number, t: number): number {
  const u = 1 - t;
  const nearWeight = 0.5 * u * u + (u * t) / 3 + (t * t) / 12;
  const farWeight = u / 3 + t / 12;
  return t * t * (nearWeight * near + t * (farWeight * (3 * m - far) + 0.25 * t * m));
}

/** Derivative of `piece` in t; round-off may leave it below 0. */
export function pieceSlope(m: number, near: number, far: number, t: number): number {
  const u = 1 - t;
  return near * u * (1 - 3 * t) + far * t * (1 - 3 * u) + 6 * m * t * u;
}

/** Mass of the part, each bit times its distance to the near end: from the coefficients of the cubic. */
export function pieceWork(m: number, near: number, far: number, t: number): number {
  return t * t * (0.5 * near + t * ((2 / 3) * (3 * m - far - 2 * near) + 0.75 * t * (near + far - 2 * m)));
}
