import type { Mesh } from "../../model/mesh.js";
import { faceSlopes } from "../../numerics/face-slopes.js";
import { piece, pieceMoment } from "../../numerics/mass-profile.js";
import type { Transport } from "./transport.js";

/** What transport does to single faces, for the repair of an iterate that drains a cell. */
export interface SweptTransport extends Transport {
  /** Mass per cell and layer of the density to be transported. */
  readonly mass: Float64Array;
  /**
   * Per face k of an axis (at `axis * nodes + k`, between node k and its upper neighbour): the mass that enters node k,
   * and the value Phi(s) / tau of its term in the dual objective.
   */
  faces(mu: Float64Array, swept: Float64Array, value: Float64Array): void;
}

/** Swept mass and its integral for a displacement that ends in another cell than the next. */
interface Reach {
  /** Mass between the face and where it is swept to, >= 0. */
  mass: number;
  /** Integral of that mass over displacements from 0. */
  moment: number;
  /** Cumulative mass per cell at the end, its derivative. */
  density: number;
}

/**
 * Transport by swept masses (docs/method.md, eq. 4'): every face sweeps along the grid line through it, as in one
 * dimension, and a cell receives what its faces sweep in. The term of a face in the dual objective is Phi(s)/tau,
 * Phi(s) the integral of the mass swept by displacements from 0 to s = tau (mu' - mu)/h: convex, with the swept mass as
 * its derivative.
 *
 * With two axes this is a directionally split Wasserstein cost: the same metric tensor and the same limit tau -> 0 as
 * W2, but not W2 at fixed tau. The constraint that transport alone leaves no cell with negative mass is not imposed.
 *
 * Lengths are in cells. Nodes index `cell * layers + layer`; a face has the index of its lower node, axis by axis.
 */
export function createSweptTransport(mesh: Mesh, layers: number, tau: number): SweptTransport {
  const nodes = mesh.size * layers;
  const mass = new Float64Array(nodes);
  const axes = mesh.cells.map((cells, axis) => {
    const width = mesh.widths[axis];
    const inner = layers * mesh.cells.slice(0, axis).reduce((product, count) => product * count, 1);
    const outer = nodes / (inner * cells);
    const toCells = tau / (width * width);
    return {
      cells,
      inner,
      outer,
      toCells,
      toEnergy: 1 / toCells,
      slope: new Float64Array((cells + 1) * inner * outer),
    };
  });
  type Axis = (typeof axes)[number];
  const reach: Reach = { mass: 0, moment: 0, density: 0 };

  function load(densityPrev: Float64Array): void {
    for (let k = 0; k < nodes; k++) mass[k] = mesh.cellVolume * densityPrev[k];
    for (const { cells, inner, outer, slope } of axes) {
      for (let o = 0; o < outer; o++) {
        const line = mass.subarray(o * cells * inner, (o + 1) * cells * inner);
        faceSlopes(line, cells, inner, slope.subarray(o * (cells + 1) * inner, (o + 1) * (cells + 1) * inner));
      }
    }
  }

  /**
   * Mass swept from face `face` of the line above node k by q cells, |q| of any size, at most to the wall; with its
   * moment if asked for.
   */
  function sweepFar(axis: Axis, k: number, face: number, shift: number, q: number, withMoment: boolean): void {
    const { cells, inner, slope } = axis;
    const forward = q > 0;
    const step = forward ? inner : -inner;
    let node = forward ? k + inner : k;
    // The slope at the end of a cell that is nearer to the face.
    let near = k + shift;
    let left = forward ? q : -q;
    let cellsLeft = forward ? cells - face : face;
    let sum = 0;
    let moment = 0;
    for (; left >= 1 && cellsLeft > 0; left--, cellsLeft--, node += step, near += step) {
      const m = mass[node];
      if (withMoment) moment += sum + pieceMoment(m, slope[near], slope[near + step], 1);
      sum += m;
    }
    reach.density = 0;
    if (cellsLeft > 0) {
      const m = mass[node];
      const a = slope[near];
      const b = slope[near + step];
      if (withMoment) moment += sum * left + pieceMoment(m, a, b, left);
      sum += piece(m, a, b, left);
      reach.density = densityAt(m, a, b, left);
    } else moment += sum * left;
    reach.mass = sum;
    reach.moment = moment;
  }

  /** Hot: all faces of an axis, with the case of faces that stay in the next cell written out. */
  function sweepAxis(axis: Axis, at: number, mu: Float64Array, arriving: Float64Array, tangent: Float64Array): void {
    const { cells, inner, outer, toCells, slope } = axis;
    for (let o = 0; o < outer; o++) {
      const shift = inner * (o + 1);
      for (let face = 1, k = o * cells * inner; face < cells; face++) {
        for (let end = k + inner; k < end; k++) {
          const q = toCells * (mu[k + inner] - mu[k]);
          if (q < 1 && q > -1) {
            const forward = q >= 0;
            const t = forward ? q : -q;
            const u = 1 - t;
            const m = mass[forward ? k + inner : k];
            const a = slope[k + shift];
            const b = slope[forward ? k + shift + inner : k + shift - inner];
            const tu = t * u;
            const size = tu * (u * a + t * (3 * m - b)) + t * t * t * m;
            const density = a * u * (1 - 3 * t) + b * t * (1 - 3 * u) + 6 * m * tu;
            tangent[at + k] = density > 0 ? density : 0;
            const swept = forward ? size : -size;
            arriving[k] = arriving[k] + swept;
            arriving[k + inner] = arriving[k + inner] - swept;
          } else {
            sweepFar(axis, k, face, shift, q, false);
            tangent[at + k] = reach.density;
            const swept = q > 0 ? reach.mass : -reach.mass;
            arriving[k] = arriving[k] + swept;
            arriving[k + inner] = arriving[k + inner] - swept;
          }
        }
      }
    }
  }

  /** Hot: work of the faces of an axis, every mass times its distance to the face. */
  function workOf(axis: Axis, mu: Float64Array): number {
    const { cells, inner, outer, toCells, slope } = axis;
    let sum = 0;
    for (let o = 0; o < outer; o++) {
      const shift = inner * (o + 1);
      for (let face = 1, k = o * cells * inner; face < cells; face++) {
        for (let end = k + inner; k < end; k++) {
          const q = toCells * (mu[k + inner] - mu[k]);
          if (q < 1 && q > -1) {
            // The integral of s C'(s), from the coefficients of the cubic.
            const forward = q >= 0;
            const t = forward ? q : -q;
            const m = mass[forward ? k + inner : k];
            const near = slope[k + shift];
            const far = slope[forward ? k + shift + inner : k + shift - inner];
            sum += t * t * (0.5 * near + t * ((2 / 3) * (3 * m - far - 2 * near) + 0.75 * t * (near + far - 2 * m)));
          } else {
            // Legendre: q C(q) minus the integral of C.
            sweepFar(axis, k, face, shift, q, true);
            sum += Math.abs(q) * reach.mass - reach.moment;
          }
        }
      }
    }
    return sum;
  }

  /** Calls `visit` with index and displacement of every face, and h²/tau; `reach` is filled. */
  function forFaces(
    mu: Float64Array,
    withMoment: boolean,
    visit: (index: number, q: number, toEnergy: number) => void,
  ): void {
    for (const [a, axis] of axes.entries()) {
      const { cells, inner, outer, toCells, toEnergy } = axis;
      for (let o = 0; o < outer; o++) {
        const shift = inner * (o + 1);
        for (let face = 1, k = o * cells * inner; face < cells; face++) {
          for (let end = k + inner; k < end; k++) {
            const q = toCells * (mu[k + inner] - mu[k]);
            sweepFar(axis, k, face, shift, q, withMoment);
            visit(a * nodes + k, q, toEnergy);
          }
        }
      }
    }
  }

  return {
    mass,
    faceCount: axes.length * nodes,
    load,
    sweep(mu, arriving, tangent) {
      arriving.set(mass);
      for (const [a, axis] of axes.entries()) sweepAxis(axis, a * nodes, mu, arriving, tangent);
      return false;
    },
    secants(mu, tangent, secant) {
      secant.set(tangent);
      forFaces(mu, false, (index, q) => {
        if (Math.abs(q) > 1e-8) secant[index] = reach.mass / Math.abs(q);
      });
    },
    conduct(mobility, along) {
      for (const [a, { toCells }] of axes.entries()) {
        for (let k = a * nodes; k < (a + 1) * nodes; k++) along[k] = toCells * mobility[k];
      }
    },
    dualCost(mu) {
      let sum = 0;
      for (let k = 0; k < nodes; k++) sum -= mass[k] * mu[k];
      forFaces(mu, true, (_index, _q, toEnergy) => {
        sum += toEnergy * reach.moment;
      });
      return sum;
    },
    cost(mu) {
      let sum = 0;
      for (const axis of axes) sum += axis.toEnergy * workOf(axis, mu);
      return sum;
    },
    faces(mu, swept, value) {
      forFaces(mu, true, (index, q, toEnergy) => {
        swept[index] = q > 0 ? reach.mass : -reach.mass;
        value[index] = toEnergy * reach.moment;
      });
    },
  };
}

/** Derivative of `piece` in t, >= 0. */
function densityAt(m: number, near: number, far: number, t: number): number {
  const u = 1 - t;
  return Math.max(0, near * u * (1 - 3 * t) + far * t * (1 - 3 * u) + 6 * m * t * u);
}
