/* The example of the README, and a step by hand, through the package's own entry point. */
import test from "ava";
import {
  createModel,
  discretize,
  InputError,
  jkoStep,
  loadStudy,
  observedOrders,
  runStudy,
  toTable,
} from "../../src/index.js";
import { near } from "../support/matchers.js";

test("a study runs through the library, as in the README", async (t) => {
  const { study } = loadStudy("studies/box-modes.yaml", { set: ["sweep.cells=50", "sweep.steps=[4,8,16,32,64]"] });
  const record = await runStudy(study, { jobs: 2, store: false });
  near(t, record.fits.L1?.order, 1, 0.1);
  t.regex(toTable(record), /box-modes/);
  const orders = observedOrders(record.levels, ["L1"], "tau").map((level) => level.orders.L1);
  t.deepEqual(
    orders,
    record.levels.map((level) => level.orders.L1),
  );
});

test("a single step runs through the library and conserves mass", (t) => {
  const model = createModel({ domain: [[0, 1]], potential: "x", initial: "1 + 0.5*cos(pi*x)", finalTime: 0.1 });
  const problem = discretize(model, [50]);
  const { status, density } = jkoStep(problem, problem.initial, 0.1);
  t.is(status, "converged");
  t.throws(() => jkoStep(problem, problem.initial, -1), { instanceOf: InputError });
  t.throws(() => jkoStep(problem, new Float64Array(3), 1), { instanceOf: InputError });
  near(t, density.reduce((sum, f) => sum + f, 0) * problem.mesh.cellVolume, 1, 1e-14);
});
