import { soleTemperature } from "../../model/energy.js";
import { mobilityKind } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import { logarithmicMean } from "../../numerics/means.js";

/**
 * Largest exchange rate per step, tau K theta T / f, that is resolved.
 *
 * Beyond it, in tails where the mobility is much larger than the density, the potential difference that drives the
 * exchange is below round-off. There the flux is replaced by the linear exchange of that rate with the same
 * equilibrium; the pair is at equilibrium to 1e-9 either way, and holds less than tau K theta T / 1e9 of mass per
 * length.
 */
export const stepRateCap = 1e9;

/** Exchange flux H = K theta (mu_head - mu_tail) along an edge of a cell, from head to tail. */
export interface EdgeFlux {
  value: number;
  byTail: number;
  byHead: number;
  /** value - byTail f_tail - byHead f_head: zero unless theta is constant. */
  affine: number;
  edge(edge: number, tail: number, head: number, density: Float64Array, mu: Float64Array): void;
}

/** Which exchange: that of the problem, or the linear one of the largest rate, whose layers are at equilibrium. */
export type ExchangeKind = "own" | "linear";

/** The exchange of `problem` with theta at the density it is evaluated at. */
export function createEdgeFlux(
  { graph, energy, potential, exchange }: Problem,
  tau: number,
  kind: ExchangeKind,
): EdgeFlux {
  const { temperatures } = energy;
  const layers = temperatures.length;
  const common = soleTemperature(energy);
  const temperature = common ?? Number.NaN;
  const { value: mobility, logSlope, takes } = mobilityKind(exchange.mobility);
  const constantMobility = takes === "nothing";
  const kappa = stepRateCap / tau;
  return {
    value: 0,
    byTail: 0,
    byHead: 0,
    affine: 0,
    edge(edge, tail, head, density, mu) {
      const s = density[tail];
      const t = density[head];
      const muTail = mu[tail];
      const muHead = mu[head];
      const weight = graph.weights[edge];
      const theta = mobility(s, t, muTail, muHead, temperature);
      const driven = weight * (muHead - muTail);
      if (common === undefined) {
        const [own, other] = [temperatures[tail % layers], temperatures[head % layers]];
        this.value = theta * driven;
        this.byTail = (logSlope(s, t, muTail, muHead, temperature) * driven - weight * theta * own) / s;
        this.byHead = (logSlope(t, s, muHead, muTail, temperature) * driven + weight * theta * other) / t;
        this.affine = this.value - this.byTail * s - this.byHead * t;
        return;
      }
      const conductance = weight * theta * temperature;
      const top = Math.max(potential[tail], potential[head]);
      const tailShare = Math.exp((potential[tail] - top) / temperature);
      const headShare = Math.exp((potential[head] - top) / temperature);
      if (kind === "linear" || isFasterThanCap(conductance, kappa, s * tailShare, t * headShare)) {
        this.value = kappa * (t * headShare - s * tailShare);
        this.byTail = -kappa * tailShare;
        this.byHead = kappa * headShare;
        this.affine = 0;
        return;
      }
      this.value = theta * driven;
      this.byTail = (logSlope(s, t, muTail, muHead, temperature) * driven - conductance) / s;
      this.byHead = (logSlope(t, s, muHead, muTail, temperature) * driven + conductance) / t;
      this.affine = constantMobility ? this.value : 0;
    },
  };
}

/**
 * Whether K theta T > kappa L(s, t), L the logarithmic mean; decided by its bound L >= min(s, t) where that suffices.
 *
 * Mobilities are compared, not fluxes: near equilibrium the fluxes are round-off.
 */
function isFasterThanCap(conductance: number, kappa: number, s: number, t: number): boolean {
  return conductance > kappa * Math.min(s, t) && conductance > kappa * logarithmicMean(s, t);
}
