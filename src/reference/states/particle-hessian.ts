import type { Field } from "../../model/expression/field.js";
import { createPotential } from "../../model/states/potential.js";
import { largest } from "../../numerics/vector.js";
import type { ParticleProblem } from "./particle-problem.js";

/** Adds a matrix to `out`; see {@link createHessian}. */
export type AddHessian = (positions: Float64Array, out: Float64Array) => void;

/**
 * The Hessian of the energy of particles, (n d) by (n d), added to a matrix: slopes are exact, their derivatives
 * central differences, of a relative error of about 1e-10.
 */
export function createHessian({ functional, weights, dimension: d }: ParticleProblem): AddHessian {
  const { interaction } = functional;
  const addPotential = potentialHessian(functional, d);
  const size = weights.length * d;
  return (positions, out) => {
    weights.forEach((weight, i) => {
      addPotential(positions, i * d, (a, b, value) => add(out, size, i * d + a, i * d + b, weight * value));
    });
    if (interaction === undefined) return;
    for (let i = 0; i < weights.length; i++) {
      for (let j = 0; j < i; j++) {
        const weight = weights[i] * weights[j];
        addPair(interaction, positions, d, i, j, weight, out);
      }
    }
  };
}

/** Hands out the second derivatives of V at the point that begins at `offset`. */
function potentialHessian(functional: ParticleProblem["functional"], d: number) {
  const potential = createPotential(functional);
  const point = new Float64Array(d);
  const [up, down] = [new Float64Array(d), new Float64Array(d)];
  return (positions: Float64Array, offset: number, put: (a: number, b: number, value: number) => void): void => {
    if (potential === undefined) return;
    const size = largest(positions) || 1;
    for (let b = 0; b < d; b++) {
      point.set(positions.subarray(offset, offset + d));
      const centre = point[b];
      const width = 1e-5 * size;
      point[b] = centre + width;
      potential.gradient(point, 0, up, 0);
      point[b] = centre - width;
      potential.gradient(point, 0, down, 0);
      for (let a = 0; a < d; a++) {
        const slope = (up[a] - down[a]) / (2 * width);
        // Both orders, so that the matrix is symmetric to the last bit.
        put(a, b, slope / 2);
        put(b, a, slope / 2);
      }
    }
  };
}

/** W(|z|), z = x_i - x_j: W'' z z'/r² + (W'/r)(I - z z'/r²). */
function addPair(
  interaction: Field,
  x: Float64Array,
  d: number,
  i: number,
  j: number,
  weight: number,
  out: Float64Array,
): void {
  const z = Array.from({ length: d }, (_, a) => x[i * d + a] - x[j * d + a]);
  const r = Math.hypot(...z);
  if (r === 0) return;
  const across = slopeAt(interaction, r) / r;
  const width = 1e-5 * r;
  const along = (slopeAt(interaction, r + width) - slopeAt(interaction, r - width)) / (2 * width);
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < d; b++) {
      const share = (z[a] * z[b]) / (r * r);
      const value = weight * (along * share + across * ((a === b ? 1 : 0) - share));
      const size = x.length;
      add(out, size, i * d + a, i * d + b, value);
      add(out, size, j * d + a, j * d + b, value);
      add(out, size, i * d + a, j * d + b, -value);
      add(out, size, j * d + a, i * d + b, -value);
    }
  }
}

function slopeAt(interaction: Field, r: number): number {
  const out = new Float64Array(1);
  interaction.slopes(Float64Array.of(r), out);
  return out[0];
}

function add(out: Float64Array, size: number, row: number, column: number, value: number): void {
  out[row * size + column] = out[row * size + column] + value;
}
