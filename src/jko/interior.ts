import type { Problem } from "../model/problem.js";
import type { LadderSolver, LadderTopology } from "../numerics/ladder.js";
import type { MassProfile, Position } from "../numerics/mass-profile.js";
import type { Certificate } from "./certificate.js";
import { createDualPoint, type Expand } from "./dual-point.js";
import type { NewtonResult } from "./newton.js";
import { type ExactTransport, workTo } from "./transport/exact.js";

export interface InteriorSettings {
  readonly tolGap: number;
  readonly maxIterations: number;
}

/** Smallest normal number: a mass below it would have no logarithm. */
const SMALLEST = 2 ** -1022;

/** Overlap of neighbouring faces, in cells, that is round-off of their positions. */
const ROUND_OFF = 1e-9;

/** Crossed mass, relative to all mass, that does not change the step. */
const CROSSING = 1e-15;

/** Share of a mass that one iteration may take away. */
const TO_BOUNDARY = 0.99;

/**
 * Newton's method on the primal problem: kept masses m > 0, positions y of the swept faces, exchanged masses H.
 *
 *     minimize  transport(y) + sum H²/(2 c) + sum T (m log(m/h) - m) + V m    with  m = arriving(y) + exchange(H)
 *
 * All iterates are conservative and positive, every mass keeps its relative accuracy, and damping comes from the
 * boundary m = 0 alone: it converges from far where the dual iteration creeps, because there the masses to be moved are
 * exponentially small against what the dual weights suggest. The Newton system is the same ladder as the dual one,
 * with m in place of e^{(mu-V)/T}; each iteration costs about two dual ones.
 *
 * That transport leaves no cell less than nothing is not imposed: a solution that violates it has status `stalled`, and
 * its potential is a start for the dual iteration, which does impose it.
 *
 * @returns solver(masses, mu): `masses` holds a positive start with the layer masses of the transported density and
 *   receives the kept masses, `mu` their potential
 */
export function createInterior(
  problem: Problem,
  transport: ExactTransport,
  conductance: Float64Array,
  topology: LadderTopology,
  solve: LadderSolver,
  expand: Expand,
  settings: InteriorSettings,
): (masses: Float64Array, mu: Float64Array) => NewtonResult {
  const { mesh, graph, temperature, potential } = problem;
  const { tails, heads } = graph;
  const { profile, toCells } = transport;
  const layers = graph.layers.length;
  const cells = mesh.size;
  const nodes = cells * layers;
  const faces = nodes - layers;
  const edges = tails.length;
  const cellOf = new Int32Array(faces);
  const fractionOf = new Float64Array(faces);
  const triedCell = new Int32Array(faces);
  const triedFraction = new Float64Array(faces);
  const triedMass = new Float64Array(nodes);
  const triedMu = new Float64Array(nodes);
  const exchanged = new Float64Array(conductance.length);
  const pull = new Float64Array(faces);
  const moved = new Float64Array(faces);
  const traded = new Float64Array(conductance.length);
  const direction = createDualPoint(topology);
  const system = {
    ground: new Float64Array(nodes),
    along: new Float64Array(faces),
    across: conductance,
    source: new Float64Array(nodes),
    flow: new Float64Array(conductance.length),
  };
  const at: Position = { cell: 0, t: 0 };

  /** Faces so that each cell of a layer receives `masses`: quantiles, from the left up to the median, from the right down. */
  function placeFaces(masses: Float64Array): void {
    for (let layer = 0; layer < layers; layer++) {
      let half = 0;
      for (let k = layer; k < nodes; k += layers) half += 0.5 * (masses[k] as number);
      let face = 1;
      at.cell = 0;
      at.t = 0;
      for (let sum = 0; face < cells; face++) {
        const mass = masses[(face - 1) * layers + layer] as number;
        sum += mass;
        if (sum > half) break;
        place(layer, face, mass);
      }
      at.cell = cells - 1;
      at.t = 1;
      for (let i = cells - 1; i >= face; i--) place(layer, i, -(masses[i * layers + layer] as number));
    }
  }

  function place(layer: number, face: number, mass: number): void {
    profile.advance(layer, at, mass);
    cellOf[(face - 1) * layers + layer] = at.cell;
    fractionOf[(face - 1) * layers + layer] = at.t;
  }

  function potentialsOf(masses: Float64Array, mu: Float64Array): void {
    for (let k = 0; k < nodes; k++) {
      mu[k] = temperature * Math.log((masses[k] as number) / mesh.h) + (potential[k] as number);
    }
  }

  /** Difference of the potentials minus what the displacement balances, per face: minus the derivative of the objective. */
  function fillPull(mu: Float64Array, cell: Int32Array, fraction: Float64Array): void {
    for (let face = 1, k = 0; face < cells; face++) {
      for (let layer = 0; layer < layers; layer++, k++) {
        const q = (cell[k] as number) - face + (fraction[k] as number);
        pull[k] = (mu[k + layers] as number) - (mu[k] as number) - q / toCells;
      }
    }
  }

  function xiOf(mu: Float64Array, i: number, e: number): number {
    return (mu[i * layers + (heads[e] as number)] as number) - (mu[i * layers + (tails[e] as number)] as number);
  }

  /** Newton direction: potentials, moved and traded masses. Returns the derivative of the objective along it. */
  function findDirection(masses: Float64Array, mu: Float64Array): number {
    const { ground, along, source, flow } = system;
    for (let k = 0; k < nodes; k++) ground[k] = (masses[k] as number) / temperature;
    source.fill(0);
    for (let k = 0; k < faces; k++) {
      const node = (cellOf[k] as number) * layers + (k % layers);
      const weight = toCells * profile.density(node, fractionOf[k] as number);
      along[k] = weight;
      source[k] = (source[k] as number) + weight * (pull[k] as number);
      source[k + layers] = (source[k + layers] as number) - weight * (pull[k] as number);
    }
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        flow[k] = (conductance[k] as number) * xiOf(mu, i, e) - (exchanged[k] as number);
      }
    }
    solve(system, direction.tree);
    expand(direction);
    return alongDirection();
  }

  function alongDirection(): number {
    const { along, flow } = system;
    let slope = 0;
    for (let k = 0; k < faces; k++) {
      const change = (direction.mu[k + layers] as number) - (direction.mu[k] as number);
      moved[k] = (along[k] as number) * ((pull[k] as number) + change);
      slope -= (pull[k] as number) * (moved[k] as number);
    }
    for (let k = 0; k < flow.length; k++) {
      const c = conductance[k] as number;
      traded[k] = (flow[k] as number) + c * (direction.xi[k] as number);
      if (c > 0) slope -= ((flow[k] as number) / c) * (traded[k] as number);
    }
    return slope;
  }

  function longestStep(): number {
    let shrink = 0;
    for (let k = 0; k < nodes; k++) shrink = Math.max(shrink, -(direction.mu[k] as number));
    return Math.min(1, (TO_BOUNDARY * temperature) / shrink);
  }

  /** Fills the tried point at step length alpha; returns the derivative of the objective along the direction there. */
  function tryStep(masses: Float64Array, alpha: number): number {
    for (let k = 0; k < nodes; k++) {
      const mass = (masses[k] as number) * (1 + (alpha * (direction.mu[k] as number)) / temperature);
      triedMass[k] = Math.max(mass, SMALLEST);
    }
    for (let k = 0; k < faces; k++) {
      at.cell = cellOf[k] as number;
      at.t = fractionOf[k] as number;
      profile.advance(k % layers, at, alpha * (moved[k] as number));
      triedCell[k] = at.cell;
      triedFraction[k] = at.t;
    }
    potentialsOf(triedMass, triedMu);
    fillPull(triedMu, triedCell, triedFraction);
    let slope = 0;
    for (let k = 0; k < faces; k++) slope -= (pull[k] as number) * (moved[k] as number);
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const c = conductance[k] as number;
        const h = (exchanged[k] as number) + alpha * (traded[k] as number);
        if (c > 0) slope -= (xiOf(triedMu, i, e) - h / c) * (traded[k] as number);
      }
    }
    return slope;
  }

  /** Fenchel-Young defects of transport and exchange at the potentials of the masses; the entropy has none. */
  function certifyMasses(mu: Float64Array): Certificate {
    let defect = 0;
    let work = 0;
    let residual = 0;
    for (let face = 1, k = 0; face < cells; face++) {
      for (let layer = 0; layer < layers; layer++, k++) {
        at.cell = cellOf[k] as number;
        at.t = fractionOf[k] as number;
        const gap = toCells * (pull[k] as number);
        work += workTo(profile, layers, layer, face, at);
        defect += youngDefect(profile, layers, layer, at, gap);
        residual = Math.max(residual, Math.abs(gap) * profile.density(at.cell * layers + layer, at.t));
      }
    }
    let cost = work / toCells;
    let gap = defect / toCells;
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const c = conductance[k] as number;
        if (!(c > 0)) continue;
        const mass = exchanged[k] as number;
        cost += (mass * mass) / (2 * c);
        gap += (mass - c * xiOf(mu, i, e)) ** 2 / (2 * c);
      }
    }
    return { gap, cost, residual, relativeResidual: 0, positive: true };
  }

  /** Mass by which neighbouring faces have crossed: transport would leave these cells less than nothing. */
  function crossedMass(): number {
    let crossed = 0;
    for (let k = layers; k < faces; k++) {
      const before = (cellOf[k - layers] as number) + (fractionOf[k - layers] as number);
      const overlap = before - (cellOf[k] as number) - (fractionOf[k] as number);
      if (!(overlap > ROUND_OFF)) continue;
      const layer = k % layers;
      const here = profile.density((cellOf[k] as number) * layers + layer, fractionOf[k] as number);
      const there = profile.density((cellOf[k - layers] as number) * layers + layer, fractionOf[k - layers] as number);
      crossed += overlap * Math.max(here, there);
    }
    return crossed;
  }

  return (masses, mu) => {
    exchanged.fill(0);
    placeFaces(masses);
    potentialsOf(masses, mu);
    fillPull(mu, cellOf, fractionOf);
    let backtracks = 0;
    for (let iterations = 0; ; iterations++) {
      const slope = findDirection(masses, mu);
      if (Number.isNaN(slope)) return failed(iterations, backtracks);
      if (-slope <= settings.tolGap || iterations >= settings.maxIterations) {
        const certificate = certifyMasses(mu);
        if (certificate.gap <= settings.tolGap) {
          const status = crossedMass() <= CROSSING * problem.mass ? "converged" : "stalled";
          return { status, iterations, backtracks, certificate };
        }
        if (iterations >= settings.maxIterations) {
          return { status: "maxIterations", iterations, backtracks, certificate };
        }
      }
      let alpha = longestStep();
      for (let tries = 0; !(tryStep(masses, alpha) <= -0.5 * slope) && tries < 30; tries++) {
        alpha /= 2;
        backtracks++;
      }
      masses.set(triedMass);
      mu.set(triedMu);
      cellOf.set(triedCell);
      fractionOf.set(triedFraction);
      for (let k = 0; k < exchanged.length; k++) {
        exchanged[k] = (exchanged[k] as number) + alpha * (traded[k] as number);
      }
    }
  };
}

function failed(iterations: number, backtracks: number): NewtonResult {
  const certificate = {
    gap: Number.NaN,
    cost: Number.NaN,
    residual: Number.NaN,
    relativeResidual: Number.NaN,
    positive: false,
  };
  return { status: "nonFinite", iterations, backtracks, certificate };
}

/** Integral of |C(p + r) - C(p)| over r between 0 and `distance` (in cells), walls included; walks cell by cell. */
function youngDefect(
  profile: MassProfile,
  layers: number,
  layer: number,
  position: Position,
  distance: number,
): number {
  const cells = profile.mass.length / layers;
  const forward = distance > 0;
  let { cell, t } = position;
  let rest = Math.abs(distance);
  let swept = 0;
  let area = 0;
  for (;;) {
    const k = cell * layers + layer;
    const room = forward ? 1 - t : t;
    const step = Math.min(rest, room);
    // Two Gauss points integrate (step - s) times the quadratic density exactly.
    let mass = 0;
    let moment = 0;
    for (const node of [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)]) {
      const density = profile.density(k, forward ? t + step * node : t - step * node);
      mass += 0.5 * step * density;
      moment += 0.5 * step * step * (1 - node) * density;
    }
    area += swept * step + moment;
    swept += mass;
    rest -= step;
    if (rest <= 0) return area;
    cell += forward ? 1 : -1;
    t = forward ? 0 : 1;
    if (cell < 0 || cell >= cells) return area + swept * rest;
  }
}
