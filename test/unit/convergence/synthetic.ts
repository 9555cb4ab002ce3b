import type { MeasuredLevel } from "../../../src/convergence/index.js";
import { seededRandom } from "../../../src/numerics/random.js";

/** Normal deviates of a given standard deviation (Box-Muller). */
export function noisy(seed: number, deviation: number): () => number {
  const uniform = seededRandom(seed);
  return () => deviation * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A flawless level, but for what is given. */
export function level(given: Partial<MeasuredLevel>): MeasuredLevel {
  return {
    steps: 10,
    tau: 0.1,
    cells: [100],
    h: 0.01,
    status: "ok",
    errors: {},
    referenceErrors: {},
    solverError: 0,
    massDrift: 0,
    energyMonotone: true,
    ...given,
  };
}

/** Levels of a tau sweep to time 1 whose L1 error is a function of tau. */
export function tauSweep(steps: readonly number[], error: (tau: number) => number): MeasuredLevel[] {
  return steps.map((count) => level({ steps: count, tau: 1 / count, errors: { L1: error(1 / count) } }));
}

/** Levels of a tensor sweep, meshes outermost, whose L1 error is a function of tau and h. */
export function tensorSweep(error: (tau: number, h: number) => number): MeasuredLevel[] {
  return [20, 30, 80].flatMap((cells) =>
    [10, 20, 50].map((steps) => {
      const [tau, h] = [1 / steps, 1 / cells];
      return level({ steps, tau, cells: [cells], h, errors: { L1: error(tau, h) } });
    }),
  );
}
