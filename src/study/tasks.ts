import type { EvolutionSummary, StepRow } from "../model/evolution.js";
import { createModel, discretize, parseLayers, spatialVariables } from "../model/model.js";
import type { Problem } from "../model/problem.js";
import { prepareReference } from "../reference/reference.js";
import type { ReferenceData, ReferenceDemand, ReferenceSource, ReferenceSpec } from "../reference/types.js";
import { evolve, meshAccounts } from "../schemes/evolve.js";
import type { ModelSpec, ReferenceChoice, SchemeSpec } from "./schema.js";
import { createStepper, sameMeshFlux } from "./schemes.js";

/** One run of a scheme, as plain data: what a worker thread gets, and what the key of a stored level is made of. */
export interface LevelTask {
  readonly model: ModelSpec;
  readonly scheme: SchemeSpec;
  readonly steps: number;
  readonly cells: readonly number[];
  /** Time levels n, ascending, at which the density is kept. */
  readonly times: readonly number[];
  /** Whether the rows of all steps are kept. */
  readonly rows: boolean;
}

export interface LevelResult {
  readonly summary: EvolutionSummary;
  /** Densities at `times`, as far as the run came. */
  readonly densities: readonly Float64Array[];
  readonly rows: readonly StepRow[];
}

/** A reference the reference folder computes; `same-step` consists of level tasks instead. */
export type ComputedReference = Exclude<ReferenceChoice, { kind: "auto" } | { kind: "same-step" }>;

export interface ReferenceTask {
  readonly model: ModelSpec;
  readonly scheme: SchemeSpec;
  readonly reference: ComputedReference;
  readonly demand: ReferenceDemand;
}

/** Runs a level; `progress` is called after every step. */
export function runLevel(task: LevelTask, progress?: (step: number) => void): LevelResult {
  const problem = discretizeAt(task.model, task.cells);
  const stepper = createStepper(task.scheme, problem, task.steps);
  const wanted = new Set(task.times);
  const densities: Float64Array[] = [];
  const rows: StepRow[] = [];
  const { summary } = evolve(meshAccounts(problem), stepper, task.steps, (row, density) => {
    if (wanted.has(row.n)) densities.push(Float64Array.from(density));
    if (task.rows) rows.push(row);
    if (row.n > 0) progress?.(row.n);
  });
  return { summary, densities, rows };
}

/**
 * Computes a reference.
 *
 * @throws {InputError} where it does not apply
 * @throws {ReferenceFailure} where its computation fails
 */
export function runReference({ model, scheme, reference, demand }: ReferenceTask): ReferenceData {
  return prepareReference(referenceSpec(reference, model, scheme), createSource(model), demand);
}

/** The problem of a study on a mesh. */
export function discretizeAt(model: ModelSpec, cells: readonly number[]): Problem {
  return discretize(createModel(model), cells);
}

/** The problem on any mesh, each discretized once. */
export function createSource(spec: ModelSpec): ReferenceSource {
  const model = createModel(spec);
  const problems = new Map<string, Problem>();
  return {
    discretize(cells) {
      const key = cells.join("x");
      const problem = problems.get(key) ?? discretize(model, cells);
      problems.set(key, problem);
      return problem;
    },
  };
}

function referenceSpec(reference: ComputedReference, model: ModelSpec, scheme: SchemeSpec): ReferenceSpec {
  if (reference.kind === "same-mesh") return { ...reference, flux: sameMeshFlux(scheme) };
  if (reference.kind !== "formula") return reference;
  const { graph, domain } = createModel(model);
  const expressions = parseLayers(reference.density, {
    layers: graph.layers,
    variables: spatialVariables(domain, ["t", "g"]),
    path: "reference.density",
  });
  const density = expressions.map(
    ({ evaluate }, layer) =>
      ([x = 0, y = 0]: readonly number[], t: number) =>
        evaluate(x, y, t, layer),
  );
  return { kind: "formula", density };
}
