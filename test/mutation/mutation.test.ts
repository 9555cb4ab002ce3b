/**
 * Whether `jko check` tells a wrong program from a right one: the built code is copied, one thing in it is made wrong,
 * and a fast study is run against its committed results. The program itself has no switch for it.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { listStudies } from "../../src/study/index.js";
import { jko, packageFolder, scratch } from "../cli/command.js";
import { above } from "../support/matchers.js";

/** One textual substitution in the built code. */
interface Mutant {
  readonly what: string;
  /** File below dist/src. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The fast study that must notice. */
  readonly study: string;
}

const mutants: readonly Mutant[] = [
  {
    what: "the half of the transport cost W²/(2 tau) left out",
    file: "jko/parts-line.js",
    from: "createExactTransport(mesh, layers, tau)",
    to: "createExactTransport(mesh, layers, 0.5 * tau)",
    study: "exact-iterate",
  },
  {
    what: "the mobility dropped from the exchange cost",
    file: "jko/exchange/frozen.js",
    from: "scale * means[i]",
    to: "scale",
    study: "box-modes",
  },
  {
    what: "the step size doubled",
    file: "schemes/jko/descriptor.js",
    from: "tau: problem.finalTime / steps",
    to: "tau: (2 * problem.finalTime) / steps",
    study: "box-modes",
  },
  {
    what: "the reference shifted by one cell",
    file: "study/plan/discretized.js",
    from: "reference.values)",
    to: "reference.values.slice().copyWithin(problem().graph.layers.length, 0))",
    study: "ornstein-uhlenbeck",
  },
  {
    what: "the damping of the inertial scheme halved",
    file: "schemes/inertial/inertial.js",
    from: "1 + damping * tau",
    to: "1 + 0.5 * damping * tau",
    study: "inertial-nodes",
  },
  {
    what: "the step size of states doubled",
    file: "schemes/gromov/descriptor.js",
    from: "tau: problem.finalTime / steps",
    to: "tau: (2 * problem.finalTime) / steps",
    study: "gromov-gaussian",
  },
];

test.serial("unchanged code passes, and the committed results stay as they are", async (t) => {
  const root = copyPackage(t);
  const before = tables(root);
  above(t, Object.keys(before).length, 0, "no committed tables in results/");
  const { code, stdout, stderr } = await checkStudies(root, [...new Set(mutants.map(({ study }) => study))]);
  t.is(code, 0, stdout + stderr);
  t.notRegex(stdout, /^FAIL/m);
  t.deepEqual(tables(root), before);
});

for (const mutant of mutants) {
  test.serial(`${mutant.what} is noticed, and study and pair are named`, async (t) => {
    const root = copyPackage(t);
    t.true(fastStudies().includes(mutant.study));
    mutate(t, root, mutant);
    const { code, stdout, stderr } = await checkStudies(root, [mutant.study]);
    t.true(code === 3 || code === 4, `exit code ${code}\n${stdout}${stderr}`);
    const told = new RegExp(
      `^FAIL {2}${mutant.study}: .* between \\(\\d+ steps(, \\d+ cells)?\\) and \\(\\d+ steps`,
      "m",
    );
    t.regex(stdout, told);
  });
}

function checkStudies(root: string, ids: readonly string[]) {
  return jko(["check", ...ids, "--quiet", "--store", "store"], { cwd: root, root });
}

function fastStudies(): string[] {
  return listStudies(join(packageFolder, "studies"))
    .filter(({ tags }) => tags.includes("fast"))
    .map(({ id }) => id);
}

/** The package as installed, in a folder of its own with an empty store. */
function copyPackage(t: ExecutionContext): string {
  const root = scratch(t);
  mkdirSync(join(root, "dist"));
  for (const part of ["dist/src", "bin", "package.json", "studies", "results"]) {
    cpSync(join(packageFolder, part), join(root, part), { recursive: true });
  }
  symlinkSync(join(packageFolder, "node_modules"), join(root, "node_modules"), "junction");
  return root;
}

function mutate(t: ExecutionContext, root: string, { file, from, to }: Mutant): void {
  const path = join(root, "dist/src", file);
  const pieces = readFileSync(path, "utf8").split(from);
  t.is(pieces.length, 2, `'${from}' must occur exactly once in ${file}`);
  writeFileSync(path, pieces.join(to));
}

/** Contents of all committed tables, by path. */
function tables(root: string): Record<string, string> {
  const files = readdirSync(join(root, "results"), { recursive: true, encoding: "utf8" }).sort();
  const wanted = files.filter((file) => file.endsWith(".csv") || file.endsWith(".json"));
  return Object.fromEntries(wanted.map((file) => [file, readFileSync(join(root, "results", file), "utf8")]));
}
