import test from "ava";
import { toCsv, toLatex, toMarkdown, toTable } from "../../../src/report/table/levels.js";
import type { StudyRecord } from "../../../src/study/record/record.js";
import { level, record } from "./figure/records.js";

const levels = [
  level({ cells: [40, 20], errors: { L1: 1e-2 } }),
  level({ level: 1, cells: [80, 40], errors: { L1: 5e-3 }, orders: { L1: 1 }, flags: ["floor-limited"] }),
];
const tables = (axis: StudyRecord["axis"]): StudyRecord => record(levels, { axis, transport: "swept" });

test("cells on two axes are a product in every table", (t) => {
  const inH = tables("h");
  t.regex(toTable(inH), /^\s*80x40 /m);
  t.regex(toMarkdown(inH), /^\| 80x40 \|/m);
  t.regex(toLatex(inH), /^ +\{\$80 \\times 40\$\} & /m);
  t.regex(toLatex(inH), /\(steps\/cells\): 10\/\$80 \\times 40\$/);
  t.regex(toCsv([inH]), /,80x40,/);
});

test("so are the cells that all levels share", (t) => {
  const inTau = tables("tau");
  t.regex(toTable(inTau), /40x20 cells/);
  t.regex(toLatex(inTau), /\$40 \\times 20\$ cells/);
});

test("swept transport is said to be split wherever it is named", (t) => {
  for (const text of [toTable(tables("h")), toMarkdown(tables("h")), toLatex(tables("h"))])
    t.regex(text, /swept, directionally split/);
  t.notRegex(toTable(record(levels)), /split/);
});

test("a caption says of flagged levels what they are flagged for, and that solver or reference limits them only where it does", (t) => {
  const flagged = (flags: string[]) => toLatex(record([level({ flags })]));
  t.regex(flagged(["floor-limited:L1"]), /Levels limited by solver or reference \(steps\/cells\): 10\//);
  const growing = flagged(["growing:L1", "growing:L2", "zero"]);
  t.regex(growing, /Levels flagged growing \(steps\/cells\): 10\/\d+\. Levels flagged zero /);
  t.notRegex(growing, /limited/);
});
