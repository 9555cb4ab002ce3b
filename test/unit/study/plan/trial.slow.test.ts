import { join } from "node:path";
import test from "ava";
import { loadStudy, planStudy } from "../../../../src/study/index.js";
import { triedCells } from "../../../../src/study/plan/trial.js";
import { packageFolder } from "../../../cli/command.js";
import { below } from "../../../support/matchers.js";

/** Studies whose plan would integrate for long, or average for long. */
const long: readonly (readonly [id: string, set: string, postponed: boolean])[] = [
  ["inertial-plane", "model.finalTime=500", true],
  ["barenblatt-2", "sweep.cells=2000000", false],
  ["sliced-many-particles", "model.finalTime=1e7", true],
];

for (const [id, set, postponed] of long) {
  test(`planning is bounded, and tells what it has not waited for: ${id} with ${set}`, (t) => {
    const { study } = loadStudy(join(packageFolder, "studies", `${id}.yaml`), { set: [set] });
    const before = process.cpuUsage();
    const { warnings } = planStudy(study, 1e12);
    const { user } = process.cpuUsage(before);
    below(t, user, 20e6, `${user / 1e6} s`);
    t.is(
      warnings.some((warning) => warning.startsWith("planning did not wait for")),
      postponed,
    );
  });
}

test("meshes that planning can afford are looked at as they are, others with halved numbers of cells", (t) => {
  t.deepEqual(triedCells([400], 2), [400]);
  t.deepEqual(triedCells([447, 447], 1), [447, 447]);
  t.deepEqual(triedCells([1000, 500], 1), [500, 250]);
  t.deepEqual(triedCells([8_000_000], 1), [125_000]);
});
