import test from "ava";
import { createMesh } from "../../../../src/model/mesh.js";
import { momentsOf, type State } from "../../../../src/model/states/state.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { createDirections } from "../../../../src/schemes/sliced/directions.js";
import { cellPotential, createGridMovement } from "../../../../src/schemes/sliced/grid-functional.js";
import { createProjection } from "../../../../src/schemes/sliced/projection.js";
import { createSliced } from "../../../../src/schemes/sliced/sliced.js";
import { above, atMost, below, each, near } from "../../../support/matchers.js";
import { bruteLine, histogram } from "./histograms.js";
import { compassSearch, largestDifference, optionsOf, positiveRoot, problemOf, walk } from "./setting.js";

const well = { potential: "x1^4/4 - x1^2/2 + 0.3 x1", entropy: 0.7 };
const line = { state: { kind: "grid" }, domain: [[-3, 3]], finalTime: 1 } as const;

test("the cell averages of exp(-V / s) stay where they are, and cost nothing", (t) => {
  const problem = problemOf(
    {
      ...line,
      initial: "exp(-(x^4/4 - x^2/2 + 0.3*x)/0.7)",
      functional: { ...well, potential: "x1^4/4 - x1^2/2 + 0.3*x1" },
    },
    [60],
  );
  const plane = problemOf(
    {
      state: { kind: "grid" },
      domain: [
        [-4, 4],
        [-3, 4],
      ],
      finalTime: 1,
      initial: "exp(-x^2/2 - (y-0.5)^2/2)",
      functional: { potential: { matrix: 1, centre: [0, 0.5] }, entropy: 1 },
    },
    [24, 20],
  );
  for (const { values, reports, initial } of [problem, plane].map((one) => ({
    ...walk(createSliced(one, optionsOf({ directions: 9 })), one.initial.values, 2),
    initial: one.initial.values,
  }))) {
    t.is(reports.at(-1)?.status, "converged");
    below(t, reports[0]?.cost, 1e-20);
    below(t, reports[0]?.gap, 1e-20);
    below(t, largestDifference(values, initial), 1e-12);
  }
});

test("four cells: a step is the minimum that a search without derivatives finds, within its gap", (t) => {
  for (const cells of [[4], [2, 2]]) {
    const domain = cells.map(() => [0, 1] as const);
    const functional = { potential: cells.length === 1 ? "3*x1" : "3*x1 + x2^2", entropy: 0.5 };
    const initial = cells.length === 1 ? "1 + 2*x^2" : "1 + 2*x*y";
    const problem = problemOf({ state: { kind: "grid" }, domain, initial, functional, finalTime: 1 }, cells);
    const options = optionsOf({ tau: 0.2, directions: 3 });
    const stepper = createSliced(problem, options);
    const { mesh } = problem.initial.layout as Extract<State["layout"], { kind: "grid" }>;
    const previous = problem.initial.values.map((value) => value / 4);
    const distance = bruteMovement(mesh, previous, createDirections(cells.length, options).ofStep(0));
    const potential = cellPotential(mesh, problem.functional);
    const objective = (logs: Float64Array): number => {
      const masses = softmax(logs);
      const local = masses.reduce((sum, p, c) => sum + p * (potential[c] + 0.5 * Math.log(4 * p)), 0);
      return distance(masses) / 0.4 + local;
    };
    const found = compassSearch(objective, new Float64Array(3), 0.3, 1e-6);
    const { values, reports } = walk(stepper, problem.initial.values, 1);
    t.is(reports[0]?.status, "converged");
    below(
      t,
      largestDifference(
        softmax(found.x),
        values.map((value) => value / 4),
      ),
      1e-4,
      String(cells),
    );
    const own = objective(Float64Array.from([1, 2, 3], (c) => Math.log(values[c] / values[0])));
    near(t, own, stepper.energy(values) + reports[0]?.cost, 1e-6);
    atMost(t, own, found.value + reports[0]?.gap + 1e-12);
  }
});

test("the derivatives of the movement by cell masses agree with differences in the plane", (t) => {
  const random = seededRandom(11);
  const mesh = createMesh(
    [
      [0, 1],
      [0, 2],
    ],
    [3, 4],
  );
  const movement = createGridMovement(mesh, true);
  const [p, q] = [histogram(12, random), histogram(12, random)];
  movement.begin(createDirections(2, { directions: 6, rule: "uniform", seed: 1 }).ofStep(0), q);
  const [gradient, product, forth, back] = Array.from({ length: 4 }, () => new Float64Array(12)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const change = p.map((_, c) => (c === 5 ? 1 : c === 2 ? -1 : 0));
  const along = (h: number, out: Float64Array) =>
    movement.squaredDistance(
      p.map((x, c) => x + h * change[c]),
      1,
      out,
    );
  const h = 1e-5;
  const slope = (along(h, forth) - along(-h, back)) / (2 * h);
  movement.squaredDistance(p, 1, gradient);
  movement.curvatureProduct(change, 1, product);
  near(t, slope - gradient[5] + gradient[2], 0, 1e-8);
  for (let c = 1; c < 12; c++) {
    const expected = (forth[c] - forth[0] - back[c] + back[0]) / (2 * h);
    near(t, expected - product[c] + product[0], 0, 1e-5);
  }
});

test("in one dimension a step of a Gaussian is the exact one up to O(h²)", (t) => {
  const sigma = positiveRoot(1.2, -0.5, -0.2);
  const misses = [48, 96].map((cells) => {
    const spec = {
      ...line,
      domain: [[-6, 6]] as const,
      initial: "exp(-(x-1)^2/0.5)",
      functional: { potential: { matrix: 1 }, entropy: 1 },
    };
    const problem = problemOf(spec, [cells]);
    const { layout, values: start } = problem.initial;
    const { values, reports } = walk(createSliced(problem, optionsOf({ tau: 0.2 })), start, 1);
    t.is(reports[0]?.status, "converged");
    const { mean, covariance } = momentsOf({ layout, values });
    return [mean[0] - 1 / 1.2, covariance[0] - sigma ** 2];
  });
  for (const k of [0, 1]) {
    const [coarse, fine] = misses.map((miss) => Math.abs(miss[k])) as [number, number];
    // At 96 cells h = 1/8.
    below(t, fine, 0.25 / 8 ** 2, `${k}: ${coarse}, ${fine}`);
    above(t, Math.log2(coarse / fine), 1.8, `${k}: ${coarse}, ${fine}`);
  }
});

test("in the plane a grid follows the Gaussian of the same scheme", (t) => {
  const functional = {
    potential: {
      matrix: [
        [1.2, 0.5],
        [0.5, 0.6],
      ],
    },
    entropy: 1,
  } as const;
  const state = {
    kind: "gaussian",
    mean: [0.4, 0],
    covariance: [
      [0.6, 0],
      [0, 1.2],
    ],
  } as const;
  const options = optionsOf({ tau: 0.1, directions: 16 });
  const exact = problemOf({ dimension: 2, state, functional, finalTime: 1 });
  const gaussian = walk(createSliced(exact, options), exact.initial.values, 2).values;
  const initial = "exp(-(x-0.4)^2/1.2 - y^2/2.4)";
  const problem = problemOf(
    {
      state: { kind: "grid" },
      domain: [
        [-5, 5],
        [-6, 6],
      ],
      initial,
      functional,
      finalTime: 1,
    },
    [40, 48],
  );
  const { values, reports, excess } = walk(createSliced(problem, options), problem.initial.values, 2);
  t.is(reports.length, 2);
  each(t, reports, ({ status }) => status === "converged");
  below(t, excess, 1e-13);
  const { mean, covariance } = momentsOf({ layout: problem.initial.layout, values });
  const miss = largestDifference([...mean, ...covariance], gaussian);
  below(t, miss, 1.5e-2);
});

test("a density with compact support: every step is certified, positive, of mass 1, and decreases", (t) => {
  const spec = {
    ...line,
    initial: "abs(x-1) < 0.5 ? 1 : 0",
    functional: { ...well, potential: "x1^4/4 - x1^2/2 + 0.3*x1" },
  };
  const problem = problemOf(spec, [90]);
  for (const tau of [1, 0.05, 0.002]) {
    const stepper = createSliced(problem, optionsOf({ tau, steps: 100 }));
    const { values, reports, excess } = walk(stepper, problem.initial.values, 10);
    t.is(reports.length, 10, String(tau));
    each(t, reports, ({ status, gap }) => status === "converged" && gap >= 0 && gap < 1e-12, String(tau));
    below(t, excess, 1e-13);
    each(t, values, (value) => value > 0);
    near(
      t,
      values.reduce((sum, value) => sum + value, 0),
      15,
      { relative: 1e-14 },
    );
  }
});

test("random directions on a grid: converged, and equal for equal seeds", (t) => {
  const spec = {
    state: { kind: "grid" },
    domain: [
      [0, 1],
      [0, 1],
    ],
    initial: "1 + x",
    functional: { potential: "x1*x2", entropy: 0.5 },
    finalTime: 1,
  } as const;
  const problem = problemOf(spec, [8, 8]);
  const run = (seed: number) =>
    walk(createSliced(problem, optionsOf({ rule: "random", directions: 12, seed })), problem.initial.values, 2);
  t.is(run(1).reports.at(-1)?.status, "converged");
  t.deepEqual(run(1).values, run(1).values);
  above(t, largestDifference(run(1).values, run(2).values), 1e-6);
});

function bruteMovement(mesh: ReturnType<typeof createMesh>, previous: Float64Array, vectors: Float64Array) {
  const { directions, offsets, widths, project } = createProjection(mesh, vectors);
  const bins = offsets[directions];
  const [now, last] = [new Float64Array(bins), new Float64Array(bins)];
  return (masses: Float64Array): number => {
    project(masses, now);
    project(previous, last);
    let sum = 0;
    for (let l = 0; l < directions; l++) {
      const part = (values: Float64Array) => values.subarray(offsets[l], offsets[l + 1]);
      sum += bruteLine(part(now), part(last), widths[l]) / directions;
    }
    return sum;
  };
}

/** Probabilities proportional to 1 and the exponentials of the others. */
function softmax(logs: Float64Array): Float64Array {
  const values = Float64Array.from([0, ...logs], Math.exp);
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}
