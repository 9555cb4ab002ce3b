/*
 * The shipped studies of misleading orders, run as shipped. Each trap must be told, with its cause and the remedy, and
 * the twin without it must not be. The errors of the cancellation are the known ones of this test case.
 */
import test from "ava";
import { loadStudy, runStudy, type StudyRecord } from "../../src/study/index.js";
import { below, each } from "../support/matchers.js";

async function run(id: string): Promise<StudyRecord> {
  return runStudy(loadStudy(`studies/${id}.yaml`).study, { jobs: 1, store: false });
}

const flags = ({ levels }: StudyRecord): string[] => levels.map((level) => level.flags.join(";"));
const errors = ({ levels }: StudyRecord): number[] => levels.map((level) => level.errors.L1 ?? Number.NaN);
const tableOf = (record: StudyRecord): string =>
  JSON.stringify(
    record.levels.map(({ steps, cells, errors: own, orders, ordersH }) => ({ steps, cells, own, orders, ordersH })),
  );

test.serial("upwind along tau ~ h^2: the known accident, flagged and explained by its parts", async (t) => {
  const record = await run("trap-cancellation");
  const known = ["1.278e-1", "3.126e-2", "6.944e-3", "1.296e-3", "1.050e-4", "8.32e-5"];
  t.deepEqual(
    errors(record).map((error, k) => error.toExponential(k === 5 ? 2 : 3)),
    known,
  );
  t.deepEqual(
    record.levels.slice(1).map(({ ordersH }) => ordersH.L1?.toFixed(2)),
    ["2.03", "2.17", "2.42", "3.63", "0.34"],
  );
  for (const k of [3, 4, 5]) t.true(record.levels[k]?.flags.includes("cancellation"), tableOf(record));
  t.true(record.verdict.pass);
  const told = record.verdict.warnings.join("\n");
  t.regex(
    told,
    /time and on the mesh cancel at 3 levels, most at \(1280 steps, 160 cells\), where the error is 1.05e-4, but/,
  );
  t.regex(told, /sweep tau on a fixed mesh \(reference same-mesh\)/);
  t.regex(told, /observed order 3.6\d+ exceeds the expected 1/);
});

test.serial("Scharfetter-Gummel along tau ~ h^2: order 2, no flag and no warning", async (t) => {
  const record = await run("trap-cancellation-twin");
  t.true(record.verdict.pass, tableOf(record));
  t.deepEqual(record.verdict.warnings, []);
  t.deepEqual(flags(record), ["", "", "", "", "", ""]);
});

test.serial("a fixed mesh against the exact solution: the order is polluted, and same-mesh is proposed", async (t) => {
  const record = await run("trap-mesh-error");
  t.true(record.verdict.pass);
  t.deepEqual(flags(record).slice(-2), ["mesh-polluted", "mesh-polluted"]);
  t.regex(
    record.verdict.warnings.join("\n"),
    /observed order 1.3\d+ .* but 0.99\d+ against the limit on the same mesh/,
  );
  t.regex(record.verdict.warnings.join("\n"), /reference: \{kind: same-mesh\}/);
});

test.serial("the same sweep against the limit on the same mesh: order 1, no flag and no warning", async (t) => {
  const record = await run("trap-mesh-error-twin");
  t.true(record.verdict.pass, tableOf(record));
  t.deepEqual(record.verdict.warnings, []);
  t.deepEqual(flags(record), ["", "", "", "", ""]);
});

test.serial("superconvergence in tau: told, and that it is the mesh's order", async (t) => {
  const record = await run("trap-superconvergence");
  t.true(record.verdict.pass, tableOf(record));
  t.deepEqual(flags(record).slice(1), ["superconvergent", "superconvergent", "superconvergent"]);
  t.regex(record.verdict.warnings.join("\n"), /exceeds the expected 1 .* it is the mesh whose order shows/);
});

test.serial("errors that grow under refinement: negative orders, flagged and explained", async (t) => {
  const record = await run("trap-growth");
  t.true(record.verdict.pass, tableOf(record));
  for (const { orders } of record.levels.slice(1)) below(t, orders.L1 ?? 0, 0);
  t.deepEqual(flags(record).slice(1), ["growing", "growing", "growing"]);
  t.regex(record.verdict.warnings.join("\n"), /grows under refinement .* tends to the error in time/);
});

test.serial("a zero error: no order, flagged and excluded, and an expected order is a numerical failure", async (t) => {
  const record = await run("trap-zero-error");
  t.true(record.verdict.pass, tableOf(record));
  each(t, flags(record), (own) => own === "floor-limited;zero");
  t.deepEqual(record.fits, {});
  t.regex(record.verdict.warnings.join("\n"), /^L1, energy: the error is zero to round-off .* equilibrium/);
  const { study } = loadStudy("studies/trap-zero-error.yaml");
  const expect = [{ error: "L1", order: 1, slack: 0.1, last: 3 } as const];
  const { verdict } = await runStudy({ ...study, expect }, { jobs: 1, store: false });
  t.is(verdict.exitCode, 4);
});
