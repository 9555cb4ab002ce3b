import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { checkStudy } from "../../../../src/study/file/check.js";
import { planStudy } from "../../../../src/study/index.js";
import { changed, gaussianStudy, particleStudy, slicedStudy, stateStudy } from "../run/state-studies.js";
import { boxStudy } from "../scratch.js";

test("a study of states gets every default", (t) => {
  const { model, functional: _ } = { ...gaussianStudy, functional: undefined };
  const study = stateStudy({ id: "least", model, scheme: { name: "sliced" } });
  t.deepEqual(study.scheme, { name: "sliced", directions: 64, rule: "uniform", seed: 1, tolerance: 1e-14 });
  t.deepEqual(study.reference, [{ kind: "limit", geometry: "sliced", dilation: 1, continuum: false }]);
  t.deepEqual(study.errors, ["W2"]);
  const spatial = stateStudy({
    id: "least",
    model: { ...model, dimension: 3, state: { kind: "gaussian" } },
    scheme: { name: "sliced" },
  });
  t.like(spatial.scheme, { rule: "random" });
  t.deepEqual(spatial.model.state, { kind: "gaussian", mean: 0, covariance: 1 });
  t.deepEqual(stateStudy(study), study);
});

test("the limit is what errors are distances to, an iterate beside it is a second reference", (t) => {
  const both = planStudy(stateStudy({ ...gaussianStudy, reference: [{ kind: "iterate" }, { kind: "limit" }] }));
  t.is(both.reference.kind, "limit");
  t.is(both.iterate?.kind, "iterate");
  const only = planStudy(stateStudy({ ...gaussianStudy, reference: { kind: "iterate" } }));
  t.is(only.reference.kind, "iterate");
  t.is(only.iterate, undefined);
});

const particles = (state: object): object =>
  changed(particleStudy, ["model", "state"], { kind: "particles", ...state });

const refused: readonly (readonly [title: string, raw: object, path: string, message: RegExp])[] = [
  [
    "a state with a scheme of densities",
    changed(gaussianStudy, ["scheme"], { name: "jko" }),
    "scheme.name",
    /made for states.*sliced, input-convex, gromov/,
  ],
  [
    "a density with a scheme of states",
    { ...boxStudy, scheme: { name: "gromov" } },
    "model.potential|model.state|model.energy",
    /./,
  ],
  [
    "an unknown key of a state",
    changed(gaussianStudy, ["model", "state", "covarience"], 1),
    "model.state.covarience",
    /Did you mean 'covariance'/,
  ],
  [
    "an unknown key of a scheme",
    changed(slicedStudy, ["scheme", "direction"], 8),
    "scheme.direction",
    /Did you mean 'directions'/,
  ],
  [
    "a singular covariance",
    changed(
      gaussianStudy,
      ["model", "state", "covariance"],
      [
        [1, 1],
        [1, 1],
      ],
    ),
    "model.state.covariance",
    /positive definite/,
  ],
  [
    "a covariance that is not symmetric",
    changed(
      gaussianStudy,
      ["model", "state", "covariance"],
      [
        [1, 0.5],
        [0.2, 1],
      ],
    ),
    "model.state.covariance",
    /symmetric/,
  ],
  [
    "a covariance of another dimension",
    changed(gaussianStudy, ["model", "dimension"], 3),
    "model.state.covariance",
    /3 by 3/,
  ],
  ["a single particle", particles({ count: 1 }), "model.state.count", /single particle/],
  [
    "particles that coincide",
    particles({
      sample: "points",
      points: [
        [0, 1],
        [0, 1],
      ],
    }),
    "model.state.points[1]",
    /0 and 1 coincide/,
  ],
  [
    "a functional that is zero",
    changed(gaussianStudy, ["model", "functional"], {}),
    "model.functional",
    /nothing would move/,
  ],
  [
    "an entropy of particles",
    changed(particleStudy, ["model", "functional", "entropy"], 1),
    "model.functional.entropy",
    /particles/,
  ],
  [
    "a functional that a rotation changes",
    changed(particleStudy, ["model", "functional", "potential"], "x1^2"),
    "model.functional.potential",
    /rotation/,
  ],
  ["cells without a grid", changed(gaussianStudy, ["sweep", "cells"], 10), "sweep.cells", /there are no cells/],
  ["an error of densities", { ...gaussianStudy, errors: ["Linf"] }, "errors[0]", /densities on a mesh/],
  [
    "an energy that the reference does not have",
    { ...gaussianStudy, errors: ["energy"] },
    "errors[0]",
    /particles without entropy/,
  ],
  [
    "two limits",
    { ...gaussianStudy, reference: [{ kind: "limit" }, { kind: "limit" }] },
    "reference[1].kind",
    /repeated/,
  ],
  [
    "a parameter that is no number",
    changed(slicedStudy, ["sweep"], { axis: "parameter", path: "scheme.rule", values: [1], steps: 2 }),
    "sweep.path",
    /no number.*scheme.directions/,
  ],
  [
    "a parameter outside model and scheme",
    changed(slicedStudy, ["sweep"], { axis: "parameter", path: "baseline.factor", values: [1], steps: 2 }),
    "sweep.path",
    /no number/,
  ],
  [
    "values from fine to coarse",
    changed(slicedStudy, ["sweep"], { axis: "parameter", path: "scheme.directions", values: [8, 4], steps: 2 }),
    "sweep.values[1]",
    /coarse to fine.*increasing/,
  ],
  [
    "a value that the study refuses",
    changed(slicedStudy, ["sweep"], { axis: "parameter", path: "scheme.directions", values: [4, 4.5], steps: 2 }),
    "sweep.values[1]",
    /refused: scheme.directions/,
  ],
  ["seeds of a scheme that has none", changed(gaussianStudy, ["sweep", "seeds"], 4), "sweep.seeds", /no seed/],
  [
    "a continuum of what is no sample",
    { ...gaussianStudy, reference: { kind: "limit", continuum: true } },
    "model.state",
    /normal sample/,
  ],
];
for (const [title, raw, path, message] of refused) {
  test(`refused, with path and remedy: ${title}`, (t) => {
    const error = t.throws(() => planStudy(checkStudy(raw)), { instanceOf: InputError });
    t.true(path.split("|").includes(error?.context.path ?? ""), `${error?.context.path}: ${error?.message}`);
    t.regex(error?.message ?? "", message);
  });
}

test("a parameter sweep is one study per value, the sizes its orders are taken in beside them", (t) => {
  const sweep = { axis: "parameter", path: "scheme.directions", values: [4, 16], steps: 2 };
  const plan = planStudy(stateStudy(changed(slicedStudy, ["sweep"], sweep)));
  t.deepEqual(
    plan.levels.map(({ parameter }) => parameter),
    [
      { path: "scheme.directions", value: 4, size: 1 / 4 },
      { path: "scheme.directions", value: 16, size: 1 / 16 },
    ],
  );
  t.deepEqual(
    plan.levels.map(({ variant: { scheme } }) => "directions" in scheme && scheme.directions),
    [4, 16],
  );
  const amplitudes = { ...sweep, path: "model.finalTime", values: [1, 0.5], size: "value" };
  const inTime = planStudy(stateStudy(changed(slicedStudy, ["sweep"], amplitudes)));
  t.deepEqual(
    inTime.levels.map(({ parameter }) => parameter?.size),
    [1, 0.5],
  );
});

test("a swept final time or domain sets the step size and the mesh width of its level", (t) => {
  const times = { axis: "parameter", path: "model.finalTime", values: [1, 0.5], size: "value", steps: 4 };
  const states = planStudy(stateStudy(changed(slicedStudy, ["sweep"], times)));
  t.deepEqual(
    states.levels.map(({ tau }) => tau),
    [0.25, 0.125],
  );
  const onMesh = planStudy(checkStudy({ ...boxStudy, sweep: { ...times, cells: 10 } }));
  t.deepEqual(
    onMesh.levels.map(({ tau }) => tau),
    [0.25, 0.125],
  );
  const domain = { ...times, path: "model.domain[0][1]", cells: 10 };
  t.deepEqual(
    planStudy(checkStudy({ ...boxStudy, reference: { kind: "same-mesh" }, sweep: domain })).levels.map(({ h }) => h),
    [0.1, 0.05],
  );
});

test("what does not fit into memory, and numbers beyond reason, are refused", (t) => {
  const study = stateStudy(changed(particleStudy, ["model", "state", "count"], 100_000));
  const error = t.throws(() => planStudy(study, 1e8), { instanceOf: InputError });
  t.is(error?.context.path, "model.state");
  t.regex(error?.message ?? "", /100 MB are available.*fewer particles/);
  t.throws(() => stateStudy(changed(particleStudy, ["model", "state", "count"], 1e9)), {
    message: /model.state.count/,
  });
});
