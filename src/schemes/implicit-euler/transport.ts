import { lineBundles } from "../../model/grid-lines.js";
import type { Problem } from "../../model/problem.js";
import { bernoulli } from "../../numerics/bernoulli.js";

/** How the flux between two cells is discretized. */
export type ImplicitEulerFlux = "scharfetter-gummel" | "upwind";

/** Inner faces of a mesh, once per layer, by the unknowns on their sides. */
export interface Faces {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Cell width across each face. */
  readonly widths: Float64Array;
}

/** All inner faces, axis by axis; on one axis numbered like the unknown on their left, `cell * layers + layer`. */
export function facesOf({ mesh, graph }: Problem): Faces {
  const bundles = lineBundles(mesh, graph.layers.length);
  const count = bundles.reduce((sum, { cells, stride }) => sum + (cells - 1) * stride, 0);
  const [left, right, widths] = [new Int32Array(count), new Int32Array(count), new Float64Array(count)];
  let face = 0;
  for (const { start, cells, stride, width } of bundles) {
    for (let k = start; k < start + (cells - 1) * stride; k++, face++) {
      left[face] = k;
      right[face] = k + stride;
      widths[face] = width;
    }
  }
  return { left, right, widths };
}

/**
 * A two-point flux J(f_left, f_right), evaluated by `face`.
 *
 * After `face` the fields hold the flux and its derivatives divided by the cell width: what leaves the left and enters
 * the right cell per unit of time and width.
 */
export interface FaceFlux {
  value: number;
  byLeft: number;
  byRight: number;
  face(face: number, density: Float64Array, mu: Float64Array): void;
}

export function createFaceFlux(problem: Problem, faces: Faces, flux: ImplicitEulerFlux): FaceFlux {
  return flux === "upwind"
    ? createUpwindFlux(problem, faces)
    : createLinearFaceFlux(scharfetterGummel(problem, faces), faces);
}

/** A flux J = forward f_left - backward f_right, both divided by the cell width: rates per unit of time. */
export interface LinearFlux {
  readonly forward: Float64Array;
  readonly backward: Float64Array;
}

/** J = T [B(dV/T) f_left - B(-dV/T) f_right] / h, zero on e^{-V/T}. */
export function scharfetterGummel(
  { potential, energy: { temperatures } }: Problem,
  { left, right, widths }: Faces,
): LinearFlux {
  const forward = new Float64Array(left.length);
  const backward = new Float64Array(left.length);
  for (let face = 0; face < left.length; face++) {
    const width = widths[face];
    const temperature = temperatures[left[face] % temperatures.length];
    const scale = temperature / (width * width);
    const drop = potential[right[face]] - potential[left[face]];
    forward[face] = scale * bernoulli(drop / temperature);
    backward[face] = scale * bernoulli(-drop / temperature);
  }
  return { forward, backward };
}

function createLinearFaceFlux({ forward, backward }: LinearFlux, { left, right }: Faces): FaceFlux {
  return {
    value: 0,
    byLeft: 0,
    byRight: 0,
    face(face, density) {
      this.byLeft = forward[face];
      this.byRight = -backward[face];
      const [from, to] = [density[left[face]], density[right[face]]];
      this.value = this.byLeft * from + this.byRight * to;
    },
  };
}

/** J = f_up (mu_left - mu_right) / h, f_up the density of the cell with the larger chemical potential. */
function createUpwindFlux({ energy: { temperatures } }: Problem, { left, right, widths }: Faces): FaceFlux {
  return {
    value: 0,
    byLeft: 0,
    byRight: 0,
    face(face, density, mu) {
      const [from, to] = [left[face], right[face]];
      const width = widths[face];
      const scale = 1 / (width * width);
      const drop = scale * (mu[from] - mu[to]);
      const fromLeft = drop > 0;
      const carried = density[fromLeft ? from : to];
      const driven = scale * temperatures[from % temperatures.length] * carried;
      this.value = carried * drop;
      this.byLeft = (fromLeft ? drop : 0) + driven / density[from];
      this.byRight = (fromLeft ? 0 : drop) - driven / density[to];
    },
  };
}
