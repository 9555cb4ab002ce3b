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
  const { mass, slope, run } = profile;
  const cells = mesh.size;
  const stride = graph.layers.length;

  function sweepLayer(layer: number, { point: { mu }, arriving, tangent }: DualState): boolean {
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
      else arriving[k] = rightPrev + left + run(layer, cellPrev + 1, cell);
      muHere = muNext;
      qPrev = q;
      cellPrev = cell;
      leftPrev = left;
      rightPrev = right;
    }
    arriving[k] = rightPrev + run(layer, cellPrev + 1, cells);
    return true;
  }

  return (state) => {
    for (let layer = 0; layer < stride; layer++) if (!sweepLayer(layer, state)) return false;
    return true;
  };
}

/** Fills the equilibrium masses h e^{(mu - V)/T} of entropies. */
export function createLineEquilibrium({ mesh, energy, potential }: Problem): (state: DualState) => void {
  const h = mesh.cellVolume;
  const { temperatures } = energy;
  const layers = temperatures.length;
  const sole = soleTemperature(energy);
  const betas = temperatures.map((temperature) => 1 / temperature);

  function fillSole({ mu }: DualPoint, equilibrium: Float64Array, beta: number): void {
    for (let k = 0; k < mu.length; k++) equilibrium[k] = h * exponential(beta * (mu[k] - potential[k]));
  }

  return ({ point, equilibrium }) => {
    if (sole !== undefined) {
      fillSole(point, equilibrium, betas[0]);
      return;
    }
    const { mu } = point;
    for (let k = 0, layer = 0; k < mu.length; k++) {
      equilibrium[k] = h * exponential(betas[layer] * (mu[k] - potential[k]));
      if (++layer === layers) layer = 0;
    }
  };
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
  return ({ arriving, equilibrium, source, size }, { mu }) => {
    let sum = 0;
    let drained = 0;
    let relative = 0;
    let slope = 0;
    for (let k = 0; k < source.length; k++) {
      const m = equilibrium[k];
      const r = arriving[k] - m;
      source[k] = r;
      slope -= r * mu[k];
      if (m + r < 0) drained -= m + r;
      else if (m > 0) sum += (r * r) / (2 * m + (2 / 3) * r);
      else if (!(r <= 0)) drained += r;
      const error = r < 0 ? -r : r;
      if (error > relative * m && m >= carrying) relative = error / m;
    }
    setSize(size, temperature * sum, temperature * drained, drained, relative);
    return slope;
  };
}

/** The balance of two layers joined by one edge. */
export function createPairBalance(problem: Problem): Balance {
  const carrying = carriedMass(problem);
  const { temperatures } = problem.energy;
  const [ofEven, ofOdd] = temperatures;
  const least = Math.min(ofEven, ofOdd);
  // The flow enters at the tail.
  const sign = problem.graph.tails[0] === 0 ? 1 : -1;
  return ({ arriving, equilibrium, source, flow, residual, size }, { mu, xi }) => {
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
      slope += f * xi[i] - s * mu[k] - sOdd * mu[k + 1];
      if (m + r < 0) drained -= m + r;
      else if (m > 0) sum += (r * r) / (2 * m + (2 / 3) * r);
      else if (!(r <= 0)) drained += r;
      if (mOdd + rOdd < 0) drained -= mOdd + rOdd;
      else if (mOdd > 0) sumOdd += (rOdd * rOdd) / (2 * mOdd + (2 / 3) * rOdd);
      else if (!(rOdd <= 0)) drained += rOdd;
      const error = r < 0 ? -r : r;
      const errorOdd = rOdd < 0 ? -rOdd : rOdd;
      if (error > relative * m && m >= carrying) relative = error / m;
      if (errorOdd > relative * mOdd && mOdd >= carrying) relative = errorOdd / mOdd;
    }
    setSize(size, ofEven * sum + ofOdd * sumOdd, least * drained, drained, relative);
    return slope;
  };
}

function setSize(size: ResidualSize, bound: number, energy: number, drained: number, relative: number): void {
  size.gapBound = bound + DRAINED_COST * energy;
  size.drained = drained;
  size.relative = relative;
}
