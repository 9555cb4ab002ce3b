import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { readNpy } from "../../src/fields/npy.js";
import { parseCsv } from "../../src/tables/csv.js";
import { eachNear } from "../support/matchers.js";
import { hasNumpy, runs } from "../support/programs.js";
import { jko, packageFolder, scratch } from "./command.js";

const box = {
  id: "box",
  model: {
    domain: [[0, 1]],
    graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
    potential: { a: "0.8*(x - 0.4)^2", b: "0.5*(x - 0.6)^2" },
    exchange: { mobility: "logarithmic" },
    initial: { a: "1 + 0.5*cos(pi*x)", b: "0.8 - 0.3*cos(2*pi*x)" },
    finalTime: 0.1,
  },
  sweep: { axis: "tau", steps: [2, 4], cells: 15 },
};
/** Columns of a level that depend on its own mesh only, not on what is between its cells. */
const ofLevels = [
  "steps",
  "status",
  "newton_mean",
  "gap_max",
  "residual_max",
  "solver_error",
  "density_min",
  "mass_drift",
];

function writeStudy(folder: string, id: string, parts: object, model: object = {}): void {
  const study = { ...box, ...parts, id, model: { ...box.model, ...model } };
  writeFileSync(join(folder, `${id}.yaml`), JSON.stringify(study));
}

const rowsOf = (file: string) => parseCsv(readFileSync(file, "utf8")) ?? [];

test("a snapshot read back on its mesh gives the same trajectory, bit by bit, and the same levels", async (t) => {
  const cwd = scratch(t);
  writeStudy(cwd, "box", {});
  const start = { csv: "first/snapshots.csv", time: "first" };
  const flow = (id: string, out: string) => jko(["flow", id, "--steps", "4", "--out", out, "--quiet"], { cwd });
  t.is((await flow("box.yaml", "first")).code, 0);
  writeStudy(cwd, "back", {}, { initial: start, normalize: false });
  t.is((await flow("back.yaml", "second")).code, 0);
  for (const name of ["snapshots.csv", "steps.csv"]) {
    t.is(readFileSync(join(cwd, "second", name), "utf8"), readFileSync(join(cwd, "first", name), "utf8"));
  }
  const run = (id: string) => jko(["run", `${id}.yaml`, "--out", `of-${id}`, "--quiet"], { cwd });
  t.deepEqual([(await run("box")).code, (await run("back")).code], [0, 0]);
  const levels = (id: string) =>
    rowsOf(join(cwd, `of-${id}`, "table.csv")).map((row) => ofLevels.map((key) => row[key]));
  t.deepEqual(levels("back"), levels("box"));
});

test("a changed file is computed again, an unchanged one comes from the store", async (t) => {
  const cwd = scratch(t);
  writeStudy(cwd, "own", { reference: { kind: "same-mesh" } }, { initial: { csv: "start.csv" } });
  const write = (high: number): void =>
    writeFileSync(join(cwd, "start.csv"), `x,layer,density\n0.25,a,1\n0.25,b,1\n0.75,a,${high}\n0.75,b,1\n`);
  const run = async () => (await jko(["run", "own.yaml", "--out", "out", "--format", "csv"], { cwd })).stderr;
  write(2);
  t.notRegex(await run(), /stored|reused/);
  t.regex(await run(), /stored|reused/);
  write(3);
  t.notRegex(await run(), /level \d.*(stored|reused)/);
});

test("--field writes the final state, or all snapshots, in every format with the same numbers", async (t) => {
  const cwd = scratch(t);
  writeStudy(cwd, "box", {});
  const words = ["flow", "box.yaml", "--steps", "4", "--cells", "6", "--field", "csv,npy,vti", "--quiet", "--out"];
  t.is((await jko([...words, "last"], { cwd })).code, 0);
  t.is((await jko([...words, "all", "--snapshots", "3"], { cwd })).code, 0);
  const has = (folder: string, pattern: RegExp) => readdirSync(join(cwd, folder)).filter((name) => pattern.test(name));
  t.deepEqual(has("last", /npy|vti|pvd/), ["density.npy", "density.vti"]);
  const [list, array, ...images] = has("all", /npy|vti|pvd/).sort(
    (a, b) => Number(/vti/.test(a)) - Number(/vti/.test(b)),
  );
  t.deepEqual([array, list, images.length], ["density.pvd", "density.npy", 4]);
  const csv = rowsOf(join(cwd, "all/density.csv")).map(({ density }) => Number(density));
  const npy = readNpy(readFileSync(join(cwd, "all/density.npy")), "density.npy");
  t.deepEqual([npy.shape, [...npy.values]], [[3, 6, 2], csv]);
  const times = readNpy(readFileSync(join(cwd, "all/times.npy")), "times.npy");
  eachNear(t, times.values, [0, 0.05, 0.1], 1e-15);
  const end = readNpy(readFileSync(join(cwd, "last/density.npy")), "density.npy");
  t.deepEqual([end.shape, [...end.values]], [[6, 2], csv.slice(-12)]);
  const pvd = readFileSync(join(cwd, "all/density.pvd"), "utf8");
  for (const name of images.filter((one) => /vti/.test(one))) t.true(pvd.includes(`file="${name}"`), name);
});

test("a format that is unknown, and one of meshes for what has none, are refused before anything runs", async (t) => {
  const cwd = scratch(t);
  writeStudy(cwd, "box", {});
  const cloud = {
    ...{ id: "cloud", scheme: { name: "sliced", directions: 4 } },
    model: {
      ...{ dimension: 2, functional: { potential: "r^2/2" }, finalTime: 1 },
      state: { kind: "particles", count: 5 },
    },
  };
  writeFileSync(join(cwd, "cloud.yaml"), JSON.stringify(cloud));
  const unknown = await jko(["flow", "box.yaml", "--field", "vtk"], { cwd });
  t.is(unknown.code, 2);
  t.regex(unknown.stderr, /--field: unknown format \(got "vtk"\).*'vti'/);
  const words = ["flow", "cloud.yaml", "--steps", "2", "--out", "out", "--quiet", "--field"];
  const none = await jko([...words, "vti"], { cwd });
  t.is(none.code, 2);
  t.regex(none.stderr, /the states of this study have no mesh.*Use csv or npy/);
  t.is((await jko([...words, "npy"], { cwd })).code, 0);
  const { shape, values } = readNpy(readFileSync(join(cwd, "out/particles.npy")), "particles.npy");
  const last = rowsOf(join(cwd, "out/snapshots.csv")).slice(-5);
  t.deepEqual([shape, [...values]], [[5, 2], last.flatMap(({ x1, x2 }) => [Number(x1), Number(x2)])]);
});

const readers = [
  { language: "Python with NumPy", isThere: hasNumpy, program: "python3", file: "read_density.py" },
  { language: "Julia", isThere: runs("julia", ["--version"]), program: "julia", file: "read_density.jl" },
  { language: "R", isThere: runs("Rscript", ["--version"]), program: "Rscript", file: "read_density.R" },
];

for (const { language, isThere, program, file } of readers) {
  const why = isThere ? "" : `: left out, there is no ${language} here`;
  (isThere ? test : test.skip)(`the example in ${language} reads what is written${why}`, async (t) => {
    const cwd = scratch(t);
    writeStudy(cwd, "box", {});
    const words = ["flow", "box.yaml", "--steps", "2", "--cells", "5", "--snapshots", "3", "--out", "out", "--quiet"];
    t.is((await jko(words, { cwd })).code, 0);
    const told = execFileSync(program, [join(packageFolder, "docs/examples", file), "out"], { cwd, encoding: "utf8" });
    const [a, b, ...masses] = told.trim().split(/\s+/);
    t.deepEqual([a, b, masses.length], ["a", "b", 3]);
    eachNear(t, masses.map(Number), 1, 1e-11);
  });
}
