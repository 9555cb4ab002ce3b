import type { Problem } from "../../model/problem.js";
import type { Roughness } from "../../model/roughness.js";

/**
 * Viscosity that acts where a state varies from cell to cell, and nowhere else: nu = w h (T + u^2)^(1/2) / 2 at the
 * faces, u the velocity through the face and w the strength of its roughness. For smooth solutions w is so small that
 * the second order, and the h^2 in front of it, are those of the Hamiltonian system; where neighbouring cells differ by
 * factors it is the viscosity of a Rusanov flux.
 *
 * It is there for thin tails. On a domain that cuts an infinite one off, initial velocities run into the walls or away
 * from them, and shocks start from there at densities of 1e-10 and less: the Hamiltonian system alone answers with
 * oscillations that empty single cells. Shocks in the bulk are smeared as well, and have to be told by the share of the
 * mass that is rough.
 *
 * @returns adds div(nu grad f) to the rates of densities and nu lap phi to those of potentials, of a state of densities
 *   and then potentials; it does not allocate
 */
export function createShockViscosity(
  { graph, energy }: Problem,
  { runs, load, measure, strengthAt }: Roughness,
): (state: Float64Array, out: Float64Array) => void {
  const layers = graph.layers.length;
  return (state, out) => {
    const count = state.length / 2;
    load(state, state, count);
    for (const run of runs) {
      const { start, end, stride, width } = run;
      measure(run);
      for (let k = start; k < end - stride; k++) {
        const other = k + stride;
        const rise = state[count + k] - state[count + other];
        const speed = Math.sqrt(energy.temperatures[k % layers] + (rise / width) ** 2);
        const rate = (0.5 * strengthAt(k, other) * speed) / width;
        const flux = rate * (state[k] - state[other]);
        out[k] = out[k] - flux;
        out[other] = out[other] + flux;
        out[count + k] = out[count + k] - rate * rise;
        out[count + other] = out[count + other] + rate * rise;
      }
    }
  };
}
