import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { toCsv } from "../../../../src/report/table/levels.js";
import { manifestOf } from "../../../../src/report/table/manifest.js";
import { flowStudy, readResult, runStudy, type StudyRecord, studyHash } from "../../../../src/study/index.js";
import { jsonFile } from "../../../../src/tables/json-file.js";
import { below, near } from "../../../support/matchers.js";
import { boxWith } from "../scratch.js";
import { changed, gaussianStudy, particleStudy, slicedStudy, stateStudy } from "./state-studies.js";

function scratch(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "jko-states-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** lambda' of the exact step, and of the limit by many steps of it. */
function eigenvalueAfter(lambda: number, steps: number): number {
  const tau = 1 / steps;
  let value = lambda;
  for (let n = 0; n < steps; n++) {
    const c = value - 0.75 * tau;
    value = 0.5 * (c + Math.sqrt(c * c + 2 * tau));
  }
  return value;
}

test("errors are distances to the limit, with those to the exact iterate beside them", async (t) => {
  const record = await runStudy(stateStudy(gaussianStudy), { store: false, jobs: 1 });
  const limit = [3, 0.4].map((lambda) => 2 * eigenvalueAfter(lambda, 200_000) - eigenvalueAfter(lambda, 100_000));
  for (const level of record.levels) {
    const expected = Math.hypot(...[3, 0.4].map((lambda, k) => eigenvalueAfter(lambda, level.steps) - limit[k]));
    near(t, level.errors.IGW, expected, { relative: 1e-6 });
    below(t, level.iterateErrors?.IGW, 1e-11);
    t.true(level.energyMonotone);
    t.deepEqual(level.cells, []);
  }
  t.is(record.transport, "gaussian");
  t.regex(record.iterate ?? "", /exact|closed/i);
});

test("results do not depend on the number of jobs, and a stored level is not computed again", async (t) => {
  const folder = scratch(t);
  const study = stateStudy(particleStudy);
  const first = await runStudy(study, { store: folder, jobs: 2 });
  const reused: number[] = [];
  const again = await runStudy(study, {
    store: folder,
    jobs: 1,
    onEvent: (event) => {
      if (event.type === "level-reused") reused.push(event.level.level);
    },
  });
  const alone = await runStudy(study, { store: false, jobs: 1 });
  t.deepEqual(reused, [0, 1]);
  t.is(toCsv([again]), toCsv([first]));
  t.is(toCsv([alone]), toCsv([first]));
});

test("errors over several seeds are root mean squares of those of the single ones", async (t) => {
  const run = async (seed: number, seeds: number): Promise<number> => {
    const study = changed(changed(slicedStudy, ["scheme", "seed"], seed), ["sweep", "seeds"], seeds);
    const record = await runStudy(stateStudy(study), { store: false, jobs: 1 });
    return record.levels[0]?.errors.W2;
  };
  const [a, b, both] = [await run(3, 1), await run(4, 1), await run(3, 2)];
  t.not(a, b);
  near(t, both, Math.sqrt((a * a + b * b) / 2), { relative: 1e-12 });
});

test("a level whose step fails has its status and the reason, in the verdict too", async (t) => {
  const model = { ...gaussianStudy.model, functional: { potential: { matrix: 1.5 } }, finalTime: 2 };
  const study = stateStudy({
    ...gaussianStudy,
    model,
    reference: { kind: "limit", geometry: "wasserstein" },
    sweep: { axis: "tau", steps: [8] },
    errors: ["mean"],
  });
  const record: StudyRecord | undefined = await runStudy(study, { store: false, jobs: 1 });
  t.is(record.levels[0]?.status, "vacuum");
  t.regex(record.levels[0]?.reason ?? "", /eigenvalue/);
  t.is(record.verdict.exitCode, 4);
  t.regex(record.verdict.reasons.join(), /\(8 steps\) ended with status vacuum: .*eigenvalue/);
});

for (const raw of [
  gaussianStudy,
  changed(slicedStudy, ["sweep"], { axis: "parameter", path: "scheme.directions", values: [4, 8], steps: 2 }),
]) {
  test(`a record read back from its files is the record: ${(raw as { id: string }).id}`, async (t) => {
    const folder = scratch(t);
    const study = stateStudy(raw);
    const record = await runStudy(study, { store: false, jobs: 1 });
    const provenance = { version: "0.1.0", dependencies: {}, commit: null, modified: false };
    writeFileSync(join(folder, "table.csv"), toCsv([record]));
    writeFileSync(
      join(folder, "manifest.json"),
      jsonFile(manifestOf({ study, hash: studyHash(study) }, record, provenance)),
    );
    const stored = readResult(folder);
    t.is(studyHash(stored.study), studyHash(study));
    t.is(toCsv([stored.record]), toCsv([record]));
    t.deepEqual(
      stored.record.levels.map(({ parameter }) => parameter),
      record.levels.map(({ parameter }) => parameter),
    );
    t.is(stored.record.iterate, record.iterate);
  });
}

test("a parameter of a study of densities: each value has its own reference", async (t) => {
  const sweep = { axis: "parameter", path: "model.graph.edges[0][2]", values: [1, 2], steps: 4, cells: 20 };
  const both = await runStudy(boxWith({ sweep, reference: { kind: "spectral" } }), { store: false, jobs: 1 });
  for (const [k, weight] of [1, 2].entries()) {
    const model = { graph: { nodes: ["a", "b"], edges: [["a", "b", weight]] } };
    const alone = boxWith({ sweep: { axis: "tau", steps: [4], cells: 20 }, reference: { kind: "spectral" } }, model);
    const record = await runStudy(alone, { store: false, jobs: 1 });
    t.is(both.levels[k]?.errors.L1, record.levels[0]?.errors.L1);
  }
});

test("a trajectory of particles has its layout, and the Wasserstein flow beside the Gromov–Wasserstein one", async (t) => {
  const flow = await flowStudy(stateStudy(particleStudy), { snapshots: 3 });
  t.is(flow.status, "ok");
  t.is(flow.layout?.kind, "particles");
  t.deepEqual(
    flow.snapshots.map(({ n }) => n),
    [0, 2, 4],
  );
  t.deepEqual(flow.companion?.snapshots[0]?.density, flow.snapshots[0]?.density);
  t.notDeepEqual(flow.companion?.snapshots[2]?.density, flow.snapshots[2]?.density);
});

test("a trajectory of a parameter sweep is that of the level asked for, the finest unless one is named", async (t) => {
  const sweep = { axis: "parameter", path: "scheme.directions", values: [4, 8], steps: 2 };
  const study = stateStudy(changed(slicedStudy, ["sweep"], sweep));
  const [first, last] = [await flowStudy(study, { level: 0 }), await flowStudy(study)];
  t.deepEqual([first.parameter?.value, last.parameter?.value], [4, 8]);
  const alone = await flowStudy(stateStudy(changed(slicedStudy, ["scheme", "directions"], 4)));
  t.deepEqual(first.snapshots.at(-1)?.density, alone.snapshots.at(-1)?.density);
  const densities = boxWith({
    sweep: { ...sweep, path: "model.finalTime", size: "value", values: [0.2, 0.1], cells: 10 },
  });
  t.deepEqual([(await flowStudy(densities, { level: 0 })).tau, (await flowStudy(densities)).tau], [0.1, 0.05]);
});
