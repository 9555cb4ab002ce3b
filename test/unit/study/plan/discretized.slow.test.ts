import { join } from "node:path";
import test from "ava";
import { layoutKind } from "../../../../src/model/states/layouts.js";
import type { StateLayout } from "../../../../src/model/states/state.js";
import { loadStudy, planStudy } from "../../../../src/study/index.js";
import { above, near } from "../../../support/matchers.js";

/** What moves, and how many numbers a level has of it. */
const kinds: readonly (readonly [id: string, kind: StateLayout["kind"], numbers: number, points: number])[] = [
  ["exchange-next", "grid", 300, 300],
  ["sliced-grid", "grid", 20 * 20, 20 * 20],
  ["sliced-gaussian", "gaussian", 6, 1],
  ["gromov-particles", "particles", 24, 12],
  ["search-graph", "nodes", 12, 1],
];

for (const [id, kind, numbers, points] of kinds) {
  test(`${id}: the layout of a level says how its states are read, whatever they are`, (t) => {
    const { study, levels } = planStudy(loadStudy(join("studies", `${id}.yaml`)).study);
    const [{ on, steps, cost }] = levels;
    const layout = on.layout();
    const { initial } = on.bind(steps).accounts;
    t.is(layout.kind, kind);
    t.is(initial.length, numbers);
    t.is(layoutKind(layout).points(layout), points);
    near(t, layoutKind(layout).mass(layout, initial), on.mass(), { relative: 1e-14 });
    near(t, cost, steps * on.work(), { relative: 1e-14 });
    above(t, on.memory(2), on.memory(1));
    t.is(on.solverPower === undefined, id === "exchange-next");
    const state = { layout, values: initial };
    near(t, on.distance(study.errors[0], state, state), 0, 1e-14);
  });
}
