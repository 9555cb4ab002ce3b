import test from "ava";
import { InputError } from "../../../../src/errors.js";
import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import { integrateNonStiff } from "../../../../src/numerics/numeric-library.js";
import { spreading } from "../../../../src/reference/states/barenblatt.js";
import { agree, compassSearch, gap, gaussianW2, matchedDistance, requestOf, solve, timeErrors } from "./support.js";

const nodes = { nodes: { rule: "random", count: 24, seed: 1 } } as const;

function profile(exponent: number, scale: number, finalTime: number, stiffness?: number, centre = 0): StateModelSpec {
  const potential = stiffness === undefined ? {} : { potential: { matrix: stiffness, centre: 0.3 } };
  return {
    dimension: 1,
    finalTime,
    state: { kind: "barenblatt", scale, centre },
    functional: { internal: { exponent }, ...potential },
  };
}

/** Half the distance of the outermost particles over that at the beginning. */
function stretch(spec: StateModelSpec, values: Float64Array): number {
  const { initial } = requestOf(spec, [], nodes);
  const width = (x: Float64Array) => (x[23] as number) - (x[0] as number);
  return width(values) / width(initial.values);
}

test("K = 2 m h^{m-1}/(m - 1) is 3 for m = 2, and as the heights h of other unit profiles give it", (t) => {
  t.true(Math.abs(spreading(2) - 3) < 1e-14);
  // m = 3: h √(1 - y²) has mass 1 for h = 2/π, K = 3 h².
  t.true(Math.abs(spreading(3) - 12 / Math.PI ** 2) < 1e-14);
  // m = 3/2: h (1 - y²)² has mass 1 for h = 15/16, K = 6 √h.
  t.true(Math.abs(spreading(1.5) - 6 * Math.sqrt(15 / 16)) < 1e-14);
});

for (const [exponent, stiffness] of [
  [2, undefined],
  [2, 1.5],
  [3, 0.7],
  [1.4, 2],
] as const) {
  const spec = profile(exponent, 0.6, 0.5, stiffness, 0.1);

  test(`m = ${exponent}, a = ${stiffness ?? 0}: the scale follows K lambda^-m - a lambda, the centre is pulled`, (t) => {
    const a = stiffness ?? 0;
    const rate = ([l = 0, c = 0]: readonly number[]) => [spreading(exponent) * l ** -exponent - a * l, -a * (c - 0.3)];
    const [end] = integrateNonStiff(rate, [0.6, 0.1], [0.5], { tolerance: 1e-13, maxIterations: 1e5 });
    const { values } = solve("limit", "wasserstein", spec, 1, nodes).state;
    t.true(Math.abs(0.6 * stretch(spec, values) - (end?.[0] as number)) < 1e-11);
    const middle = ((values[0] as number) + (values[23] as number)) / 2;
    t.true(Math.abs(middle - (end?.[1] as number)) < 1e-11);
  });

  test(`m = ${exponent}, a = ${stiffness ?? 0}: the exact iterate tends to the limit with order 1`, (t) => {
    const [coarse = 0, fine = 0] = timeErrors("wasserstein", spec, [100, 800], matchedDistance, nodes);
    t.true(coarse / fine > 7.5 && coarse / fine < 8.5 && coarse < 0.02, `${coarse} ${fine}`);
  });
}

test("the exact iterate of a profile minimizes (second moment)(l' - l)²/(2 tau) + ∫ rho²; second moment 1/5, ∫ rho² = 3/(5 l)", (t) => {
  const spec = profile(2, 0.6, 0.2);
  const [found] = compassSearch(
    ([l = 0]) => (l > 0 ? (l - 0.6) ** 2 / 2 + 3 / (5 * l) : Number.POSITIVE_INFINITY),
    [0.6],
  );
  const { values } = solve("iterate", "wasserstein", spec, 1, nodes).state;
  t.true(Math.abs(0.6 * stretch(spec, values) - (found as number)) < 1e-6);
});

test("porous medium from scale .5, T = .2: W2 errors 5.4e-2, 3.1e-2, 1.7e-2 at tau = .1, .05, .025", (t) => {
  const spec = profile(2, 0.5, 0.2);
  const [two, four, eight] = [2, 4, 8].map((steps) => {
    const [limit, iterate] = (["limit", "iterate"] as const).map(
      (kind) => solve(kind, "wasserstein", spec, steps, nodes).state,
    );
    const scales = [limit, iterate].map((state) => 0.5 * stretch(spec, state?.values as Float64Array));
    return Math.abs((scales[0] as number) - (scales[1] as number)) / Math.sqrt(5);
  }) as [number, number, number];
  t.true(agree([two, four, eight], ["5.4e-2", "3.1e-2", "1.7e-2"]), `${two} ${four} ${eight}`);
});

test("a Barenblatt profile with an entropy, or in another potential, is refused", (t) => {
  const spec = profile(2, 0.5, 0.2);
  for (const extra of [{ entropy: 1 }, { potential: "x1^4" }, { interaction: "r^2" }]) {
    const other: StateModelSpec = { ...spec, functional: { internal: { exponent: 2 }, ...extra } };
    t.throws(() => solve("limit", "wasserstein", other, 1, nodes), {
      instanceOf: InputError,
      message: /keeps its form/,
    });
  }
});

const hermite = (count: number) => ({ nodes: { rule: "gauss-hermite", count, seed: 1 } }) as const;
const line = (functional: StateModelSpec["functional"], finalTime: number): StateModelSpec => ({
  dimension: 1,
  finalTime,
  state: { kind: "gaussian", mean: 0.4, covariance: 1.5 },
  functional,
});

test("quantile function: limit and exact iterate agree with the closed forms of a quadratic potential to 1e-7", (t) => {
  const written = line({ potential: "0.8*(x1 - 0.3)^2/2", entropy: 0.7 }, 0.5);
  const form = line({ potential: { matrix: 0.8, centre: 0.3 }, entropy: 0.7 }, 0.5);
  for (const kind of ["limit", "iterate"] as const) {
    const quantiles = solve(kind, "wasserstein", written, 4, hermite(20));
    const { values } = solve(kind, "wasserstein", form, 4, hermite(20)).state;
    const z = requestOf(form, [], hermite(20))
      .initial.values.subarray(0, 20)
      .map((x) => (x - 0.4) / Math.sqrt(1.5));
    const expected = z.map((value) => (values[0] as number) + Math.sqrt(values[1] as number) * value);
    const error = gap(quantiles.state.values, expected);
    t.true(error < 1e-7, `${kind} ${error}`);
    t.true(error < gap(quantiles.companion.values, expected), kind);
  }
});

test("double well with entropy from N(0, 1), T = .5: W2 errors 1.434e-2, 7.322e-3, 3.706e-3, 1.864e-3 at tau = 1/4 ... 1/32", (t) => {
  const spec: StateModelSpec = {
    dimension: 1,
    finalTime: 0.5,
    state: { kind: "gaussian", mean: 0, covariance: 1 },
    functional: { potential: "x1^4/4 - x1^2/2", entropy: 1 },
  };
  const errors = timeErrors("wasserstein", spec, [2, 4, 8, 16], matchedDistance, hermite(160));
  t.true(agree(errors, ["1.434e-2", "7.322e-3", "3.706e-3", "1.864e-3"]), String(errors));
});

test("nodes of a Gaussian: a Gaussian in a quadratic potential with entropy, particles without entropy", (t) => {
  const both = line({ potential: { matrix: 1 }, entropy: 1 }, 1);
  t.is(solve("limit", "wasserstein", both, 1, hermite(8)).state.layout.kind, "gaussian");
  const moved = solve("limit", "wasserstein", line({ potential: { matrix: 1 } }, 1), 1, hermite(8)).state;
  const { initial } = requestOf(both, [], hermite(8));
  t.is(moved.layout.kind, "particles");
  t.true(
    gap(
      moved.values,
      initial.values.subarray(0, 8).map((x) => x * Math.exp(-1)),
    ) < 1e-10,
  );
});

test("entropies have no reference with an interaction, in more dimensions with another potential, or in another metric", (t) => {
  const plane: StateModelSpec = {
    dimension: 2,
    finalTime: 1,
    state: { kind: "gaussian", mean: 0, covariance: 1 },
    functional: { potential: "r^4", entropy: 1 },
  };
  t.throws(() => solve("limit", "wasserstein", plane, 1, hermite(4)), {
    instanceOf: InputError,
    message: /on a line only/,
  });
  const pulled = line({ interaction: "r^4", entropy: 1 }, 1);
  t.throws(() => solve("limit", "wasserstein", pulled, 1, hermite(4)), {
    instanceOf: InputError,
    message: /interaction/,
  });
  const other = line({ potential: "x1^4", entropy: 1 }, 1);
  t.throws(() => solve("limit", "gromov", other, 1, hermite(4)), {
    instanceOf: InputError,
    message: /Wasserstein metric/,
  });
});

test("a Gaussian on a mesh is known by its cell averages, corrected for the width of the cells", (t) => {
  const spec = (initial: string): StateModelSpec => ({
    finalTime: 0.5,
    state: { kind: "grid" },
    domain: [
      [-6, 7],
      [-8, 8],
    ],
    initial,
    functional: {
      potential: {
        matrix: [
          [1, 0.2],
          [0.2, 0.5],
        ],
      },
      entropy: 1,
    },
  });
  const written: StateModelSpec = {
    dimension: 2,
    finalTime: 0.5,
    state: {
      kind: "gaussian",
      mean: [0.3, 0],
      covariance: [
        [0.8, 0],
        [0, 1.7],
      ],
    },
    functional: spec("1").functional,
  };
  const formula = "exp(-(x - 0.3)^2/1.6 - y^2/3.4)";
  for (const kind of ["limit", "iterate"] as const) {
    const found = solve(kind, "sliced", spec(formula), 2, { cells: [26, 30] }).state;
    const expected = solve(kind, "sliced", written, 2).state;
    t.is(found.layout.kind, "gaussian");
    t.true(gaussianW2(found, expected) < 1e-7 && gap(found.values, expected.values) < 1e-7);
  }
  const other = spec("exp(-abs(x)^3 - y^2/3)");
  t.throws(() => solve("limit", "sliced", other, 1, { cells: [26, 30] }), {
    instanceOf: InputError,
    message: /this density is none/,
  });
});
