import { standardNormal } from "../../model/states/sample.js";
import { seededRandom } from "../../numerics/random.js";
import type { SlicedOptions } from "./options.js";

/** Unit vectors of a step, `direction * dimension + axis`. */
export interface Directions {
  readonly count: number;
  /** Whether every step has the same ones. */
  readonly fixed: boolean;
  /** Those of a step, counted from 0; decided by seed and step alone. The array is only lent. */
  ofStep(step: number): Float64Array;
}

/**
 * Directions of the slices: in one dimension a single one; `uniform` in two dimensions the angles pi (l + ½) / L, the
 * trapezoid rule, which integrates trigonometric polynomials of period pi up to degree 2L - 2 exactly; `random` uniform
 * on the sphere.
 */
export function createDirections(dimension: number, options: Pick<SlicedOptions, "directions" | "rule" | "seed">) {
  const { directions: count, rule, seed } = options;
  if (dimension === 1) return constantDirections(Float64Array.of(1), 1);
  if (rule === "uniform") return constantDirections(equalAngles(count), count);
  return randomDirections(dimension, count, seed);
}

function constantDirections(vectors: Float64Array, count: number): Directions {
  return { count, fixed: true, ofStep: () => vectors };
}

function equalAngles(count: number): Float64Array {
  return Float64Array.from({ length: 2 * count }, (_, k) => {
    const angle = (Math.PI * (Math.floor(k / 2) + 0.5)) / count;
    return k % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}

function randomDirections(dimension: number, count: number, seed: number): Directions {
  // Seeds that differ by one must not give streams that are shifted by one number: step numbers are spread over 32
  // bits.
  const base = Math.floor(seededRandom(seed)() * 2 ** 32);
  return {
    count,
    fixed: false,
    ofStep(step) {
      const vectors = standardNormal(count * dimension, base ^ Math.imul(step + 1, 0x9e3779b1));
      for (let l = 0; l < count; l++) normalize(vectors.subarray(l * dimension, (l + 1) * dimension));
      return vectors;
    },
  };
}

function normalize(vector: Float64Array): void {
  const length = Math.hypot(...vector);
  for (let a = 0; a < vector.length; a++) vector[a] = length > 0 ? vector[a] / length : a === 0 ? 1 : 0;
}

/** The mean of theta theta' over the directions, row-major: what a translation costs, m' M m. */
export function meanProjector(vectors: Float64Array, dimension: number): Float64Array {
  const count = vectors.length / dimension;
  const result = new Float64Array(dimension * dimension);
  for (let l = 0; l < count; l++) {
    for (let a = 0; a < dimension; a++) {
      for (let b = 0; b < dimension; b++) {
        const product = vectors[l * dimension + a] * vectors[l * dimension + b];
        result[a * dimension + b] = result[a * dimension + b] + product / count;
      }
    }
  }
  return result;
}
