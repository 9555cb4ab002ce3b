import type { ErrorValues } from "../../convergence/error.js";
import type { JudgedLevel, StudyRecord } from "../../study/record/record.js";
import type { FlowResult } from "../../study/run/options.js";
import { layoutJson, meshlessLayout, snapshotJson } from "./flow-states.js";
import { jsonFile } from "./json-file.js";

/** A record as plain JSON; `null` stands for a value that is not available. */
export function toJson(record: StudyRecord): object {
  const { id, title, question, scheme, transport, axis, parameter, reference, verdict, fits, tensorFit, levels } =
    record;
  return {
    study: id,
    title,
    question,
    scheme,
    transport,
    axis,
    ...(parameter === undefined ? {} : { parameter }),
    reference,
    verdict,
    fits,
    ...(tensorFit === undefined ? {} : { tensorFit }),
    levels: levels.map((level) => levelJson(level, record)),
  };
}

/** The text of one record, or of an array of them where several were asked for. */
export function jsonText(records: readonly StudyRecord[], several: boolean): string {
  const values = records.map(toJson);
  return jsonFile(several ? values : values[0]);
}

/**
 * A trajectory as JSON: its rows, and its snapshots with one array of cell averages per layer; of particles and Gaussians,
 * with positions or moments.
 */
export function flowJson(flow: FlowResult): string {
  const layout = meshlessLayout(flow.layout);
  if (layout === undefined) return meshFlowJson(flow);
  const { id, status, reason, steps, tau, rows, companion } = flow;
  const states = (snapshots: FlowResult["snapshots"]) =>
    snapshots.map(({ n, t, density }) => ({ n, t, ...snapshotJson(layout, density) }));
  const beside = companion && { name: companion.name, snapshots: states(companion.snapshots) };
  const value = {
    study: id,
    layout: layoutJson(layout),
    status,
    reason,
    steps,
    tau,
    rows,
    snapshots: states(flow.snapshots),
  };
  return jsonFile({ ...value, ...(beside && { companion: beside }) });
}

/** Of a grid, layout and companion tell nothing that mesh and snapshots do not. */
function meshFlowJson({ id, snapshots, layers, layout: _, companion: __, ...flow }: FlowResult): string {
  const densities = snapshots.map(({ n, t, density }) => {
    const byLayer = layers.map((layer, k) => [layer, [...density].filter((_, index) => index % layers.length === k)]);
    return { n, t, density: Object.fromEntries(byLayer) as Record<string, number[]> };
  });
  return jsonFile({ study: id, layers, ...flow, snapshots: densities });
}

function levelJson(level: JudgedLevel, { errors: names }: StudyRecord): object {
  const { steps, tau, cells, h, status, errors, orders, ordersH, referenceErrors, flags } = level;
  const { parameter, reason, iterateErrors } = level;
  return {
    level: level.level,
    steps,
    tau,
    cells: cells.length > 1 ? cells : (cells[0] ?? null),
    h,
    ...(parameter === undefined ? {} : { parameter }),
    status,
    ...(reason === undefined ? {} : { reason }),
    errors: pick(errors, names),
    orders: pick(orders, names),
    ...(Object.keys(ordersH).length === 0 ? {} : { ordersH: pick(ordersH, names) }),
    ...(iterateErrors === undefined ? {} : { iterateErrors: pick(iterateErrors, names) }),
    referenceErrors: pick(referenceErrors, names),
    diagnostics: {
      solverError: level.solverError,
      timeError: level.timeError,
      meshError: level.meshError,
      ...(level.regularizationError === undefined ? {} : { regularizationError: level.regularizationError }),
      newtonMean: level.newtonMean,
      newtonMax: level.newtonMax,
      gapMax: level.gapMax,
      residualMax: level.residualMax,
      massDrift: level.massDrift,
      energyMonotone: status === "missing" ? null : level.energyMonotone,
      densityMin: level.densityMin,
    },
    flags,
  };
}

function pick(values: ErrorValues, names: readonly string[]): Record<string, number | null> {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}
