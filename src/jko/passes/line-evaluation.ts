import { soleTemperature } from "../../model/energy.js";
import type { Problem } from "../../model/problem.js";
import { exponential } from "../../numerics/exponential.js";
import { DRAINED_COST } from "../certificate.js";
import type { DualPoint } from "../dual-point.js";
import type { DualState, ResidualSize } from "../dual-state.js";
import { AT_WALL, type ExactTransport } from "../transport/exact.js";
import { carriedMass } from "./plain.js";

/** Fills `arriving` and `tangent` of a state; false where faces cross, and have to be found on the envelope. */
export type Sweep = (state: DualState) => boolean;

/**
 * Transport on one axis in one pass per layer (docs/method.md, eq. 4): every face is swept by the difference of the
 * potentials next to it, and what lies between two swept faces arrives. The pieces of MassProfile are written out.
 */
export function createLineSweep({ mesh, graph }: Problem, { profile, toCells }: ExactTransport): Sweep {
  const line: Line = { profile, toCells, cells: mesh.size, stride: graph.layers.length };
  return (state) => {
    for (let layer = 0; layer < line.stride; layer++) if (!sweepLayer(line, layer, state)) return false;
    return true;
  };
}

interface Line extends Pick<ExactTransport, "profile" | "toCells"> {
  readonly cells: number;
  /** Layers, the distance of a node to that above it. */
  readonly stride: number;
}

/** Hot. */
function sweepLayer(line: Line, layer: number, { point: { mu }, arriving, tangent }: DualState): boolean {
  const { profile, toCells, cells, stride } = line;
  const { mass, slope } = profile;
  let muHere = mu[layer];
  let qPrev = Number.NEGATIVE_INFINITY;
  let cellPrev = 0;
  let leftPrev = 0;
  let rightPrev = mass[layer];
  let k = layer;
  for (let face = 1; face < cells; face++, k += stride) {
    const muNext = mu[k + stride];
    const q = toCells * (muNext - muHere);
    if (q - qPrev < -1) return false;
    const y = face + q;
    let cell: number;
    let t: number;
    let inside = true;
    if (y >= 0 && y < cells) {
      cell = y | 0;
      t = q - (cell - face);
      // Where the sum was rounded up to a whole number.
      if (t < 0) t = 0;
    } else if (y < 0) {
      cell = 0;
      t = 0;
      inside = y > -AT_WALL;
    } else {
      cell = cells - 1;
      t = 1;
      inside = y < cells + AT_WALL;
    }
    const node = cell * stride + layer;
    const m = mass[node];
    const a = slope[node];
    const b = slope[node + stride];
    const u = 1 - t;
    const left = t * (u * (u * a + t * (3 * m - b)) + t * t * m);
    const right = u * (t * (t * b + u * (3 * m - a)) + u * u * m);
    const density = u * u * a + t * t * b + 2 * t * u * (3 * m - a - b);
    tangent[k] = inside && density > 0 ? density : 0;
    if (cell === cellPrev) {
      const between = left < rightPrev ? left - leftPrev : rightPrev - right;
      arriving[k] = between > 0 ? between : 0;
    } else if (cell === cellPrev + 1) arriving[k] = rightPrev + left;
    else arriving[k] = rightPrev + left + profile.run(layer, cellPrev + 1, cell);
    muHere = muNext;
    qPrev = q;
    cellPrev = cell;
    leftPrev = left;
    rightPrev = right;
  }
  arriving[k] = rightPrev + profile.run(layer, cellPrev + 1, cells);
  return true;
}

/** Fills the equilibrium masses h e^{(mu - V)/T} of entropies. */
export function createLineEquilibrium({ mesh, energy, potential }: Problem): (state: DualState) => void {
  const h = mesh.cellVolume;
  const { temperatures } = energy;
  const layers = temperatures.length;
  const sole = soleTemperature(energy);
  const betas = temperatures.map((temperature) => 1 / temperature);

  return ({ point, equilibrium }) => {
    if (sole !== undefined) {
      fillMasses(point.mu, potential, 1 / sole, h, equilibrium);
      return;
    }
    const { mu } = point;
    for (let k = 0, layer = 0; k < mu.length; k++) {
      equilibrium[k] = h * exponential(betas[layer] * (mu[k] - potential[k]));
      if (++layer === layers) layer = 0;
    }
  };
}

/** Hot: h e^{beta (mu - V)}. */
function fillMasses(mu: Float64Array, potential: Float64Array, beta: number, h: number, out: Float64Array): void {
  for (let k = 0; k < mu.length; k++) out[k] = h * exponential(beta * (mu[k] - potential[k]));
}

/**
 * Fills `source`, `residual` and `size` of a state from its masses and flows.
 *
 * @returns the derivative of J along a direction
 */
export type Balance = (state: DualState, direction: DualPoint) => number;

/** The balance of a single layer. */
export function createSingleBalance(problem: Problem): Balance {
  const carrying = carriedMass(problem);
  const temperature = problem.energy.temperatures[0];
  return (state, direction) => balanceSingle(state, direction.mu, temperature, carrying);
}

/** Hot. */
function balanceSingle(state: DualState, mu: Float64Array, temperature: number, carrying: number): number {
  const { arriving, equilibrium, source } = state;
  let sum = 0;
  let drained = 0;
  let relative = 0;
  let slope = 0;
  for (let k = 0; k < source.length; k++) {
    const m = equilibrium[k];
    const r = arriving[k] - m;
    source[k] = r;
    slope -= r * mu[k];
    if (m + r >= 0 && m > 0) sum += (r * r) / (2 * m + (2 / 3) * r);
    else drained += drainedBy(m, r);
    const error = Math.abs(r);
    if (error > relative * m && m >= carrying) relative = error / m;
  }
  setSize(state.size, temperature * sum, temperature, drained, relative);
  return slope;
}

/** The balance of two layers joined by one edge. */
export function createPairBalance(problem: Problem): Balance {
  const { temperatures } = problem.energy;
  const pair: PairBalance = {
    temperature: temperatures[0],
    temperatureOdd: temperatures[1],
    sign: problem.graph.tails[0] === 0 ? 1 : -1,
    carrying: carriedMass(problem),
  };
  return (state, direction) => balancePair(pair, state, direction);
}

interface PairBalance {
  /** Of the layers with even and with odd nodes. */
  readonly temperature: number;
  readonly temperatureOdd: number;
  /** Of the flow as it enters the even node. */
  readonly sign: number;
  readonly carrying: number;
}

/** Hot. */
function balancePair(pair: PairBalance, state: DualState, { mu, xi }: DualPoint): number {
  const { temperature, temperatureOdd, sign, carrying } = pair;
  const { arriving, equilibrium, source, flow, residual } = state;
  let sum = 0;
  let sumOdd = 0;
  let drained = 0;
  let relative = 0;
  let slope = 0;
  for (let i = 0, k = 0; i < flow.length; i++, k += 2) {
    const m = equilibrium[k];
    const mOdd = equilibrium[k + 1];
    const s = arriving[k] - m;
    const sOdd = arriving[k + 1] - mOdd;
    const f = flow[i];
    const r = s + sign * f;
    const rOdd = sOdd - sign * f;
    source[k] = s;
    source[k + 1] = sOdd;
    residual[k] = r;
    residual[k + 1] = rOdd;
    slope += f * xi[i] - (s * mu[k] + sOdd * mu[k + 1]);
    if (m + r >= 0 && m > 0) sum += (r * r) / (2 * m + (2 / 3) * r);
    else drained += drainedBy(m, r);
    if (mOdd + rOdd >= 0 && mOdd > 0) sumOdd += (rOdd * rOdd) / (2 * mOdd + (2 / 3) * rOdd);
    else drained += drainedBy(mOdd, rOdd);
    const error = Math.abs(r);
    const errorOdd = Math.abs(rOdd);
    if (error > relative * m && m >= carrying) relative = error / m;
    if (errorOdd > relative * mOdd && mOdd >= carrying) relative = errorOdd / mOdd;
  }
  const least = Math.min(temperature, temperatureOdd);
  setSize(state.size, temperature * sum + temperatureOdd * sumOdd, least, drained, relative);
  return slope;
}

/** What counts of a node that keeps a negative mass, or some where the equilibrium mass is 0. */
function drainedBy(m: number, r: number): number {
  return m + r < 0 ? -(m + r) : r <= 0 ? 0 : r;
}

function setSize(size: ResidualSize, bound: number, scale: number, drained: number, relative: number): void {
  size.gapBound = bound + scale * DRAINED_COST * drained;
  size.drained = drained;
  size.relative = relative;
}
