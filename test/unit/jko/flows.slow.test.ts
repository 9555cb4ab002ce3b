/*
 * The iteration on flows and potential of two axes: faces against the masses they sweep, and steps that the dual
 * iteration takes too long for.
 */
import test from "ava";
import { displacementFor, fillLimits, visitFaces } from "../../../src/jko/flows/faces.js";
import { createJko } from "../../../src/jko/index.js";
import { createSweptTransport } from "../../../src/jko/transport/swept.js";
import { sweepFar } from "../../../src/jko/transport/swept-face.js";
import type { ModelSpec } from "../../../src/model/model.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { above, atMost, each, near } from "../../support/matchers.js";
import { problemOf } from "../../support/runs.js";

const front: ModelSpec = {
  domain: [
    [-1, 2],
    [0, 1.3],
  ],
  graph: { nodes: ["a", "b"], edges: [["a", "b", 1]] },
  potential: "8*sin(3*x + 2*y)",
  exchange: { mobility: "arithmetic" },
  initial: { a: "1 + 0.999*tanh(20*(x - 0.3))", b: "max(0, x*y - 0.3)" },
  finalTime: 0.1,
};

test("the displacement for a mass sweeps that mass, over several cells and up to the walls", (t) => {
  const problem = problemOf(front, [9, 6]);
  const transport = createSweptTransport(problem.mesh, 2, 0.1);
  transport.load(problem.initial.map((f) => f + 1e-12));
  const [top, bottom] = [new Float64Array(transport.faceCount), new Float64Array(transport.faceCount)];
  fillLimits(transport.lines, top, bottom);
  const random = seededRandom(3);
  const reach = { q: 0, mass: 0, moment: 0, tangent: 0 };
  let far = 0;
  visitFaces(transport.lines, (lines, k, face, shift) => {
    const f = lines.first + k;
    for (const swept of [random() * top[f], -random() * bottom[f], 1e-14 * top[f], top[f], -bottom[f]]) {
      reach.q = displacementFor(lines, k, face, shift, swept);
      if (Math.abs(reach.q) > 1) far++;
      sweepFar(lines, k, face, shift, false, reach);
      near(t, Math.sign(reach.q) * reach.mass, swept, 1e-13 * Math.abs(swept) + 1e-300);
    }
  });
  above(t, far, 100);
});

/** Steps with their history, and the density after them. */
function run(spec: ModelSpec, cells: readonly [number, number], steps: number) {
  const problem = problemOf(spec, [...cells]);
  const density = problem.initial.slice();
  const stepper = createJko(problem, { tau: spec.finalTime, steps, tolerance: 1e-12 });
  stepper.keepHistory?.();
  const reports = Array.from({ length: steps }, () => stepper.step(density));
  return { problem, density, reports };
}

const cases: readonly [string, ModelSpec][] = [
  ["a front, vacuum and a steep potential", { ...front, finalTime: 0.5 }],
  ["faces that sweep their whole line", { ...front, potential: "8*x", finalTime: 8 }],
  ["the cosh cost", { ...front, exchange: { mobility: "geometric", cost: "cosh" }, finalTime: 0.5 }],
];
for (const [title, spec] of cases) {
  test(`flows and potential at once solve a step that is too long for the dual: ${title}`, (t) => {
    const { problem, density, reports } = run(spec, [20, 14], 2);
    for (const { status, gap, iterations, history = [] } of reports) {
      t.is(status, "converged");
      atMost(t, gap, 1e-12 * problem.mass);
      atMost(t, iterations, 60);
      above(t, history.length, 0);
    }
    t.true(reports[0].history?.some(({ phase }) => phase === "flows"));
    const mass = density.reduce((sum, f) => sum + f * problem.mesh.cellVolume, 0);
    near(t, mass, problem.mass, 1e-13 * problem.mass);
    each(t, density, (f) => f > 0);
  });
}

test("a rotated Gaussian that spreads takes at most 8 iterations per step", (t) => {
  const spec: ModelSpec = {
    domain: [
      [-6, 6],
      [-6, 6],
    ],
    potential: "(1.2*(x - 0.3)^2 + (x - 0.3)*(y + 0.2) + 0.6*(y + 0.2)^2)/2",
    initial: "exp(-(0.6*(x + 0.8)^2 + 0.6*(x + 0.8)*(y - 0.7) + 0.5*(y - 0.7)^2)/0.42)",
    finalTime: 0.1,
  };
  const { reports } = run(spec, [48, 48], 4);
  for (const { status } of reports) t.is(status, "converged");
  const iterations = reports.reduce((sum, report) => sum + report.iterations, 0) / reports.length;
  atMost(t, iterations, 8);
});
