import { setImmediate } from "node:timers/promises";
import type { Problem } from "../model/problem.js";
import { meshScheme } from "../schemes/schemes.js";
import type { MeshModelSpec, MeshSchemeSpec, Study } from "../study/file/schema.js";
import { InterruptedError } from "../study/run/events.js";
import { discretizeAt } from "../study/run/tasks.js";
import { type CaseOptions, type PlannedCase, planCase } from "./cases.js";
import { createContender, type Timing, timeInTurn, unmeasured } from "./contender.js";
import { growthOf } from "./growth.js";
import type { BenchCase, BenchEvent, BenchPoint, BenchRecord } from "./record.js";

export interface BenchOptions extends CaseOptions {
  /** Time allowed for a scheme on a mesh, seconds; discretizing the model does not count. */
  readonly seconds: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: BenchEvent) => void;
}

/** Cells per axis, and milliseconds of every scheme, that get the program compiled before anything is measured. */
const warmUpCells = 32;
const warmUpTime = 300;
/** Milliseconds after which an interrupt is noticed, between two steps. */
const pauseInterval = 50;

/**
 * Times the steps of every study's scheme and of implicit Euler on one mesh after the other, on this thread.
 *
 * @throws {InputError} where a study has no meshes, or a mesh does not suit it
 * @throws {InterruptedError} when `signal` is aborted
 */
export async function runBench(studies: readonly Study[], options: BenchOptions): Promise<BenchRecord> {
  const { seconds, onEvent } = options;
  const planned = studies.map((study) => planCase(study, options));
  const total = planned.reduce((sum, { meshes }) => sum + meshes.length, 0);
  const cases = planned.map((plan) => caseOf(plan, []));
  let done = 0;
  for (const [k, plan] of planned.entries()) {
    const timings: Timing[][] = [];
    await warmUp(plan, options);
    for (const cells of plan.meshes) {
      onEvent?.({ type: "mesh-started", id: plan.study.id, cells, part: done / total });
      timings.push(await timeMesh(plan, timings, options));
      cases[k] = caseOf(plan, timings);
      onEvent?.({ type: "mesh-finished", record: { seconds, cases: [...cases] }, part: ++done / total });
    }
  }
  return { seconds, cases };
}

/** Runs all schemes on a small mesh: the first steps of a program are slow. */
async function warmUp({ study, meshes, schemes, steps }: PlannedCase, { signal }: BenchOptions): Promise<void> {
  const cells = meshes[0].map((count) => Math.min(count, warmUpCells));
  const problem = discretizeAt(study.model, cells);
  const contenders = schemes.map((scheme) => contenderOf(scheme, study.model, problem, steps, warmUpTime));
  await timeInTurn(contenders, createPause(signal));
}

/** Times all schemes on the next mesh, except those that cannot end in time. */
async function timeMesh(plan: PlannedCase, earlier: readonly Timing[][], options: BenchOptions): Promise<Timing[]> {
  const cells = plan.meshes[earlier.length];
  const budget = 1000 * options.seconds;
  const isHopeless = plan.schemes.map((_, k) => leastTime(plan, earlier, k) > budget);
  if (isHopeless.every(Boolean)) return plan.schemes.map(() => leftOut);
  const problem = discretizeAt(plan.study.model, cells);
  const contenders = plan.schemes.map((scheme, k) =>
    isHopeless[k] ? undefined : contenderOf(scheme, plan.study.model, problem, plan.steps, budget),
  );
  const running = contenders.filter((one) => one !== undefined);
  await timeInTurn(running, createPause(options.signal));
  return contenders.map((one) => one?.timing() ?? leftOut);
}

const leftOut: Timing = { status: "left-out", ...unmeasured };

function contenderOf(
  scheme: MeshSchemeSpec,
  { constants }: MeshModelSpec,
  problem: Problem,
  steps: number,
  budget: number,
) {
  const create = () => meshScheme(scheme).bind(scheme, problem, steps, constants);
  return createContender({ create, initial: problem.initial, steps, budget, clock: () => performance.now() });
}

/** Milliseconds a scheme needs at least, if time grows with the unknowns; 0 where nothing is known. */
function leastTime({ meshes }: PlannedCase, earlier: readonly Timing[][], scheme: number): number {
  const sizes = meshes.map(sizeOf);
  const size = sizes[earlier.length];
  const known = earlier.flatMap((timings, mesh) => {
    const { status, least } = timings[scheme];
    const isSmaller = sizes[mesh] <= size;
    if (status === "left-out") return isSmaller ? [least] : [];
    return status === "ok" ? [least * (size / sizes[mesh])] : [];
  });
  return known.includes(Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : (known.at(-1) ?? 0);
}

/** Lets signals through from time to time. */
function createPause(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < pauseInterval) return;
    await setImmediate();
    last = performance.now();
    if (signal?.aborted) throw new InterruptedError();
  };
}

/** @param timings of the schemes, mesh by mesh, as far as they are known */
function caseOf(plan: PlannedCase, timings: readonly Timing[][]): BenchCase {
  const { study, steps, layers, schemes } = plan;
  const points = timings.flatMap((ofMesh, mesh) => schemes.map((_, k) => pointOf(plan, timings, mesh, k, ofMesh)));
  const growth = schemes.map(({ name }) => [name, growthOf(points.filter(({ scheme }) => scheme === name))] as const);
  const tau = study.model.finalTime / steps;
  const { id, title } = study;
  const yardstick = schemes.at(-1)?.name ?? "";
  return { id, title, steps, tau, layers, yardstick, points, growth: Object.fromEntries(growth) };
}

function pointOf(
  plan: PlannedCase,
  timings: readonly Timing[][],
  mesh: number,
  k: number,
  ofMesh: readonly Timing[],
): BenchPoint {
  const scheme = plan.schemes[k];
  const cells = plan.meshes[mesh];
  const { step, newton, rounds, least: _, ...ending } = ofMesh[k];
  const yardstick = ofMesh.at(-1);
  const unknowns = sizeOf(cells) * plan.layers;
  return {
    scheme: scheme.name,
    transport: meshScheme(scheme).transport(scheme, plan.study.model),
    cells,
    unknowns,
    ...ending,
    microseconds: 1000 * step,
    newton,
    rounds,
    ratio: step / (yardstick?.step ?? Number.NaN),
    growth: localGrowth(plan, timings, mesh, k),
  };
}

/** Slope between a mesh and the one measured before it. */
function localGrowth({ meshes }: PlannedCase, timings: readonly Timing[][], mesh: number, k: number): number {
  const before = timings.slice(0, mesh).findLastIndex((ofMesh) => ofMesh[k]?.status === "ok");
  if (before < 0) return Number.NaN;
  const at = (m: number) => ({ unknowns: sizeOf(meshes[m] ?? []), microseconds: timings[m]?.[k]?.step ?? Number.NaN });
  return growthOf([at(before), at(mesh)]);
}

function sizeOf(cells: readonly number[]): number {
  return cells.reduce((product, count) => product * count, 1);
}
