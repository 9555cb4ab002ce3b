import type { Problem } from "../model/problem.js";
import type { BandedMatrix } from "../numerics/banded.js";
import { meanWithPartials } from "../numerics/exchange-means.js";

/**
 * Largest relative exchange rate, in units of 1 / finalTime.
 *
 * Where a mobility is much larger than a density, K theta / f exceeds anything the potential difference can resolve in
 * floating point. The flux K theta (mu' - mu) is therefore limited by the linear exchange that has the same equilibrium,
 * kappa (f' e^{(V'-W)/T} - f e^{(V-W)/T}) with W = max(V, V') and kappa = rate / finalTime: the smaller of the two acts (they
 * have the same sign, and the linear one is monotone, so that empty layers are filled in one Newton iteration).
 * That is theta replaced by min(theta, c L), L the logarithmic mean of (f e^{(V-W)/T}, f' e^{(V'-W)/T}) and c = kappa / (K T);
 * it acts only where L < theta / c. There the pair is at its exchange equilibrium up to a relative deviation r / kappa, r
 * the relative rate at which transport drives it, so that the change in L1 is at most |Omega| r theta K T / kappa^2, that is
 * 1e-18 |Omega| r K T theta finalTime^2.
 */
export const exchangeRateCap = 1e9;

/** Adds the exchange of every cell to a rate and its Jacobian. */
export interface ExchangeRates {
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
    matrix: BandedMatrix,
    affine: Float64Array,
  ): void;
}

/** The exchange term of `problem`, theta taken at the current density. */
export function createExchangeRates(problem: Problem, rateCap = exchangeRateCap): ExchangeRates {
  const { graph, temperature, potential } = problem;
  const layers = graph.layers.length;
  const theta = new Float64Array(3);
  const limit = new Float64Array(3);
  const evaluateMobility = mobilityOf(problem);
  const evaluateLimit = weightedMean(problem, (v, other) => Math.max(v, other));

  /** theta and its derivatives at an edge, into `theta`; returns the potential difference mu_head - mu_tail. */
  const evaluateEdge = (edge: number, logs: Float64Array, tail: number, head: number): number => {
    const difference =
      temperature * ((logs[head] as number) - (logs[tail] as number)) +
      ((potential[head] as number) - (potential[tail] as number));
    evaluateMobility(logs, tail, head, difference, theta);
    const c = rateCap / (problem.finalTime * (graph.weights[edge] as number) * temperature);
    evaluateLimit(logs, tail, head, limit);
    if ((theta[0] as number) > c * (limit[0] as number))
      for (let k = 0; k < 3; k++) theta[k] = c * (limit[k] as number);
    return difference;
  };

  const linearizeEdge = (edge: number, density: Float64Array, logs: Float64Array, tail: number, head: number): void => {
    const difference = evaluateEdge(edge, logs, tail, head);
    const scale = graph.weights[edge] as number;
    const driven = temperature * (theta[0] as number);
    edgeDerivatives[0] = scale * ((theta[1] as number) * difference - driven / (density[tail] as number));
    edgeDerivatives[1] = scale * ((theta[2] as number) * difference + driven / (density[head] as number));
    // theta is homogeneous of degree 1 (then G' f = G) or constant.
    const constant = theta[1] === 0 && theta[2] === 0;
    edgeDerivatives[2] = constant ? scale * (theta[0] as number) * difference : 0;
  };
  const edgeDerivatives = new Float64Array(3);

  return {
    addRate(density, logs, rate) {
      for (let first = 0; first < density.length; first += layers) {
        for (let edge = 0; edge < graph.weights.length; edge++) {
          const tail = first + (graph.tails[edge] as number);
          const head = first + (graph.heads[edge] as number);
          const difference = evaluateEdge(edge, logs, tail, head);
          const flux = (graph.weights[edge] as number) * (theta[0] as number) * difference;
          rate[tail] = (rate[tail] as number) + flux;
          rate[head] = (rate[head] as number) - flux;
        }
      }
    },
    addLinearization(density, logs, dt, matrix, affine) {
      for (let first = 0; first < density.length; first += layers) {
        for (let edge = 0; edge < graph.weights.length; edge++) {
          const tail = first + (graph.tails[edge] as number);
          const head = first + (graph.heads[edge] as number);
          linearizeEdge(edge, density, logs, tail, head);
          const [byTail, byHead, rest] = edgeDerivatives as unknown as [number, number, number];
          addEntry(matrix, tail, tail, -dt * byTail);
          addEntry(matrix, tail, head, -dt * byHead);
          addEntry(matrix, head, tail, dt * byTail);
          addEntry(matrix, head, head, dt * byHead);
          affine[tail] = (affine[tail] as number) + dt * rest;
          affine[head] = (affine[head] as number) - dt * rest;
        }
      }
    },
  };
}

type MobilityEvaluation = (
  logs: Float64Array,
  tail: number,
  head: number,
  difference: number,
  out: Float64Array,
) => void;

/** theta and its partial derivatives in the tail's and the head's density. */
function mobilityOf(problem: Problem): MobilityEvaluation {
  const name = problem.exchange.mobility;
  if (name === "unit") {
    return (_logs, _tail, _head, _difference, out) => {
      out.fill(0);
      out[0] = 1;
    };
  }
  if (name === "upwind") {
    return (logs, tail, head, difference, out) => {
      const fromHead = difference > 0;
      out[0] = Math.exp(logs[fromHead ? head : tail] as number);
      out[1] = fromHead ? 0 : 1;
      out[2] = fromHead ? 1 : 0;
    };
  }
  if (name === "weighted-logarithmic") {
    const mean = weightedMean(problem, () => 0);
    return (logs, tail, head, _difference, out) => mean(logs, tail, head, out);
  }
  return (logs, tail, head, _difference, out) =>
    meanWithPartials(name, logs[tail] as number, logs[head] as number, out);
}

/** Logarithmic mean of (f e^{(V-W)/T}, f' e^{(V'-W)/T}) with its derivatives in f and f', W a function of (V, V'). */
function weightedMean({ potential, temperature }: Problem, reference: (v: number, other: number) => number) {
  return (logs: Float64Array, tail: number, head: number, out: Float64Array): void => {
    const level = reference(potential[tail] as number, potential[head] as number);
    const a = ((potential[tail] as number) - level) / temperature;
    const b = ((potential[head] as number) - level) / temperature;
    meanWithPartials("logarithmic", (logs[tail] as number) + a, (logs[head] as number) + b, out);
    out[1] = (out[1] as number) * Math.exp(a);
    out[2] = (out[2] as number) * Math.exp(b);
  };
}

function addEntry({ values, width, band }: BandedMatrix, row: number, column: number, value: number): void {
  const k = row * width + column - row + band;
  values[k] = (values[k] as number) + value;
}
