import test from "ava";
import { planSearch } from "../../../src/search/plan.js";
import { runSearch } from "../../../src/search/task.js";
import { checkStudy } from "../../../src/study/file/check.js";
import { above, atMost, each, near } from "../../support/matchers.js";

const study = {
  id: "tiny",
  model: {
    dimension: 1,
    graph: { lattice: { n: [0, null] }, weight: 10 },
    state: { kind: "nodes" },
    functional: { entropy: 0 },
    finalTime: 2,
  },
  scheme: {
    ...{ name: "search", objective: "x1 + 0*n", evaluations: 600, seeds: 1, seed: 5 },
    region: { nodes: { n: [0, 1000000] } },
    compare: ["first-order", "second-order", "hill-climbing", "random"],
  },
};

test("methods begin at one place for one seed; what they draw later has nothing to do with it", async (t) => {
  const { tasks } = planSearch({ study: checkStudy(study), file: "tiny.yaml" });
  const results = await Promise.all(tasks.map((task) => runSearch({ ...task, keepsCourse: true })));
  const starts = results.map(({ outcome }) => outcome.improvements[0]?.value);
  t.is(new Set(starts).size, 1);
  const [first] = results;
  const anew = first?.trajectory.find(({ restart }) => restart === 1);
  t.truthy(anew);
  t.not(anew?.nodes[0], first?.trajectory[0]?.nodes[0]);
  each(t, results.slice(0, 3), ({ outcome }) => outcome.restarts > 0 && outcome.status === "ok");
});

test("step, patience and inertia are those of the study", async (t) => {
  const { tasks } = planSearch({ study: checkStudy(study), file: "tiny.yaml" });
  const [first, second, climbing] = await Promise.all(
    tasks.slice(0, 3).map((task) => runSearch({ ...task, keepsCourse: true })),
  );
  // Along a slope of 1 with steps of 0.1: by 0.1, and by 0.01/1.1 from rest.
  for (const [result, length] of [
    [first, 0.1],
    [second, 0.01 / 1.1],
  ] as const) {
    const [before, after] = result?.trajectory ?? [];
    t.is(after?.t, 0.1);
    near(t, (before?.positions[0] ?? 0) - (after?.positions[0] ?? 0), length, 1e-12);
    // A finalTime of 2.
    t.is(result?.trajectory.filter(({ restart }) => restart === 1).length, 20);
  }
  const [one, two] = climbing?.outcome.improvements ?? [];
  near(t, (one?.value ?? 0) - (two?.value ?? 0), 0.1, 1e-12);
  // 21 points and two neighbours for each.
  t.is(climbing?.outcome.restarts, Math.floor(600 / 23));
});

test("progress is made where it is wanted only, and tells of a search as far as it is", async (t) => {
  const { tasks } = planSearch({ study: checkStudy(study), file: "tiny.yaml" });
  let offered = 0;
  const told: { evaluations: number; status: string; restarts: number }[] = [];
  const { outcome } = await runSearch(tasks[0], (make) => {
    if (++offered % 3 === 0) told.push(make());
  });
  above(t, offered, 6);
  t.true(told.length === Math.floor(offered / 3));
  each(t, told, ({ status }) => status === "interrupted");
  each(t, told, ({ evaluations }, k) => k === 0 || evaluations > (told[k - 1]?.evaluations ?? 0));
  above(t, told.at(-1)?.restarts ?? 0, 0);
  atMost(t, told.at(-1)?.restarts ?? 0, outcome.restarts);
});
