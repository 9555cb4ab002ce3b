import { soleTemperature } from "../../model/energy.js";
import { costKinds, mobilityKind } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import { logRatios } from "../../numerics/log-ratios.js";
import { createEdgeFlux, stepRateCap } from "./exchange.js";

/** What all edges exchange in a step, `edge + edges * cell`. */
export interface ExchangeLoops {
  /** Unknowns at the tail and the head of each. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** tau H of the density that was evaluated last, from head to tail. */
  readonly fluxes: Float64Array;
  evaluate(density: Float64Array): void;
  /** Derivatives of `fluxes` in the densities at tail and head, at the density that was evaluated last. */
  differentiate(density: Float64Array, byTail: Float64Array, byHead: Float64Array): void;
}

/** Potentials beyond this many temperatures leave no weights exp(V/T): mobilities of weights have no loops there. */
const farthest = 300;

/**
 * `EdgeFlux` for all edges at once, in loops that hold no call: the same fluxes, but for round-off.
 *
 * Undefined where layers have different temperatures, or the weights of their densities leave the range of numbers.
 */
export function createExchangeLoops(problem: Problem, tau: number): ExchangeLoops | undefined {
  const { graph, mesh, exchange, potential, energy } = problem;
  const { tails, heads, weights } = graph;
  const temperature = soleTemperature(energy);
  const kind = mobilityKind(exchange.mobility);
  const deepest = potential.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (temperature === undefined || (kind.takes === "weights" && deepest > farthest * temperature)) return undefined;
  const layers = graph.layers.length;
  const count = weights.length * mesh.size;
  const ends = (layer: Int32Array): Int32Array =>
    Int32Array.from({ length: count }, (_, k) => Math.floor(k / weights.length) * layers + layer[k % weights.length]);
  const from = ends(tails);
  const to = ends(heads);
  const array = (): Float64Array => new Float64Array(count);
  const drops = array().map((_, k) => potential[to[k]] - potential[from[k]]);
  const conductances = array().map((_, k) => tau * weights[k % weights.length]);
  const least = shares(potential, from, to, temperature);
  const weighting = kind.takes === "weights" ? potential.map((v) => Math.exp(v / temperature)) : undefined;
  const fluxes = array();
  const s = array();
  const t = array();
  const xi = array();
  const theta = array().fill(1);
  const slopes = array();
  const other = array();
  const { flux, fluxSlope } = costKinds[exchange.cost];
  const isQuadratic = fluxSlope(1, temperature) === 1;
  // The quadratic cost is driven by xi itself, with slope 1.
  const driven = isQuadratic ? xi : array();
  const steepness = array().fill(1);
  const driving = array();
  const leastShare = smallestOf(least);
  const single = createEdgeFlux(problem, tau, "own");
  const mu = new Float64Array(potential.length);
  const limit = stepRateCap / temperature;
  let isFast = true;

  /** Whether an edge is so fast that the flux of it alone, which knows about rates above the cap, is taken. */
  const isCapped = (k: number, density: Float64Array): boolean =>
    conductances[k] * theta[k] * spread(k) > limit * (least[k] * Math.min(density[from[k]], density[to[k]]));
  /** psi'(xi) / xi. */
  const spread = (k: number): number => (isQuadratic || xi[k] === 0 ? 1 : driven[k] / xi[k]);
  const potentialsOf = (k: number, density: Float64Array): Float64Array => {
    for (const end of [from[k], to[k]]) mu[end] = temperature * Math.log(density[end]) + potential[end];
    return mu;
  };

  return {
    from,
    to,
    fluxes,
    evaluate(density) {
      const smallest = logRatios(density, from, to, s, t, xi);
      differences(temperature, drops, xi);
      if (weighting !== undefined) weigh(weighting, from, to, s, t);
      if (kind.takes === "donor") donors(s, t, xi, theta);
      else if (kind.mean !== undefined) kind.mean.values(s, t, theta);
      if (!isQuadratic) for (let k = 0; k < count; k++) driven[k] = flux(xi[k], temperature);
      const fastest = multiply(conductances, theta, driven, fluxes);
      const slowest = limit * leastShare * smallest;
      isFast = !(isQuadratic && fastest <= slowest);
      for (let k = 0; isFast && k < count; k++) {
        if (!isCapped(k, density)) continue;
        const e = k % weights.length;
        fluxes[k] = tau * single.flux(e, from[k], to[k], density, potentialsOf(k, density));
      }
    },
    differentiate(density, byTail, byHead) {
      if (kind.mean !== undefined) {
        kind.mean.logSlopes(s, t, slopes);
        kind.mean.logSlopes(t, s, other);
      } else if (kind.takes === "donor") donorSlopes(s, t, xi, slopes, other);
      if (!isQuadratic) for (let k = 0; k < count; k++) steepness[k] = fluxSlope(xi[k], temperature);
      for (let k = 0; k < count; k++) driving[k] = theta[k] * steepness[k] * temperature;
      derivatives(conductances, slopes, driven, driving, -1, density, from, byTail);
      derivatives(conductances, other, driven, driving, 1, density, to, byHead);
      for (let k = 0; isFast && k < count; k++) {
        if (!isCapped(k, density)) continue;
        single.edge(k % weights.length, from[k], to[k], density, potentialsOf(k, density));
        byTail[k] = tau * single.byTail;
        byHead[k] = tau * single.byHead;
      }
    },
  };
}

/** xi = T log(t/s) + V_t - V_s, from the logarithm. */
function differences(temperature: number, drops: Float64Array, xi: Float64Array): void {
  for (let k = 0; k < xi.length; k++) xi[k] = temperature * xi[k] + drops[k];
}

/** Fluxes, and the largest conductance. */
function multiply(conductances: Float64Array, theta: Float64Array, driven: Float64Array, fluxes: Float64Array): number {
  let most = 0;
  for (let k = 0; k < fluxes.length; k++) {
    const conductance = conductances[k] * theta[k];
    fluxes[k] = conductance * driven[k];
    if (conductance > most) most = conductance;
  }
  return most;
}

function smallestOf(values: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < values.length; k++) if (values[k] < least) least = values[k];
  return least;
}

/** The derivatives of fluxes in the density at one end: of the mobility, and of what drives it, by T / f. */
function derivatives(
  conductances: Float64Array,
  slopes: Float64Array,
  driven: Float64Array,
  driving: Float64Array,
  sign: number,
  density: Float64Array,
  ends: Int32Array,
  out: Float64Array,
): void {
  for (let k = 0; k < out.length; k++) {
    out[k] = (conductances[k] * (slopes[k] * driven[k] + sign * driving[k])) / density[ends[k]];
  }
}

/** The smaller of exp(V/T) at the ends of an edge, relative to the larger. */
function shares(potential: Float64Array, from: Int32Array, to: Int32Array, temperature: number): Float64Array {
  return Float64Array.from(from, (tail, k) => Math.exp(-Math.abs(potential[tail] - potential[to[k]]) / temperature));
}

/** Weights of densities. */
function weigh(weighting: Float64Array, from: Int32Array, to: Int32Array, s: Float64Array, t: Float64Array): void {
  for (let k = 0; k < s.length; k++) {
    s[k] = s[k] * weighting[from[k]];
    t[k] = t[k] * weighting[to[k]];
  }
}

/** The density that mass leaves: at the tail where the difference to the head is negative. */
function donors(s: Float64Array, t: Float64Array, xi: Float64Array, theta: Float64Array): void {
  for (let k = 0; k < theta.length; k++) theta[k] = xi[k] < 0 ? s[k] : xi[k] > 0 ? t[k] : 0.5 * (s[k] + t[k]);
}

function donorSlopes(s: Float64Array, t: Float64Array, xi: Float64Array, byTail: Float64Array, byHead: Float64Array) {
  for (let k = 0; k < s.length; k++) {
    byTail[k] = xi[k] < 0 ? s[k] : xi[k] > 0 ? 0 : 0.5 * s[k];
    byHead[k] = xi[k] > 0 ? t[k] : xi[k] < 0 ? 0 : 0.5 * t[k];
  }
}
