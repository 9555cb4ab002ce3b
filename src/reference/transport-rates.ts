import { createInternalEnergies } from "../model/energy.js";
import { lineBundles } from "../model/grid-lines.js";
import type { Problem } from "../model/problem.js";
import { bernoulli } from "../numerics/bernoulli.js";
import type { Jacobian } from "./jacobian.js";
import { largestOf } from "./settled.js";

/** Adds the transport term to a rate and its Jacobian; walls carry no flux. */
export interface TransportRates {
  /** Half bandwidth in cells. */
  readonly reach: number;
  /** Bound of the relative rates, 1 / time, times the size of the terms whose difference a flux is. */
  readonly largestRate: number;
  /**
   * Adds G = -div of the flux to `rate`; with a matrix, also -dt G' to it and dt (G - G' f) to `affine`, which is zero
   * for an entropy: its fluxes are homogeneous of degree 1. `logs` are those of `density`.
   */
  add(
    density: Float64Array,
    logs: Float64Array,
    rate: Float64Array,
    matrix: Pick<Jacobian, "add"> | null,
    dt: number,
    affine: Float64Array,
  ): void;
}

/**
 * Scharfetter–Gummel transport: flux T [B(dV/T) f_i - B(-dV/T) f_{i+1}] / h, which vanishes on e^{-V/T}.
 *
 * @see Scharfetter & Gummel (1969)
 */
export function createScharfetterGummel(problem: Problem): TransportRates {
  const { exponent } = problem.energy;
  return exponent === undefined ? createEntropicTransport(problem) : createPorousTransport(problem, exponent);
}

function createEntropicTransport(problem: Problem): TransportRates {
  const { temperatures } = problem.energy;
  const layers = temperatures.length;
  const faces = lineBundles(problem.mesh, layers).map(({ start, cells, stride, width }) => {
    const outflow = new Float64Array((cells - 1) * stride);
    const backflow = new Float64Array((cells - 1) * stride);
    for (let face = 0; face < outflow.length; face++) {
      const left = start + face;
      const temperature = temperatures[left % layers];
      const step = (problem.potential[left + stride] - problem.potential[left]) / temperature;
      outflow[face] = (temperature * bernoulli(step)) / (width * width);
      backflow[face] = (temperature * bernoulli(-step)) / (width * width);
    }
    return { start, stride, outflow, backflow };
  });
  return {
    reach: 1,
    largestRate: faces.reduce(
      (most, { outflow, backflow }) => Math.max(most, largestOf(outflow), largestOf(backflow)),
      0,
    ),
    add(density, _logs, rate, matrix, dt) {
      for (const { start, stride, outflow, backflow } of faces) {
        for (let face = 0; face < outflow.length; face++) {
          const left = start + face;
          const right = left + stride;
          const flux = outflow[face] * density[left] - backflow[face] * density[right];
          rate[left] = rate[left] - flux;
          rate[right] = rate[right] + flux;
          if (matrix === null) continue;
          addColumn(matrix, left, right, left, dt * outflow[face]);
          addColumn(matrix, left, right, right, -dt * backflow[face]);
        }
      }
    },
  };
}

/**
 * The same for a porous medium: flux [d B(dV/d) f_i - d B(-dV/d) f_{i+1}] / h, with d the chord of Phi(s) = s^m + T s,
 * for which s dU' = dPhi. Without a potential it is the difference of Phi; where there is no mass, upwind.
 *
 * @see Bessemoulin-Chatard, Numer. Math. 121 (2012) 637
 */
function createPorousTransport(problem: Problem, m: number): TransportRates {
  const { potential, energy } = problem;
  const epsilon = energy.temperatures[0];
  const bundles = lineBundles(problem.mesh, problem.graph.layers.length);
  const phi = (s: number): number => s ** m;
  const slope = (s: number): number => m * s ** (m - 1);
  // d, and its derivatives in the two densities.
  const chord = { value: 0, byLeft: 0, byRight: 0 };
  function takeChord(s: number, t: number): void {
    const difference = t - s;
    if (Math.abs(difference) < 1e-4 * (s + t)) {
      const middle = 0.5 * (s + t);
      chord.value = epsilon + slope(middle);
      chord.byLeft = 0.5 * m * (m - 1) * middle ** (m - 2);
      chord.byRight = chord.byLeft;
    } else {
      const own = (phi(t) - phi(s)) / difference;
      chord.value = epsilon + own;
      chord.byLeft = (own - slope(s)) / difference;
      chord.byRight = (slope(t) - own) / difference;
    }
  }
  return {
    reach: 1,
    largestRate: potentialRate(problem),
    add(density, _logs, rate, matrix, dt, affine) {
      for (const { start, cells, stride, width } of bundles) {
        const scale = 1 / (width * width);
        for (let left = start; left < start + (cells - 1) * stride; left++) {
          const right = left + stride;
          const [s, t] = [density[left], density[right]];
          takeChord(s, t);
          const z = (potential[right] - potential[left]) / chord.value;
          const [out, back] = [bernoulli(z), bernoulli(-z)];
          const flux = scale * chord.value * (out * s - back * t);
          rate[left] = rate[left] - flux;
          rate[right] = rate[right] + flux;
          if (matrix === null) continue;
          // d/dd of d B(dV/d) is B(z) B(-z), of d B(-dV/d) the same.
          const byChord = scale * out * back * (s - t);
          const byLeft = scale * chord.value * out + byChord * chord.byLeft;
          const byRight = -scale * chord.value * back + byChord * chord.byRight;
          addColumn(matrix, left, right, left, dt * byLeft);
          addColumn(matrix, left, right, right, dt * byRight);
          const rest = dt * (flux - byLeft * s - byRight * t);
          affine[left] = affine[left] - rest;
          affine[right] = affine[right] + rest;
        }
      }
    },
  };
}

/**
 * Upwind transport: flux -f_up (mu_{i+1} - mu_i) / h with f_up the density of the cell of higher potential mu.
 */
export function createUpwind(problem: Problem): TransportRates {
  const { potential } = problem;
  const internal = createInternalEnergies(problem);
  const layers = internal.length;
  const bundles = lineBundles(problem.mesh, layers);
  return {
    reach: 1,
    largestRate: potentialRate(problem),
    add(density, _logs, rate, matrix, dt, affine) {
      for (const { start, cells, stride, width } of bundles) {
        const scale = 1 / (width * width);
        for (let k = start; k < start + (cells - 1) * stride; k++) {
          const right = k + stride;
          const { slope, curvature } = internal[k % layers];
          const [s, t] = [density[k], density[right]];
          const drop = scale * (slope(s) - slope(t) + (potential[k] - potential[right]));
          const up = drop > 0 ? k : right;
          const carried = density[up];
          rate[k] = rate[k] - carried * drop;
          rate[right] = rate[right] + carried * drop;
          if (matrix === null) continue;
          addColumn(matrix, k, right, up, dt * drop);
          const driven = dt * scale * carried;
          addColumn(matrix, k, right, k, driven * curvature(s));
          addColumn(matrix, k, right, right, -driven * curvature(t));
          const rest = -driven * (s * curvature(s) - t * curvature(t));
          affine[k] = affine[k] - rest;
          affine[right] = affine[right] + rest;
        }
      }
    },
  };
}

/** |mu| / h^2 with |mu| about 40 T: the round-off of fluxes formed from differences of mu. */
export function potentialRate({ mesh, energy }: Problem): number {
  const temperature = energy.temperatures.reduce((most, own) => Math.max(most, own), 0);
  return mesh.widths.reduce((sum, width) => sum + (40 * temperature) / width ** 2, 0);
}

/** Adds the derivative `value` of the flux from cell `left` to cell `right` by unknown `column`. */
export function addColumn(
  matrix: Pick<Jacobian, "add">,
  left: number,
  right: number,
  column: number,
  value: number,
): void {
  matrix.add(left, column, value);
  matrix.add(right, column, -value);
}
