import test from "ava";
import { rowsWithin } from "../../../src/cli/list.js";

const row = {
  id: "a".repeat(20),
  origin: "project",
  question: "q".repeat(90),
  tags: "t".repeat(20),
  expected: "e".repeat(40),
};

test("expectations, tags and origins give way, in this order, until questions have 44 characters of a line", (t) => {
  const columnsAt = (width: number) => Object.keys(rowsWithin([row], width)[0] ?? {});
  const all = ["id", "origin", "question", "tags", "expected"];
  // Beside the question: 22 of the id, 9 of the origin, 22 of the tags, 42 of the expectation.
  for (const [width, left] of [
    [Number.POSITIVE_INFINITY, all],
    [139, all],
    [138, all.slice(0, 4)],
    [97, all.slice(0, 4)],
    [96, all.slice(0, 3)],
    [75, all.slice(0, 3)],
    [74, ["id", "question"]],
    [20, ["id", "question"]],
  ] as const) {
    t.deepEqual(columnsAt(width), [...left], String(width));
  }
  t.deepEqual(rowsWithin([], 80), []);
});
