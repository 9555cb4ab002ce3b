import { InputError } from "../../errors.js";
import { largest } from "../../numerics/vector.js";
import { minimizeNewton } from "./newton.js";
import { movedTo, type ParticleProblem } from "./particle-problem.js";
import { stepByStep } from "./steps.js";
import type { IterateFlow } from "./types.js";

/**
 * The exact steps of the sliced minimizing movement of equally spaced particles on a circle whose forces are radial:
 * the radius solves (R' - R)/(d tau) + F'(R') = 0, d = 2.
 *
 * Rings of one centre are sorted alike in every direction, so that the movement costs E[(theta·(y_i - x_i))²]/(2 tau)
 * = (R' - R)²/(2 d tau), and its slope at y_i is (y_i - x_i)/(d tau): radial as the forces are. Of other particles
 * the matching changes with the direction and no exact step is known.
 *
 * @throws {InputError} on other particles or forces
 */
export function slicedRingIterate(problem: ParticleProblem): IterateFlow {
  const ring = findRing(problem);
  return stepByStep<Float64Array>(
    "exact sliced Wasserstein minimizing movement of a ring, by Newton's method for its radius",
    Float64Array.of(ring.radius),
    (before, tau) => radiusStep(ring, before, 2 * tau),
    (radius) => movedTo(problem, ring.at(radius[0])),
  );
}

interface Ring {
  readonly radius: number;
  /** Positions at another radius. */
  at(radius: number): Float64Array;
  /** F and F' at another radius. */
  energy(radius: number): readonly [value: number, slope: number];
}

function radiusStep({ energy }: Ring, before: Float64Array, time: number): Float64Array {
  const from = before[0];
  const radius = Float64Array.from(before);
  const f = {
    evaluate([r = 0]: Float64Array, gradient: Float64Array): number {
      if (!(r > 0)) return Number.NaN;
      const [value, slope] = energy(r);
      gradient[0] = (r - from) / time + slope;
      return value + (r - from) ** 2 / (2 * time);
    },
    hessian([r = 0]: Float64Array, out: Float64Array): void {
      const width = 1e-5 * r;
      out[0] = 1 / time + (energy(r + width)[1] - energy(r - width)[1]) / (2 * width);
    },
  };
  minimizeNewton(f, radius, from);
  return radius;
}

function findRing(problem: ParticleProblem): Ring {
  const { positions, weights, dimension: d, count, energy } = problem;
  const refuse = (reason: string): never => {
    throw new InputError(`the exact sliced step is known for rings only: ${reason}`, {
      path: "model.state",
      remedy: "Use sample: ring with radial forces, or reference: {kind: limit}.",
    });
  };
  if (d !== 2) refuse(`the dimension is ${d}`);
  if (weights.some((weight) => Math.abs(weight * count - 1) > 1e-12)) refuse("the weights differ");
  const centre = [0, 1].map((a) => positions.reduce((sum, x, k) => sum + (k % 2 === a ? x / count : 0), 0));
  const arms = positions.map((x, k) => x - centre[k % 2]);
  const radius = Math.hypot(arms[0], arms[1]);
  if (!isRegular(arms, radius)) refuse("the particles are not equally spaced on a circle");
  const at = (r: number) => arms.map((arm, k) => centre[k % 2] + (arm * r) / radius);
  const slope = new Float64Array(positions.length);
  const ring: Ring = {
    radius,
    at,
    energy(r) {
      const value = energy.gradient(at(r), slope);
      return [value, slope.reduce((sum, g, k) => sum + (g * arms[k]) / radius, 0)];
    },
  };
  for (const r of [radius, 0.7 * radius, 1.3 * radius]) {
    const [, radial] = ring.energy(r);
    const stray = slope.map((g, k) => g - (radial * arms[k]) / (radius * count));
    if (largest(stray) > 1e-9 * (largest(slope) + 1 / count)) refuse("the forces on it are not radial and equal");
  }
  return ring;
}

function isRegular(arms: Float64Array, radius: number): boolean {
  const count = arms.length / 2;
  const angles = Array.from({ length: count }, (_, i) => Math.atan2(arms[2 * i + 1], arms[2 * i])).sort(
    (a, b) => a - b,
  );
  const spacing = (2 * Math.PI) / count;
  return (
    count >= 3 &&
    angles.every((_, i) => Math.abs(Math.hypot(arms[2 * i], arms[2 * i + 1]) / radius - 1) < 1e-9) &&
    angles.every((angle, i) => Math.abs(angle - angles[0] - i * spacing) < 1e-9)
  );
}
