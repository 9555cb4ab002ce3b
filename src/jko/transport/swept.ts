import type { Mesh } from "../../model/mesh.js";
import { plainWorkspace, type Workspace } from "../../numerics/compiled/workspace.js";
import { dot } from "../../numerics/vector.js";
import { createGridLines, fillSlopes, type GridLines } from "./grid-lines.js";
import { forFaces, type Reach } from "./swept-face.js";
import { createSweptKernel } from "./swept-kernel.js";
import type { Transport } from "./transport.js";

/** What transport does to single faces, for the repair of an iterate that drains a cell. */
export interface SweptTransport extends Transport {
  readonly lines: readonly GridLines[];
  /** Mass per cell and layer of the density to be transported. */
  readonly mass: Float64Array;
  /**
   * Per face k of an axis (at `axis * nodes + k`, between node k and its upper neighbour): the mass that enters node k,
   * and the value Phi(s) / tau of its term in the dual objective.
   */
  faces(mu: Float64Array, swept: Float64Array, value: Float64Array): void;
}

/**
 * Transport by swept masses (docs/method.md, eq. 4'): every face sweeps along the grid line through it, as in one
 * dimension, and a cell receives what its faces sweep in. The term of a face in the dual objective is Phi(s)/tau,
 * Phi(s) the integral of the mass swept by displacements from 0 to s = tau (mu' - mu)/h: convex, with the swept mass as
 * its derivative.
 *
 * With two axes this is a directionally split Wasserstein cost: the same metric tensor and the same limit tau -> 0 as
 * W2, but not W2 at fixed tau. The constraint that transport alone leaves no cell with negative mass is not imposed.
 */
export function createSweptTransport(
  mesh: Mesh,
  layers: number,
  tau: number,
  workspace: Workspace = plainWorkspace,
): SweptTransport {
  const axes = createGridLines(mesh, layers, tau, workspace);
  const kernel = createSweptKernel(axes, workspace);
  const { mass } = axes[0];
  const nodes = mass.length;
  const reach: Reach = { q: 0, mass: 0, moment: 0, tangent: 0 };
  return {
    lines: axes,
    mass,
    faceCount: axes.length * nodes,
    load(densityPrev) {
      for (let k = 0; k < nodes; k++) mass[k] = mesh.cellVolume * densityPrev[k];
      axes.forEach(fillSlopes);
    },
    sweep(mu, arriving, tangent) {
      arriving.set(mass);
      for (const lines of axes) kernel.sweep(lines, mu, arriving, tangent);
      return false;
    },
    secants(mu, tangent, secant) {
      for (const lines of axes) kernel.secants(lines, mu, tangent, secant);
    },
    conduct(mobility, along) {
      for (const lines of axes) kernel.conduct(lines, mobility, along);
    },
    dualCost(mu) {
      let sum = -dot(mass, mu);
      for (const lines of axes) sum += lines.toEnergy * kernel.moment(lines, mu);
      return sum;
    },
    cost(mu) {
      let sum = 0;
      for (const lines of axes) sum += lines.toEnergy * kernel.work(lines, mu);
      return sum;
    },
    faces(mu, swept, value) {
      for (const lines of axes) {
        forFaces(lines, mu, true, reach, (index) => {
          swept[index] = reach.q > 0 ? reach.mass : -reach.mass;
          value[index] = lines.toEnergy * reach.moment;
        });
      }
    },
  };
}
