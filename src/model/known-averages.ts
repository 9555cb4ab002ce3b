import { spend, workOf } from "../numerics/allowance.js";
import type { Tree } from "./expression/tree.js";
import type { Mesh } from "./mesh.js";

/** Numbers that are kept, of the averages asked for last: 32 MB. */
const mostKept = 4_000_000;

interface Known {
  readonly averages: Float64Array;
  readonly work: number;
}

const known = new Map<string, Known>();
let kept = 0;

/**
 * Averages of a formula over the cells of a mesh, computed once per thread: levels, references and planning ask for
 * the same ones. Nobody may write to them.
 *
 * What is found again counts the work that it took: whether a trial can afford it does not depend on what was there.
 *
 * @param kind what is averaged of the formula
 */
export function knownAverages(
  { domain, cells }: Mesh,
  tree: Tree,
  kind: string,
  compute: () => Float64Array,
): Float64Array {
  const key = JSON.stringify([kind, domain, cells, tree]);
  const found = known.get(key);
  if (found !== undefined) {
    spend(found.work);
    renew(key, found);
    return found.averages;
  }
  const { result, work } = workOf(compute);
  renew(key, { averages: result, work });
  return result;
}

/** Puts averages last, and drops the first where there are too many. */
function renew(key: string, own: Known): void {
  if (known.delete(key)) kept -= own.averages.length;
  known.set(key, own);
  kept += own.averages.length;
  for (const [oldest, { averages }] of known) {
    if (kept <= mostKept) break;
    known.delete(oldest);
    kept -= averages.length;
  }
}
