import type { FlowResult, FlowSnapshot } from "../../study/options.js";

/** Times drawn when none are asked for: more dash patterns cannot be told apart. */
const mostTimes = 5;

/**
 * Snapshots of the times asked for, each the nearest there is, in the order of time; at most five, evenly spaced and with
 * both ends, when none are asked for.
 */
export function chooseSnapshots({ snapshots }: FlowResult, times?: readonly number[]): readonly FlowSnapshot[] {
  if (times !== undefined) {
    const nearest = new Set(times.map((time) => nearestTo(snapshots, time)));
    return snapshots.filter((snapshot) => nearest.has(snapshot));
  }
  if (snapshots.length <= mostTimes) return snapshots;
  const last = snapshots.length - 1;
  const indices = Array.from({ length: mostTimes }, (_, k) => Math.round((last * k) / (mostTimes - 1)));
  return indices.map((k) => snapshots[k] as FlowSnapshot);
}

function nearestTo(snapshots: readonly FlowSnapshot[], time: number): FlowSnapshot | undefined {
  return snapshots.reduce<FlowSnapshot | undefined>(
    (best, one) => (best === undefined || Math.abs(one.t - time) < Math.abs(best.t - time) ? one : best),
    undefined,
  );
}

/** Density of one layer over the first axis: its values in one dimension, their mean over the other axes in more. */
export interface Profile {
  readonly xs: readonly number[];
  readonly values: readonly number[];
}

/** The profile of a layer in a snapshot. */
export function profileOf({ centres, layers, cells }: FlowResult, { density }: FlowSnapshot, layer: number): Profile {
  const count = cells[0] ?? 1;
  const sums = new Float64Array(count);
  for (let cell = 0; cell < centres.length; cell++) {
    sums[cell % count] = (sums[cell % count] as number) + (density[cell * layers.length + layer] as number);
  }
  const lines = Math.max(1, centres.length / count);
  return { xs: centres.slice(0, count).map(([x]) => x as number), values: Array.from(sums, (sum) => sum / lines) };
}
