import { join } from "node:path";
import test from "ava";
import { loadStudy, planStudy, type StudyPlan } from "../../../../src/study/index.js";
import { forecastOf } from "../../../../src/study/plan/forecast.js";
import { above, atMost, below, near } from "../../../support/matchers.js";

function planOf(id: string, ...set: string[]): StudyPlan {
  return planStudy(loadStudy(join("studies", `${id}.yaml`), { set }).study);
}

const machine = { speed: 1, jobs: 1 };

test("forecast: time is inverse to the speed of the machine, memory has nothing to do with it", (t) => {
  const plan = planOf("box-modes");
  const [slow, fast] = [0.5, 2].map((speed) => forecastOf(plan, { ...machine, speed }));
  near(t, slow.seconds, 4 * fast.seconds, { relative: 1e-12 });
  t.is(slow.bytes, fast.bytes);
});

test("forecast: jobs share the time, down to that of the longest, and take memory each", (t) => {
  const plan = planOf("fokker-planck-joint");
  const [one, two, many] = [1, 2, 1000].map((jobs) => forecastOf(plan, { ...machine, jobs }));
  t.is(one.seconds, one.secondsAlone);
  t.is(many.secondsAlone, one.secondsAlone);
  below(t, two.seconds, 0.8 * one.seconds);
  atMost(t, many.seconds, two.seconds);
  above(t, many.seconds, 0.2 * one.seconds);
  above(t, two.bytes, one.bytes + 1e7);
});

test("forecast: finer meshes, more steps, fronts and inner loops take longer", (t) => {
  const secondsOf = (id: string, ...set: string[]): number => forecastOf(planOf(id, ...set), machine).seconds;
  above(t, secondsOf("box-modes", "sweep.cells=2000"), 2 * secondsOf("box-modes"));
  above(t, secondsOf("box-modes", "sweep.steps=[1000,2000]"), 1.5 * secondsOf("box-modes"));
  above(t, secondsOf("exchange-next"), secondsOf("mobility-logarithmic") + 0.3);
  above(t, secondsOf("barenblatt-confined"), 2 * secondsOf("ornstein-uhlenbeck"));
});

test("forecast: a second reference and runs of the error budget count", (t) => {
  const plan = planOf("box-modes");
  const { budget: _, ...without } = plan;
  above(t, forecastOf(plan, machine).seconds, forecastOf(without, machine).seconds + 0.3);
  const [level] = plan.levels.slice(-1);
  const twice = {
    ...plan,
    reference: { kind: "finite-volume", cells: [800] },
    iterate: { kind: "finite-volume", cells: [800] },
  } as StudyPlan;
  const once = { ...plan, reference: { kind: "finite-volume", cells: [800] } } as StudyPlan;
  t.is(level.cells[0], 200);
  above(t, forecastOf(twice, machine).seconds, forecastOf(once, machine).seconds + 0.1);
});
