import { setTimeout } from "node:timers/promises";
import test from "ava";
import { seldom } from "../../../src/cli/seldom.js";

test("of values that come fast, the newest is done, later and once", async (t) => {
  const done: number[] = [];
  const act = seldom((value: number) => done.push(value));
  for (const value of [1, 2, 3]) act(value);
  t.deepEqual(done, []);
  await setTimeout(700);
  t.deepEqual(done, [3]);
  act(4);
  act.finish();
  act.finish();
  t.deepEqual(done, [3, 4]);
});

test("a value that comes late is done at once, and its failure is told; that of one that waited is not", async (t) => {
  const act = seldom(() => {
    throw new Error("full");
  });
  act(1);
  await setTimeout(700);
  t.throws(() => act(2), { message: "full" });
});

test("what is forgotten is not done", async (t) => {
  const done: number[] = [];
  const act = seldom((value: number) => done.push(value));
  act(1);
  act.stop();
  await setTimeout(700);
  t.deepEqual(done, []);
});
