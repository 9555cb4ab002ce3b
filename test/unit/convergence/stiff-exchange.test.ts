import test from "ava";
import { findTraps, type MeasuredLevel, type TrapInput } from "../../../src/convergence/index.js";
import { traitsOf } from "../../../src/study/run/reference-run.js";
import { tauSweep } from "./synthetic.js";

const input = { sweep: "tau", expect: [], errors: ["L1"], reference: traitsOf("formula") } as const;
const find = (levels: readonly MeasuredLevel[], given: Partial<TrapInput> = {}) =>
  findTraps({ ...input, levels, ...given });

const expectation = { error: "L1", order: 1, slack: 0.1, last: 2 };

test("orders missed while steps do not resolve the exchange are pre-asymptotic: with rate, mass and order in favour", (t) => {
  const levels = tauSweep([10, 20, 40], (tau) => 0.1 * tau ** 0.3);
  const exchange = { rate: 100, moved: 0.5, order: 1 };
  const expect = [expectation];
  const hints = (given: Partial<TrapInput> = {}) =>
    find(levels, { expect, exchange, ...given }).filter(({ kind }) => kind === "stiff-exchange");
  const [hint] = hints();
  t.deepEqual(hint?.levels, [1, 2]);
  t.regex(
    hint?.sentence ?? "",
    /order 0.3 .*rate of 100 .* is 5 at \(20 steps.*between levels where it is below 0.25, from tau = 0.0025 on \(400 steps\)/,
  );
  // The step size of the finer pair's coarse level is short enough.
  const [mild] = hints({ exchange: { ...exchange, rate: 4 } });
  t.deepEqual(mild?.levels, [1]);
  t.regex(mild?.sentence ?? "", /is 0.4 at \(10 steps.*from tau = 0.0625 on \(16 steps\)/);
  t.deepEqual(hints({ exchange: { ...exchange, rate: 2.4 } }), []);
  t.deepEqual(hints({ exchange: { ...exchange, moved: 0.02 } }), []);
  t.deepEqual(hints({ exchange: { ...exchange, order: 0.25 } }), []);
  t.deepEqual(hints({ expect: [{ ...expectation, order: 0.35 }] }), []);
  t.is(hints({ expect: [{ ...expectation, order: undefined, max: 0.2 }] }).length, 1);
  t.deepEqual(hints({ expect: [{ ...expectation, last: 1 }] })[0]?.levels, [2]);
  t.deepEqual(hints({ sweep: "h" }), []);
  t.deepEqual(hints({ exchange: undefined }), []);
  // Errors in time of the scheme's own order: it is something else that spoils the error's.
  const timely = levels.map((own) => ({ ...own, timeError: 0.01 * own.tau }));
  t.false(find(timely, { expect, exchange }).some(({ kind }) => kind === "stiff-exchange"));
  const wrong = levels.map((own) => ({ ...own, referenceErrors: { L1: 0 }, timeError: own.tau, meshError: 1e-6 }));
  t.deepEqual(
    find(wrong, { expect, exchange }).flatMap(({ kind }) => (kind === "growing" ? [] : [kind])),
    ["inconsistent"],
  );
});
