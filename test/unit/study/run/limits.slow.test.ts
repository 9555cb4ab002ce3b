import test from "ava";
import { meshDistanceOf } from "../../../../src/convergence/index.js";
import { createSource } from "../../../../src/study/plan/models.js";
import { planStudy } from "../../../../src/study/plan/plan.js";
import { noStore } from "../../../../src/study/record/store.js";
import type { Shared } from "../../../../src/study/run/context.js";
import { computeLimit, type Limit, limitErrorOf, refineLimit } from "../../../../src/study/run/limits.js";
import { localPool } from "../../../support/local-pool.js";
import { above } from "../../../support/matchers.js";
import { boxWith } from "../scratch.js";

const study = boxWith();
const run = planStudy(study, 1e12).budget.limits[0];
const problem = createSource(study.model).discretize(run.cells);
const shared = { pool: localPool(), store: noStore } as unknown as Shared;
const limitAt = async (steps: number): Promise<Limit> => {
  const { value } = await computeLimit(shared, run, steps);
  if (value === undefined) throw new Error("no limit");
  return value;
};
const distance = (a: Limit, b: Limit): number =>
  meshDistanceOf("L1").distance(problem, a.solution.density, b.solution.density);
/** The limit is most of what explains a gap, or next to nothing of it. */
const needed = { gap: 1, part: 0.5 };
const idle = { gap: 1, part: 0.01 };

test("a limit that has been computed once is computed with twice the steps, whatever its own estimate says", async (t) => {
  const first = await limitAt(8);
  const second = await refineLimit(shared, run, first, idle);
  t.is(second.steps, 16);
  t.deepEqual(second.previous, first.solution);
  t.true(distance(second, await limitAt(16)) === 0);
});

test("computed twice it is left alone where what it may be wrong by no longer matters, and NaN matters", async (t) => {
  const twice = await refineLimit(shared, run, await limitAt(8), idle);
  t.is(await refineLimit(shared, run, twice, idle), twice);
  t.is(await refineLimit(shared, run, twice, { gap: 1, part: 0.05 }), twice);
  t.is((await refineLimit(shared, run, twice, needed)).steps, 32);
  t.is((await refineLimit(shared, run, twice, { gap: 1, part: 0.051 })).steps, 32);
  t.is((await refineLimit(shared, run, twice, { gap: 1, part: Number.NaN })).steps, 32);
});

test("its error is its own estimate or what twice the steps have changed, the larger of the two", async (t) => {
  const [first, better] = [await limitAt(8), await limitAt(16)];
  const own = limitErrorOf(problem, first);
  const { companion, density, companionFactor } = first.solution;
  t.is(own, companionFactor * meshDistanceOf("L1").distance(problem, companion, density));
  above(t, own, 0);
  const other = { ...first.solution, density: density.map((value) => 1.01 * value) };
  const changed = limitErrorOf(problem, { ...better, previous: other });
  t.is(changed, meshDistanceOf("L1").distance(problem, other.density, better.solution.density));
  above(t, changed, limitErrorOf(problem, better));
  t.is(limitErrorOf(problem, { ...better, previous: better.solution }), limitErrorOf(problem, better));
});

test("beyond 512 steps, or where it cannot be computed, it is given up and nothing is said", async (t) => {
  const limit = { ...(await limitAt(8)), steps: 257 };
  const last = await refineLimit(shared, run, limit, needed);
  t.true(last.unsettled);
  t.is(limitErrorOf(problem, last), Number.NaN);
  t.is((await refineLimit(shared, run, { ...limit, steps: 16 }, needed)).unsettled, undefined);
  const failing = { ...localPool(), reference: async () => ({ failure: "Newton stalled" }) };
  const context = { pool: failing, store: noStore } as unknown as Shared;
  t.deepEqual(await computeLimit(context, run, 8), { problem: "Newton stalled" });
  const lost = await refineLimit(context, run, { ...limit, steps: 8 }, needed);
  t.is(limitErrorOf(problem, lost), Number.NaN);
});
