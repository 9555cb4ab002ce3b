import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { above, each } from "../support/matchers.js";
import { jko, packageFolder, scratch } from "./command.js";

const studies = ["inertial-nodes", "acceleration-gradient-flow"];

test("energies draws every study in one picture, and writes a row per step", async (t) => {
  const out = scratch(t);
  const { code, stdout } = await jko(["energies", ...studies, "--out", out], { cwd: packageFolder });
  t.is(code, 0);
  t.regex(stdout, /^trajectory/);
  t.regex(stdout, /inertial-nodes +inertial +ok/);
  const rows = readFileSync(join(out, "energies.csv"), "utf8").trim().split("\n");
  t.is(rows[0], "study,scheme,parameter,value,t,energy,kinetic,excess");
  t.is(rows.length, 1 + 641 + 1601);
  for (const row of rows.slice(1)) above(t, Number(row.split(",")[7]), -1e-12);
  t.true(existsSync(join(out, "energies.svg")) && existsSync(join(out, "energies.png")));
});

test("energies of states and of porous media are refused with path and remedy", async (t) => {
  const out = scratch(t);
  const states = await jko(["energies", "sliced-gaussian", "--out", out], { cwd: packageFolder });
  t.is(states.code, 2);
  t.regex(states.stderr, /scheme\.name/);
  const porous = await jko(["energies", "barenblatt-2", "--set", "sweep.steps=[6]", "--out", out], {
    cwd: packageFolder,
  });
  t.is(porous.code, 2);
  t.regex(porous.stderr, /model\.energy\.kind.*porous-medium/);
});

test("a flow with momentum has kinetic energy and the total in its steps", async (t) => {
  const out = scratch(t);
  const { code, stdout } = await jko(["flow", "inertial-gaussian", "--steps", "20", "--cells", "100", "--out", out], {
    cwd: packageFolder,
  });
  t.is(code, 0);
  t.regex(stdout, /kinetic +at most/);
  const [header = "", ...rows] = readFileSync(join(out, "steps.csv"), "utf8").trim().split("\n");
  t.true(header.endsWith("density_min,kinetic,total"));
  const totals = rows.map((row) => Number(row.split(",").at(-1)));
  each(t, totals, (total, k) => k === 0 || total < totals[k - 1]);
});

test("a flow that ends in a caustic says so and exits with 4", async (t) => {
  const out = scratch(t);
  const set = ["scheme.initialPotential=-20*x^2", "scheme.damping=0"].flatMap((text) => ["--set", text]);
  const { code, stdout } = await jko(
    ["flow", "inertial-gaussian", "--steps", "5", "--cells", "100", ...set, "--out", out],
    { cwd: packageFolder },
  );
  t.is(code, 4);
  t.regex(stdout, /caustic, .*(meet at x = |varies from cell to cell)/);
});

test("energies of a run that ends early say why, and the exit code is 4", async (t) => {
  const out = scratch(t);
  const set = ["model.exchange.mobility=unit", "scheme.initialPotential={a: 3, b: -3}", "sweep.steps=[40]"];
  const { code, stdout, stderr } = await jko(
    ["energies", "inertial-nodes", ...set.flatMap((text) => ["--set", text]), "--out", out],
    { cwd: packageFolder },
  );
  t.is(code, 4);
  t.regex(stdout, /inertial-nodes +inertial +vacuum/);
  t.regex(stderr, /inertial-nodes: vacuum, exchange between "a" and "b" drains one of them/);
});
