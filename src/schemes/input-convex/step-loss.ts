import type { Functional } from "../../model/states/functional.js";
import { createParticleEnergy } from "../../model/states/particle-energy.js";
import { momentsOf, type ParticleLayout, particleParts } from "../../model/states/state.js";
import { invertDefinite } from "../../numerics/cholesky.js";
import { densityPressure, densityTerms } from "./energy.js";
import { type Network, neuronOffsets } from "./network.js";

/** The functional of one step as a function of the network's parameters. */
export interface StepLoss {
  /** Sets the state the step starts from. */
  begin(values: Float64Array): void;
  /**
   * Σ w_i |T(x_i) - x_i|²/(2τ) + F(T # ρ) + penalty Σ |w_j|², with its gradient.
   *
   * @returns not finite where T is not increasing, or F is not finite
   */
  value(params: Float64Array, gradient: Float64Array): number;
  /** Part of the last value that is the penalty. */
  readonly penalty: number;
  /** Part of the last value that is the movement. */
  readonly cost: number;
  /** Root mean square distance of the start from its mean, per axis: the unit of length of the network. */
  readonly spread: number;
  /** Points the network sees, (x_i - mean) / spread. */
  readonly points: Float64Array;
  /** Writes T(x_i) and the log densities there; false where T is not increasing. */
  move(params: Float64Array, out: Float64Array): boolean;
}

export interface StepLossOptions {
  readonly tau: number;
  readonly penalty: number;
}

/**
 * The map is T(x) = mean + spread ∇u((x - mean) / spread), so that the parameters mean the same whatever the units are;
 * its Jacobian is ∇²u. The density behind it is ρ / det ∇²u.
 */
export function createStepLoss(
  functional: Functional,
  layout: ParticleLayout,
  network: Network,
  { tau, penalty }: StepLossOptions,
): StepLoss {
  const { dimension: d, count, weights, tracksDensity } = layout;
  const particles = createParticleEnergy(functional, weights);
  const needsDensity = functional.entropy > 0 || functional.exponent !== undefined;
  const [start, startLog] = [new Float64Array(count * d), new Float64Array(count)];
  const [points, images] = [new Float64Array(count * d), new Float64Array(count * d)];
  const [moved, byImages] = [new Float64Array(count * d), new Float64Array(count * d)];
  const hessians = new Float64Array(tracksDensity ? count * d * d : 0);
  const scratch = new Float64Array(d * d);
  const { first, stride } = neuronOffsets(d);
  let mean: Float64Array = new Float64Array(d);
  let spread = 1;
  let [penaltyPart, costPart] = [0, 0];

  const evaluate = (params: Float64Array, withHessians: boolean): void => {
    network.evaluate(params, points, images, withHessians ? hessians : undefined);
    for (let i = 0; i < count; i++) {
      for (let a = 0; a < d; a++) moved[i * d + a] = mean[a] + spread * images[i * d + a];
    }
  };

  /** Adds the movement's slope to that of the energy, both by the images in the network's unit; returns its value. */
  const addMovement = (): number => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const weight = weights[i];
      for (let k = i * d; k < (i + 1) * d; k++) {
        const step = moved[k] - start[k];
        sum += weight * step * step;
        byImages[k] = spread * (byImages[k] + (weight * step) / tau);
      }
    }
    return sum / (2 * tau);
  };

  /** Entropy and internal energy; turns the Hessians H into their slopes -w_i (s + ρ^{m-1}) H^{-1}. */
  const addDensity = (): number => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const logDensity = startLog[i] - invertDefinite(hessians, i * d * d, d, scratch);
      const weight = weights[i];
      sum += weight * densityTerms(functional, logDensity);
      const factor = -weight * densityPressure(functional, logDensity);
      for (let k = i * d * d; k < (i + 1) * d * d; k++) hessians[k] = factor * hessians[k];
    }
    return sum;
  };

  const addPenalty = (params: Float64Array, gradient: Float64Array): number => {
    let sum = 0;
    for (let p = first; p < network.size; p += stride) {
      for (let k = p + 2; k < p + stride; k++) {
        const w = params[k];
        sum += w * w;
        gradient[k] = gradient[k] + 2 * penalty * w;
      }
    }
    return penalty * sum;
  };

  return {
    points,
    get penalty() {
      return penaltyPart;
    },
    get cost() {
      return costPart;
    },
    get spread() {
      return spread;
    },
    begin(values) {
      const { positions, logDensity } = particleParts(layout, values);
      start.set(positions);
      if (tracksDensity) startLog.set(logDensity);
      const moments = momentsOf({ layout, values });
      mean = moments.mean;
      let trace = 0;
      for (let a = 0; a < d; a++) trace += moments.covariance[a * d + a];
      spread = Math.sqrt(trace / d);
      for (let k = 0; k < points.length; k++) points[k] = (start[k] - mean[k % d]) / spread;
    },
    value(params, gradient) {
      evaluate(params, needsDensity);
      const energy = particles.gradient(moved, byImages) + (needsDensity ? addDensity() : 0);
      costPart = addMovement();
      network.pullBack(byImages, needsDensity ? hessians : undefined, gradient);
      penaltyPart = addPenalty(params, gradient);
      return energy + costPart + penaltyPart;
    },
    move(params, out) {
      evaluate(params, tracksDensity);
      const { positions, logDensity } = particleParts(layout, out);
      positions.set(moved);
      for (let i = 0; i < logDensity.length; i++) {
        logDensity[i] = startLog[i] - invertDefinite(hessians, i * d * d, d, scratch);
      }
      return out.every(Number.isFinite);
    },
  };
}
