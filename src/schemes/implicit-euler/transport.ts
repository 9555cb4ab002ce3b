import type { Problem } from "../../model/problem.js";
import { bernoulli } from "../../numerics/bernoulli.js";

/** How the flux between two cells is discretized. */
export type ImplicitEulerFlux = "scharfetter-gummel" | "upwind";

/**
 * A two-point flux J(f_left, f_right) through the faces of a line, evaluated by `face`.
 *
 * Faces are numbered like the unknown on their left, `cell * layers + layer`. After `face` the fields hold the flux and its
 * derivatives divided by the cell width: what leaves the left and enters the right cell per unit of time and width.
 */
export interface FaceFlux {
  value: number;
  byLeft: number;
  byRight: number;
  face(index: number, density: Float64Array, mu: Float64Array): void;
}

export function createFaceFlux(problem: Problem, flux: ImplicitEulerFlux): FaceFlux {
  return flux === "upwind" ? createUpwindFlux(problem) : createScharfetterGummelFlux(problem);
}

/** J = T [B(dV/T) f_left - B(-dV/T) f_right] / h, zero on e^{-V/T}. */
function createScharfetterGummelFlux({ mesh, graph, potential, temperature }: Problem): FaceFlux {
  const layers = graph.layers.length;
  const scale = temperature / (mesh.cellVolume * mesh.cellVolume);
  const faces = Math.max(potential.length - layers, 0);
  const forward = new Float64Array(faces);
  const backward = new Float64Array(faces);
  for (let k = 0; k < faces; k++) {
    const step = ((potential[k + layers] as number) - (potential[k] as number)) / temperature;
    forward[k] = scale * bernoulli(step);
    backward[k] = scale * bernoulli(-step);
  }
  return {
    value: 0,
    byLeft: 0,
    byRight: 0,
    face(index, density) {
      this.byLeft = forward[index] as number;
      this.byRight = -(backward[index] as number);
      this.value = this.byLeft * (density[index] as number) + this.byRight * (density[index + layers] as number);
    },
  };
}

/** J = f_up (mu_left - mu_right) / h, f_up the density of the cell with the larger chemical potential. */
function createUpwindFlux({ mesh, graph, temperature }: Problem): FaceFlux {
  const layers = graph.layers.length;
  const scale = 1 / (mesh.cellVolume * mesh.cellVolume);
  return {
    value: 0,
    byLeft: 0,
    byRight: 0,
    face(index, density, mu) {
      const right = index + layers;
      const drop = scale * ((mu[index] as number) - (mu[right] as number));
      const fromLeft = drop > 0;
      const carried = density[fromLeft ? index : right] as number;
      const driven = scale * temperature * carried;
      this.value = carried * drop;
      this.byLeft = (fromLeft ? drop : 0) + driven / (density[index] as number);
      this.byRight = (fromLeft ? 0 : drop) - driven / (density[right] as number);
    },
  };
}
