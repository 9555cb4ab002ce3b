import type { Ledger } from "../schemes/search/ledger.js";
import type { SearchContext } from "../schemes/search/method.js";
import type { SearchFrame } from "./record.js";

/** Steps that are kept at most; of a longer search every second, fourth, ... one. */
const mostFrames = 2000;

/** Keeps the course of a particle search, thinned out where it gets long. */
export function createRecorder(isEnabled: boolean, ledger: Pick<Ledger, "restarts" | "spent">) {
  let frames: SearchFrame[] = [];
  let [stride, count] = [1, 0];
  const observe: NonNullable<SearchContext["observe"]> = (t, step, active) => {
    if (!isEnabled || count++ % stride !== 0) return;
    frames.push({
      restart: ledger.restarts,
      t,
      step,
      evaluations: ledger.spent,
      nodes: active.nodes,
      positions: active.positions.slice(),
      weights: active.weights.slice(),
      values: active.values.slice(),
    });
    if (frames.length < mostFrames) return;
    frames = frames.filter((_, k) => k % 2 === 0);
    stride *= 2;
  };
  return { observe, frames: (): readonly SearchFrame[] => frames };
}
