import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { InputError } from "../../../../src/errors.js";
import { writeNpy } from "../../../../src/fields/npy.js";
import { filesOf } from "../../../../src/model/files/provided.js";
import { loadStudy } from "../../../../src/study/file/load.js";
import type { MeshStudy, StateStudy } from "../../../../src/study/file/schema.js";
import { studyHash } from "../../../../src/study/file/study-hash.js";
import { variantsOf } from "../../../../src/study/file/variants.js";
import { createSource, discretizeStates } from "../../../../src/study/plan/models.js";
import { planStudy } from "../../../../src/study/plan/plan.js";
import { eachNear, near } from "../../../support/matchers.js";
import { boxStudy, scratchFolder, writeFiles } from "../scratch.js";

/** The study of the box with some of the model from files, and these files, in a folder. */
function folderWith(t: ExecutionContext, model: object, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = scratchFolder(t);
  const study = { ...boxStudy, model: { ...boxStudy.model, ...model } };
  writeFiles(folder, { "box.yaml": JSON.stringify(study), ...files });
  return join(folder, "box.yaml");
}

const load = (file: string, set: readonly string[] = []): MeshStudy => loadStudy(file, { set }).study as MeshStudy;
const problemOf = (study: MeshStudy, cells: readonly number[]) => createSource(study.model).discretize(cells);

const two = "x,layer,density\n0.25,a,1\n0.25,b,0.1\n0.75,a,0.3\n0.75,b,0.6\n";

test("cells of a file are those of the mesh, to the last bit; other meshes get averages of the same mass", (t) => {
  const study = load(folderWith(t, { initial: { csv: "two.csv" }, normalize: false }, { "two.csv": two }));
  t.deepEqual([...problemOf(study, [2]).initial], [1, 0.1, 0.3, 0.6]);
  const three = problemOf(study, [3]);
  eachNear(t, three.initial, [1, 0.1, (1 + 0.3) / 2, (0.1 + 0.6) / 2, 0.3, 0.6], 1e-15);
  near(t, three.mass, 1, 1e-15);
});

test("layers may have files of their own, of one layer whatever it is called, beside formulas", (t) => {
  const files = {
    "a.csv": "x,density\n0.25,1\n0.75,3\n",
    "b.npy": writeNpy({ shape: [4], values: Float64Array.of(4, 3, 2, 1) }),
  };
  const own = (layer: string) =>
    load(folderWith(t, { normalize: false, initial: { a: { csv: "a.csv" }, b: layer } }, files));
  t.deepEqual([...problemOf(own("2"), [2]).initial], [1, 2, 3, 2]);
  const both = load(folderWith(t, { normalize: false, initial: { a: { csv: "a.csv" }, b: { npy: "b.npy" } } }, files));
  t.deepEqual([...problemOf(both, [2]).initial], [1, 3.5, 3, 1.5]);
});

test("a potential keeps the mass of exp(-V/T) on other meshes", (t) => {
  const potential = { csv: "v.csv", column: "V" };
  const study = load(
    folderWith(
      t,
      { potential, energy: { temperature: 0.5 } },
      {
        "v.csv":
          "x,n,V\n0.25,1,1\n0.75,2,-3\n".replace("x,n,V", "x,layer,V").replaceAll(/,([12]),/g, ",a,") +
          "0.25,b,0\n0.75,b,0\n",
      },
    ),
  );
  const values = problemOf(study, [1]).potential;
  near(t, values[0], -0.5 * Math.log((Math.exp(-2) + Math.exp(6)) / 2), 1e-14);
  t.is(values[1], 0);
  t.deepEqual([...problemOf(study, [2]).potential], [1, 0, -3, 0]);
});

test("a grid and particles start from files", (t) => {
  const folder = scratchFolder(t);
  const grid = {
    ...{ id: "grid", scheme: { name: "sliced", directions: 1 } },
    model: {
      state: { kind: "grid" },
      domain: [[0, 1]],
      initial: { csv: "g.csv" },
      functional: { entropy: 1 },
      finalTime: 1,
    },
  };
  const cloud = {
    ...{ id: "cloud", scheme: { name: "sliced", directions: 4 } },
    model: {
      ...{ dimension: 2, functional: { potential: "r^2/2" }, finalTime: 1 },
      state: { kind: "particles", sample: "points", points: { csv: "p.csv", time: "first" } },
    },
  };
  writeFiles(folder, {
    "grid.yaml": JSON.stringify(grid),
    "cloud.yaml": JSON.stringify(cloud),
    "g.csv": "x,density\n0.25,1\n0.75,3\n",
    "p.csv": "t,particle,layer,x1,x2,weight\n0,0,0,1,2,0.5\n0,1,0,3,4,0.5\n1,0,0,0,0,0.5\n1,1,0,1,1,0.5\n",
    "p.npy": writeNpy({ shape: [3, 2], values: Float64Array.of(1, 2, 3, 4, 5, 6) }),
  });
  const states = (id: string, cells: readonly number[], set: readonly string[] = []) => {
    const { model, scheme } = loadStudy(join(folder, `${id}.yaml`), { set }).study as StateStudy;
    return discretizeStates(model, scheme, cells).initial.values;
  };
  t.deepEqual([...states("grid", [2])], [0.5, 1.5]);
  t.deepEqual([...states("cloud", [])], [1, 2, 3, 4]);
  t.deepEqual([...states("cloud", [], ["model.state.points={npy: p.npy}"])], [1, 2, 3, 4, 5, 6]);
  t.throws(() => states("cloud", [], ["model.dimension=3"]), { message: /points of dimension 2/ });
  t.throws(() => states("cloud", [], ["model.state.count=5"]), { message: /there are 2 points/ });
});

test("an array may be layers on a line, a plane and points of studies that are loaded together", (t) => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const initial = { npy: "v.npy" };
  const line = load(folderWith(t, { normalize: false, initial }, { "v.npy": writeNpy({ shape: [4, 2], values }) }));
  const square = {
    domain: [
      [0, 1],
      [0, 1],
    ],
    graph: undefined,
    exchange: undefined,
    normalize: false,
    initial,
  };
  const plane = load(folderWith(t, square, { "v.npy": writeNpy({ shape: [4, 2], values }) }));
  const cloud = writeCloud(t, writeNpy({ shape: [4, 2], values }));
  t.deepEqual([...problemOf(line, [4]).initial], [...values]);
  t.deepEqual([...problemOf(plane, [4, 2]).initial], [1, 3, 5, 7, 2, 4, 6, 8]);
  t.deepEqual([...discretizeStates(cloud.model, cloud.scheme, []).initial.values], [...values]);
  const tasks = filesOf([line, plane, cloud]);
  t.deepEqual(
    [...tasks.values()].map((readings) => readings.length),
    [3],
  );
});

/** A study of particles that stand in an array. */
function writeCloud(t: ExecutionContext, points: Uint8Array): StateStudy {
  const folder = scratchFolder(t);
  const cloud = {
    ...{ id: "cloud", scheme: { name: "sliced", directions: 4 } },
    model: {
      ...{ dimension: 2, functional: { potential: "r^2/2" }, finalTime: 1 },
      state: { kind: "particles", sample: "points", points: { npy: "v.npy" } },
    },
  };
  writeFiles(folder, { "cloud.yaml": JSON.stringify(cloud), "v.npy": points });
  return loadStudy(join(folder, "cloud.yaml")).study as StateStudy;
}

test("a changed file is another study; a hash that is given holds the content", (t) => {
  const file = folderWith(t, { initial: { csv: "two.csv" } }, { "two.csv": two });
  const before = load(file);
  t.is(studyHash(load(file)), studyHash(before));
  writeFileSync(join(file, "../two.csv"), two.replace("0.3", "0.31"));
  const after = load(file);
  t.not(studyHash(after), studyHash(before));
  t.notDeepEqual(problemOf(after, [2]).initial, problemOf(before, [2]).initial);
  const { sha256 } = before.model.initial as { sha256?: string };
  t.regex(sha256 ?? "", /^[0-9a-f]{64}$/);
  const message = /two\.csv has another content.*--set|--set.*two\.csv has another content/;
  t.throws(() => load(file, [`model.initial.sha256=${sha256}`]), { instanceOf: InputError, message });
});

test("a parameter sweep keeps its files", (t) => {
  const sweep = { axis: "parameter", path: "model.graph.edges[0][2]", values: [1, 2], steps: 2, cells: 4 };
  const study = { ...load(folderWith(t, { initial: { csv: "two.csv" } }, { "two.csv": two })), sweep } as MeshStudy;
  for (const variant of variantsOf(study, 2)) t.is(problemOf(variant, [4]).initial.length, 8);
});

const line = (layer: string, values: readonly number[]): string =>
  values.map((value, k) => `${(k + 0.5) / values.length},${layer},${value}\n`).join("");
const bad: readonly (readonly [string, object, RegExp])[] = [
  [
    "a file that is missing",
    { csv: "none.csv" },
    /model\.initial: none\.csv: cannot be read \(ENOENT\)\..*relative to the study/,
  ],
  ["a folder", { csv: "." }, /a folder, not a file of values/],
  ["a file that is too large", { csv: "large.csv" }, /large\.csv: a file of values has at most/],
  ["no text", { csv: "binary.csv" }, /binary\.csv: not UTF-8 text/],
  [
    "another domain",
    { csv: "wide.csv" },
    /not on a uniform mesh of the domain: x = 0\.5 should be 0\.25, the centre of cell 0 of 2/,
  ],
  ["two axes", { csv: "plane.csv" }, /the file has 2 axes, the domain one axis/],
  ["unknown layers", { csv: "other.csv" }, /the file has a layer "c".*"a", "b"/],
  ["a layer too few", { csv: "single.csv" }, /the file has no layer "b"/],
  ["no layers", { npy: "single.npy" }, /the file has 1 layers, 2 are needed/],
  [
    "a negative density",
    { csv: "negative.csv" },
    /negative\.csv: the density of layer "b" is negative in cell 1 \(got -0\.6\)/,
  ],
  [
    "a column of an array",
    { npy: "single.npy", column: "density" },
    /a file is \{csv, column, time\} or \{npy, time\}/,
  ],
  ["both kinds", { npy: "single.npy", csv: "two.csv" }, /a file is \{csv, column, time\} or \{npy, time\}/],
  ["a name that is none", { csv: 5 }, /model\.initial\.csv|a file is/],
  [
    "a slip of the keyboard",
    { csv: "two.csv", colum: "density" },
    /not a file.*Its keys are csv, or npy, and column, time/,
  ],
  ["a time of an array", { npy: "single.npy", time: 0.5 }, /model\.initial/],
];

for (const [what, initial, message] of bad) {
  test(`${what}: the study is refused, with its path and what to do`, (t) => {
    const file = folderWith(
      t,
      { initial },
      {
        "two.csv": two,
        "binary.csv": Uint8Array.of(0xff, 0xfe, 0xfd),
        "wide.csv": "x,layer,density\n0.5,a,1\n0.5,b,1\n1.5,a,1\n1.5,b,1\n",
        "plane.csv": "x,y,layer,density\n0.5,0.5,a,1\n0.5,0.5,b,1\n",
        "other.csv": `x,layer,density\n${line("a", [1, 2])}${line("c", [1, 2])}`,
        "single.csv": `x,layer,density\n${line("a", [1, 2])}`,
        "single.npy": writeNpy({ shape: [2], values: Float64Array.of(1, 2) }),
        "negative.csv": `x,layer,density\n${line("a", [1, 2])}${line("b", [1, -0.6])}`,
        "large.csv": "",
      },
    );
    truncateSync(join(file, "../large.csv"), 500_000_000);
    t.throws(() => planStudy(load(file)), { instanceOf: InputError, message });
  });
}

test("a study whose files have not been read says so", (t) => {
  const study = load(folderWith(t, { initial: { csv: "two.csv" } }, { "two.csv": two }));
  const model = { ...study.model, initial: { csv: "two.csv", time: "first" as const } };
  t.throws(() => planStudy({ ...study, model }), { message: /the file has not been read.*Load the study/ });
});
