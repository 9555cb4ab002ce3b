import { lineBundles } from "../../model/grid-lines.js";
import type { Problem } from "../../model/problem.js";

/** Viscosity that acts where a state varies from cell to cell, and nowhere else. */
export interface ShockViscosity {
  /** Adds div(nu grad f) to the rates of densities and nu lap phi to those of potentials; it does not allocate. */
  addRate(state: Float64Array, out: Float64Array): void;
  /** Part of the mass in cells with a face where it acts with more than a tenth of its full strength. */
  shareOfMass(state: Float64Array): number;
}

/** Strength from which a face counts for `shareOfMass`. */
const strong = 0.1;

/**
 * Viscosity nu = w h (T + u^2)^(1/2) / 2 at the faces, u the velocity through the face, with the strength
 *
 *     w = q / (1 + q),   q = (r^2 + r'^2)^2,   r^2 = (delta^2 log f)^2 + (delta^2 phi)^2 / (T h^2),
 *
 * r of the cells on both sides and delta^2 second differences. For smooth solutions w is O(h^4), so that the second order, and
 * the h^2 in front of it, are those of the Hamiltonian system; where neighbouring cells differ by factors w tends to 1, which
 * is the viscosity of a Rusanov flux.
 *
 * It is there for thin tails. On a domain that cuts an infinite one off, initial velocities run into the walls or away from
 * them, and shocks start from there at densities of 1e-10 and less: the Hamiltonian system alone answers with oscillations
 * that empty single cells. Shocks in the bulk are smeared as well, and have to be told by `shareOfMass`.
 *
 * @see Jameson, Schmidt & Turkel, AIAA 81-1259, for a viscosity switched by second differences
 */
export function createShockViscosity({ mesh, graph, energy }: Problem): ShockViscosity {
  const layers = graph.layers.length;
  const count = mesh.size * layers;
  const logs = new Float64Array(count);
  const roughness = new Float64Array(count);
  const bundles = lineBundles(mesh, layers).map(({ start, cells, stride, width }) => {
    return { start, end: start + cells * stride, stride, width };
  });

  /** r^2 of every cell along the lines of a bundle; beyond walls the state is mirrored. */
  function measure(state: Float64Array, { start, end, stride, width }: (typeof bundles)[number]): void {
    for (let k = start; k < end; k++) {
      const before = k - stride < start ? k : k - stride;
      const after = k + stride < end ? k + stride : k;
      const temperature = energy.temperatures[k % layers] as number;
      const bend = (logs[before] as number) - 2 * (logs[k] as number) + (logs[after] as number);
      const turn =
        (state[count + before] as number) - 2 * (state[count + k] as number) + (state[count + after] as number);
      // A mirrored density has a kink at a wall wherever mu is not flat there, however fine the mesh.
      const ofDensity = before === k || after === k ? 0 : bend * bend;
      roughness[k] = ofDensity + (turn * turn) / (temperature * width * width);
    }
  }

  function strengthAt(k: number, other: number): number {
    const q = ((roughness[k] as number) + (roughness[other] as number)) ** 2;
    return q < Infinity ? q / (1 + q) : 1;
  }

  function takeLogs(state: Float64Array): void {
    for (let k = 0; k < count; k++) logs[k] = Math.log(state[k] as number);
  }

  return {
    addRate(state, out) {
      takeLogs(state);
      for (const bundle of bundles) {
        const { start, end, stride, width } = bundle;
        measure(state, bundle);
        for (let k = start; k < end - stride; k++) {
          const other = k + stride;
          const rise = (state[count + k] as number) - (state[count + other] as number);
          const speed = Math.sqrt((energy.temperatures[k % layers] as number) + (rise / width) ** 2);
          const rate = (0.5 * strengthAt(k, other) * speed) / width;
          const flux = rate * ((state[k] as number) - (state[other] as number));
          out[k] = (out[k] as number) - flux;
          out[other] = (out[other] as number) + flux;
          out[count + k] = (out[count + k] as number) - rate * rise;
          out[count + other] = (out[count + other] as number) + rate * rise;
        }
      }
    },
    shareOfMass(state) {
      takeLogs(state);
      const isRough = new Uint8Array(count);
      for (const bundle of bundles) {
        measure(state, bundle);
        for (let k = bundle.start; k < bundle.end - bundle.stride; k++) {
          if (strengthAt(k, k + bundle.stride) > strong) isRough[k] = isRough[k + bundle.stride] = 1;
        }
      }
      let [rough, mass] = [0, 0];
      for (let k = 0; k < count; k++) {
        mass += state[k] as number;
        if (isRough[k] === 1) rough += state[k] as number;
      }
      return rough / mass;
    },
  };
}
