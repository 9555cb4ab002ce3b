import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { above } from "../support/matchers.js";
import { jko, scratch } from "./command.js";
import { boxStudy, failingStudy, writeStudies } from "./studies.js";

test("a trajectory writes its snapshots and a row per step", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const words = ["flow", "box", "--steps", "6", "--cells", "5", "--snapshots", "3", "--out", "out", "--format", "csv"];
  const { code, stdout } = await jko(words, { cwd });
  t.is(code, 0);
  t.is(stdout, readFileSync(join(cwd, "out/snapshots.csv"), "utf8"));
  const [header, ...rows] = stdout.trim().split("\n");
  t.is(header, "t,x,layer,density");
  t.is(rows.length, 3 * 5 * 2);
  const times = [...new Set(rows.map((row) => Number(row.split(",", 1)[0]).toPrecision(12)))];
  t.deepEqual(times.map(Number), [0, 0.05, 0.1]);
  t.is(readFileSync(join(cwd, "out/steps.csv"), "utf8").trim().split("\n").length, 1 + 7);
});

const well = `
id: well
title: A deep well
question: Is it solved?
model:
  domain: DOMAIN
  graph: {nodes: [a], edges: []}
  potential: {a: "POTENTIAL"}
  initial: {a: "1"}
  finalTime: 1
scheme: {name: jko, transport: TRANSPORT}
`;
const deepWells = [
  { transport: "dynamic", domain: "[[-8, 8]]", potential: "x^4/4", cells: "40", what: "path" },
  { transport: "swept", domain: "[[-8, 8], [-8, 8]]", potential: "x^4/4 + y^4/4", cells: "24", what: "dual" },
];

for (const { transport, domain, potential, cells, what } of deepWells) {
  test(`a deep well that ${transport} transport does not solve ends with exit code 4 and says why`, async (t) => {
    const cwd = scratch(t);
    const text = well.replace("DOMAIN", domain).replace("POTENTIAL", potential).replace("TRANSPORT", transport);
    writeFileSync(join(cwd, "well.yaml"), text);
    const words = ["flow", "well.yaml", "--steps", "10", "--cells", cells, "--out", "out"];
    const { code, stdout } = await jko(words, { cwd });
    t.is(code, 4);
    t.regex(stdout, new RegExp(`: maxIterations, Newton's method for the ${what}.*a duality gap of .* temperatures`));
  });
}

test("a trajectory that ends early is exit code 4, and what was computed is written", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, failingStudy);
  const { code, stdout } = await jko(["flow", "failing", "--steps", "1", "--out", "out"], { cwd });
  t.is(code, 4);
  t.regex(stdout, /1 steps .*: (stalled|maxIterations|nonFinite)/);
  t.deepEqual(readdirSync(join(cwd, "out")).sort(), [
    "animation.html",
    ...["density", "energy", "newton"].flatMap((name) => [`${name}.pdf`, `${name}.png`, `${name}.svg`]),
    "snapshots.csv",
    "steps.csv",
  ]);
});

test("--history writes and draws the iterations of every step, and prints them only where the table is asked for", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const words = ["flow", "box", "--steps", "3", "--cells", "8", "--out", "out"];
  const plain = await jko(words, { cwd });
  t.false(readdirSync(join(cwd, "out")).some((name) => name.startsWith("history")));
  const { code, stdout } = await jko([...words, "--history"], { cwd });
  t.is(code, 0);
  t.is(stdout, plain.stdout);
  const [header, ...rows] = readFileSync(join(cwd, "out/history.csv"), "utf8").trim().split("\n");
  t.is(header, "step,stage,phase,iteration,gap,residual,caution,barrier,length,tolerance");
  t.deepEqual([...new Set(rows.map((row) => row.split(",", 1)[0]))], ["1", "2", "3"]);
  const [, ...steps] = readFileSync(join(cwd, "out/steps.csv"), "utf8").trim().split("\n");
  const gapOf = (row: string | undefined) => row?.split(",")[4];
  const ends = [1, 2, 3].map((n) => gapOf(rows.findLast((row) => row.startsWith(`${n},`))));
  t.deepEqual(
    ends,
    steps.slice(1).map((row) => row.split(",")[5]),
  );
  t.regex(readFileSync(join(cwd, "out/history.svg"), "utf8"), /<desc>Duality gap and residual .* step 3 from a gap/);
  const told = await jko([...words, "--history", "--format", "table"], { cwd });
  t.true(told.stdout.startsWith(plain.stdout));
  t.regex(told.stdout, /step {2}stage {2}phase .*caution/);
});

test("--history of a scheme that has none is refused by name", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const words = ["flow", "box", "--steps", "2", "--cells", "8", "--out", "out", "--history"];
  const { code, stderr } = await jko([...words, "--set", "scheme={name: implicit-euler}"], { cwd });
  t.is(code, 2);
  t.regex(stderr, /--history: the scheme has no history of iterations \(got "implicit-euler"\)/);
});

test("--history tells of the step that failed", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, failingStudy);
  const { code } = await jko(["flow", "failing", "--steps", "1", "--out", "out", "--history"], { cwd });
  t.is(code, 4);
  above(t, readFileSync(join(cwd, "out/history.csv"), "utf8").trim().split("\n").length, 2);
});
