import { InputError } from "../errors.js";
import { createInternalEnergies, type InternalEnergy, soleTemperature } from "../model/energy.js";
import { createMobility } from "../model/exchange.js";
import type { Problem } from "../model/problem.js";
import { integrateNonStiff, LibraryError } from "../numerics/numeric-library.js";
import { tabulate } from "./tabulate.js";
import { demandedTimes, solutionKey } from "./times.js";
import { type ReferenceData, type ReferenceDemand, ReferenceFailure, type ReferenceSource } from "./types.js";

/** Local error of the integration relative to the mean density, and that of the companion. */
const tolerance = 1e-13;
const companionTolerance = 1e-10;
const maxIterations = 20000;
/** Cells per axis on which independence of x is checked. */
const probeCells = 64;

/**
 * The limit of x-independent data: the graph equation df/dt = sum K theta(f, f') (mu' - mu), by an explicit integrator.
 *
 * @throws {InputError} where the potential or the initial density depends on x
 * @throws {ReferenceFailure} where the equation is too stiff for an explicit integrator, or an empty layer stays empty
 */
export function prepareHomogeneous(source: ReferenceSource, demand: ReferenceDemand): ReferenceData {
  const axes = demand.levels[0]?.cells.length ?? 1;
  const problem = source.discretize(Array.from({ length: axes }, () => probeCells));
  const obstacle = homogeneousObstacle(problem);
  if (obstacle !== null) {
    throw new InputError(`the homogeneous reference does not apply: ${obstacle}`, {
      path: "reference.kind",
      value: "homogeneous",
      remedy: "Use finite-volume or auto",
    });
  }
  const times = demandedTimes(demand.levels);
  const fine = integrate(problem, times, tolerance);
  const coarse = integrate(problem, times, companionTolerance);
  const position = new Map(times.map(({ n, steps }, k) => [solutionKey([], n, steps), k]));
  return {
    kind: "homogeneous",
    description: "equation on the graph for x-independent data, Dormand-Prince",
    companionFactor: 1,
    solutions: tabulate(demand, (cells, n, steps) => {
      const size = cells.reduce((product, count) => product * count, 1);
      const k = position.get(solutionKey([], n, steps)) as number;
      return { density: repeat(fine[k] as Float64Array, size), companion: repeat(coarse[k] as Float64Array, size) };
    }),
  };
}

/** Why the data are not x-independent, or null where they are. */
export function homogeneousObstacle({ graph, potential, initial, energy }: Problem): string | null {
  const layers = graph.layers.length;
  const temperature = energy.temperatures[0] as number;
  const scale = initial.reduce((most, value) => Math.max(most, value), 0);
  for (let k = layers; k < initial.length; k++) {
    const first = k % layers;
    if (
      Math.abs((potential[k] as number) - (potential[first] as number)) >
      1e-12 * (temperature + Math.abs(potential[k] as number))
    ) {
      return `the potential of layer ${graph.layers[first]} depends on x`;
    }
    if (Math.abs((initial[k] as number) - (initial[first] as number)) > 1e-12 * scale) {
      return `the initial density of layer ${graph.layers[first]} depends on x`;
    }
  }
  return null;
}

function integrate(problem: Problem, times: readonly { n: number; steps: number }[], relative: number): Float64Array[] {
  const layers = problem.graph.layers.length;
  const initial = Array.from(problem.initial.subarray(0, layers));
  const mean = initial.reduce((sum, value) => sum + value, 0) / layers;
  const points = times.map(({ n, steps }) => (problem.finalTime * n) / steps);
  try {
    return integrateNonStiff(graphRate(problem), initial, points, { tolerance: relative * mean, maxIterations });
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    const status = /too stiff/.test(error.message) ? "tooStiff" : "nonFinite";
    throw new ReferenceFailure("homogeneous", status, `${error.message}; use finite-volume instead`);
  }
}

/** f -> sum over neighbours of K theta(f, f') (mu' - mu), or 2 T sinh((mu' - mu)/(2 T)) in the place of the difference. */
function graphRate(problem: Problem): (f: readonly number[]) => number[] {
  const { graph, potential, energy, exchange } = problem;
  const mobility = createMobility(exchange.mobility);
  const internal = createInternalEnergies(problem);
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const isCosh = exchange.cost === "cosh";
  return (f) => {
    const rate = new Array<number>(f.length).fill(0);
    graph.weights.forEach((weight, e) => {
      const [tail, head] = [graph.tails[e] as number, graph.heads[e] as number];
      const [s, t] = [f[tail] as number, f[head] as number];
      const muTail = (internal[tail] as InternalEnergy).slope(s) + (potential[tail] as number);
      const muHead = (internal[head] as InternalEnergy).slope(t) + (potential[head] as number);
      const xi = muHead - muTail;
      const driven = isCosh ? 2 * temperature * Math.sinh(xi / (2 * temperature)) : xi;
      const flux = weight * mobility(s, t, muTail, muHead, temperature) * driven;
      rate[tail] = (rate[tail] as number) + flux;
      rate[head] = (rate[head] as number) - flux;
    });
    return rate;
  };
}

function repeat(values: Float64Array, times: number): Float64Array {
  return Float64Array.from({ length: values.length * times }, (_, k) => values[k % values.length] as number);
}
