import test from "ava";
import { runStudy, type StudyEvent, type StudyRecord } from "../../../../src/study/index.js";
import { InterruptedError } from "../../../../src/study/run/events.js";
import type { Pool } from "../../../../src/study/run/pool.js";
import { localPool } from "../../../support/local-pool.js";
import { boxWith } from "../scratch.js";

const study = boxWith({
  reference: { kind: "spectral" },
  expect: [{ error: "L1", order: 1, slack: 0.15, last: 2 }],
});

/** Runs on twice the cells wait until they are let go. */
function holdingPool() {
  const own = localPool();
  const held: (() => void)[] = [];
  const pool: Pool = {
    ...own,
    async level(task, onProgress) {
      if (task.cells[0] === 80) await new Promise<void>((resolve) => held.push(resolve));
      return own.level(task, onProgress);
    },
  };
  return { pool, held };
}

test("the verdict is pending as soon as levels are compared, claims nothing until the budget is computed, then it is there", async (t) => {
  const { pool, held } = holdingPool();
  const events: StudyEvent[] = [];
  const onEvent = (event: StudyEvent): void => {
    events.push(event);
    if (event.type === "pending") for (const release of held) release();
  };
  const final = await runStudy(study, { store: false, onEvent }, () => pool);
  t.is(events.filter(({ type }) => type === "pending").length, 1);
  const at = events.findIndex(({ type }) => type === "pending");
  const { record } = events[at] as { readonly record: StudyRecord };
  t.is(record.pending, 4);
  t.deepEqual(
    record.levels.map(({ errors }) => errors),
    final.levels.map(({ errors }) => errors),
  );
  const later = events.slice(at).flatMap((event) => (event.type === "record" ? [event.record] : []));
  t.deepEqual(later.pop(), final);
  for (const { verdict } of [record, ...later]) {
    t.is(verdict.exitCode, 4);
    t.regex(verdict.reasons.join("\n"), /unjudged: (\d runs? of the error budget ha|the limits of the error budget)/);
  }
  t.deepEqual(
    later.map(({ pending }) => pending),
    [3, 2, 1, 0],
  );
  t.is(final.pending, undefined);
  t.is(final.verdict.exitCode, 0, final.verdict.reasons.join("\n"));
});

test("a verdict that waits for nothing is never pending", async (t) => {
  const events: StudyEvent[] = [];
  const none = { ...study, budget: "none" as const };
  const record = await runStudy(none, { store: false, onEvent: (event) => events.push(event) }, localPool);
  t.false(events.some(({ type }) => type === "pending"));
  t.is(record.verdict.exitCode, 0);
});

test("interrupted while its verdict is pending, a study is not judged", async (t) => {
  const { pool, held } = holdingPool();
  const controller = new AbortController();
  const onEvent = ({ type }: StudyEvent): void => {
    if (type !== "pending") return;
    controller.abort();
    for (const release of held) release();
  };
  const run = runStudy(study, { store: false, onEvent, signal: controller.signal }, () => pool);
  const error = await t.throwsAsync(run, { instanceOf: InterruptedError });
  t.is(error?.record?.verdict.exitCode, 4);
  t.true(error?.record?.levels.every(({ status }) => status === "ok"));
});
