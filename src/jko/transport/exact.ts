import type { Mesh } from "../../model/mesh.js";
import { createMassProfile, type MassProfile, type Position } from "../../numerics/mass-profile.js";
import { createDisplacements, locate } from "./displacements.js";
import { createFaceWork } from "./face-work.js";
import { createPush } from "./push.js";
import type { Transport } from "./transport.js";

/**
 * One-dimensional Wasserstein transport of a density, every layer on its own, as the dual problem sees it
 * (docs/method.md, eq. 4).
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
   * The primal side of `sweep`: writes the arriving masses, and returns the transport cost, the sum of W2² / (2 tau).
   */
  push(mu: Float64Array, equilibrium: Float64Array, arriving: Float64Array): number;
}

/**
 * A face that is beyond a wall by less than this, in cells, lies at the wall but for round-off, and has the mobility
 * there.
 */
export const AT_WALL = 1e-9;

/** @param mesh one axis */
export function createExactTransport(mesh: Mesh, layers: number, tau: number): ExactTransport {
  const cells = mesh.size;
  const h = mesh.h;
  const toCells = tau / (h * h);
  const toEnergy = (h * h) / tau;
  const profile = createMassProfile(cells, layers);
  const { mass: massOf, slope, run } = profile;
  const displacements = createDisplacements(cells, layers, toCells);
  const { displacement, displace, markOff } = displacements;
  const { workOf, addDual } = createFaceWork(profile, displacements, cells, layers, toCells);
  const pushLayer = createPush(profile, displacements, cells, layers, toCells);
  const at: Position = { cell: 0, t: 0 };

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
        locate(cells, face, q, at);
        const { cell, t } = at;
        const node = cell * layers + layer;
        if (q > 1e-8) secant[k] = (run(layer, face, cell) + profile.left(node, t)) / q;
        else if (q < -1e-8) secant[k] = -(run(layer, cell + 1, face) + profile.right(node, 1 - t)) / q;
        else secant[k] = tangent[k];
      }
    }
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
    dualCost: (mu) => {
      const sums = { swept: 0, linear: 0 };
      for (let layer = 0; layer < layers; layer++) addDual(layer, mu, sums);
      return toEnergy * sums.swept - sums.linear;
    },
    cost: (mu) => {
      let work = 0;
      for (let layer = 0; layer < layers; layer++) work += workOf(layer, mu);
      return toEnergy * work;
    },
    push: (mu, equilibrium, arriving) => {
      let work = 0;
      for (let layer = 0; layer < layers; layer++) work += pushLayer(layer, mu, equilibrium, arriving);
      return toEnergy * work;
    },
  };
}
