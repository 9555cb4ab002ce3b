import test from "ava";
import { benchContent } from "../../../src/bench/formats.js";
import { threeDigits } from "../../../src/bench/numbers.js";
import type { BenchRecord } from "../../../src/bench/record.js";
import { csvFormat, jsonFormat, latexFormat, markdownFormat, terminalFormat } from "../../../src/tables/formats.js";
import { benchCase, benchRecord, machine, provenance, troubled } from "./measured.js";

const content = (record: BenchRecord) => benchContent(record, machine, provenance);

test("the table has a row per scheme and mesh, the growth and the machine", (t) => {
  t.is(
    terminalFormat.write(content(benchRecord(benchCase()))),
    `box  Heat & exchange
tau = 0.001563 (64 steps), 2 layers; ratio: time per step over that of implicit-euler
scheme          cells  unknowns  steps/s  us/step  us/unknown  newton  ratio  growth
jko               100       200     1000     1000        5.00    3.00   0.50       -
implicit-euler    100       200      500     2000        10.0    2.00   1.00       -
jko               200       400      471     2125        5.31    3.00   0.53    1.09
implicit-euler    200       400      250     4000        10.0    2.00   1.00    1.00
- time per step grows with the unknowns to the power: jko 1.09, implicit-euler 1.00

Measured on one thread of Abacus 2, 2 cores, linux x64, Node v20.19.0
`,
  );
});

test("what was not measured is a status or a remark", (t) => {
  t.is(
    terminalFormat.write(content(benchRecord(troubled))),
    `square
tau = 0.001563 (64 steps), 1 layer; ratio: time per step over that of implicit-euler
scheme  cells  unknowns  steps/s  us/step  us/unknown  newton  ratio  growth  status
jko       8x8        64     1000     1000        15.6    3.00      -       -  ok
jko     16x16       256        -        -           -       -      -       -  stalled
jko     32x32      1024        -        -           -       -      -       -  left-out
- left out, a median takes more than 3 s: jko at 32x32 cells (give more time with --seconds)
- implicit-euler not available: one axis only
- jko failed at 16x16 cells: stalled, no descent

Measured on one thread of Abacus 2, 2 cores, linux x64, Node v20.19.0
`,
  );
});

test("the CSV has full precision, and empty cells where nothing was measured", (t) => {
  const lines = csvFormat
    .write(content(benchRecord(benchCase(), troubled)))
    .trim()
    .split("\n");
  t.is(
    lines[0],
    "case,scheme,transport,steps,cells,unknowns,status,steps_per_second,microseconds_per_step," +
      "microseconds_per_unknown_step,newton_mean,ratio,growth,rounds",
  );
  t.is(lines[3], "box,jko,exact,64,200,400,ok,470.5882352941176,2125,5.3125,3,0.53125,1.0874628,60");
  t.is(lines[7], "square,jko,swept,64,16x16,256,stalled,,,,,,,0");
  t.is(lines.length, 1 + 4 + 5);
});

test("the JSON names the machine and the program, and nothing of the user; null is not available", (t) => {
  const text = jsonFormat.write(content(benchRecord(benchCase(), troubled)));
  const value = JSON.parse(text) as { machine: object; cases: { points: object[]; growth: object }[] };
  t.deepEqual(value.machine, machine);
  t.like(value, { version: "0.1.0", threads: 1, seconds: 3 });
  t.like(value.cases[0]?.points[2], { cells: 200, stepsPerSecond: 1e6 / 2125, microsecondsPerStep: 2125 });
  t.like(value.cases[1]?.points[1], { cells: [8, 8], status: "unavailable", microsecondsPerStep: null, ratio: null });
  t.deepEqual(value.cases[1]?.growth, { jko: null, "implicit-euler": null });
  t.notRegex(text, /host|user|home/i);
});

test("Markdown and LaTeX have the rows of the table, escaped", (t) => {
  const record = benchRecord(benchCase(), troubled);
  const markdown = markdownFormat.write(content(record));
  // Broken as for a page.
  t.regex(markdown, /^\| jko \| 200 \| 400 \| 471 \| 2125 \| 5\.31 \|$/m);
  t.regex(markdown, /^\| jko \| 200 \| 3\.00 \| 0\.53 \| 1\.09 \|$/m);
  t.regex(markdown, /^- jko failed at 16x16 cells: stalled, no descent$/m);
  const latex = latexFormat.write(content(record));
  t.is(latex.match(/\\begin\{table\}/g)?.length, 4);
  t.regex(latex, /Heat \\& exchange/);
  t.regex(latex, /\{jko\} & 200 & 400 & 471 & 2125 & 5\.31 \\\\/);
  t.regex(latex, /\{jko\} & 200 & 3\.00 & 0\.53 & 1\.09 \\\\/);
});

test("measured numbers have three digits and no exponent", (t) => {
  const values = [123456, 1370.4, 99.96, 1.005, 0.04816, 3.2e-7, Number.NaN, 0];
  t.deepEqual(values.map(threeDigits), ["123456", "1370", "100.0", "1.00", "0.0482", "0.000000320", "-", "0.00"]);
});
