import { createMobility, createMobilityLogSlope } from "../../model/exchange.js";
import type { WeightOptions } from "./weight-mover.js";

/** Momenta of nodes, phi' = -½ ∑ K ∂₁theta (phi - phi')² - gamma phi - (T log f + V). */
export interface Momentum {
  readonly phi: Float64Array;
  /** phi - tau₁/2 ∑ K ∂₁theta(f) (phi - phi')², tau₁ = tau/(1 + gamma tau), after `predict`. */
  readonly predicted: Float64Array;
  /**
   * Fills `predicted`.
   *
   * @returns the edge on which tau₁/2 K |∂₁theta - ∂₂theta| |phi - phi'| reaches 1, beyond which differences of momenta would
   *   change their sign; -1 where there is none
   */
  predict(weights: Float64Array, values: Float64Array): number;
  /** phi = (predicted - tau mu) / (1 + gamma tau). */
  correct(mu: Float64Array): void;
  /** ½ ∑ K theta (phi - phi')². */
  kinetic(weights: Float64Array, values: Float64Array): number;
}

/** theta and its two derivatives on an edge. */
type EdgeMobility = (s: number, t: number, k: number, out: Float64Array) => void;

/** The momenta of order 2; the donor of `upwind` is the node with the smaller momentum. */
export function createMomentum(options: WeightOptions): Momentum {
  const { graph, damping, tau } = options;
  const { tails, heads, weights: conductances } = graph;
  const phi = new Float64Array(graph.layers.length);
  const predicted = new Float64Array(phi.length);
  const tauShort = tau / (1 + damping * tau);
  const theta = new Float64Array(3);
  const read = createEdgeMobility(options, phi);

  return {
    phi,
    predicted,
    predict(weights, values) {
      predicted.set(phi);
      const mobility = read(weights, values);
      for (let k = 0; k < tails.length; k++) {
        const [s, t] = [tails[k] as number, heads[k] as number];
        const difference = (phi[s] as number) - (phi[t] as number);
        // Between weights that differ by hundreds of decades a slope overflows, and nothing is to be multiplied with it.
        if (difference === 0) continue;
        mobility(s, t, k, theta);
        const half = 0.5 * tauShort * (conductances[k] as number);
        const [, first, second] = theta as unknown as [number, number, number];
        if (!(half * Math.abs(first - second) * Math.abs(difference) < 1)) return k;
        predicted[s] = (predicted[s] as number) - half * first * difference * difference;
        predicted[t] = (predicted[t] as number) - half * second * difference * difference;
      }
      return -1;
    },
    correct(mu) {
      for (let g = 0; g < phi.length; g++) {
        phi[g] = ((predicted[g] as number) - tau * (mu[g] as number)) / (1 + damping * tau);
      }
    },
    kinetic(weights, values) {
      const mobility = read(weights, values);
      let sum = 0;
      for (let k = 0; k < tails.length; k++) {
        const [s, t] = [tails[k] as number, heads[k] as number];
        mobility(s, t, k, theta);
        const difference = (phi[s] as number) - (phi[t] as number);
        sum += 0.5 * (conductances[k] as number) * (theta[0] as number) * difference * difference;
      }
      return sum;
    },
  };
}

/** theta, ∂₁theta and ∂₂theta of every edge at given weights and values. */
function createEdgeMobility(
  { mobility: name, entropy }: WeightOptions,
  phi: Float64Array,
): (weights: Float64Array, values: Float64Array) => EdgeMobility {
  if (name === "upwind") return upwindByMomentum(phi);
  const mobility = createMobility(name);
  const logSlope = createMobilityLogSlope(name);
  const mu = new Float64Array(phi.length);
  return (weights, values) => {
    for (let g = 0; g < mu.length; g++) mu[g] = entropy * Math.log(weights[g] as number) + (values[g] as number);
    return (s, t, _, out) => {
      const [f, h, muF, muH] = [weights[s], weights[t], mu[s], mu[t]] as [number, number, number, number];
      out[0] = mobility(f, h, muF, muH, entropy);
      out[1] = logSlope(f, h, muF, muH, entropy) / f;
      out[2] = logSlope(h, f, muH, muF, entropy) / h;
    };
  };
}

function upwindByMomentum(phi: Float64Array): (weights: Float64Array) => EdgeMobility {
  return (weights) => (s, t, _, out) => {
    const difference = (phi[s] as number) - (phi[t] as number);
    const share = difference === 0 ? 0.5 : difference < 0 ? 1 : 0;
    out[0] = share * (weights[s] as number) + (1 - share) * (weights[t] as number);
    out[1] = share;
    out[2] = 1 - share;
  };
}
