import test from "ava";
import {
  asymptoticLevels,
  asymptoticRatio,
  extrapolate,
  fitErrors,
  gridConvergenceIndex,
  type Triple,
} from "../../../src/convergence/index.js";
import { above, atLeast, below, near } from "../../support/matchers.js";

const sizes: Triple = [0.1, 0.04, 0.03];
const values = (law: (size: number) => number): Triple => sizes.map(law) as unknown as Triple;

test("three values of limit + C s^p give p and the limit, with unequal ratios of sizes", (t) => {
  for (const order of [0.5, 1, 2, 3.3]) {
    for (const [limit, constant] of [
      [0, 2],
      [7, -3],
      [-0.2, 1],
    ] as const) {
      const found = extrapolate(
        sizes,
        values((s) => limit + constant * s ** order),
      );
      near(t, found.order, order, 1e-9, `${order} ${found.order}`);
      near(t, found.limit, limit, 1e-9);
    }
  }
});

test("what does not extrapolate says why", (t) => {
  const cases: readonly (readonly [Triple, RegExp])[] = [
    [[3, 1, 2], /monotonically/],
    [[3, 2, 2], /monotonically/],
    [[2, 2, 2], /monotonically/],
    [[1, 2, 8], /approach a limit/],
    [[3, Number.NaN, 1], /not available/],
    [[Number.POSITIVE_INFINITY, 2, 1], /not available/],
  ];
  for (const [given, reason] of cases) t.regex(extrapolate(sizes, given).reason ?? "", reason);
  t.regex(extrapolate([0.1, 0.1, 0.05], [4, 2, 1]).reason ?? "", /sizes/);
});

test("errors that grow as a negative power have no limit", (t) => {
  const given = values((s) => s ** -0.5);
  t.is(extrapolate(sizes, given).order, undefined);
});

test("the grid convergence index is 1.25 times the distance to the extrapolated limit", (t) => {
  // Roache's example (6.2 of the book): f = .97050, .96854, .96178 on meshes refined by 2; p = 1.786, limit .97130.
  const given: Triple = [0.96178, 0.96854, 0.9705];
  const found = extrapolate([4, 2, 1], given);
  near(t, found.order, 1.78618, 1e-4);
  near(t, found.limit, 0.9713, 1e-5);
  const gci = gridConvergenceIndex([2, 1], [0.96854, 0.9705], found.order ?? 0);
  near(t, gci / 0.9705, 0.001031, 2e-6);
  near(t, gci, 1.25 * Math.abs((found.limit ?? 0) - 0.9705), 1e-15);
});

test("the band about a limit has a width, whether values come to it or go away", (t) => {
  for (const order of [1, -1]) above(t, gridConvergenceIndex([2, 1], [3, 2], order), 0);
});

test("values that fall at once and then stand still have no order", (t) => {
  // 1e-10 is what an order of 33 leaves.
  t.regex(extrapolate([4, 2, 1], [1, 1e-10, 0]).reason ?? "", /stop changing/);
});

test("the asymptotic indicator is 1 for one power law with the right order, and not otherwise", (t) => {
  const pure = values((s) => 4 + s ** 2);
  near(t, asymptoticRatio(sizes, pure, 2), 1, 1e-9);
  above(t, Math.abs(asymptoticRatio(sizes, pure, 1) - 1), 0.3);
  const mixed = values((s) => s + 40 * s ** 3);
  above(t, Math.abs(asymptoticRatio(sizes, mixed, 1) - 1), 0.2);
});

test("the asymptotic range is the tail in which the order has settled", (t) => {
  const steps = [0.8, 0.4, 0.2, 0.1, 0.05, 0.025];
  const errors = (law: (s: number) => number): number[] => steps.map(law);
  t.is(
    asymptoticLevels(
      steps,
      errors((s) => s),
    ),
    6,
  );
  const range = asymptoticLevels(
    steps,
    errors((s) => s + 3 * s ** 2),
  );
  atLeast(t, range, 3, String(range));
  below(t, range, 6, String(range));
  t.is(asymptoticLevels(steps, [1, 0.5, 0.25, 0.25, 0.06, 0.06]), 0);
  t.is(asymptoticLevels(steps, [1, 0.5, 0.25, 0.125, 0.06, 0]), 0);
  t.is(asymptoticLevels([0.2, 0.1], [2, 1]), 0);
});

test("errors that level off are seen as such: not asymptotic, with the level as limit", (t) => {
  const steps = [0.4, 0.2, 0.1, 0.05];
  const fit = fitErrors(
    steps,
    steps.map((s) => 0.1 + s),
  );
  near(t, fit?.richardson?.limit, 0.1, 1e-9);
  above(t, Math.abs((fit?.asymptotic?.ratio ?? 1) - 1), 0.1);
});

test("a fit rests on the asymptotic range, on all levels where there is none, and on two levels says less", (t) => {
  const steps = [0.8, 0.4, 0.2, 0.1, 0.05];
  const settled = fitErrors(
    steps,
    steps.map((s) => (s > 0.5 ? 10 : s ** 2)),
  );
  t.is(settled?.levels, 4);
  near(t, settled?.order, 2, 1e-12);
  near(t, settled?.gci, (1.25 * 0.05 ** 2 * 3) / 3, 1e-12);
  const erratic = fitErrors(steps, [1, 0.9, 0.1, 0.09, 0.01]);
  t.is(erratic?.levels, 5);
  t.is(erratic?.asymptotic?.levels, 0);
  const two = fitErrors([0.2, 0.1], [2, 1]);
  t.is(two?.levels, 2);
  t.is(two?.richardson, undefined);
  t.is(two?.asymptotic, undefined);
});
