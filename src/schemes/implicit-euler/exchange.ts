import { soleTemperature } from "../../model/energy.js";
import { costKinds, mobilityKind } from "../../model/exchange.js";
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

/**
 * Exchange flux H = K theta psi'(mu_head - mu_tail) along an edge of a cell, from head to tail; psi'(xi) = xi for the
 * quadratic cost.
 */
export interface EdgeFlux {
  /** H alone. */
  flux(edge: number, tail: number, head: number, density: Float64Array, mu: Float64Array): number;
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
export function createEdgeFlux(problem: Problem, tau: number, kind: ExchangeKind): EdgeFlux {
  const { graph, energy, exchange } = problem;
  const { temperatures } = energy;
  const layers = temperatures.length;
  const edges = graph.weights.length;
  const common = soleTemperature(energy);
  const temperature = common ?? Number.NaN;
  const { value: mobility, logSlope, takes } = mobilityKind(exchange.mobility);
  const { flux, fluxSlope } = costKinds[exchange.cost];
  const constantMobility = takes === "nothing";
  const kappa = stepRateCap / tau;
  const { ofTail, ofHead } = equilibriumShares(problem);
  /** Rate kappa where the exchange is the linear one, else 0. */
  const cappedRate = (k: number, conductance: number, xi: number, s: number, t: number): number => {
    if (kind === "linear") return kappa;
    const perDifference = xi === 0 ? 1 : flux(xi, temperature) / xi;
    return isFasterThanCap(conductance * perDifference, kappa, s * ofTail[k], t * ofHead[k]) ? kappa : 0;
  };
  return {
    value: 0,
    byTail: 0,
    byHead: 0,
    affine: 0,
    flux(edge, tail, head, density, mu) {
      const s = density[tail];
      const t = density[head];
      const weight = graph.weights[edge];
      const theta = mobility(s, t, mu[tail], mu[head], temperature);
      const xi = mu[head] - mu[tail];
      if (common !== undefined) {
        const k = edges * ((tail - graph.tails[edge]) / layers) + edge;
        const rate = cappedRate(k, weight * theta * temperature, xi, s, t);
        if (rate > 0) return rate * (t * ofHead[k] - s * ofTail[k]);
      }
      return theta * (weight * flux(xi, temperature));
    },
    edge(edge, tail, head, density, mu) {
      const s = density[tail];
      const t = density[head];
      const [muTail, muHead] = [mu[tail], mu[head]];
      const xi = muHead - muTail;
      const weight = graph.weights[edge];
      const theta = mobility(s, t, muTail, muHead, temperature);
      const driven = weight * flux(xi, temperature);
      if (common !== undefined) {
        const k = edges * ((tail - graph.tails[edge]) / layers) + edge;
        const rate = cappedRate(k, weight * theta * temperature, xi, s, t);
        if (rate > 0) {
          this.value = rate * (t * ofHead[k] - s * ofTail[k]);
          this.byTail = -rate * ofTail[k];
          this.byHead = rate * ofHead[k];
          this.affine = 0;
          return;
        }
      }
      const driving = weight * theta * fluxSlope(xi, temperature);
      const [own, other] = [temperatures[tail % layers], temperatures[head % layers]];
      this.value = theta * driven;
      this.byTail = (logSlope(s, t, muTail, muHead, temperature) * driven - driving * own) / s;
      this.byHead = (logSlope(t, s, muHead, muTail, temperature) * driven + driving * other) / t;
      // With one temperature, fluxes are homogeneous of degree 1 in the densities where the mobility is: mu differs by
      // their ratio.
      const isHomogeneous = common !== undefined && !constantMobility;
      this.affine = isHomogeneous ? 0 : this.value - this.byTail * s - this.byHead * t;
    },
  };
}

/** exp(V/T) of the layers of an edge, relative to the larger of the two; `edge + edges * cell`. */
function equilibriumShares({ graph, mesh, energy, potential }: Problem) {
  const edges = graph.weights.length;
  const layers = graph.layers.length;
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const [ofTail, ofHead] = [new Float64Array(edges * mesh.size), new Float64Array(edges * mesh.size)];
  for (let k = 0; k < ofTail.length; k++) {
    const cell = Math.floor(k / edges) * layers;
    const [v, w] = [potential[cell + graph.tails[k % edges]], potential[cell + graph.heads[k % edges]]];
    ofTail[k] = Math.exp((v - Math.max(v, w)) / temperature);
    ofHead[k] = Math.exp((w - Math.max(v, w)) / temperature);
  }
  return { ofTail, ofHead };
}

/**
 * Whether K theta T > kappa L(s, t), L the logarithmic mean; decided by its bound L >= min(s, t) where that suffices.
 *
 * Mobilities are compared, not fluxes: near equilibrium the fluxes are round-off.
 */
function isFasterThanCap(conductance: number, kappa: number, s: number, t: number): boolean {
  return conductance > kappa * Math.min(s, t) && conductance > kappa * logarithmicMean(s, t);
}
