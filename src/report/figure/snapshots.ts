import type { FlowResult, FlowSnapshot } from "../../study/run/options.js";

/** Times drawn when none are asked for: more dash patterns cannot be told apart. */
const mostTimes = 5;

/**
 * Snapshots of the times asked for, each the nearest there is, in the order of time; at most `most`, evenly spaced and
 * with both ends, when none are asked for.
 */
export function chooseSnapshots(
  { snapshots }: Pick<FlowResult, "snapshots">,
  times?: readonly number[],
  most = mostTimes,
): readonly FlowSnapshot[] {
  if (times !== undefined) {
    const nearest = new Set(times.map((time) => nearestTo(snapshots, time)));
    return snapshots.filter((snapshot) => nearest.has(snapshot));
  }
  if (snapshots.length <= most) return snapshots;
  const last = snapshots.length - 1;
  const indices = Array.from({ length: most }, (_, k) => Math.round((last * k) / (most - 1)));
  return indices.map((k) => snapshots[k]);
}

function nearestTo(snapshots: readonly FlowSnapshot[], time: number): FlowSnapshot | undefined {
  return snapshots.reduce<FlowSnapshot | undefined>(
    (best, one) => (best === undefined || Math.abs(one.t - time) < Math.abs(best.t - time) ? one : best),
    undefined,
  );
}

/** Density of one layer over a single axis. */
export interface Profile {
  readonly xs: readonly number[];
  readonly values: readonly number[];
}

/** The profile of a layer in a snapshot. */
export function profileOf({ centres, layers }: FlowResult, { density }: FlowSnapshot, layer: number): Profile {
  return {
    xs: centres.map(([x]) => x),
    values: centres.map((_, cell) => density[cell * layers.length + layer]),
  };
}
