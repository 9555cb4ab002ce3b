import { InputError } from "../../errors.js";
import { sampleStateReference } from "../../reference/states/index.js";
import { ReferenceFailure } from "../../reference/types.js";
import { cellCentres, countedSteps, runFlowTask, snapshotSteps } from "../flow-task.js";
import { planStateLevels } from "../levels.js";
import type { FlowOptions, FlowResult } from "../options.js";
import type { StateStudy } from "../schema.js";
import { runReference } from "../tasks.js";
import { variantsOf } from "../variants.js";
import { type DiscreteStates, discretizeStates } from "./schemes.js";

/** One trajectory of a study of states, with the Wasserstein flow of the same functional where the scheme has another. */
export async function flowStateStudy(study: StateStudy, options: FlowOptions): Promise<FlowResult> {
  const { steps, cells, variant } = shapeOf(study, options);
  const { model, scheme } = variant;
  const wanted = snapshotSteps(steps, options.snapshots ?? 2);
  const states = discretizeStates(model, scheme, cells);
  const task = { model, scheme, steps, cells, times: wanted, rows: true };
  const { summary, states: numbers, rows } = await runFlowTask(task, options);
  const at = (density: Float64Array, k: number) => {
    const n = wanted[k] as number;
    return { n, t: model.finalTime * (n / steps), density };
  };
  const companion = scheme.name === "gromov" ? wassersteinFlow(variant, states, steps, wanted) : undefined;
  return {
    id: study.id,
    status: summary.status,
    steps,
    tau: model.finalTime / steps,
    ...placeOf(states, cells),
    layers: ["0"],
    rows,
    snapshots: numbers.map(at),
    layout: states.initial.layout,
    ...(companion && { companion: { name: "Wasserstein flow", snapshots: companion.map(at) } }),
  };
}

function placeOf({ initial: { layout } }: DiscreteStates, cells: readonly number[]) {
  if (layout.kind !== "grid") return { domain: [], cells: [], centres: [] };
  return { domain: layout.mesh.domain, cells, centres: cellCentres(layout.mesh) };
}

/** Steps, cells and parameter as asked for, else those of the finest level of the sweep. */
function shapeOf(study: StateStudy, { steps, cells, mesh }: FlowOptions) {
  const { sweep } = study;
  const levels = sweep === undefined ? [] : planStateLevels({ ...study, sweep });
  const finest = levels.at(-1);
  const variant = variantsOf(study, levels.length).at(-1) ?? study;
  const isGrid = study.model.state.kind === "grid";
  if (!isGrid && cells !== undefined) {
    throw new InputError("there are no cells", { path: "--cells", value: cells, remedy: "Leave it out." });
  }
  const axes = study.model.domain?.length ?? 0;
  const given = cells === undefined ? undefined : Array.from({ length: axes }, () => cells);
  const onMesh = mesh ?? given ?? finest?.cells;
  if (isGrid && onMesh === undefined) {
    throw new InputError("missing", { path: "--cells", remedy: "The study has no sweep: give --cells." });
  }
  return { steps: countedSteps(steps ?? finest?.steps), cells: onMesh ?? [], variant };
}

/** The states of the Wasserstein flow at some steps; undefined where it is not available. */
function wassersteinFlow(
  { model, scheme }: StateStudy,
  { initial }: DiscreteStates,
  steps: number,
  times: readonly number[],
): Float64Array[] | undefined {
  const reference = { kind: "limit", geometry: "wasserstein", dilation: 1, continuum: false } as const;
  try {
    const data = runReference({ model, scheme, reference, demand: { levels: [{ cells: [], steps, times }] } });
    const states = times.map((n) => sampleStateReference(data, steps, n).state);
    return states.every(({ layout }) => layout.kind === initial.layout.kind)
      ? states.map(({ values }) => values)
      : undefined;
  } catch (error) {
    if (error instanceof InputError || error instanceof ReferenceFailure) return undefined;
    throw error;
  }
}
