/* Small work on the thread that asks for it. */
import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { planStudy } from "../../../../src/study/index.js";
import { createHere } from "../../../../src/study/run/here.js";
import { createPool } from "../../../../src/study/run/pool.js";
import type { LevelTask } from "../../../../src/study/run/tasks.js";
import { boxWith } from "../scratch.js";

const never = new AbortController().signal;
const task = planStudy(boxWith({ sweep: { axis: "tau", steps: [4], cells: 10 } })).levels[0].task;
const entry = { filename: new URL("../../../../src/study/run/worker.js", import.meta.url).href, name: "level" };

test("a level is the same bit by bit here and on a thread, and tells of itself in the same way", async (t) => {
  const outcomes = [];
  for (const cost of [0, Number.POSITIVE_INFINITY]) {
    const pool = createPool(1, never, cost);
    const told: unknown[] = [];
    const { result } = await pool.level(task, (message) => told.push(message));
    await pool.close();
    outcomes.push({ result, first: told[0] });
  }
  t.deepEqual(outcomes[0], outcomes[1]);
  t.is(outcomes[0].first, "started");
});

test("work that is expected to be large is not taken", (t) => {
  t.true(createHere(1e5, never).takes());
  for (const cost of [1e9, Number.NaN]) t.false(createHere(cost, never).takes());
});

test("what a task says is wrong is thrown, and an interrupt comes before the next task", async (t) => {
  const stop = new AbortController();
  const pool = createPool(2, stop.signal, 0);
  const wrong = { ...task, cells: [-1] } as LevelTask;
  await t.throwsAsync(
    pool.level(wrong, () => {}),
    { instanceOf: InputError },
  );
  const both = [1, 2].map(() => pool.level(task, () => stop.abort()));
  const [first, second] = await Promise.allSettled(both);
  t.deepEqual([first.status, second.status], ["fulfilled", "rejected"]);
  t.is((second as PromiseRejectedResult).reason.name, "AbortError");
  await pool.close();
});

test("a task with a time limit is given to a thread, which can be ended", async (t) => {
  const pool = createPool(1, never, 0);
  const long = { ...task, steps: 1e7 } as LevelTask;
  await t.throwsAsync(
    pool.level(long, () => {}, 0.2),
    { name: "TimeLimitExceeded" },
  );
  await pool.close();
});

test("tasks run one after the other", async (t) => {
  const here = createHere(0, never);
  const told: unknown[] = [];
  const work = { task, files: new Map() };
  const runs = [1, 2].map((k) => here.run(entry, work, (message) => told.push([k, message])));
  await Promise.all(runs);
  const order = told.map((one) => (one as [number, unknown])[0]);
  t.deepEqual(order, order.toSorted());
});
