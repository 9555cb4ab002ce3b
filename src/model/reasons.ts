import type { StepEnding } from "./evolution.js";
import type { Problem } from "./problem.js";

/** "a duality gap of 1.2e-3, 1.0e-9 is wanted": what was reached of what was wanted. */
export function shortfall(what: string, reached: number, wanted: number): string {
  return `${what} of ${reached.toExponential(1)}, ${wanted.toExponential(1)} is wanted`;
}

/** "after 1 iteration", "after 300 iterations". */
export function afterIterations(count: number): string {
  return `after ${count} iteration${count === 1 ? "" : "s"}`;
}

/** Span of V/T from which on the tails of an equilibrium are below the round-off of its bulk. */
const STEEP = -Math.log(Number.EPSILON);

/**
 * The ending of a step on a mesh, a failure with what may help: where the potential is steep for its temperature that
 * says so, elsewhere smaller steps. What is not finite gets no better with either.
 *
 * @param remedy against steep potentials: "a narrower domain or smaller steps"
 */
export function advised(ending: StepEnding, problem: Problem, remedy: string): StepEnding {
  if (ending.status === "converged") return ending;
  const offset = offsetOf(problem);
  if (offset !== undefined) return { ...ending, reason: `${ending.reason}; ${offset}: subtract a constant from it` };
  const steep = steepness(problem);
  if (steep !== undefined) return { ...ending, reason: `${ending.reason}; ${steep}: try ${remedy}` };
  return ending.status === "nonFinite" ? ending : { ...ending, reason: `${ending.reason}; try smaller steps` };
}

/** Values of V/T beyond which differences of chemical potentials lose too many digits. */
const OFFSET = 1e8;

/** That a potential is large everywhere, in words. */
function offsetOf({ potential, energy }: Problem): string | undefined {
  const least = potential.reduce((smallest, value) => Math.min(smallest, Math.abs(value)), Number.POSITIVE_INFINITY);
  const temperatures = least / Math.max(...energy.temperatures);
  if (!(temperatures > OFFSET && temperatures < Number.POSITIVE_INFINITY)) return undefined;
  return `the potential is ${temperatures.toPrecision(2)} temperatures or more everywhere`;
}

/** How steep the potential of an entropy is, in words; undefined where it is not, or there is no temperature. */
function steepness({ potential, energy, mesh, graph }: Problem): string | undefined {
  if (energy.exponent !== undefined) return undefined;
  const layers = graph.layers.length;
  let [span, rise] = [0, 0];
  for (const [layer, temperature] of energy.temperatures.entries()) {
    const values = potential.filter((_, k) => k % layers === layer);
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
    span = Math.max(span, (most - least) / temperature);
    rise = Math.max(rise, steepestRise(values, mesh.cells) / temperature);
  }
  if (!(span > STEEP && span < Number.POSITIVE_INFINITY)) return undefined;
  const short = (value: number): string => String(Number(value.toPrecision(2)));
  return `the potential spans ${short(span)} temperatures, up to ${short(rise)} from cell to cell`;
}

/** Largest difference between neighbouring cells. */
function steepestRise(values: Float64Array, cells: readonly number[]): number {
  let most = 0;
  let stride = 1;
  for (const count of cells) {
    for (let k = stride; k < values.length; k++) {
      if (Math.floor(k / stride) % count > 0) most = Math.max(most, Math.abs(values[k] - values[k - stride]));
    }
    stride *= count;
  }
  return most;
}
