import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode, encode } from "../file/canonical.js";
import { codeHash } from "../record/code-hash.js";
import type { StudyRecord } from "../record/record.js";
import type { PlannedLevel } from "../run/events.js";
import type { FlowResult } from "../run/options.js";
import { fewerCells } from "./shown-cells.js";

/** File of the trajectory that a report shows; too large to be committed. */
export const trajectoryFile = "trajectory.json";

/** Work a trajectory may cost beyond that of the sweep, in the units of `PlannedLevel.cost`: some seconds. */
const mostCost = 5e6;

/** A level as its trajectory is computed, perhaps on fewer cells. */
export type ShownLevel = Pick<PlannedLevel, "level" | "steps" | "cells" | "cost" | "parameter">;

/**
 * Steps and cells of the trajectory that a report shows: those of the finest level that is cheap, among those that were
 * computed. On two axes a fine mesh is made coarser, axis by axis by a whole factor.
 */
export function levelToShow(
  { levels }: { readonly levels: readonly PlannedLevel[] },
  record: StudyRecord,
): ShownLevel | undefined {
  const computed = levels.filter((_, k) => record.levels[k]?.status === "ok").map(coarsened);
  const byCost = computed.sort((a, b) => a.cost - b.cost);
  return byCost.findLast(({ cost }) => cost <= mostCost) ?? byCost[0];
}

function coarsened({ level, steps, cells, cost, parameter }: PlannedLevel): ShownLevel {
  const named = { level, steps, ...(parameter && { parameter }) };
  const fewer = fewerCells(cells);
  const share = fewer.reduce((part, count, axis) => (part * count) / cells[axis], 1);
  return { ...named, cells: fewer, cost: cost * share };
}

/** A trajectory as text, with the study and the code it belongs to; every number survives bit by bit. */
export function flowFile(hash: string, flow: FlowResult): string {
  return `${encode({ hash, code: codeHash(), flow })}
`;
}

/** Whether computing the trajectory of a level again would give what is stored. */
export function isCurrent(
  folder: string,
  hash: string,
  { steps, cells, parameter }: Pick<ShownLevel, "steps" | "cells" | "parameter">,
  snapshots: number,
): boolean {
  const stored = decodeFile(join(folder, trajectoryFile));
  if (stored?.flow === undefined || stored.hash !== hash || stored.code !== codeHash()) return false;
  const { flow } = stored;
  return (
    flow.steps === steps &&
    flow.cells.join() === cells.join() &&
    flow.parameter?.value === parameter?.value &&
    flow.snapshots.length === Math.min(snapshots, steps + 1)
  );
}

/** The trajectory beside a result, or why it cannot be shown. */
export type StoredFlow = { readonly flow: FlowResult } | { readonly problem: string } | undefined;

/** @param hash of the study: a trajectory of another one is not shown */
export function readFlow(folder: string, hash: string): StoredFlow {
  const file = join(folder, trajectoryFile);
  if (!existsSync(file)) return undefined;
  const stored = decodeFile(file);
  if (stored?.flow === undefined) return { problem: `${file} is damaged; the report shows no trajectory` };
  if (stored.hash !== hash) return { problem: `${file} belongs to another study; the report shows no trajectory` };
  return { flow: stored.flow };
}

interface Stored {
  readonly hash?: string;
  readonly code?: string;
  readonly flow?: FlowResult;
}

function decodeFile(file: string): Stored | undefined {
  try {
    const stored = decode(readFileSync(file, "utf8")) as Stored | null;
    const { rows, snapshots, centres, layers, domain } = stored?.flow ?? {};
    return [rows, snapshots, centres, layers, domain].every(Array.isArray) ? (stored ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
