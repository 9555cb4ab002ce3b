import { createInternalEnergies, soleTemperature } from "../../model/energy.js";
import type { StepEnding } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { afterIterations, shortfall } from "../../model/reasons.js";
import { createLadderSolver, type LadderTopology } from "../../numerics/ladder.js";
import type { Certificate } from "../certificate.js";
import { doubleTopology } from "../doubled-ladder.js";
import { createDualPoint, createExpand } from "../dual-point.js";
import type { DualEnergy } from "../energy.js";
import { createExchangeCost } from "../exchange/cost.js";
import type { NewtonResult } from "../newton.js";
import type { ExactTransport } from "../transport/exact.js";
import { createSweptFaces, type SweptFaces } from "./swept-faces.js";

export interface InteriorSettings {
  readonly tolGap: number;
  readonly maxIterations: number;
}

/** Smallest normal number: a mass below it would have no logarithm. */
const SMALLEST = 2 ** -1022;

/** Share of a mass that one iteration may take away. */
const TO_BOUNDARY = 0.99;
/** The barrier to begin with, energy per mass in units of the temperature. */
const FIRST_BARRIER = 1e-2;
/** What a long and a fair step leave of the barrier. */
const AFTER_LONG = 0.02;
const AFTER_FAIR = 0.2;
/** Part of the demanded gap that the barrier may take. */
const LAST_BARRIER = 0.01;
const MAX_HALVINGS = 40;
/** Negative arriving mass, relative to all mass, that does not change the step. */
const OVERDRAFT = 1e-15;
/** Joins the two nodes of a cell; the elimination adds positive numbers only, so that it may be huge. */
const JOINED = 1e100;
/** Largest ratio of a multiplier to that of the barrier. */
const FROM_CENTRE = 1e10;

/** A point of the primal problem. */
interface PrimalPoint {
  /** Kept masses per cell and layer. */
  readonly mass: Float64Array;
  /** Masses that arrive by transport. */
  readonly arriving: Float64Array;
  /** Masses exchanged along the edges of every cell, from head to tail. */
  readonly exchanged: Float64Array;
  readonly faces: SweptFaces;
  /** U'(mass/h) + V. */
  readonly mu: Float64Array;
  /** Multipliers of arriving >= 0. */
  readonly lambda: Float64Array;
}

/**
 * Interior-point Newton iteration on the primal problem:
 *
 *     minimize  transport(arriving) + sum c e(H/c) + sum h U(m/h) + V m - epsilon sum w log(arriving)
 *     with m = arriving + exchange(H) > 0 and arriving > 0
 *
 * with the barrier epsilon taken down to what the demanded gap allows. The weights w are the current masses, so that
 * the barrier is as large in a tail of 1e-100 as in the bulk. All iterates are conservative and positive, and every mass
 * keeps its relative accuracy: it converges from far where the dual iteration creeps, because there the masses to be moved
 * are exponentially small against what the dual weights suggest.
 *
 * The Newton system is the doubled ladder: a face sees phi = mu - epsilon w / arriving, the entropy and the exchange mu, and
 * the two are joined by arriving / lambda, lambda the multiplier of arriving >= 0 with lambda arriving -> epsilon w (the
 * primal-dual direction, which keeps its length when epsilon falls). The gap is that of Fenchel and Young for transport at
 * mu - lambda and exchange at mu, plus the sum of lambda arriving.
 *
 * The constraint arriving >= 0 is left out at first: where it holds by itself, that converges in fewer iterations.
 *
 * @returns solver(masses, mu): `masses` holds a positive start with the layer masses of the transported density and
 *   receives the kept masses, `mu` their potential
 * @see Boyd & Vandenberghe, Convex Optimization (2004), §11
 */
export function createInterior(
  problem: Problem,
  energy: DualEnergy,
  transport: ExactTransport,
  conductance: Float64Array,
  topology: LadderTopology,
  settings: InteriorSettings,
): (masses: Float64Array, mu: Float64Array) => NewtonResult {
  const { mesh, graph, potential } = problem;
  const internal = createInternalEnergies(problem);
  const cost = createExchangeCost(problem.exchange.cost, soleTemperature(problem.energy) ?? Number.NaN);
  const { tails, heads } = graph;
  const { toCells } = transport;
  const layers = graph.layers.length;
  const cells = mesh.size;
  const nodes = cells * layers;
  const faceCount = nodes - layers;
  const edges = tails.length;
  const split = doubleTopology(topology);
  const solve = createLadderSolver(split);
  const expand = createExpand(split);
  const direction = createDualPoint(split);
  const system = {
    ground: new Float64Array(2 * nodes),
    along: new Float64Array(2 * faceCount),
    across: new Float64Array(cells * (edges + layers)),
    source: new Float64Array(2 * nodes),
    flow: new Float64Array(cells * (edges + layers)),
  };
  const weight = new Float64Array(nodes);
  const pull = new Float64Array(faceCount);
  const moved = new Float64Array(faceCount);
  const traded = new Float64Array(conductance.length);
  const arrived = new Float64Array(nodes);
  const eased = new Float64Array(nodes);
  let here = newPoint();
  let there = newPoint();
  let epsilon = 0;

  function newPoint(): PrimalPoint {
    return {
      mass: new Float64Array(nodes),
      arriving: new Float64Array(nodes),
      exchanged: new Float64Array(conductance.length),
      faces: createSweptFaces(transport, cells, layers),
      mu: new Float64Array(nodes),
      lambda: new Float64Array(nodes),
    };
  }

  function start(masses: Float64Array): void {
    here.mass.set(masses);
    here.arriving.set(masses);
    here.lambda.fill(epsilon);
    here.exchanged.fill(0);
    here.faces.place(masses);
    fillPotentials(here);
  }

  function fillPotentials({ mass, mu }: PrimalPoint): void {
    for (let k = 0; k < nodes; k++) {
      const { slope } = internal[k % layers];
      mu[k] = slope(mass[k] / mesh.h) + potential[k];
    }
  }

  /** The multiplier that the barrier asks for. */
  function barrierAt({ arriving }: PrimalPoint, k: number): number {
    return (epsilon * weight[k]) / arriving[k];
  }

  /** Difference of mu - lambda minus what the displacement balances, per face: minus the derivative of the objective. */
  function fillPull({ mu, faces }: PrimalPoint, lambda: Float64Array): void {
    for (let k = 0; k < faceCount; k++) {
      const rise = mu[k + layers] - mu[k];
      const eases = lambda[k + layers] - lambda[k];
      pull[k] = rise - eases - faces.displacement(k) / toCells;
    }
  }

  function fillBarrierPull(point: PrimalPoint): void {
    for (let k = 0; k < nodes; k++) eased[k] = barrierAt(point, k);
    fillPull(point, eased);
  }

  function xiOf(mu: Float64Array, i: number, e: number): number {
    return mu[i * layers + heads[e]] - mu[i * layers + tails[e]];
  }

  function fillSystem(): void {
    const { ground, along, across, source, flow } = system;
    source.fill(0);
    for (let i = 0, k = 0; i < cells; i++) {
      for (let layer = 0; layer < layers; layer++, k++) {
        ground[2 * i * layers + layer] = energy.stiffness(layer, here.mass[k]);
        const lambda = here.lambda[k];
        across[i * (edges + layers) + edges + layer] = lambda > 0 ? here.arriving[k] / lambda : JOINED;
      }
      for (let e = 0; e < edges; e++) {
        const c = conductance[i * edges + e];
        const eta = c > 0 ? cost.drive(here.exchanged[i * edges + e] / c) : 0;
        const stiffness = c * cost.stiffness(eta);
        across[i * (edges + layers) + e] = stiffness;
        flow[i * (edges + layers) + e] = c > 0 ? stiffness * (xiOf(here.mu, i, e) - eta) : 0;
      }
    }
    for (let k = 0; k < faceCount; k++) {
      const chain = chainOf(k);
      const stiffness = Math.max(toCells * here.faces.density(k), SMALLEST);
      const push = stiffness * pull[k];
      along[chain] = stiffness;
      source[chain] = source[chain] + push;
      source[chain + 2 * layers] = source[chain + 2 * layers] - push;
    }
  }

  /** Index of node k's chain node in the doubled ladder. */
  function chainOf(k: number): number {
    return k + layers * (Math.floor(k / layers) + 1);
  }

  /** Newton direction: potentials, moved, traded and arriving masses. Returns the derivative of the objective along it. */
  function findDirection(): number {
    weight.set(here.mass);
    fillBarrierPull(here);
    fillSystem();
    solve(system, direction.tree);
    expand(direction);
    for (let k = 0; k < faceCount; k++) {
      const chain = chainOf(k);
      const change = direction.mu[chain + 2 * layers] - direction.mu[chain];
      moved[k] = system.along[chain] * (pull[k] + change);
    }
    for (let i = 0; i < cells; i++) {
      const first = i * (edges + layers);
      for (let e = 0; e < edges; e++) {
        const c = system.across[first + e];
        traded[i * edges + e] = system.flow[first + e] + c * direction.xi[first + e];
      }
      for (let layer = 0; layer < layers; layer++) {
        const link = first + edges + layer;
        arrived[i * layers + layer] = system.across[link] * direction.xi[link];
      }
    }
    return slopeAt(here);
  }

  /** Derivative of the objective at a point along the direction; `pull` is that of the point. */
  function slopeAt({ mu, exchanged }: PrimalPoint): number {
    let slope = 0;
    for (let k = 0; k < faceCount; k++) slope -= pull[k] * moved[k];
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const c = conductance[k];
        if (c > 0) slope -= (xiOf(mu, i, e) - cost.drive(exchanged[k] / c)) * traded[k];
      }
    }
    return slope;
  }

  /** Relative change of the kept mass of node k along the direction. */
  function growth(k: number): number {
    const mass = here.mass[k];
    const change = direction.mu[k + layers * Math.floor(k / layers)];
    return change * (energy.stiffness(k % layers, mass) / mass);
  }

  function longestStep(): number {
    let shrink = 0;
    for (let k = 0; k < nodes; k++) {
      shrink = Math.max(shrink, -growth(k));
      if (epsilon > 0) shrink = Math.max(shrink, -arrived[k] / here.arriving[k]);
    }
    return Math.min(1, TO_BOUNDARY / shrink);
  }

  /** Fills `there` at step length alpha; returns the derivative of the objective along the direction there. */
  function tryStep(alpha: number): number {
    for (let k = 0; k < nodes; k++) {
      there.mass[k] = Math.max(here.mass[k] * (1 + alpha * growth(k)), SMALLEST);
      there.arriving[k] = Math.max(here.arriving[k] + alpha * arrived[k], SMALLEST);
    }
    for (let k = 0; k < traded.length; k++) {
      there.exchanged[k] = here.exchanged[k] + alpha * traded[k];
    }
    there.faces.advance(here.faces, moved, alpha);
    fillPotentials(there);
    fillBarrierPull(there);
    return slopeAt(there);
  }

  /** Mass that transport would take from cells that have none left: what is kept, less what is exchanged, below zero. */
  function overdrawn({ mass, exchanged }: PrimalPoint): number {
    let sum = 0;
    for (let i = 0; i < cells; i++) {
      for (let layer = 0; layer < layers; layer++) {
        let arriving = mass[i * layers + layer];
        for (let e = 0; e < edges; e++) {
          const traded = exchanged[i * edges + e];
          if (tails[e] === layer) arriving -= traded;
          else if (heads[e] === layer) arriving += traded;
        }
        sum -= Math.min(arriving, 0);
      }
    }
    return sum;
  }

  /** Takes the multipliers of `there` along the direction, as far as they stay positive and near those of the barrier. */
  function moveMultipliers(alpha: number): void {
    const change = (k: number): number => {
      const lambda = here.lambda[k];
      return barrierAt(here, k) - lambda * (1 + arrived[k] / here.arriving[k]);
    };
    let shrink = 1 / alpha;
    for (let k = 0; k < nodes; k++) shrink = Math.max(shrink, -change(k) / (TO_BOUNDARY * here.lambda[k]));
    for (let k = 0; k < nodes; k++) {
      const central = barrierAt(there, k);
      const lambda = here.lambda[k] + change(k) / shrink;
      there.lambda[k] = Math.min(Math.max(lambda, central / FROM_CENTRE), central * FROM_CENTRE);
    }
  }

  function certify(point: PrimalPoint): Certificate {
    const { faces, mu, exchanged, lambda, arriving } = point;
    fillPull(point, lambda);
    let work = 0;
    let defect = 0;
    let residual = 0;
    for (let k = 0; k < faceCount; k++) {
      const distance = toCells * pull[k];
      work += faces.work(k);
      defect += faces.youngDefect(k, distance);
      residual = Math.max(residual, Math.abs(distance) * faces.density(k));
    }
    let spent = work / toCells;
    let gap = defect / toCells;
    for (let k = 0; k < nodes; k++) gap += lambda[k] * arriving[k];
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const c = conductance[k];
        if (!(c > 0)) continue;
        const mass = exchanged[k];
        spent += c * cost.primal(mass / c);
        gap += c * cost.defect(mass / c, xiOf(mu, i, e));
      }
    }
    return { gap, cost: spent, residual, relativeResidual: 0, positive: true };
  }

  /** The iteration from `masses`, with the barrier `first` to begin with and `last` in the end; 0 leaves arriving >= 0 out. */
  function iterate(masses: Float64Array, first: number, last: number): NewtonResult {
    epsilon = first;
    start(masses);
    let backtracks = 0;
    for (let iterations = 0; ; iterations++) {
      const slope = findDirection();
      const finish = (ending: StepEnding): NewtonResult => {
        return { ...ending, iterations, backtracks, certificate: certify(here) };
      };
      const fail = (status: keyof typeof endings): NewtonResult => {
        const short = shortfall("a decrease still possible", -slope, settings.tolGap);
        return finish({ status, reason: `${endings[status]} ${afterIterations(iterations)}: ${short}` });
      };
      if (Number.isNaN(slope)) return fail("nonFinite");
      if (epsilon === last && -slope <= settings.tolGap) {
        const overdraft = overdrawn(here);
        if (overdraft > OVERDRAFT * problem.mass) {
          return finish({ status: "stalled", reason: shortfall(overdrawing, overdraft, OVERDRAFT * problem.mass) });
        }
        const result = finish({ status: "converged" });
        if (result.certificate.gap <= settings.tolGap) return result;
        fillBarrierPull(here);
      }
      if (iterations >= settings.maxIterations) return fail("maxIterations");
      let alpha = longestStep();
      let halvings = 0;
      while (!(tryStep(alpha) <= -0.5 * slope)) {
        if (halvings++ >= MAX_HALVINGS) return fail("stalled");
        alpha /= 2;
      }
      backtracks += halvings;
      if (epsilon > 0) moveMultipliers(alpha);
      [here, there] = [there, here];
      if (alpha > 0.5) epsilon = Math.max(last, epsilon * (alpha > 0.9 ? AFTER_LONG : AFTER_FAIR));
    }
  }

  return (masses, mu) => {
    const free = iterate(masses, 0, 0);
    let result = free;
    if (free.status !== "converged") {
      const last = (LAST_BARRIER * settings.tolGap) / problem.mass;
      result = iterate(masses, Math.max(last, FIRST_BARRIER * energy.scale), last);
    }
    masses.set(here.mass);
    mu.set(here.mu);
    return result === free ? free : joined(free, result);
  };
}

const endings = {
  maxIterations: "the interior-point iteration for the step has not converged",
  stalled: "no part of an interior-point step lowers the energy of the step",
  nonFinite: "the interior-point step is not a number",
} as const;
const overdrawing = "transport takes from cells what they do not hold, a mass";

function joined(first: NewtonResult, second: NewtonResult): NewtonResult {
  return {
    ...second,
    iterations: first.iterations + second.iterations,
    backtracks: first.backtracks + second.backtracks,
  };
}
