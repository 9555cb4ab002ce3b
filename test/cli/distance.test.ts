import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { below, near } from "../support/matchers.js";
import { jko, scratch } from "./command.js";
import { boxStudy, writeStudies } from "./studies.js";

/** Two nodes without x: the distance is the integral of 1/sqrt(K theta). */
const twoNodes = {
  id: "nodes",
  model: {
    domain: [[0, 1]],
    graph: { nodes: ["a", "b"], edges: [["a", "b", 2]] },
    potential: 0,
    exchange: { mobility: "logarithmic" },
    initial: { a: 0.9, b: 0.1 },
    finalTime: 0.2,
  },
};

test("a distance and its geodesic are written; on two nodes it is the known integral, of order 2", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, twoNodes);
  const words = ["distance", "nodes", "--cells", "1", "--inner-steps", "4,8,16,32", "--out", "out", "--format", "json"];
  const { code, stdout } = await jko(words, { cwd });
  t.is(code, 0);
  const { rows, limit, reference } = JSON.parse(stdout) as {
    rows: { distance: number; order: number | null; innerSteps: number }[];
    limit: number;
    reference: { value: number };
  };
  t.deepEqual(
    rows.map(({ innerSteps }) => innerSteps),
    [4, 8, 16, 32],
  );
  near(t, rows.at(-1)?.order ?? 0, 2, 0.1);
  near(t, limit, reference.value, 1e-6);
  t.deepEqual(readdirSync(join(cwd, "out")).sort(), [
    "distance.csv",
    "geodesic.csv",
    "geodesic.pdf",
    "geodesic.png",
    "geodesic.svg",
  ]);
  const geodesic = readFileSync(join(cwd, "out/geodesic.csv"), "utf8").trim().split("\n");
  t.is(geodesic[0], "t,x,layer,density");
  t.is(geodesic.length, 1 + 33 * 2);
});

test("ends may be times of the flow; the distance to the start is zero and grows with time", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, twoNodes);
  const distances = await Promise.all(
    ["0", "0.1", "final", "equilibrium"].map(async (to) => {
      const words = ["distance", "nodes", "--cells", "1", "--steps", "8", "--inner-steps", "8", "--to", to];
      const { stdout } = await jko([...words, "--out", `out-${to}`, "--format", "json"], { cwd });
      return (JSON.parse(stdout) as { rows: { distance: number }[] }).rows[0]?.distance;
    }),
  );
  below(t, distances[0], 1e-10);
  t.deepEqual(
    [...distances].sort((a, b) => a - b),
    distances,
  );
});

test("ends, intervals and two axes that are wrong are errors with a remedy", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, twoNodes);
  for (const [words, reason] of [
    [["--to", "never"], /--to: not an end .*never/],
    [["--inner-steps", "4,2"], /--inner-steps: not increasing positive integers/],
    [["--set", "model.domain=[[0,1],[0,1]]"], /model\.domain: the distance is available on one axis only/],
  ] as const) {
    const { code, stderr } = await jko(["distance", "nodes", "--cells", "1", "--steps", "2", ...words], { cwd });
    t.is(code, 2);
    t.regex(stderr, reason);
  }
});

test("results are compared in one table and one picture", async (t) => {
  const cwd = scratch(t);
  const other = { ...boxStudy, id: "other", scheme: { name: "jko", order: 2 } };
  writeStudies(cwd, boxStudy, other);
  t.is((await jko(["run", "box", "other", "--no-progress"], { cwd })).code, 0);
  const { code, stdout } = await jko(["compare", "box", "other", "--out", "both"], { cwd });
  t.is(code, 0);
  t.regex(stdout, /^error in L1\n/);
  t.regex(stdout, /box .*1\.000/);
  const [header, ...rows] = readFileSync(join(cwd, "both/comparison.csv"), "utf8").trim().split("\n");
  t.is(header, "study,variant,steps,tau,cells,h,error,order,newton");
  t.is(rows.filter((row) => row.startsWith("box,")).length, rows.filter((row) => row.startsWith("other,")).length);
  const missing = await jko(["compare", "box", "never"], { cwd });
  t.is(missing.code, 2);
  t.regex(missing.stderr, /never: no such folder, and no study of that id\. Name a folder/);
});

test("work and precision of three schemes", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const { code, stdout } = await jko(["bench", "box", "--precision", "--quiet", "--format", "csv", "--out", "out"], {
    cwd,
  });
  t.is(code, 0);
  const schemes = new Set(
    stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(",", 1)[0]),
  );
  t.deepEqual([...schemes], ["order 1", "order 2", "implicit Euler"]);
  t.is(readFileSync(join(cwd, "out/precision.csv"), "utf8"), stdout);
  t.is((await jko(["bench", "--precision"], { cwd })).code, 2);
});
