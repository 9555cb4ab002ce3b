import type { DualPoint, Expand } from "../dual-point.js";
import type { DualState } from "../dual-state.js";
import type { NetworkSolver, NewtonSystem } from "../newton/system.js";
import { sweepFar } from "../transport/swept-face.js";
import { visitFaces } from "./faces.js";
import type { FlowPoint, FlowSpace } from "./flow-point.js";

/** Displacements, in cells, below which a chord is the tangent. */
const AT_REST = 1e-6;
/** A chord counts as far as it is within this factor of the tangent: in a vacuum it says nothing. */
const BENT = 4;
/** Keeps faces in a vacuum from having no conductance. */
const SMALLEST = 1e-290;
/** Least conductance of a cell to ground, relative to that of its faces: below it is round-off in the linear solver. */
const LEAST_GROUND = 1e-13;
/** Largest logarithm of equilibrium over kept mass that counts. */
const MOST = 600;

/** The Newton direction of a pair of a potential and flows: the change of the flows; that of the potential is apart. */
export interface FlowDirection {
  /** Change of the mass that every face sweeps. */
  readonly swept: Float64Array;
  /** Change of the mass exchanged along every edge. */
  readonly exchanged: Float64Array;
  /** Fills the direction, and that of the potential. */
  find(state: DualState, flows: FlowPoint, tolerance: number, direction: DualPoint): void;
}

/**
 * The primal-dual Newton system (docs/method.md, "Flows and potential at once"), with s the swept and H the
 * exchanged masses, m^ what they leave, m the equilibrium mass of the potential:
 *
 *     ds = K (mu' - mu - q(s) h²/tau + d(mu' - mu)),   dH alike,   m + M dmu = m^ + div ds + div dH
 *
 * M is the chord between m^ and m over their difference of potential, the logarithmic mean over T. K is the tangent
 * mobility where the flow, not the potential, has the face: there it is never larger than the flow warrants. Only a
 * chord of like size takes its place, and where the potential wants more than the line has, that to the wall.
 */
export function createFlowDirection(
  space: FlowSpace,
  above: Float64Array,
  below: Float64Array,
  solve: NetworkSolver,
  expand: Expand,
  { ground, along, source }: NewtonSystem,
): FlowDirection {
  const { problem, transport, cost, conductance, reach } = space;
  const { potential, mesh, energy, graph } = problem;
  const { temperatures } = energy;
  const layers = graph.layers.length;
  const edges = graph.tails.length;
  const system = {
    ground,
    along,
    source,
    across: new Float64Array(conductance.length),
    flow: new Float64Array(conductance.length),
  };
  const degree = new Float64Array(ground.length);
  const pull = new Float64Array(transport.faceCount);
  const swept = new Float64Array(transport.faceCount);
  const exchanged = new Float64Array(conductance.length);

  function fillFaces({ point: { mu } }: DualState, flows: FlowPoint): void {
    visitFaces(transport.lines, (lines, k, face, shift) => {
      const { toCells, inner, first, cells } = lines;
      const f = first + k;
      const q = flows.displacement[f];
      const wanted = toCells * (mu[k + inner] - mu[k]);
      const missing = wanted - q;
      reach.q = q;
      sweepFar(lines, k, face, shift, false, reach);
      let mobility = reach.tangent;
      if (wanted >= cells - face || wanted <= -face) {
        const all = wanted > 0 ? above[f] : -below[f];
        mobility = Math.abs(missing) > AT_REST ? Math.max(0, (all - flows.swept[f]) / missing) : 0;
      } else if (Math.abs(missing) > AT_REST) {
        reach.q = wanted;
        sweepFar(lines, k, face, shift, false, reach);
        const there = wanted > 0 ? reach.mass : -reach.mass;
        const chord = (there - flows.swept[f]) / missing;
        mobility = Math.min(BENT * mobility, Math.max(mobility / BENT, chord));
      }
      const weight = toCells * Math.max(mobility, SMALLEST);
      pull[f] = missing / toCells;
      along[f] = weight;
      source[k] = source[k] + weight * pull[f];
      source[k + inner] = source[k + inner] - weight * pull[f];
      degree[k] = degree[k] + weight;
      degree[k + inner] = degree[k + inner] + weight;
    });
  }

  function fillCells({ point: { mu } }: DualState, { kept }: FlowPoint): void {
    for (let k = 0, layer = 0; k < kept.length; k++) {
      const temperature = temperatures[layer];
      const m = kept[k];
      const excess = (mu[k] - potential[k]) / temperature - Math.log(m / mesh.cellVolume);
      const z = Math.min(MOST, Math.max(-MOST, excess));
      const mean = Math.abs(z) < AT_REST ? m * (1 + z / 2) : (m * Math.expm1(z)) / z;
      ground[k] = Math.max(mean / temperature, LEAST_GROUND * degree[k]);
      source[k] = source[k] - mean * z;
      if (++layer === layers) layer = 0;
    }
  }

  function fillEdges({ point: { xi } }: DualState, flows: FlowPoint): void {
    for (let k = 0; k < conductance.length; k++) {
      const c = conductance[k];
      const drive = c > 0 ? cost.drive(flows.exchanged[k] / c) : 0;
      const weight = c > 0 ? c * cost.stiffness(drive) : 0;
      system.across[k] = weight;
      system.flow[k] = weight * (xi[k] - drive);
    }
  }

  return {
    swept,
    exchanged,
    find(state, flows, tolerance, direction) {
      source.fill(0);
      along.fill(0);
      degree.fill(0);
      fillFaces(state, flows);
      fillCells(state, flows);
      if (edges > 0) fillEdges(state, flows);
      solve(system, direction.tree, tolerance);
      expand(direction);
      visitFaces(transport.lines, ({ first, inner }, k) => {
        const f = first + k;
        swept[f] = along[f] * (pull[f] + direction.mu[k + inner] - direction.mu[k]);
      });
      for (let k = 0; k < exchanged.length; k++) {
        exchanged[k] = system.flow[k] + system.across[k] * direction.xi[k];
      }
    },
  };
}
