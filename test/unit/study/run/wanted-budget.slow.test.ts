import test from "ava";
import { checkMeshStudy, checkStudy } from "../../../../src/study/file/check.js";
import { studyHash } from "../../../../src/study/file/study-hash.js";
import { planStudy, runStudy } from "../../../../src/study/index.js";
import { atLeast, atMost } from "../../../support/matchers.js";
import { boxStudy } from "../scratch.js";

const boxWith = (changes: object) => checkMeshStudy({ ...boxStudy, ...changes });
const large = { axis: "tau", steps: [256, 512, 1024, 2048], cells: 400 } as const;
const small = { axis: "tau", steps: [4, 8, 16, 32], cells: 40 } as const;
const decay = "exp(-pi^2*t)";
const given = (factor: string) => {
  const density = `1 + 0.5*${factor}*cos(pi*x)`;
  return { model: oneLayer, reference: { kind: "formula", density }, sweep: small };
};
const oneLayer = { domain: [[0, 1]], potential: 0, initial: "1 + 0.5*cos(pi*x)", finalTime: 0.1 };

const planOf = (changes: object) => planStudy(boxWith(changes), 1e12).budget;
const countsOf = (changes: object) => {
  const { limits, finer } = planOf(changes);
  return [limits.length, finer.length];
};

test("with none nothing runs beside the levels where the reference is computed, and levels that are finer runs do", (t) => {
  for (const reference of [{ kind: "spectral" }, { kind: "finite-volume", cells: 160 }]) {
    t.deepEqual(countsOf({ sweep: small, budget: "none", reference }), [0, 0]);
  }
  const tensor = { axis: "tensor", steps: [4, 8], cells: [10, 20, 30] };
  t.deepEqual(
    planOf({ sweep: tensor, budget: "none" }).finer.map(({ other }) => other),
    [2, 3],
  );
});

test("with none a formula and a table are still checked: a limit for every mesh, and its cheapest finer run", (t) => {
  t.deepEqual(countsOf({ ...given(decay), budget: "none" }), [1, 1]);
  const joint = { axis: "joint", steps: [4, 8], cells: [10, 30] };
  t.deepEqual(countsOf({ ...given(decay), sweep: joint, budget: "none" }), [2, 2]);
});

test("cheap is what a study without a budget has; full runs everything", (t) => {
  t.deepEqual(countsOf({ sweep: large, budget: "cheap" }), countsOf({ sweep: large }));
  const [, cheap] = countsOf({ sweep: large }) as [number, number];
  const [limits, full] = countsOf({ sweep: large, budget: "full" }) as [number, number];
  atMost(t, cheap, 3);
  t.deepEqual([limits, full], [1, 4]);
});

test("a study with the budget that it has anyway is the same study, with another one another", (t) => {
  const hash = (changes: object) => studyHash(boxWith(changes));
  t.is(hash({ budget: "cheap" }), hash({}));
  t.not(hash({ budget: "none" }), hash({}));
  t.not(hash({ budget: "full" }), hash({}));
});

test("a study of states has no budget to be left out: it stays the same study", (t) => {
  const state = {
    id: "gaussian",
    model: { dimension: 1, state: { kind: "gaussian" }, functional: { entropy: 1 }, finalTime: 1 },
    scheme: { name: "sliced" },
  };
  t.is(studyHash(checkStudy({ ...state, budget: "none" })), studyHash(checkStudy(state)));
});

test("levels are the same tasks whatever the budget", (t) => {
  const tasks = (budget: string) => planStudy(boxWith({ sweep: small, budget })).levels.map(({ task }) => task);
  t.deepEqual(tasks("none"), tasks("full"));
});

test("with none the verdict says that time and mesh are not told apart, and no level has either error", async (t) => {
  const { levels, verdict } = await runStudy(boxWith({ budget: "none" }), { jobs: 1, store: false });
  t.deepEqual(
    levels.flatMap(({ timeError, meshError }) => [timeError, meshError]).filter((value) => !Number.isNaN(value)),
    [],
  );
  t.regex(verdict.warnings.join("\n"), /not told apart \(budget: none\)/);
});

test("with none a formula that is not the limit is found out, and one that is passes", async (t) => {
  const run = async (factor: string) => {
    const study = boxWith({ ...given(factor), budget: "none", expect: [] });
    return (await runStudy(study, { jobs: 1, store: false })).verdict;
  };
  const right = await run(decay);
  t.is(right.exitCode, 0, right.reasons.join("\n"));
  t.notRegex(right.warnings.join("\n"), /budget/);
  const wrong = await run("exp(-1.3*pi^2*t)");
  t.is(wrong.exitCode, 4);
  t.regex(wrong.reasons.join("\n"), /the reference is not the limit of this scheme/);
});

test("with none a formula whose check costs more than the levels leaves the study unjudged", async (t) => {
  // One step: the limit alone takes far more.
  const sweep = { axis: "tau", steps: [1, 2], cells: 4000 };
  const changes = { ...given(decay), sweep, expect: [] };
  atLeast(t, planOf({ ...changes, budget: "full" }).limits.length, 1);
  const plan = planOf({ ...changes, budget: "none" });
  t.is(plan.limits.length, 0);
  const { verdict, findings } = await runStudy(boxWith({ ...changes, budget: "none" }), { jobs: 1, store: false });
  t.is(verdict.exitCode, 4);
  t.regex(verdict.reasons.join("\n"), /unjudged: the reference is given by a formula/);
  t.true(findings.some(({ outcome }) => outcome === "failed"));
});
