import type { Mesh } from "../../model/mesh.js";
import { createMassProfile, type MassProfile, type Position } from "../../numerics/mass-profile.js";
import { poolAdjacentViolators } from "../../numerics/pool-violators.js";
import type { Transport } from "./transport.js";

/**
 * One-dimensional Wasserstein transport of a density, every layer on its own, as the dual problem sees it.
 *
 * In one dimension W2 is local in the cumulative mass C: the mass that arrives between two faces is the mass between
 * the points y = x + tau mu' they are swept to. Lengths are in cells: face i (1 … cells - 1) sweeps to i + q,
 * q = tau (mu_i - mu_{i-1}) / h². Node arrays index `cell * layers + layer`, face arrays `(face - 1) * layers + layer`.
 */
export interface ExactTransport extends Transport {
  /** Cumulative mass of the density to be transported. */
  readonly profile: MassProfile;
  /** tau / h²: potential differences between neighbours to displacements in cells. */
  readonly toCells: number;
  /**
   * The primal side of `sweep`: writes the arriving masses and returns the transport cost, the sum of W2² / (2 tau).
   *
   * A cell for which both `asked` and the difference to it are below the round-off of its swept faces gets what is asked;
   * the heaviest cell of the layer makes up for it, so that mass stays exact.
   */
  push(mu: Float64Array, asked: Float64Array, arriving: Float64Array): number;
}

const EPSILON = 2 ** -52;
/** Distance to a wall, in cells, that is round-off: a face that little beyond it lies at the wall, and has the mobility there. */
const AT_WALL = 1e-9;

/** @param mesh one axis */
export function createExactTransport(mesh: Mesh, layers: number, tau: number): ExactTransport {
  const cells = mesh.size;
  const h = mesh.h;
  const toCells = tau / (h * h);
  const toEnergy = (h * h) / tau;
  const profile = createMassProfile(cells, layers);
  const { mass: massOf, slope, run } = profile;
  const displacement = new Float64Array(cells);
  const swept = new Float64Array(cells);
  const poolMean = new Float64Array(cells);
  const poolStart = new Int32Array(cells);
  const poolTotal = new Float64Array(cells);
  const at: Position = { cell: 0, t: 0 };

  /**
   * Displacements of one layer's faces; where faces would cross, those of the convex envelope of mu + x²/(2 tau), which
   * is what the Hopf-Lax formula Q_tau sees: cells off the envelope receive no mass.
   *
   * @returns the number of pools of faces, 0 where none cross
   */
  function displace(layer: number, mu: Float64Array): number {
    const q0 = displacement;
    const scale = toCells;
    let monotone = true;
    let muHere = mu[layer];
    let before = Number.NEGATIVE_INFINITY;
    for (let face = 1, k = layer + layers; face < cells; face++, k += layers) {
      const muNext = mu[k];
      const q = scale * (muNext - muHere);
      muHere = muNext;
      q0[face] = q;
      if (q - before < -1) monotone = false;
      before = q;
    }
    return monotone ? 0 : poolCrossings();
  }

  /** Pool adjacent violators: crossing runs of faces meet at their mean position. */
  function poolCrossings(): number {
    for (let face = 1; face < cells; face++) swept[face] = face + displacement[face];
    const pools = poolAdjacentViolators(swept, 1, cells, poolMean, poolStart, poolTotal);
    for (let pool = 0; pool < pools; pool++) {
      const start = poolStart[pool];
      const end = pool + 1 < pools ? poolStart[pool + 1] : cells;
      if (end - start < 2) continue;
      for (let face = start; face < end; face++) displacement[face] = poolMean[pool] - face;
    }
    return pools;
  }

  /** Marks the cells between faces that have met. */
  function markOff(layer: number, pools: number, off: Uint8Array): boolean {
    let any = false;
    for (let pool = 0; pool < pools; pool++) {
      const end = pool + 1 < pools ? poolStart[pool + 1] : cells;
      for (let cell = poolStart[pool]; cell < end - 1; cell++) {
        off[cell * layers + layer] = 1;
        any = true;
      }
    }
    return any;
  }

  /** Hot: one pass over a layer, with the pieces of MassProfile written out. */
  function sweepLayer(layer: number, mu: Float64Array, arriving: Float64Array, tangent: Float64Array): number {
    const pools = displace(layer, mu);
    const displaced = displacement;
    const masses = massOf;
    const slopes = slope;
    const stride = layers;
    const count = cells;
    let cellPrev = 0;
    let leftPrev = 0;
    let rightPrev = masses[layer];
    for (let face = 1, k = layer; face < count; face++, k += stride) {
      const q = displaced[face];
      const whole = Math.floor(q);
      let cell = face + whole;
      let t = q - whole;
      let inside = true;
      if (cell < 0) {
        cell = 0;
        t = 0;
        inside = face + q > -AT_WALL;
      } else if (!(cell < count)) {
        cell = count - 1;
        t = 1;
        inside = face + q < count + AT_WALL;
      }
      const node = cell * stride + layer;
      const m = masses[node];
      const a = slopes[node];
      const b = slopes[node + stride];
      const u = 1 - t;
      const tu = t * u;
      const left = tu * (u * a + t * (3 * m - b)) + t * t * t * m;
      const right = tu * (t * b + u * (3 * m - a)) + u * u * u * m;
      const density = a * u * (1 - 3 * t) + b * t * (1 - 3 * u) + 6 * m * tu;
      tangent[k] = inside && density > 0 ? density : 0;
      if (cell === cellPrev) arriving[k] = Math.max(0, left < rightPrev ? left - leftPrev : rightPrev - right);
      else arriving[k] = rightPrev + left + (cell > cellPrev + 1 ? run(layer, cellPrev + 1, cell) : 0);
      cellPrev = cell;
      leftPrev = left;
      rightPrev = right;
    }
    arriving[(cells - 1) * layers + layer] = rightPrev + run(layer, cellPrev + 1, cells);
    return pools;
  }

  function secants(mu: Float64Array, tangent: Float64Array, secant: Float64Array): void {
    for (let layer = 0; layer < layers; layer++) {
      displace(layer, mu);
      for (let face = 1, k = layer; face < cells; face++, k += layers) {
        const q = displacement[face];
        locate(face, q);
        const { cell, t } = at;
        const node = cell * layers + layer;
        if (q > 1e-8) secant[k] = (run(layer, face, cell) + profile.left(node, t)) / q;
        else if (q < -1e-8) secant[k] = -(run(layer, cell + 1, face) + profile.right(node, 1 - t)) / q;
        else secant[k] = tangent[k];
      }
    }
  }

  /** Finds face + q, clipped to the box. */
  function locate(face: number, q: number): void {
    const whole = Math.floor(q);
    at.cell = face + whole;
    at.t = q - whole;
    if (at.cell < 0) {
      at.cell = 0;
      at.t = 0;
    } else if (!(at.cell < cells)) {
      at.cell = cells - 1;
      at.t = 1;
    }
  }

  /** Integral of |C(face + r) - C(face)| over r between 0 and q; beyond a wall C is constant. */
  function potentialOf(layer: number, face: number, q: number): number {
    locate(face, q);
    const { cell, t } = at;
    const k = cell * layers + layer;
    if (cell >= face) {
      const beyond = Math.max(0, face + q - cells);
      const inner = run(layer, face, cell);
      const moment = profile.runMoment(layer, face, cell, true) + profile.leftMoment(k, t);
      return moment + inner * t + beyond * (inner + profile.left(k, t));
    }
    const u = 1 - t;
    const beyond = Math.max(0, -(face + q));
    const inner = run(layer, cell + 1, face);
    const moment = profile.runMoment(layer, cell + 1, face, false) + profile.rightMoment(k, u);
    return moment + inner * u + beyond * (inner + profile.right(k, u));
  }

  function dualCost(mu: Float64Array): number {
    let swept = 0;
    let linear = 0;
    for (let layer = 0; layer < layers; layer++) {
      displace(layer, mu);
      // The envelope touches mu at the first cell and follows its own slopes from there.
      let envelope = mu[layer];
      linear += envelope * massOf[layer];
      for (let face = 1, k = layer + layers; face < cells; face++, k += layers) {
        const q = displacement[face];
        swept += potentialOf(layer, face, q);
        envelope += q / toCells;
        linear += envelope * massOf[k];
      }
    }
    return toEnergy * swept - linear;
  }

  /** Hot: work of the faces of one layer, with the case of faces that stay in the next cell written out. */
  function workOf(layer: number, mu: Float64Array): number {
    displace(layer, mu);
    const q0 = displacement;
    const masses = massOf;
    const slopes = slope;
    const stride = layers;
    const count = cells;
    let sum = 0;
    for (let face = 1, k = stride + layer; face < count; face++, k += stride) {
      const q = q0[face];
      if (q > -1 && q < 1) {
        // Work of the part t of a cell next to the face: integral of s C'(s), from the cubic's coefficients.
        const right = q >= 0;
        const t = right ? q : -q;
        const node = right ? k : k - stride;
        const m = masses[node];
        const near = slopes[right ? node : node + stride];
        const far = slopes[right ? node + stride : node];
        sum += t * t * (0.5 * near + t * ((2 / 3) * (3 * m - far - 2 * near) + 0.75 * t * (near + far - 2 * m)));
      } else {
        locate(face, q);
        sum += workTo(profile, layers, layer, face, at);
      }
    }
    return sum;
  }

  /** Round-off of the mass up to a swept face: that of its position, times the mass of the fullest cell it may lie in. */
  function blurOf(k: number, q: number, mu: Float64Array, layer: number): number {
    const scale = Math.abs(mu[k + layers]) + Math.abs(mu[k]);
    const width = EPSILON * (1 + Math.abs(q) + toCells * scale);
    const node = at.cell * layers + layer;
    let fullest = massOf[node];
    if (at.t < width && at.cell > 0) fullest = Math.max(fullest, massOf[node - layers]);
    if (1 - at.t < width && at.cell < cells - 1) fullest = Math.max(fullest, massOf[node + layers]);
    return width * fullest;
  }

  function pushLayer(layer: number, mu: Float64Array, asked: Float64Array, arriving: Float64Array): number {
    displace(layer, mu);
    let work = 0;
    let missing = 0;
    let heaviest = layer;
    let cellPrev = 0;
    let tPrev = 0;
    let blurPrev = 0;
    for (let face = 1, k = layer; face <= cells; face++, k += layers) {
      let blur = 0;
      if (face < cells) {
        const q = displacement[face];
        locate(face, q);
        work += workTo(profile, layers, layer, face, at);
        blur = blurOf(k, q, mu, layer);
      } else {
        at.cell = cells - 1;
        at.t = 1;
      }
      const mass = profile.between(layer, cellPrev, tPrev, at.cell, at.t);
      const wanted = asked[k];
      const resolution = 4 * (blur + blurPrev);
      const resolved = wanted >= resolution || Math.abs(mass - wanted) > resolution;
      arriving[k] = resolved ? mass : wanted;
      if (!resolved) missing += mass - wanted;
      if (arriving[k] > arriving[heaviest]) heaviest = k;
      cellPrev = at.cell;
      tPrev = at.t;
      blurPrev = blur;
    }
    arriving[heaviest] = arriving[heaviest] + missing;
    return work;
  }

  return {
    profile,
    toCells,
    faceCount: (cells - 1) * layers,
    load: (densityPrev) => profile.load(densityPrev, h),
    sweep: (mu, arriving, tangent, off) => {
      let any = false;
      for (let layer = 0; layer < layers; layer++) {
        const pools = sweepLayer(layer, mu, arriving, tangent);
        if (pools > 0 && !any) off.fill(0);
        if (pools > 0) any = markOff(layer, pools, off) || any;
      }
      return any;
    },
    secants,
    conduct: (mobility, along) => {
      for (let k = 0; k < along.length; k++) along[k] = toCells * mobility[k];
    },
    dualCost,
    cost: (mu) => {
      let work = 0;
      for (let layer = 0; layer < layers; layer++) work += workOf(layer, mu);
      return toEnergy * work;
    },
    push: (mu, asked, arriving) => {
      let work = 0;
      for (let layer = 0; layer < layers; layer++) work += pushLayer(layer, mu, asked, arriving);
      return toEnergy * work;
    },
  };
}

/** Mass between a face and a position, each bit times its distance to the face, in cells. */
export function workTo(profile: MassProfile, layers: number, layer: number, face: number, position: Position): number {
  const { cell, t } = position;
  const k = cell * layers + layer;
  if (cell >= face) {
    return (
      profile.runMoment(layer, face, cell, false) + (cell - face + t) * profile.left(k, t) - profile.leftMoment(k, t)
    );
  }
  const u = 1 - t;
  const inner = profile.runMoment(layer, cell + 1, face, true);
  return inner + (face - 1 - cell + u) * profile.right(k, u) - profile.rightMoment(k, u);
}
