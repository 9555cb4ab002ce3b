import test from "ava";
import { InputError } from "../../../../src/errors.js";
import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import { below } from "../../../support/matchers.js";
import { agree, gap, gaussianW2, matchedDistance, requestOf, solve, timeErrors } from "./support.js";

const hermite = (count: number) => ({ nodes: { rule: "gauss-hermite", count, seed: 1 } }) as const;
const line = (functional: StateModelSpec["functional"], finalTime: number): StateModelSpec => ({
  dimension: 1,
  finalTime,
  state: { kind: "gaussian", mean: 0.4, covariance: 1.5 },
  functional,
});

test("quantile function: limit and exact iterate agree with the closed forms of a quadratic potential to 1e-6", (t) => {
  const written = line({ potential: "0.8*(x1 - 0.3)^2/2", entropy: 0.7 }, 0.5);
  const form = line({ potential: { matrix: 0.8, centre: 0.3 }, entropy: 0.7 }, 0.5);
  for (const kind of ["limit", "iterate"] as const) {
    const quantiles = solve(kind, "wasserstein", written, 4, hermite(20));
    const { values } = solve(kind, "wasserstein", form, 4, hermite(20)).state;
    const z = requestOf(form, [], hermite(20))
      .initial.values.subarray(0, 20)
      .map((x) => (x - 0.4) / Math.sqrt(1.5));
    const expected = z.map((value) => values[0] + Math.sqrt(values[1]) * value);
    const error = gap(quantiles.state.values, expected);
    below(t, error, 1e-6, `${kind} ${error}`);
    below(t, error, gap(quantiles.companion.values, expected), kind);
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
  below(
    t,
    gap(
      moved.values,
      initial.values.subarray(0, 8).map((x) => x * Math.exp(-1)),
    ),
    1e-10,
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
    below(t, gaussianW2(found, expected), 1e-7);
    below(t, gap(found.values, expected.values), 1e-7);
  }
  const other = spec("exp(-abs(x)^3 - y^2/3)");
  t.throws(() => solve("limit", "sliced", other, 1, { cells: [26, 30] }), {
    instanceOf: InputError,
    message: /this density is none/,
  });
});
