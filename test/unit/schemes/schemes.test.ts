import test from "ava";
import { InputError } from "../../../src/errors.js";
import { createModel } from "../../../src/model/model.js";
import { stateKinds } from "../../../src/model/states/kinds/kinds.js";
import { descriptionSection } from "../../../src/report/page/model-section.js";
import { meshScheme, meshSchemes, stateScheme, stateSchemes } from "../../../src/schemes/schemes.js";
import { checkStudy } from "../../../src/study/file/check.js";
import { isOfStates } from "../../../src/study/file/schema.js";
import { above, each } from "../../support/matchers.js";

const needed: Readonly<Record<string, object>> = { inertial: { damping: 1 }, search: { objective: "x1^2" } };
const layers = { nodes: ["a", "b"], edges: [["a", "b", 3]] };
const onMesh = (axes: number) => ({
  ...{ domain: Array.from({ length: axes }, () => [0, 1]), graph: layers, potential: "x", initial: 1, finalTime: 1 },
  exchange: { mobility: "geometric" },
});
const gaussians = { dimension: 2, state: { kind: "gaussian" }, functional: { entropy: 1 }, finalTime: 1 };
const nodes = { dimension: 2, state: { kind: "nodes" }, graph: layers, finalTime: 1 };

test("the name of a scheme is that of its schema, and no two have the same", (t) => {
  const all = [...meshSchemes, ...stateSchemes];
  for (const { name, schema } of all) t.is<string, string>(schema.parse({ name, ...needed[name] }).name, name);
  t.is(new Set(all.map(({ name }) => name)).size, all.length);
});

for (const { name } of meshSchemes) {
  test(`${name}: a study with nothing but its name is complete, can be described, and says what it tends to`, (t) => {
    for (const axes of [1, 2]) {
      const study = checkStudy({ id: "study", model: onMesh(axes), scheme: { name, ...needed[name] } });
      if (isOfStates(study)) return t.fail();
      const known = meshScheme(study.scheme);
      t.is(known.name, name);
      t.regex(descriptionSection(known.describe(study.scheme, study.model)), /takes steps of size/);
      above(t, known.work(study.scheme, 2), 0);
      const limit = known.limit(study.scheme);
      if (limit.kind === "inertial") t.is(limit.inertia(createModel(study.model)).initialPotential.length, 2);
    }
  });
}

for (const { name, moves } of stateSchemes) {
  test(`${name}: a study with nothing but its name is complete and can be described`, (t) => {
    const model = name === "search" ? nodes : gaussians;
    const study = checkStudy({ id: "study", model, scheme: { name, ...needed[name] } });
    if (!isOfStates(study)) return t.fail();
    const known = stateScheme(study.scheme);
    t.is(known.name, name);
    t.regex(descriptionSection(known.describe(study.scheme, study.model)), /<math/);
    each(t, study.reference, ({ geometry }) => geometry === known.geometry);
    t.deepEqual(study.errors, [...known.errors]);
  });

  test(`${name}: states that it does not move are refused, and those that it moves are named`, (t) => {
    above(t, moves.length, 0);
    for (const { name: kind } of stateKinds) {
      if (([...moves] as string[]).includes(kind)) continue;
      const study = { id: "study", model: { ...modelOf(kind) }, scheme: { name, ...needed[name] } };
      const error = t.throws(() => checkStudy(study), { instanceOf: InputError });
      t.is(error?.context.path, "model.state.kind");
      t.is(error?.context.value, kind);
      each(t, moves, (moved) => error?.context.remedy?.includes(moved) === true);
    }
  });
}

/** As much of a model of states as its schema asks for. */
function modelOf(kind: string): object {
  const states: Readonly<Record<string, object>> = {
    particles: { kind, sample: "ring", count: 4 },
    barenblatt: { kind, scale: 1 },
  };
  const places: Readonly<Record<string, object>> = {
    grid: { domain: [[0, 1]], initial: 1 },
    nodes: { dimension: 2, graph: layers },
  };
  const state = states[kind] ?? { kind };
  return { state, functional: { entropy: 1 }, finalTime: 1, ...(places[kind] ?? { dimension: 2 }) };
}
