import { setImmediate } from "node:timers/promises";
import { wasserstein2 } from "../convergence/wasserstein.js";
import { InputError } from "../errors.js";
import { dynamicDistance } from "../jko/index.js";
import { soleTemperature } from "../model/energy.js";
import { equilibriumOf } from "../model/equilibrium.js";
import type { EvolutionEnding } from "../model/evolution.js";
import { mobilityKind } from "../model/exchange.js";
import type { Problem } from "../model/problem.js";
import { gaussLegendre } from "../numerics/quadrature.js";
import { requireMeshStudy } from "../study/file/kinds.js";
import type { MeshStudy, Study } from "../study/file/schema.js";
import { flowStudy, requireResolution, shapeOf } from "../study/flow/flow.js";
import { cellCentres } from "../study/flow/flow-task.js";
import { InterruptedError } from "../study/run/events.js";
import type { DistanceOptions, DistanceResult, DistanceRow } from "../study/run/options.js";
import { discretizeAt } from "../study/run/tasks.js";

const defaultInnerSteps = [1, 2, 4, 8, 16];
const quadratureNodes = 200;

/**
 * The semi-discrete distance between two densities of a study, for several numbers of intervals of the path, with the
 * geodesic of the last.
 *
 * @throws {InputError} on two axes, ends that are none, or an equilibrium that is not defined
 * @throws {InterruptedError} when `signal` is aborted
 */
export async function distanceStudy(given: Study, options: DistanceOptions = {}): Promise<DistanceResult> {
  const study = requireMeshStudy(given, "the semi-discrete distance");
  if (study.model.domain.length > 1) {
    const context = { path: "model.domain", value: study.model.domain };
    throw new InputError("the distance is available on one axis only", context);
  }
  const { from = "initial", to = "equilibrium", innerSteps = defaultInnerSteps } = options;
  const { cells } = shapeOf(study, { steps: 1, cells: options.cells });
  const problem = discretizeAt(study.model, cells);
  requireResolution(study, cells);
  const { layers } = problem.graph;
  const ends = [await densityAt(study, problem, from, options), await densityAt(study, problem, to, options)] as const;
  const rows: DistanceRow[] = [];
  let path: readonly Float64Array[] = [];
  let ending: EvolutionEnding = { status: "ok" };
  for (const count of innerSteps) {
    await setImmediate();
    if (options.signal?.aborted) throw new InterruptedError();
    const found = dynamicDistance(problem, ...ends, count);
    rows.push(rowOf(found, count, rows.at(-1)));
    path = found.path;
    if (found.status === "converged") continue;
    ending = { status: found.status, reason: found.reason };
    break;
  }
  const snapshots = path.map((density, n) => ({ n, t: n / Math.max(1, path.length - 1), density }));
  const reference = knownDistance(problem, ...ends);
  const place = { domain: study.model.domain, cells, layers, centres: cellCentres(problem.mesh) };
  return { id: study.id, ...ending, ...place, from, to, rows, reference, limit: limitOf(rows), snapshots };
}

/** Of order two in the length of the intervals: the change of the last doubling, a third of it on. */
function limitOf(rows: readonly DistanceRow[]): number {
  const [before, last] = rows.slice(-2);
  if (before === undefined || last === undefined || last.innerSteps === before.innerSteps) return Number.NaN;
  const ratio = (last.innerSteps / before.innerSteps) ** 2;
  return last.distance + (last.distance - before.distance) / (ratio - 1);
}

function rowOf(
  { distance, gap, iterations }: Pick<DistanceRow, "distance" | "gap" | "iterations">,
  innerSteps: number,
  last: DistanceRow | undefined,
): DistanceRow {
  const change = last === undefined ? Number.NaN : distance - last.distance;
  const ratio = last === undefined ? Number.NaN : Math.abs(last.change / change);
  const order = Math.log(ratio) / Math.log(innerSteps / (last?.innerSteps ?? 1));
  return { innerSteps, distance, change, order, gap, iterations };
}

async function densityAt(
  study: MeshStudy,
  problem: Problem,
  end: NonNullable<DistanceOptions["from"]>,
  { steps, signal, onEvent }: DistanceOptions,
): Promise<Float64Array> {
  if (end === "initial" || end === 0) return problem.initial;
  if (end === "equilibrium") {
    const density = equilibriumOf(problem);
    if (density !== undefined) return density;
    const context = { path: "--to", value: end, remedy: "Give a time, or final." };
    throw new InputError("the equilibrium of a porous medium is not available", context);
  }
  const time = end === "final" ? study.model.finalTime : end;
  const whole = steps ?? (study.sweep === undefined ? undefined : finestSteps(study.sweep.steps));
  const model = { ...study.model, finalTime: time };
  const count = whole === undefined ? undefined : Math.max(1, Math.ceil((whole * time) / study.model.finalTime));
  const shape = { steps: count, mesh: problem.mesh.cells };
  const flow = await flowStudy({ ...study, model }, { ...shape, signal, onEvent });
  const last = flow.snapshots.at(-1);
  if (flow.status !== "ok" || last === undefined) {
    const why = flow.status === "ok" ? "it has no steps" : `${flow.status}, ${flow.reason}`;
    const context = { path: "--from or --to", value: end, remedy: "Use more --steps." };
    throw new InputError(`the density at time ${time} could not be computed: ${why}`, context);
  }
  return last.density;
}

function finestSteps(steps: number | readonly number[]): number {
  return typeof steps === "number" ? steps : Math.max(...steps);
}

/** The distance by other means, where it is known: W2 on a single layer, an integral on two nodes without x. */
function knownDistance(problem: Problem, a: Float64Array, b: Float64Array): DistanceResult["reference"] {
  const { mesh, graph, exchange, energy } = problem;
  if (graph.layers.length === 1) {
    const masses = (density: Float64Array): Float64Array => density.map((f) => f * mesh.cellVolume);
    return { name: "W2 of the piecewise constant densities", value: wasserstein2(masses(a), masses(b), mesh.h) };
  }
  const { value: theta, takes } = mobilityKind(exchange.mobility);
  if (mesh.size !== 1 || graph.layers.length !== 2 || takes === "donor") return undefined;
  const [v, w] = [problem.potential[0], problem.potential[1]];
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const [from, to] = [a[0], b[0]];
  const total = a[0] + a[1];
  const { nodes, weights } = gaussLegendre(quadratureNodes);
  let sum = 0;
  for (let k = 0; k < nodes.length; k++) {
    const s = from + (to - from) * nodes[k];
    const t = total - s;
    const value = theta(s, t, temperature * Math.log(s) + v, temperature * Math.log(t) + w, temperature);
    sum += weights[k] / Math.sqrt(graph.weights[0] * value);
  }
  return { name: "integral of 1/sqrt(K theta)", value: Math.abs(to - from) * sum * Math.sqrt(mesh.cellVolume) };
}
