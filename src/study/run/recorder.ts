import type { StepRow } from "../../model/evolution.js";
import { averagesOn } from "../../model/files/cell-field.js";

/** What of a run is kept to be shown; no part of what is computed. */
export interface Recording {
  /** Time levels n, ascending, that figures draw. */
  readonly times: readonly number[];
  /** Cells per axis of what is shown, perhaps fewer than those of the run; empty where there is no mesh. */
  readonly cells: readonly number[];
}

/** A trajectory as it is shown: the rows of all steps, and states at the times of its recording. */
export interface Recorded {
  readonly rows: readonly StepRow[];
  readonly states: readonly Float64Array[];
}

/** Numbers that a recording may have: 32 MB. */
export const mostNumbers = 4_000_000;

/** Keeps a trajectory while it is computed. */
export interface Recorder {
  note(row: StepRow, state: Float64Array): void;
  /** Undefined where there was too much to keep. */
  result(): Recorded | undefined;
}

/** @param cells per axis of the run */
export function createRecorder({ times, cells: shown }: Recording, cells: readonly number[]): Recorder {
  const wanted = new Set(times);
  const rows: StepRow[] = [];
  const states: Float64Array[] = [];
  const size = cells.reduce((product, count) => product * count, 1);
  let fits = true;
  return {
    note(row, state) {
      rows.push(row);
      if (!fits || !wanted.has(row.n)) return;
      const kept = shown.length === 0 ? state.slice() : averagesOn(state.slice(), cells, shown, state.length / size);
      fits = kept.length * times.length <= mostNumbers;
      states.push(kept);
    },
    result: () => (fits ? { rows, states } : undefined),
  };
}
