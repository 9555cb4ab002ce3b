import type { ParticleEnergy } from "../../model/states/particle-energy.js";
import { crossMoments } from "../../numerics/cross-moments.js";
import type { Objective } from "../../numerics/lbfgs.js";
import { createMetricFrame, type MetricFrame } from "./metric.js";
import { createMovement } from "./movement.js";

/** The slope g of the functional of a step at the particles it keeps, per unit mass, and what it says. */
export interface StepSlope {
  /** |g| in L²(w). */
  readonly residual: number;
  /** tau ⟨g, L^-1 g⟩^½. */
  readonly distance: number;
  /** What round-off leaves of the distance. */
  readonly roundOff: number;
  /** IGW² / (2 tau) under the identity coupling. */
  readonly cost: number;
  /** |Σ ∂F/∂y_i y_i' - y_i ∂F/∂y_i'| over Σ |∂F/∂y_i| |y_i|: zero for an invariant energy. */
  readonly torque: number;
  /** Least and largest eigenvalue of the second moments. */
  readonly least: number;
}

/** 1/(2 tau) Σ w_i w_j (y_i·y_j - x_i·x_j)² + F(y) around the particles x where a step begins. */
export interface StepFunctional {
  /** The metric at x. */
  readonly start: MetricFrame;
  begin(previous: Float64Array): void;
  /** Up to a constant, as a function of p, where y = x + tau^½ L^-½ w^-½ p. */
  readonly objective: Objective;
  /** y - x of parameters. */
  displace(parameters: Float64Array, out: Float64Array): void;
  /** The slope at any y, recomputed from the differences y - x. */
  slopeAt(frame: MetricFrame, y: Float64Array): StepSlope;
}

export function createStepFunctional(
  weights: Float64Array,
  d: number,
  energy: ParticleEnergy,
  tau: number,
): StepFunctional {
  const start = createMetricFrame(weights, d);
  const movement = createMovement(weights, d);
  const size = weights.length * d;
  const previous = new Float64Array(size);
  const [inside, change, positions] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const [force, slope] = [new Float64Array(size), new Float64Array(size)];
  const root = Float64Array.from({ length: size }, (_, k) => Math.sqrt(weights[Math.floor(k / d)]));
  const rootTau = Math.sqrt(tau);
  let offset = 0;

  /** The displacement, in the basis of the eigenvectors. */
  const displaceInside = (parameters: Float64Array): void => {
    for (let k = 0; k < size; k++) inside[k] = (rootTau * parameters[k]) / root[k];
    start.inverseRoot(inside, inside);
  };

  /** ∂F/∂y_i / w_i into `force`. */
  const pull = (y: Float64Array): number => {
    const value = energy.gradient(y, force);
    for (let k = 0; k < size; k++) force[k] = force[k] / root[k] ** 2;
    return value;
  };

  const objective: Objective = (parameters, gradient) => {
    displaceInside(parameters);
    start.leave(inside, change);
    for (let k = 0; k < size; k++) positions[k] = previous[k] + change[k];
    const value = pull(positions);
    start.enter(force, gradient);
    const squared = movement.gradient(start.points, inside, slope);
    for (let k = 0; k < size; k++) slope[k] = slope[k] / (2 * tau) + gradient[k];
    start.inverseRoot(slope, gradient);
    for (let k = 0; k < size; k++) gradient[k] = rootTau * root[k] * gradient[k];
    return value + squared / (2 * tau) + offset;
  };

  const norm = (field: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += (root[k] * field[k]) ** 2;
    return Math.sqrt(sum);
  };

  return {
    start,
    objective,
    begin(from) {
      previous.set(from);
      start.moveTo(from);
      // A search takes its round-off from the size of the value: that of terms which cancel in F must not be lost.
      const value = pull(from);
      offset = (value < 0 ? -1 : 1) * momentOf(force, from, weights, d);
    },
    displace(parameters, out) {
      displaceInside(parameters);
      start.leave(inside, out);
    },
    slopeAt(frame, y) {
      for (let k = 0; k < size; k++) change[k] = y[k] - previous[k];
      pull(y);
      const squared = movement.gradient(previous, change, slope);
      for (let k = 0; k < size; k++) slope[k] = slope[k] / (2 * tau) + force[k];
      frame.enter(slope, inside);
      frame.inverseRoot(inside, inside);
      const { eigenvalues } = frame;
      const [least, most] = [eigenvalues[0], eigenvalues[d - 1]];
      const terms = 2 * most * (norm(change) + norm(y)) + tau * norm(force);
      return {
        residual: norm(slope),
        distance: tau * norm(inside),
        roundOff: (16 * Number.EPSILON * terms) / Math.sqrt(2 * least),
        cost: squared / (2 * tau),
        torque: torqueOf(force, y, weights, d),
        least,
      };
    },
  };
}

function torqueOf(force: Float64Array, y: Float64Array, weights: Float64Array, d: number): number {
  const moments = crossMoments(force, y, weights, d);
  const scale = momentOf(force, y, weights, d);
  let squares = 0;
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < a; b++) squares += (moments[a * d + b] - moments[b * d + a]) ** 2;
  }
  return scale === 0 ? 0 : Math.sqrt(squares) / scale;
}

/** Σ w_i |f_i| |y_i|: the size of the terms of an energy with these forces. */
function momentOf(force: Float64Array, y: Float64Array, weights: Float64Array, d: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    let [pulls, lengths] = [0, 0];
    for (let k = i * d; k < (i + 1) * d; k++) {
      pulls += force[k] ** 2;
      lengths += y[k] ** 2;
    }
    sum += weights[i] * Math.sqrt(pulls * lengths);
  }
  return sum;
}
