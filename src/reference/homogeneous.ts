import { createInternalEnergies, soleTemperature } from "../model/energy.js";
import { costKinds, createMobility } from "../model/exchange.js";
import { exchangeRateNearMean } from "../model/exchange-stiffness.js";
import type { Problem } from "../model/problem.js";
import { integrateNonStiff, LibraryError } from "../numerics/numeric-library.js";
import { exchangeRateCap } from "./exchange-rates.js";
import { createLimitSystem } from "./limit-system.js";
import { integrateOrFail, type LimitRun, limitRunOf, refineSteps } from "./refine.js";
import type { TimeFraction } from "./times.js";
import { ReferenceFailure, unlessFailed } from "./types.js";

/** Local error of the explicit integration relative to the mean density. */
const tolerance = 1e-13;
/** Time error of the implicit integration relative to the mass, down to which its steps are doubled. */
const implicitTolerance = 1e-10;
const maxIterations = 20000;
/** Rate times finalTime above which the explicit integration is not tried: each step gains about 3. */
const explicitRate = 1e6;

/** Solutions on the graph at the demanded times, and those that they are compared with. */
export interface GraphSolution {
  readonly description: string;
  readonly fine: readonly Float64Array[];
  readonly coarse: readonly Float64Array[];
}

/**
 * The limit without x: the graph equation df/dt = sum K theta(f, f') (mu' - mu), twice: by an explicit integrator of
 * this equation, and by the implicit one of the limit system on a single cell, which shares no line with it and is the
 * companion. Where the equation is too stiff for the explicit one the implicit one is the reference, with its own
 * estimate, the difference to its extrapolation of order 3 with half the cap on stiff exchange; where the implicit one
 * fails the explicit one is run again with a thousand times the tolerance.
 *
 * @param problem on a single cell
 * @throws {ReferenceFailure} where neither integrator gets to the end
 */
export function solveOnGraph(problem: Problem, times: readonly TimeFraction[]): GraphSolution {
  const { name, fine, coarse } = integrateBoth(problem, times);
  return { description: `equation on the graph for x-independent data, ${name}`, fine, coarse };
}

function integrateBoth(problem: Problem, times: readonly TimeFraction[]) {
  const explicit = unlessFailed(() => integrateExplicitly(problem, times, tolerance));
  const implicit = unlessFailed(() =>
    refineSteps(limitRun(problem, times), { levels: [], tolerance: implicitTolerance }),
  );
  if (explicit instanceof ReferenceFailure) {
    if (implicit instanceof ReferenceFailure) throw explicit;
    const { densities, steps } = implicit;
    const { companions } = integrateOrFail(limitRun(problem, times, exchangeRateCap / 2), steps);
    return { name: `implicit Euler, ${steps} steps extrapolated to order 4`, fine: densities, coarse: companions };
  }
  const coarse =
    implicit instanceof ReferenceFailure ? integrateExplicitly(problem, times, 1000 * tolerance) : implicit.densities;
  return { name: "Dormand-Prince", fine: explicit, coarse };
}

function limitRun(problem: Problem, times: readonly TimeFraction[], rateCap?: number): LimitRun {
  const mass = problem.initial.reduce((sum, value) => sum + value, 0) * problem.mesh.cellVolume;
  const system = createLimitSystem(problem, "scharfetter-gummel", rateCap);
  return limitRunOf("homogeneous", { ...problem, mass }, system, times);
}

function integrateExplicitly(problem: Problem, times: readonly TimeFraction[], relative: number): Float64Array[] {
  const rate = exchangeRateNearMean(problem) * problem.finalTime;
  if (rate > explicitRate) {
    throw new ReferenceFailure("homogeneous", "tooStiff", `exchange at the rate ${rate.toPrecision(2)} / finalTime`);
  }
  const initial = Array.from(problem.initial);
  const mean = initial.reduce((sum, value) => sum + value, 0) / initial.length;
  const points = times.map(({ n, steps }) => (problem.finalTime * n) / steps);
  try {
    return integrateNonStiff(graphRate(problem), initial, points, { tolerance: relative * mean, maxIterations });
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    const status = /too stiff/.test(error.message) ? "tooStiff" : "nonFinite";
    throw new ReferenceFailure("homogeneous", status, error.message);
  }
}

/**
 * f -> sum over neighbours of K theta(f, f') (mu' - mu), or 2 T sinh((mu' - mu)/(2 T)) in the place of the difference.
 */
function graphRate(problem: Problem): (f: readonly number[]) => number[] {
  const { graph, potential, energy, exchange } = problem;
  const mobility = createMobility(exchange.mobility);
  const internal = createInternalEnergies(problem);
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const { flux: driven } = costKinds[exchange.cost];
  return (f) => {
    const rate = new Array<number>(f.length).fill(0);
    graph.weights.forEach((weight, e) => {
      const [tail, head] = [graph.tails[e], graph.heads[e]];
      const [s, t] = [f[tail], f[head]];
      const muTail = internal[tail].slope(s) + potential[tail];
      const muHead = internal[head].slope(t) + potential[head];
      const xi = muHead - muTail;
      const flux = weight * mobility(s, t, muTail, muHead, temperature) * driven(xi, temperature);
      rate[tail] = rate[tail] + flux;
      rate[head] = rate[head] - flux;
    });
    return rate;
  };
}
