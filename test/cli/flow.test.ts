import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
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
    "density.png",
    "density.svg",
    "energy.svg",
    "newton.svg",
    "snapshots.csv",
    "steps.csv",
  ]);
});
