import { z } from "zod";
import { InputError } from "../../errors.js";
import { cholesky } from "../../numerics/cholesky.js";
import { apply } from "../../numerics/dense.js";
import { gaussHermite, mostHermiteNodes } from "../../numerics/gauss-hermite.js";
import { seededRandom } from "../../numerics/random.js";
import { fileName, pointFile } from "../files/file-spec.js";
import { providedPoints } from "../files/provided.js";
import { anyMatrix, anyVector, count, finite, key, mostPoints, positive, seed } from "../schema-parts.js";
import { positiveDefinite, vectorOf } from "./functional.js";
import { momentsOf, particleState } from "./state.js";

export const particleSchema = z.strictObject({
  kind: key(z.literal("particles"), "Points of equal weight."),
  count: key(count.max(mostPoints).optional(), "Number of particles; by default that of points.", 100),
  sample: key(
    z.enum(["normal", "ring", "hermite", "points"]).default("normal"),
    "Where they start: drawn from a normal distribution, evenly on a circle (two dimensions), at the zeros of a Hermite polynomial (one dimension), or at points.",
    "ring",
  ),
  points: key(
    z.union([pointFile, z.array(z.array(finite).min(1))]).optional(),
    "The points of sample: points, a list of them or a file with a row for each; none by default. Unit: length.",
    [
      [0, 0],
      [1, 0],
    ],
    { csv: "particles.csv", time: "last" },
  ),
  seed,
  mean: key(anyVector.optional(), "Of a normal sample: its mean; 0 by default. Unit: length.", [1, 0]),
  covariance: key(
    anyMatrix.optional(),
    "Of a normal sample: its covariance, a matrix or a multiple of the identity; 1 by default. Unit: length².",
    0.5,
  ),
  standardized: key(
    z.boolean().optional(),
    "Whether a normal sample is moved and stretched to have its mean and covariance exactly; false by default.",
    true,
  ),
  scale: key(
    positive.optional(),
    "Radius of a ring; factor of the zeros of the Hermite polynomial over the root of their number; 1 by default. Unit: length.",
    1.5,
  ),
});
type Written = z.output<typeof particleSchema>;
type Points = NonNullable<Written["points"]>;
/** Particles as a study writes them; the number of points is their count. */
export type ParticleSpec = Omit<Written, "seed"> & Partial<Pick<Written, "seed">>;

const path = "model.state";

/**
 * Initial positions, `particle * dimension + axis`.
 *
 * @throws {InputError} on counts and dimensions that do not fit, or particles that coincide
 */
export function samplePositions(spec: ParticleSpec, dimension: number): Float64Array {
  const positions = positionsOf(spec, dimension);
  checkDistinct(positions, dimension);
  return positions;
}

function positionsOf(spec: ParticleSpec, dimension: number): Float64Array {
  const { sample, scale = 1 } = spec;
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    const remedy = "Leave it out, for a scale of 1.";
    throw new InputError("the scale must be positive", { path: `${path}.scale`, value: scale, remedy });
  }
  if (sample === "points") return allPoints(spec, dimension);
  const count = countOf(spec);
  switch (sample) {
    case "ring":
      requireDimension(sample, dimension, 2);
      return Float64Array.from({ length: 2 * count }, (_, k) => {
        const angle = (2 * Math.PI * Math.floor(k / 2)) / count;
        return scale * (k % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
      });
    case "hermite":
      requireDimension(sample, dimension, 1);
      if (count > mostHermiteNodes) {
        throw new InputError(`at most ${mostHermiteNodes} zeros are available`, {
          path: `${path}.count`,
          value: count,
          remedy: "Use fewer particles, or another sample.",
        });
      }
      // Zeros of H_n are those of He_n over √2.
      return gaussHermite(count).nodes.map((node) => (scale * node) / Math.sqrt(2 * count));
    case "normal":
      return normalSample(spec, count, dimension);
  }
}

function allPoints({ points, count }: ParticleSpec, dimension: number): Float64Array {
  const positions = points === undefined ? new Float64Array(0) : positionsIn(points, dimension);
  const number = positions.length / dimension;
  if (number < 2) {
    const remedy = `Give at least two points of ${dimension} numbers each.`;
    throw new InputError("points are needed", { path: `${path}.points`, value: points, remedy });
  }
  if (count !== undefined && count !== number) {
    const remedy = "Leave it out.";
    throw new InputError(`there are ${number} points`, { path: `${path}.count`, value: count, remedy });
  }
  return positions;
}

function positionsIn(points: Points, dimension: number): Float64Array {
  const at = `${path}.points`;
  if (Array.isArray(points)) {
    points.forEach((point, k) => {
      vectorOf(point, dimension, `${at}[${k}]`);
    });
    return Float64Array.from(points.flat());
  }
  const known = providedPoints(points, at);
  if (known.dimension === dimension) return known.values;
  throw new InputError(`the file has points of dimension ${known.dimension}`, {
    path: at,
    value: fileName(points),
    remedy: `Give ${dimension} columns, or dimension: ${known.dimension}.`,
  });
}

function countOf({ count }: ParticleSpec): number {
  if (count !== undefined && Number.isInteger(count) && count >= 2) return count;
  const remedy = "Give the number of particles, at least 2.";
  throw new InputError("a single particle has no shape to follow", { path: `${path}.count`, value: count, remedy });
}

function requireDimension(sample: string, dimension: number, needed: number): void {
  if (dimension === needed) return;
  const remedy = `Give dimension: ${needed}, or another sample.`;
  const where = { path: "model.dimension", value: dimension, remedy };
  throw new InputError(`a ${sample} is a sample of dimension ${needed}`, where);
}

function normalSample(spec: ParticleSpec, count: number, dimension: number): Float64Array {
  const mean = vectorOf(spec.mean ?? 0, dimension, `${path}.mean`);
  const covariance = positiveDefinite(spec.covariance ?? 1, dimension, `${path}.covariance`);
  const factor = cholesky(covariance, dimension) as Float64Array;
  const standard = standardNormal(count * dimension, spec.seed ?? 1);
  if (spec.standardized === true) standardize(standard, dimension);
  const positions = new Float64Array(standard.length);
  for (let i = 0; i < count; i++) {
    const point = apply(factor, standard.subarray(i * dimension, (i + 1) * dimension));
    for (let a = 0; a < dimension; a++) positions[i * dimension + a] = point[a] + mean[a];
  }
  return positions;
}

/** Seeded standard normal numbers, by the transformation of Box and Muller. */
export function standardNormal(length: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const result = new Float64Array(length);
  for (let k = 0; k < length; k += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    result[k] = radius * Math.cos(angle);
    if (k + 1 < length) result[k + 1] = radius * Math.sin(angle);
  }
  return result;
}

/** Gives a sample mean 0 and the identity as its covariance. */
function standardize(sample: Float64Array, dimension: number): void {
  const { mean, covariance } = momentsOf(particleState(sample, dimension));
  const count = sample.length / dimension;
  // The factor of a singular matrix may exist, by round-off.
  const factor = count > dimension ? cholesky(covariance, dimension) : undefined;
  if (factor === undefined) {
    const remedy = "Take more particles than dimensions.";
    throw new InputError("too few particles to be standardized", { path: `${path}.count`, value: count, remedy });
  }
  for (let i = 0; i < sample.length; i += dimension) {
    // L^-1 of the deviation: forward substitution.
    for (let a = 0; a < dimension; a++) {
      let value = sample[i + a] - mean[a];
      for (let b = 0; b < a; b++) value -= factor[a * dimension + b] * sample[i + b];
      sample[i + a] = value / factor[a * dimension + a];
    }
  }
}

/** Particles that coincide would stay together, whatever repels them. */
function checkDistinct(positions: Float64Array, dimension: number): void {
  const seen = new Map<string, number>();
  for (let i = 0; i < positions.length / dimension; i++) {
    const key = positions.subarray(i * dimension, (i + 1) * dimension).join();
    const other = seen.get(key);
    if (other !== undefined) {
      throw new InputError(`particles ${other} and ${i} coincide`, {
        path: `${path}.points[${i}]`,
        value: [...positions.subarray(i * dimension, (i + 1) * dimension)],
        remedy: "They would stay together: give distinct points.",
      });
    }
    seen.set(key, i);
  }
}
