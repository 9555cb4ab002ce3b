/* The programs of examples/, as users of the package compile and run them. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import test from "ava";
import ts from "typescript";
import type { StudyRecord } from "../../src/index.js";
import { packageFolder, scratch } from "../cli/command.js";
import { near } from "../support/matchers.js";

const examples = join(packageFolder, "examples");

test("both examples are accepted by the compiler at its strictest", async (t) => {
  const compiler = join(packageFolder, "node_modules", "typescript", "bin", "tsc");
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [compiler, "-p", examples], (_, stdout, stderr) => resolve(stdout + stderr));
  });
  t.is(output, "");
});

/** An example in a folder of its own, in which the package is installed. */
async function load(folder: string, name: string): Promise<unknown> {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  if (!existsSync(join(folder, "node_modules/jko-study"))) {
    symlinkSync(packageFolder, join(folder, "node_modules/jko-study"));
  }
  const text = readFileSync(join(examples, name), "utf8");
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, ts.transpileModule(text, { compilerOptions }).outputText);
  return await import(pathToFileURL(file).href);
}

interface OwnStudy {
  compareMobilities(folder: string): Promise<readonly StudyRecord[]>;
  refusal(mobility: string): string;
  summary(records: readonly StudyRecord[]): { table: string; csv: string; figures: readonly string[] };
}

test("a study of one's own runs, is written and told; what is wrong in it is named", async (t) => {
  const folder = scratch(t);
  const { compareMobilities, refusal, summary } = (await load(folder, "own-study.ts")) as OwnStudy;
  const records = await compareMobilities(join(folder, "out"));
  for (const { id, verdict } of records) {
    t.true(verdict.pass, verdict.reasons.join("\n"));
    for (const file of ["table.csv", "manifest.json", "figure.svg", "figure.png", "report.html", "trajectory.json"]) {
      t.true(existsSync(join(folder, "out", id, file)), `${id}/${file}`);
    }
  }
  const { table, csv, figures } = summary(records);
  t.is(csv.trim().split("\n").length, 7);
  t.regex(table, /ring-unit[\s\S]*ring-logarithmic/);
  t.true(figures.every((svg) => svg.startsWith("<svg")));
  t.regex(refusal("unitt"), /^model\.exchange\.mobility: unknown value \(got "unitt"\)\. Did you mean 'unit'\?/);
});

interface SingleSteps {
  masses(steps: number, cells: number): { readonly status: string; readonly masses: readonly number[] };
}

test("single steps keep the mass", async (t) => {
  const { masses } = (await load(scratch(t), "single-steps.js")) as SingleSteps;
  const found = masses(5, 40);
  t.is(found.status, "converged");
  t.is(found.masses.length, 5);
  for (const mass of found.masses) near(t, mass, 1, 1e-13);
});
