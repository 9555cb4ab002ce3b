import test from "ava";
import { integrateNonStiff } from "../../../src/numerics/numeric-library.js";
import { integrateLimit } from "../../../src/reference/integrate.js";
import { createLimitSystem } from "../../../src/reference/limit-system.js";
import type { SameMeshFlux } from "../../../src/reference/types.js";
import { above, below, each, near } from "../../support/matchers.js";
import * as cases from "./problems.js";

const end = [{ n: 1, steps: 1 }];

function solve(sketch: cases.Sketch, cells: number, steps: number, flux: SameMeshFlux, rateCap?: number) {
  const problem = cases.discretize(sketch, cells);
  const system = createLimitSystem(problem, flux, rateCap);
  const result = integrateLimit(system, problem.initial, problem.finalTime, end, steps);
  return {
    problem,
    result,
    density: result.densities[0],
    companion: result.companions[0],
  };
}

for (const flux of ["slopes", "scharfetter-gummel", "upwind"] as const) {
  test(`${flux}: agrees with an explicit adaptive integrator on a coarse mesh, geometric mobility`, (t) => {
    const sketch: cases.Sketch = {
      ...cases.boxModes,
      mobility: "geometric",
      potential: (x, layer) => x * x * (1 + layer),
      initial: (x, layer) => 1 + 0.5 * Math.cos(Math.PI * x) - 0.2 * layer,
    };
    const { problem, density, companion } = solve(sketch, 12, 64, flux);
    const system = createLimitSystem(problem, flux);
    const rate = new Float64Array(system.size);
    const derivative = (y: readonly number[]) => {
      system.evaluate(Float64Array.from(y), rate);
      return Array.from(rate);
    };
    const options = { tolerance: 1e-11, maxIterations: 1e5 };
    const [expected] = integrateNonStiff(derivative, Array.from(problem.initial), [problem.finalTime], options);
    // Upwinding changes sides at some times: a kink, which costs extrapolation its last digits.
    const difference = cases.errorL1(problem, density, expected);
    below(t, difference, flux === "upwind" ? 1e-7 : 2e-9);
    const estimate = cases.errorL1(problem, density, companion);
    below(t, difference, estimate);
  });

  test(`${flux}: order 4 in the number of steps, the companion order 3, and their distance bounds the error`, (t) => {
    const exact = solve(cases.boxModes, 20, 192, flux).density;
    const errors = [8, 16, 32].map((steps) => {
      const { problem, density, companion } = solve(cases.boxModes, 20, steps, flux);
      return {
        fine: cases.errorL1(problem, density, exact),
        coarse: cases.errorL1(problem, companion, exact),
        estimate: cases.errorL1(problem, density, companion),
      };
    });
    const order = (key: "fine" | "coarse") => Math.log2(errors[1]?.[key] / errors[2]?.[key]);
    above(t, order("fine"), 3.5, JSON.stringify(errors));
    above(t, order("coarse"), 2.7, JSON.stringify(errors));
    for (const { fine, estimate } of errors) below(t, fine, estimate);
  });
}

const hard: [string, cases.Sketch][] = [
  ["Gaussian tails, unit mobility, three potentials", cases.threeLayers],
  ["Ornstein-Uhlenbeck on [-8, 8]", cases.ornsteinUhlenbeck],
  ["double well", cases.doubleWell],
  ["vacuum at a wall", cases.fp2d],
  [
    "a jump next to vacuum",
    { ...cases.boxModes, initial: (x, layer) => (x < 0.3 && layer === 0 ? 1 : 0), mobility: "unit" },
  ],
  [
    "one cell only, an empty layer, arithmetic mobility",
    { ...cases.boxModes, initial: (_, layer) => layer, mobility: "arithmetic" },
  ],
];
for (const [title, sketch] of hard) {
  for (const flux of ["slopes", "scharfetter-gummel"] as const) {
    // Limited slopes next to exact vacuum have a test of their own below.
    if (flux === "slopes" && title.startsWith("a jump")) continue;
    test(`${flux}: ${title}: converged, positive, mass exact, estimate small`, (t) => {
      for (const cells of title.startsWith("one cell") ? [1] : [50, 300]) {
        const { problem, result, density, companion } = solve(sketch, cells, 16, flux);
        t.is(result.status, "converged");
        each(t, density, (value) => value > 0);
        const mass = density.reduce((sum, value) => sum + value, 0) * problem.mesh.cellVolume;
        near(t, mass, problem.mass, 1e-12 * problem.mass, String(mass - problem.mass));
        const estimate = cases.errorL1(problem, density, companion);
        below(t, estimate, 2e-4 * problem.mass, `${cells} cells: ${estimate}`);
      }
    });
  }
}

test("slopes: an empty region is filled or reported, never left empty as 0 = 0", (t) => {
  const sides = [(x: number) => x < 0.3, (x: number) => x > 0.7];
  for (const isFull of sides) {
    const jump: cases.Sketch = { ...cases.boxModes, layers: 1, edges: [], initial: (x) => (isFull(x) ? 1 : 0) };
    const statuses = [8, 16, 512].map((steps) => {
      const { result, density } = solve(jump, 20, steps, "slopes");
      if (result.status === "converged") each(t, density, (value) => value > 0.1);
      return result.status;
    });
    // Limited slopes wet a region cell by cell on a time scale of h^2, which intermediate step sizes do not resolve.
    t.deepEqual(statuses, ["converged", "converged", "maxIterations"]);
  }
});

test("a hundredfold cap of the exchange rate changes nothing that can be measured in L1", (t) => {
  const { problem, density } = solve(cases.threeLayers, 100, 16, "scharfetter-gummel", 1e9);
  const other = solve(cases.threeLayers, 100, 16, "scharfetter-gummel", 1e11).density;
  const difference = cases.errorL1(problem, density, other);
  below(t, difference, 2e-13);
});

test("every demanded time is landed on: a run to 1/3 and 1 equals the run to 1/3 alone", (t) => {
  const problem = cases.discretize(cases.boxModes, 16);
  const system = createLimitSystem(problem, "scharfetter-gummel");
  const third = { n: 1, steps: 3 };
  const both = integrateLimit(system, problem.initial, 0.1, [{ n: 0, steps: 1 }, third, { n: 1, steps: 1 }], 6);
  const alone = integrateLimit(system, problem.initial, 0.1, [third], 6);
  t.is(both.densities.length, 3);
  t.deepEqual(both.densities[1], alone.densities[0]);
  below(t, cases.errorL1(problem, both.densities[0], problem.initial), 1e-14);
});
