import test from "ava";
import { fitOrders, leastSquaresSlope, observedOrder, observedOrders } from "../../../src/convergence/index.js";
import { near } from "../../support/matchers.js";
import { level, tauSweep, tensorSweep } from "./synthetic.js";

test("the order uses the true ratio of the sizes", (t) => {
  for (const ratio of [2, 3, 1.7, 10]) {
    near(t, observedOrder([5 * 0.1 ** 1.5, 5 * (0.1 / ratio) ** 1.5], [0.1, 0.1 / ratio]).order, 1.5, 1e-12);
  }
});

test("the order keeps its sign where the error grows", (t) => {
  near(t, observedOrder([1e-3, 2e-3], [0.1, 0.05]).order, -1, 1e-12);
});

test("the order of errors near the smallest numbers is still right", (t) => {
  near(t, observedOrder([1e-300, 2.5e-301], [0.2, 0.1]).order, 2, 1e-12);
});

test("there is no order, but a reason, for zero, missing, negative and infinite errors and equal sizes", (t) => {
  const cases: readonly (readonly [readonly [number, number], readonly [number, number], RegExp])[] = [
    [[1, 0], [0.2, 0.1], /zero/],
    [[0, 1], [0.2, 0.1], /zero/],
    [[Number.NaN, 1], [0.2, 0.1], /not available/],
    [[1, -1], [0.2, 0.1], /negative/],
    [[Number.POSITIVE_INFINITY, 1], [0.2, 0.1], /infinite/],
    [[1, 2], [0.1, 0.1], /equal/],
    [[1, 2], [0.1, 0], /positive/],
    [[2, 1], [Number.POSITIVE_INFINITY, 0.1], /positive/],
  ];
  for (const [errors, sizes, reason] of cases) {
    const observed = observedOrder(errors, sizes);
    t.is(observed.order, undefined);
    t.regex(observed.reason ?? "", reason);
  }
});

test("a tau sweep gives each level the order against the one before it, the first none", (t) => {
  const levels = tauSweep([10, 30, 60, 70], (tau) => 3 * tau ** 1.25);
  const orders = observedOrders(levels, ["L1"], "tau");
  t.deepEqual(orders[0]?.orders, {});
  for (const { orders: own, ordersH } of orders.slice(1)) {
    near(t, own.L1, 1.25, 1e-12);
    t.deepEqual(ordersH, {});
  }
});

test("an h sweep takes its orders in h", (t) => {
  const levels = [50, 75, 200].map((cells) => level({ cells: [cells], h: 1 / cells, errors: { L1: cells ** -2 } }));
  const orders = observedOrders(levels, ["L1"], "h");
  near(t, orders[1]?.orders.L1, 2, 1e-12);
  near(t, orders[2]?.orders.L1, 2, 1e-12);
});

test("a joint sweep takes both orders between the same levels", (t) => {
  // tau ~ h²: order 1 in tau is order 2 in h.
  const levels = [10, 20, 40].map((cells) =>
    level({ steps: cells ** 2, tau: cells ** -2, cells: [cells], h: 1 / cells, errors: { L1: cells ** -2 } }),
  );
  const orders = observedOrders(levels, ["L1"], "joint");
  near(t, orders[2]?.orders.L1, 1, 1e-12);
  near(t, orders[2]?.ordersH.L1, 2, 1e-12);
});

test("a tensor sweep takes each order along its line, with the other size fixed", (t) => {
  const alongTau = observedOrders(
    tensorSweep((tau) => tau),
    ["L1"],
    "tensor",
  );
  const alongH = observedOrders(
    tensorSweep((_tau, h) => h ** 2),
    ["L1"],
    "tensor",
  );
  for (const [k, { steps, cells }] of tensorSweep(() => 1).entries()) {
    t.is(alongTau[k]?.orders.L1 === undefined, steps === 10);
    t.is(alongH[k]?.ordersH.L1 === undefined, cells[0] === 20);
    if (steps !== 10) near(t, alongTau[k]?.orders.L1, 1, 1e-12);
    if (cells[0] !== 20) near(t, alongH[k]?.ordersH.L1, 2, 1e-12);
  }
});

test("a level that failed has no order, nor has the one after it", (t) => {
  const levels = tauSweep([10, 20, 40, 80], (tau) => tau);
  const failed = levels.map((own, k) => (k === 1 ? { ...own, status: "stalled", errors: {} } : own));
  const orders = observedOrders(failed, ["L1"], "tau").map(({ orders: own }) => own.L1);
  t.deepEqual(orders.slice(0, 3), [undefined, undefined, undefined]);
  near(t, orders[3], 1, 1e-12);
});

test("a level that failed has no order even where it has an error", (t) => {
  const levels = tauSweep([10, 20, 40], (tau) => tau).map((own, k) => (k === 1 ? { ...own, status: "stalled" } : own));
  t.deepEqual(
    observedOrders(levels, ["L1"], "tau").map(({ orders }) => orders),
    [{}, {}, {}],
  );
});

test("the least-squares slope of an exact power law is its exponent", (t) => {
  const sizes = [0.3, 0.1, 0.07, 0.01];
  near(
    t,
    leastSquaresSlope(
      sizes,
      sizes.map((s) => 7 * s ** 1.75),
    ),
    1.75,
    1e-12,
  );
});

test("the least-squares slope minimizes the squared residuals of the logarithms", (t) => {
  // log errors 0, 1, 1 at log sizes 0, 1, 2: slope 1/2.
  near(t, leastSquaresSlope([1, Math.E, Math.E ** 2], [1, Math.E, Math.E]), 0.5, 1e-12);
});

test("there is no slope through one size or a zero error", (t) => {
  t.is(leastSquaresSlope([0.1], [1]), undefined);
  t.is(leastSquaresSlope([0.1, 0.1], [1, 2]), undefined);
  t.is(leastSquaresSlope([0.2, 0.1], [1, 0]), undefined);
  t.is(leastSquaresSlope([], []), undefined);
});

test("fits rest on the levels that are neither failed nor floor-limited", (t) => {
  const levels = tauSweep([10, 20, 40, 80], (tau) => tau).map((own, k) => {
    if (k === 0) return { ...own, status: "stalled" };
    return k === 3 ? { ...own, errors: { L1: 1 }, referenceErrors: { L1: 0.5 } } : own;
  });
  const fit = fitOrders(levels, ["L1"], "tau").L1;
  t.is(fit?.levels, 2);
  near(t, fit?.order, 1, 1e-12);
});

test("a tensor sweep is fitted along tau on its finest mesh, and along h at its finest step", (t) => {
  const fits = fitOrders(
    tensorSweep((tau, h) => tau * h ** 3),
    ["L1"],
    "tensor",
  );
  near(t, fits.L1?.order, 1, 1e-12);
  near(t, fits["L1 in h"]?.order, 3, 1e-12);
});
