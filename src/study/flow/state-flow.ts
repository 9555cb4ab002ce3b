import { InputError } from "../../errors.js";
import { limitIn, sampleStateReference } from "../../reference/states/index.js";
import type { StateStudy } from "../file/schema.js";
import { variantsOf } from "../file/variants.js";
import { planStateLevels } from "../plan/state-levels.js";
import { type DiscreteStates, discretizeStates } from "../plan/state-schemes.js";
import type { FlowOptions, FlowResult } from "../run/options.js";
import { cellCentres, countedSteps, endingOf, runFlowReference, runFlowTask, snapshotSteps } from "./flow-task.js";

/** One trajectory of a study of states, with the Wasserstein flow of the same functional where the scheme has another. */
export async function flowStateStudy(study: StateStudy, options: FlowOptions): Promise<FlowResult> {
  const { steps, cells, variant, parameter } = shapeOf(study, options);
  const { model, scheme } = variant;
  const wanted = snapshotSteps(steps, options.snapshots ?? 2);
  const states = discretizeStates(model, scheme, cells);
  const task = { model, scheme, steps, cells, times: wanted, rows: true };
  const { summary, states: numbers, rows } = await runFlowTask(task, options);
  const at = (density: Float64Array, k: number) => {
    const n = wanted[k];
    return { n, t: model.finalTime * (n / steps), density };
  };
  const companion =
    scheme.name === "gromov" ? await wassersteinFlow(variant, states, steps, wanted, options) : undefined;
  return {
    id: study.id,
    ...endingOf(summary),
    steps,
    tau: model.finalTime / steps,
    ...(parameter && { parameter }),
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

/** Steps and cells as asked for, else those of a level of the sweep, with its parameter: the finest unless one is named. */
function shapeOf(study: StateStudy, { steps, cells, mesh, level }: FlowOptions) {
  const { sweep } = study;
  const levels = sweep === undefined ? [] : planStateLevels({ ...study, sweep });
  const chosen = levels[level ?? levels.length - 1];
  const variant = chosen === undefined ? study : variantsOf(study, levels.length)[chosen.level];
  const isGrid = study.model.state.kind === "grid";
  if (!isGrid && cells !== undefined) {
    throw new InputError("there are no cells", { path: "--cells", value: cells, remedy: "Leave it out." });
  }
  const axes = study.model.domain?.length ?? 0;
  const given = cells === undefined ? undefined : Array.from({ length: axes }, () => cells);
  const onMesh = mesh ?? given ?? chosen?.cells;
  if (isGrid && onMesh === undefined) {
    throw new InputError("missing", { path: "--cells", remedy: "The study has no sweep: give --cells." });
  }
  return { steps: countedSteps(steps ?? chosen?.steps), cells: onMesh ?? [], variant, parameter: chosen?.parameter };
}

/** The states of the Wasserstein flow at some steps; undefined, with a warning, where it is not available. */
async function wassersteinFlow(
  { model, scheme }: StateStudy,
  { initial }: DiscreteStates,
  steps: number,
  times: readonly number[],
  options: FlowOptions,
): Promise<Float64Array[] | undefined> {
  const reference = limitIn("wasserstein");
  const task = { model, scheme, reference, demand: { levels: [{ cells: [], steps, times }] } };
  const data = await runFlowReference(task, options);
  if ("failure" in data) {
    options.onEvent?.({ type: "warning", message: `no Wasserstein flow to draw beside: ${data.failure}` });
    return undefined;
  }
  const states = times.map((n) => sampleStateReference(data, steps, n).state);
  return states.every(({ layout }) => layout.kind === initial.layout.kind)
    ? states.map(({ values }) => values)
    : undefined;
}
