import { isMaximum, isSwept, normOf } from "../convergence/index.js";
import { InputError } from "../errors.js";
import { createModel } from "../model/model.js";
import { cellsPerAxis, meshSize } from "./cells.js";
import type { PlannedLevel } from "./events.js";
import { planLevels } from "./levels.js";
import { availableMemory, formatBytes, levelMemory } from "./memory.js";
import { type PlannedReference, planReference } from "./reference-plan.js";
import type { Study, Sweep } from "./schema.js";
import { createSource, runReference } from "./tasks.js";

/** A study unrolled into what has to be computed: pure data. */
export interface StudyPlan {
  readonly study: Study & { readonly sweep: Sweep };
  readonly levels: readonly PlannedLevel[];
  /** Time levels at which each level's density is compared. */
  readonly times: readonly (readonly number[])[];
  readonly reference: PlannedReference;
  /** Kind of reference, after `auto` has been resolved. */
  readonly referenceKind: string;
  /** Whether `auto` chose the reference. */
  readonly automatic: boolean;
  /** Estimated bytes of the largest single job. */
  readonly memory: number;
  /** Advice that does not stop the run. */
  readonly warnings: readonly string[];
}

/** Meshes up to this many unknowns are discretized while planning, to find bad densities before anything runs. */
const cheapUnknowns = 50_000;

/**
 * Unrolls and checks a study: everything that can be wrong with it is found here, before anything runs.
 *
 * @param available bytes a job may use
 * @throws {InputError} with the path inside the study
 */
export function planStudy(study: Study, available: number = availableMemory()): StudyPlan {
  const { sweep } = study;
  if (sweep === undefined) {
    throw new InputError("required, but missing", {
      path: "sweep",
      remedy: "Give e.g. {axis: tau, steps: [8, 16, 32, 64], cells: 400}.",
    });
  }
  const swept = { ...study, sweep };
  checkErrors(swept);
  const layers = createModel(study.model).graph.layers.length;
  const levels = planLevels(swept, layers);
  const times = levels.map(({ steps }) => comparedTimes(steps, study.errors));
  checkMemory(levels, layers, times, available);
  const source = createSource(study.model);
  checkDensities(levels, layers, source);
  const { reference, automatic, warnings } = planReference(swept, levels, source);
  const memory = checkReferenceMemory(reference, levels, layers, times, available);
  checkReference(swept, reference, levels);
  return {
    study: swept,
    levels,
    times,
    reference,
    referenceKind: reference.kind,
    automatic,
    memory,
    warnings: [...warnings, ...expectationWarnings(swept, levels)],
  };
}

/** Time levels of a run at which errors are measured: all of them for a maximum, else the last. */
export function comparedTimes(steps: number, errors: readonly string[]): readonly number[] {
  return errors.some(isMaximum) ? Array.from({ length: steps }, (_, k) => k + 1) : [steps];
}

function checkErrors({ errors, expect, sweep, model }: Study & { readonly sweep: Sweep }): void {
  for (const [k, error] of errors.entries()) {
    if (errors.indexOf(error) !== k) {
      throw new InputError("an error is repeated", { path: `errors[${k}]`, value: error, remedy: "Name it once." });
    }
    if (normOf(error) === "W2" && model.domain.length > 1) {
      throw new InputError("W2 is available on one axis only", { path: `errors[${k}]`, value: error });
    }
  }
  for (const [k, { error, order, max, plateau, axis }] of expect.entries()) {
    const path = `expect[${k}]`;
    if (!errors.includes(error)) {
      const remedy = `Add it to errors, or expect one of ${errors.join(", ")}.`;
      throw new InputError("an expected error is not among the study's errors", {
        path: `${path}.error`,
        value: error,
        remedy,
      });
    }
    if (order === undefined && max === undefined && plateau === undefined) {
      throw new InputError("nothing is expected", { path, remedy: "Give order, max or plateau." });
    }
    if (axis !== undefined && !isSwept(sweep.axis, axis)) {
      const remedy = `Remove it: the sweep is along ${sweep.axis}.`;
      throw new InputError("the sweep does not change this size", { path: `${path}.axis`, value: axis, remedy });
    }
  }
}

function checkMemory(
  levels: readonly PlannedLevel[],
  layers: number,
  times: readonly (readonly number[])[],
  available: number,
): void {
  for (const [k, { cells, steps }] of levels.entries()) {
    const needed = levelMemory(cells, layers, (times[k] as readonly number[]).length);
    if (needed <= available) continue;
    throw new InputError(
      `a level of ${steps} steps and ${cells.join("x")} cells needs about ${formatBytes(needed)}, ${formatBytes(available)} are available`,
      { path: "sweep.cells", value: cells.length === 1 ? cells[0] : cells, remedy: "Use fewer cells." },
    );
  }
}

function checkReferenceMemory(
  reference: PlannedReference,
  levels: readonly PlannedLevel[],
  layers: number,
  times: readonly (readonly number[])[],
  available: number,
): number {
  const kept = Math.max(...times.map((list) => list.length));
  const axes = (levels[0] as PlannedLevel).cells.length;
  const meshes = levels.map(({ cells }) => cells);
  if ("cells" in reference) meshes.push(cellsPerAxis(reference.cells, axes));
  const needed = Math.max(...meshes.map((cells) => levelMemory(cells, layers, 2 * kept)));
  if (needed <= available) return needed;
  throw new InputError(
    `the ${reference.kind} reference needs about ${formatBytes(needed)}, ${formatBytes(available)} are available`,
    { path: "reference", value: reference, remedy: "Use fewer cells." },
  );
}

/** Puts the model on the coarsest mesh, and on the others where that costs nothing. */
function checkDensities(
  levels: readonly PlannedLevel[],
  layers: number,
  source: ReturnType<typeof createSource>,
): void {
  for (const [k, { cells }] of levels.entries()) {
    if (k === 0 || meshSize(cells) * layers <= cheapUnknowns) source.discretize(cells);
  }
}

/** Closed forms are tried on the coarsest mesh: whether they apply is known at once. */
function checkReference(study: Study, reference: PlannedReference, levels: readonly PlannedLevel[]): void {
  const { kind } = reference;
  if (kind === "same-step" || kind === "finite-volume" || kind === "same-mesh" || kind === "homogeneous") return;
  const { cells, steps } = levels[0] as PlannedLevel;
  const demand = { levels: [{ cells, steps, times: [steps] }] };
  runReference({ model: study.model, scheme: study.scheme, reference, demand });
}

function expectationWarnings(
  { expect, sweep }: Study & { readonly sweep: Sweep },
  levels: readonly PlannedLevel[],
): string[] {
  const lineLength = (axis: "tau" | "h" | undefined): number => {
    if (sweep.axis !== "tensor") return levels.length;
    return axis === "h" ? sweep.cells.length : sweep.steps.length;
  };
  return expect
    .filter(({ order, max, last, axis }) => (order ?? max) !== undefined && lineLength(axis) - 1 < last)
    .map(({ error, last, axis }) => {
      const pairs = lineLength(axis) - 1;
      return `expected orders of ${error} need ${last} pairs of levels, the sweep has ${pairs}: it cannot pass`;
    });
}
