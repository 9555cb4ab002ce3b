import { createInternalEnergies, soleTemperature } from "../model/energy.js";
import { mobilityKind } from "../model/exchange.js";
import { exchangeRateNearMean } from "../model/exchange-stiffness.js";
import type { Problem } from "../model/problem.js";
import { geometricMean, logarithmicMean } from "../numerics/means.js";
import type { Jacobian } from "./jacobian.js";

/**
 * Largest relative exchange rate, in units of 1 / finalTime.
 *
 * Where a mobility is much larger than a density, K theta / f exceeds anything the potential difference can resolve in
 * floating point. The flux K theta (mu' - mu) is therefore limited by the linear exchange that has the same
 * equilibrium, kappa (f' e^{(V'-W)/T} - f e^{(V-W)/T}) with W = max(V, V') and kappa = rate / finalTime: the smaller of
 * the two acts (they have the same sign, and the linear one is monotone, so that empty layers are filled in one Newton
 * iteration). That is theta replaced by min(theta, c L), L the logarithmic mean of (f e^{(V-W)/T}, f' e^{(V'-W)/T}) and
 * c = kappa / (K T); it acts only where L < theta / c (with the cosh cost, K theta 2 T sinh((mu' - mu)/(2 T)), L is the
 * geometric mean). There the pair is at its exchange equilibrium up to a relative deviation r / kappa, r the relative
 * rate at which transport drives it, so that the change in L1 is at most |Omega| r theta K T / kappa^2, that is
 * 1e-18 |Omega| r K T theta finalTime^2.
 */
export const exchangeRateCap = 1e9;

const LEAST = 1e-290;

/** Adds the exchange of every cell to a rate and its Jacobian. */
export interface ExchangeRates {
  /** About the largest relative rate, 1 / time: dt times it amplifies round-off in a residual. */
  readonly largestRate: number;
  /** The same where layers have no common temperature, too. */
  readonly stiffness: number;
  /** L1 bound of the round-off in the rate, 1 / time: that of the potentials, whose differences it multiplies. */
  roundOff(density: Float64Array, logs: Float64Array): number;
  /**
   * Adds G = sum over g' of K theta(f, f') (mu' - mu) to `rate`.
   *
   * @param logs logarithms of `density`
   */
  addRate(density: Float64Array, logs: Float64Array, rate: Float64Array): void;
  /** Adds -dt G' to `matrix` and dt (G - G' f) to `affine`. */
  addLinearization(
    density: Float64Array,
    logs: Float64Array,
    dt: number,
    matrix: Pick<Jacobian, "add">,
    affine: Float64Array,
  ): void;
}

/**
 * Which exchange: that of the problem, or the linear one of the largest rate that stands in for it where it is stiff.
 */
export type ExchangeKind = "own" | "linear";

/** The exchange term of `problem`, theta taken at the current density. */
export function createExchangeRates(
  problem: Problem,
  rateCap = exchangeRateCap,
  kind: ExchangeKind = "own",
): ExchangeRates {
  const { graph } = problem;
  const layers = graph.layers.length;
  const evaluate = createEdgeEvaluation(problem, rateCap / problem.finalTime, kind === "linear");
  const edge = new Float64Array(4);
  const temperature = soleTemperature(problem.energy);
  const nearMean = exchangeRateNearMean(problem);
  const capped = Math.min(rateCap / problem.finalTime, nearMean);
  const roundOffOf = createRoundOff(problem);
  return {
    largestRate: temperature === undefined ? 0 : capped,
    stiffness: temperature === undefined ? nearMean : capped,
    roundOff(density, logs) {
      let sum = 0;
      for (let first = 0; first < density.length; first += layers) {
        for (let e = 0; e < graph.weights.length; e++) {
          const tail = first + graph.tails[e];
          const head = first + graph.heads[e];
          evaluate(graph.weights[e], tail, head, density, logs, edge);
          sum += roundOffOf(tail, head, density, edge);
        }
      }
      return sum;
    },
    addRate(density, logs, rate) {
      for (let first = 0; first < density.length; first += layers) {
        for (let e = 0; e < graph.weights.length; e++) {
          const tail = first + graph.tails[e];
          const head = first + graph.heads[e];
          evaluate(graph.weights[e], tail, head, density, logs, edge);
          rate[tail] = rate[tail] + edge[0];
          rate[head] = rate[head] - edge[0];
        }
      }
    },
    addLinearization(density, logs, dt, matrix, affine) {
      for (let first = 0; first < density.length; first += layers) {
        for (let e = 0; e < graph.weights.length; e++) {
          const tail = first + graph.tails[e];
          const head = first + graph.heads[e];
          evaluate(graph.weights[e], tail, head, density, logs, edge);
          const byTail = dt * edge[1];
          const byHead = dt * edge[2];
          matrix.add(tail, tail, -byTail);
          matrix.add(tail, head, -byHead);
          matrix.add(head, tail, byTail);
          matrix.add(head, head, byHead);
          affine[tail] = affine[tail] + dt * edge[3];
          affine[head] = affine[head] - dt * edge[3];
        }
      }
    },
  };
}

/**
 * What an edge adds to the round-off of a rate, twice eps |mu| dH/dmu for either layer: chemical potentials are sums of
 * terms with a round-off of their own, however small their difference is.
 */
function createRoundOff(problem: Problem) {
  const { potential } = problem;
  const internal = createInternalEnergies(problem);
  return (tail: number, head: number, density: Float64Array, edge: Float64Array): number => {
    let [size, driven] = [0, 0];
    for (const [position, k] of [tail, head].entries()) {
      const { slope, curvature } = internal[k % internal.length];
      const s = Math.max(density[k], LEAST);
      size += Math.abs(slope(s)) + Math.abs(potential[k]);
      driven += Math.abs(edge[1 + position]) / curvature(s);
    }
    const bySelf = Math.abs(edge[1]) * density[tail];
    const byOther = Math.abs(edge[2]) * density[head];
    return 2 * Number.EPSILON * (size * driven + bySelf + byOther);
  };
}

/**
 * Writes the flux H from head to tail, dH/df_tail, dH/df_head and H - dH/df f, which is zero unless theta is constant.
 */
type EdgeEvaluation = (
  weight: number,
  tail: number,
  head: number,
  density: Float64Array,
  logs: Float64Array,
  out: Float64Array,
) => void;

function createEdgeEvaluation(problem: Problem, kappa: number, isLinear: boolean): EdgeEvaluation {
  const { potential, exchange, energy } = problem;
  const { value: mobility, logSlope, takes } = mobilityKind(exchange.mobility);
  const internal = createInternalEnergies(problem);
  const layers = internal.length;
  const temperature = soleTemperature(energy);
  if (temperature === undefined) {
    // Layers without a common temperature have no linear exchange of the same equilibrium.
    return (weight, tail, head, density, _logs, out) => {
      // Vacuum has no logarithm.
      const [s, t] = [Math.max(density[tail], LEAST), Math.max(density[head], LEAST)];
      const [own, other] = [internal[tail % layers], internal[head % layers]];
      const muTail = own.slope(s) + potential[tail];
      const muHead = other.slope(t) + potential[head];
      const theta = mobility(s, t, muTail, muHead, Number.NaN);
      const driven = weight * (muHead - muTail);
      const byTail = (logSlope(s, t, muTail, muHead, Number.NaN) * driven) / s - weight * theta * own.curvature(s);
      const byHead = (logSlope(t, s, muHead, muTail, Number.NaN) * driven) / t + weight * theta * other.curvature(t);
      assign(out, theta * driven, byTail, byHead, theta * driven - byTail * s - byHead * t);
    };
  }
  const isCosh = exchange.cost === "cosh";
  return (weight, tail, head, density, logs, out) => {
    const s = density[tail];
    const t = density[head];
    const v = potential[tail];
    const w = potential[head];
    const muTail = temperature * logs[tail] + v;
    const muHead = temperature * logs[head] + w;
    const theta = mobility(s, t, muTail, muHead, temperature);
    const top = Math.max(v, w);
    const a = Math.exp((v - top) / temperature);
    const b = Math.exp((w - top) / temperature);
    const conductance = weight * theta * temperature;
    const mean = isCosh ? geometricMean : logarithmicMean;
    // Both means are at least min(s a, t b), which settles most pairs.
    if (isLinear || (conductance > kappa * Math.min(s * a, t * b) && conductance > kappa * mean(s * a, t * b))) {
      assign(out, kappa * (t * b - s * a), -kappa * a, kappa * b, 0);
      return;
    }
    const difference = muHead - muTail;
    if (isCosh) {
      const up = Math.exp(difference / (2 * temperature));
      const [half, byS, byT] = [
        0.5 * theta,
        logSlope(s, t, muTail, muHead, temperature),
        logSlope(t, s, muHead, muTail, temperature),
      ];
      const flux = weight * temperature * theta * (up - 1 / up);
      const byTail = (weight * temperature * (times(byS - half, up) - (byS + half) / up)) / s;
      const byHead = (weight * temperature * ((byT + half) * up - times(byT - half, 1 / up))) / t;
      assign(out, flux, byTail, byHead, takes === "nothing" ? flux - byTail * s - byHead * t : 0);
      return;
    }
    const flux = weight * theta * difference;
    const byTail = (weight * logSlope(s, t, muTail, muHead, temperature) * difference - conductance) / s;
    const byHead = (weight * logSlope(t, s, muHead, muTail, temperature) * difference + conductance) / t;
    assign(out, flux, byTail, byHead, takes === "nothing" ? flux : 0);
  };
}

/** A product that is 0 where the first factor is, however large the other. */
function times(a: number, b: number): number {
  return a === 0 ? 0 : a * b;
}

function assign(out: Float64Array, flux: number, byTail: number, byHead: number, affine: number): void {
  out[0] = flux;
  out[1] = byTail;
  out[2] = byHead;
  out[3] = affine;
}
