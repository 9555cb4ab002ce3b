import test from "ava";
import { InputError } from "../../../../src/errors.js";
import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import { integrateNonStiff } from "../../../../src/numerics/numeric-library.js";
import { spreading } from "../../../../src/reference/states/barenblatt.js";
import { below, between, near } from "../../../support/matchers.js";
import { agree, compassSearch, gap, matchedDistance, requestOf, solve, timeErrors } from "./support.js";

const nodes = { nodes: { rule: "random", count: 6, seed: 1 } } as const;

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
  const width = (x: Float64Array) => x[5] - x[0];
  return width(values) / width(initial.values);
}

test("K = 2 m h^{m-1}/(m - 1) is 3 for m = 2, and as the heights h of other unit profiles give it", (t) => {
  near(t, spreading(2), 3, 1e-14);
  // m = 3: h √(1 - y²) has mass 1 for h = 2/π, K = 3 h².
  near(t, spreading(3), 12 / Math.PI ** 2, 1e-14);
  // m = 3/2: h (1 - y²)² has mass 1 for h = 15/16, K = 6 √h.
  near(t, spreading(1.5), 6 * Math.sqrt(15 / 16), 1e-14);
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
    near(t, 0.6 * stretch(spec, values), end?.[0], 1e-11);
    const before = requestOf(spec, [], nodes).initial.values.subarray(0, 6);
    const [l, c] = end as unknown as [number, number];
    below(
      t,
      gap(
        before.map((x) => c + (l / 0.6) * (x - 0.1)),
        values,
      ),
      1e-11,
    );
  });

  test(`m = ${exponent}, a = ${stiffness ?? 0}: the exact iterate tends to the limit with order 1`, (t) => {
    const [coarse = 0, fine = 0] = timeErrors("wasserstein", spec, [100, 800], matchedDistance, nodes);
    between(t, coarse / fine, 7.5, 8.5, `${coarse} ${fine}`);
    below(t, coarse, 0.02, `${coarse} ${fine}`);
  });
}

test("the exact iterate of a profile minimizes (second moment)(l' - l)²/(2 tau) + ∫ rho²; second moment 1/5, ∫ rho² = 3/(5 l)", (t) => {
  const spec = profile(2, 0.6, 0.2);
  const [found] = compassSearch(
    ([l = 0]) => (l > 0 ? (l - 0.6) ** 2 / 2 + 3 / (5 * l) : Number.POSITIVE_INFINITY),
    [0.6],
  );
  const { values } = solve("iterate", "wasserstein", spec, 1, nodes).state;
  near(t, 0.6 * stretch(spec, values), found, 1e-6);
});

test("porous medium from scale .5, T = .2: W2 errors 5.4e-2, 3.1e-2, 1.7e-2 at tau = .1, .05, .025", (t) => {
  const spec = profile(2, 0.5, 0.2);
  const [two, four, eight] = [2, 4, 8].map((steps) => {
    const [limit, iterate] = (["limit", "iterate"] as const).map(
      (kind) => solve(kind, "wasserstein", spec, steps, nodes).state,
    );
    const scales = [limit, iterate].map((state) => 0.5 * stretch(spec, state?.values));
    return Math.abs(scales[0] - scales[1]) / Math.sqrt(5);
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
