import test from "ava";
import { runStudy, type Study } from "../../../../src/study/index.js";
import { localPool } from "../../../support/local-pool.js";
import { each } from "../../../support/matchers.js";
import { boxWith } from "../scratch.js";
import { gaussianStudy, stateStudy } from "./state-studies.js";

/** References that are computed for a study, and its levels. */
async function judged(study: Study) {
  const finished: string[] = [];
  const onEvent = (event: { readonly type: string; readonly kind?: string }): void => {
    if (event.type === "reference-finished") finished.push(event.kind ?? "");
  };
  const { levels } = await runStudy(study, { jobs: 1, store: false, onEvent }, localPool);
  return { finished, levels };
}

const grid = stateStudy({
  ...gaussianStudy,
  id: "grid",
  model: {
    domain: [[-4, 4]],
    state: { kind: "grid" },
    initial: "exp(-x^2)",
    functional: { potential: { matrix: 1 }, entropy: 1 },
    finalTime: 0.1,
  },
  scheme: { name: "sliced", directions: 2 },
  reference: [{ kind: "limit" }, { kind: "iterate" }],
  sweep: { axis: "h", steps: 1, cells: [10, 20] },
  errors: ["L1"],
});

test("references of states on a grid start from its cells: one per mesh and kind, and every level has its errors", async (t) => {
  const { finished, levels } = await judged(grid);
  t.deepEqual(finished.sort(), ["iterate", "iterate", "limit", "limit"]);
  each(t, levels, ({ errors, iterateErrors }) => Number.isFinite(errors.L1) && Number.isFinite(iterateErrors?.L1));
});

test("levels of states without cells share their references", async (t) => {
  const { finished } = await judged(stateStudy(gaussianStudy));
  t.deepEqual(finished.sort(), ["iterate", "limit"]);
});

test("levels on meshes share one reference, whatever their cells, and have no second one", async (t) => {
  const sweep = { axis: "h", steps: 2, cells: [10, 20] };
  const { finished, levels } = await judged(boxWith({ sweep, reference: { kind: "spectral" } }));
  t.deepEqual(finished, ["spectral"]);
  each(t, levels, ({ errors, iterateErrors }) => Number.isFinite(errors.L1) && iterateErrors === undefined);
});
