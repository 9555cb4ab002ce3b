/* `jko compare`: studies by their names, variants of one study by what differs in them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { parseCsv } from "../../src/tables/csv.js";
import { jkoHere, scratch } from "./command.js";
import { boxStudy, boxWith, writeStudies } from "./studies.js";

const small = { reference: { kind: "same-mesh" }, sweep: { axis: "tau", steps: [2, 4], cells: 8 }, expect: [] };

test.serial("rows and legend tell variants apart by keys and values, whatever their folders are called", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxWith("box", small));
  for (const [folder, mobility] of [
    ["first", "unit"],
    ["second", "logarithmic"],
  ] as const) {
    const set = ["--set", `model.exchange.mobility=${mobility}`];
    const { code, stderr } = await jkoHere(["run", "box", ...set, "--out", folder, "--quiet"], { cwd });
    t.is(code, 0, stderr);
  }
  const { code, stdout } = await jkoHere(["compare", "first", "second", "--out", "out"], { cwd });
  t.is(code, 0);
  t.regex(stdout, /^mobility=unit .*\nmobility=logarithmic /m);
  const rows = parseCsv(readFileSync(join(cwd, "out/comparison.csv"), "utf8"));
  t.deepEqual(
    [...new Set(rows?.map(({ study, variant }) => `${study} ${variant}`))],
    ["box model.exchange.mobility=unit", "box model.exchange.mobility=logarithmic"],
  );
  const svg = readFileSync(join(cwd, "out/comparison.svg"), "utf8");
  t.regex(svg, />mobility=unit<.*>mobility=logarithmic</s);
  t.notRegex(svg, /first|second/);
});

test.serial("studies of different names are told apart by these, and equal ones by their folders", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxWith("box", small), boxWith("other", { ...small, title: "Another" }));
  await jkoHere(["run", "box", "other", "--out", "out", "--quiet"], { cwd });
  await jkoHere(["run", "box", "--out", "again", "--quiet"], { cwd });
  const names = (text: string): string[] =>
    text
      .split("\n")
      .slice(2, -1)
      .map((line) => line.split(/ {2,}/)[0]);
  const two = await jkoHere(["compare", "out/box", "out/other"], { cwd });
  t.deepEqual(names(two.stdout), ["box", "other"]);
  const three = await jkoHere(["compare", "out/box", "again", "out/other"], { cwd });
  t.deepEqual(names(three.stdout), ["box: out/box", "box: again", "other"]);
});

test.serial("a table tells what was changed with --set, and one without that column is still read", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, { ...boxStudy, ...small });
  const words = ["run", "box", "--out", "out", "--quiet"];
  const plain = await jkoHere([...words, "--format", "csv"], { cwd });
  t.deepEqual([...new Set(parseCsv(plain.stdout)?.map(({ overrides }) => overrides))], [""]);
  const set = ["--set", "model.finalTime=0.2", "--set", "sweep.cells=10", "--set", "errors=[L1]"];
  const { code, stdout, stderr } = await jkoHere([...words, ...set, "--format", "csv"], { cwd });
  t.is(code, 0, stderr);
  const told = "model.finalTime=0.2; sweep.cells=10; errors=[L1]";
  t.deepEqual([...new Set(parseCsv(stdout)?.map(({ overrides }) => overrides))], [told]);
  t.is((await jkoHere(["compare", "out"], { cwd })).code, 0);
});

test.serial(
  "pictures are as wide as asked for, with a title and the errors asked for; else the error is named",
  async (t) => {
    const cwd = scratch(t);
    writeStudies(cwd, boxWith("box", { ...small, errors: ["L1", "L2", "Linf"] }));
    await jkoHere(["run", "box", "--out", "out", "--quiet"], { cwd });
    const svg = (): string => readFileSync(join(cwd, "out/figure.svg"), "utf8");
    const usual = svg();
    const words = ["report", "out", "--errors", "Linf,L1", "--width", "12cm", "--title", "Two of them"];
    t.is((await jkoHere(words, { cwd })).code, 0);
    t.regex(svg(), /^<svg [^>]*width="120mm".*>Two of them</s);
    t.notRegex(svg(), /L2/);
    const tex = readFileSync(join(cwd, "out/table.tex"), "utf8");
    t.deepEqual(
      [...tex.matchAll(/\{steps\} & .*/g)].map(([line]) => line.match(/L\^\S+?(?=\$)/g)),
      [["L^\\infty", "L^1"], ["L^2"]],
    );
    t.is((await jkoHere(["report", "out"], { cwd })).code, 0);
    t.is(svg(), usual);
    for (const [option, value, told] of [
      ["--errors", "L1,W2", /--errors: not an error of box \(got "W2"\)\. It has L1, L2, Linf/],
      ["--width", "84", /--width: not a length with its unit \(got "84"\)/],
      ["--width", "1mm", /--width: no width of a picture .*70mm to 400mm/],
    ] as const) {
      const { code, stderr } = await jkoHere(["report", "out", option, value], { cwd });
      t.is(code, 2);
      t.regex(stderr, told);
    }
  },
);

test.serial("sweeps in tau and in h are compared with a warning", async (t) => {
  const cwd = scratch(t);
  writeStudies(
    cwd,
    boxWith("box", small),
    boxWith("box-h", {
      ...small,
      reference: { kind: "finite-volume", cells: 40 },
      sweep: { axis: "h", steps: 4, cells: [5, 10] },
    }),
  );
  const { code: ran, stderr: told } = await jkoHere(["run", "box", "box-h", "--quiet"], { cwd });
  t.is(ran, 0, told);
  const { code, stderr } = await jkoHere(["compare", "box", "box-h"], { cwd });
  t.is(code, 0);
  t.regex(stderr, /^warning: sweeps over tau and h are compared/m);
});
