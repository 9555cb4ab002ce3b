import { createInternalEnergies, type InternalEnergy, soleTemperature } from "../../model/energy.js";
import { mobilityKind } from "../../model/exchange.js";
import { lineBundles } from "../../model/grid-lines.js";
import type { Problem } from "../../model/problem.js";

/**
 * A Hamiltonian semi-discretization of damped inertial dynamics on a mesh and a graph.
 *
 * States are flat, `[f, phi]`: densities and potentials of the velocity, each with index `cell * layers + layer`.
 */
export interface HamiltonianSystem {
  /** Length of a state, 2 * cells * layers. */
  readonly size: number;
  /** Writes d/dt of a state; not finite where a density is not positive. It does not allocate. */
  rate(state: Float64Array, out: Float64Array): void;
}

/**
 * The semi-discretization
 *
 *     f_t = dH/dphi,   phi_t = -dH/df - damping * phi,
 *     H = 1/2 sum_faces (f + f')/(2 h^2) (phi - phi')^2 + 1/2 sum_edges K theta(f, f') (phi - phi')^2 + U(f) + V f,
 *
 * per volume; along solutions dH/dt = -damping * sum of weight * mobility * (phi - phi')^2. Faces join neighbouring
 * cells of a layer, walls have none: mass is exact, and H decays exactly as that of the equations does. Differences
 * over single faces leave no odd-even mode. Where solutions are smooth it is of second order in h.
 *
 * A constant that is added to every potential has no effect, but its growth would cost digits of the differences: the
 * mean of mu = U'(f) + V at t = 0 (the gauge) is subtracted from mu, so that potentials in equilibrium stay at zero.
 *
 * @param damping >= 0, 1 / time
 */
export function createHamiltonianSystem(problem: Problem, damping: number): HamiltonianSystem {
  const { potential, mesh } = problem;
  const internal = createInternalEnergies(problem);
  const layers = internal.length;
  const count = mesh.size * layers;
  const gauge = meanPotential(problem, internal);
  const addFaces = facesOf(problem);
  const addEdges = edgesOf(problem);
  return {
    size: 2 * count,
    rate(state, out) {
      for (let k = 0; k < count; k++) {
        const mu = internal[k % layers].slope(state[k]) + potential[k];
        out[k] = 0;
        out[count + k] = gauge - mu - damping * state[count + k];
      }
      addFaces(state, out);
      addEdges(state, out);
    },
  };
}

/** Mean of mu over the initial mass; empty cells have none. */
function meanPotential({ initial, potential }: Problem, internal: readonly InternalEnergy[]): number {
  let [sum, mass] = [0, 0];
  for (let k = 0; k < initial.length; k++) {
    const f = initial[k];
    if (!(f > 0)) continue;
    sum += f * (internal[k % internal.length].slope(f) + potential[k]);
    mass += f;
  }
  return mass > 0 ? sum / mass : 0;
}

/** Adds what a part of the kinetic energy contributes to the rates. */
type AddRate = (state: Float64Array, out: Float64Array) => void;

/** Faces between cells: weight 1/h^2, mobility (f + f')/2. */
function facesOf({ mesh, graph }: Problem): AddRate {
  const count = mesh.size * graph.layers.length;
  const bundles = lineBundles(mesh, graph.layers.length).map(({ start, cells, stride, width }) => {
    return { start, end: start + (cells - 1) * stride, stride, weight: 1 / (width * width) };
  });
  return (state, out) => {
    for (const { start, end, stride, weight } of bundles) {
      for (let k = start; k < end; k++) {
        const other = k + stride;
        const drop = state[count + k] - state[count + other];
        const flux = 0.5 * weight * (state[k] + state[other]) * drop;
        const pull = 0.25 * weight * drop * drop;
        out[k] = out[k] + flux;
        out[other] = out[other] - flux;
        out[count + k] = out[count + k] - pull;
        out[count + other] = out[count + other] - pull;
      }
    }
  };
}

/** Edges between layers: weight K, mobility theta by name. */
function edgesOf(problem: Problem): AddRate {
  const { tails, heads, weights, layers } = problem.graph;
  const count = problem.mesh.size * layers.length;
  const evaluate = createEdgeMobility(problem, count);
  const edge = new Float64Array(3);
  return (state, out) => {
    for (let first = 0; first < count; first += layers.length) {
      for (let e = 0; e < weights.length; e++) {
        const tail = first + tails[e];
        const head = first + heads[e];
        const drop = state[count + tail] - state[count + head];
        evaluate(state, tail, head, edge);
        const flux = weights[e] * edge[0] * drop;
        const pull = 0.5 * weights[e] * drop * drop;
        out[tail] = out[tail] + flux;
        out[head] = out[head] - flux;
        out[count + tail] = out[count + tail] - pull * edge[1];
        out[count + head] = out[count + head] - pull * edge[2];
      }
    }
  };
}

/** Writes theta(f, f') of an edge and its derivatives in both densities, external potentials fixed, to `out`. */
type EdgeMobility = (state: Float64Array, tail: number, head: number, out: Float64Array) => void;

function createEdgeMobility({ exchange, energy, potential }: Problem, count: number): EdgeMobility {
  const { value: mobility, logSlope, takes } = mobilityKind(exchange.mobility);
  // The weighted mobilities need one temperature; the others do not look at it.
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const write = (s: number, t: number, ofTail: number, ofHead: number, out: Float64Array): void => {
    out[0] = mobility(s, t, ofTail, ofHead, temperature);
    out[1] = logSlope(s, t, ofTail, ofHead, temperature) / s;
    out[2] = logSlope(t, s, ofHead, ofTail, temperature) / t;
  };
  if (takes === "donor") {
    // The donor is the layer that mass leaves, that with the smaller phi: for the mobility it has the larger argument.
    return (state, tail, head, out) => write(state[tail], state[head], -state[count + tail], -state[count + head], out);
  }
  if (takes !== "weights") {
    return (state, tail, head, out) => write(state[tail], state[head], 0, 0, out);
  }
  return (state, tail, head, out) => {
    const s = state[tail];
    const t = state[head];
    const ofTail = temperature * Math.log(s) + potential[tail];
    const ofHead = temperature * Math.log(t) + potential[head];
    write(s, t, ofTail, ofHead, out);
  };
}
