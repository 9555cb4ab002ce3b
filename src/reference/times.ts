import type { LevelDemand } from "./types.js";

/** The time finalTime * n / steps, as an integer fraction in lowest terms. */
export interface TimeFraction {
  readonly n: number;
  readonly steps: number;
}

export function reduceFraction(n: number, steps: number): TimeFraction {
  let [a, b] = [n, steps];
  while (b !== 0) [a, b] = [b, a % b];
  return { n: n / a, steps: steps / a };
}

/** Key of a stored solution: mesh and time, e.g. `400@3/8`. */
export function solutionKey(cells: readonly number[], n: number, steps: number): string {
  const time = reduceFraction(n, steps);
  return `${cells.join("x")}@${time.n}/${time.steps}`;
}

/** All demanded times, ascending, each once. */
export function demandedTimes(levels: readonly Pick<LevelDemand, "steps" | "times">[]): TimeFraction[] {
  const byKey = new Map<string, TimeFraction>();
  for (const { steps, times } of levels) {
    for (const n of times) {
      const time = reduceFraction(n, steps);
      byKey.set(`${time.n}/${time.steps}`, time);
    }
  }
  return [...byKey.values()].sort((a, b) => a.n * b.steps - b.n * a.steps);
}

/** Key of a solution that depends on the step size too, not only on time: the fraction is not reduced. */
export function iterateKey(cells: readonly number[], n: number, steps: number): string {
  return `${cells.join("x")}@${n} of ${steps}`;
}
