import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump } from "js-yaml";
import { isToSearch } from "../../src/search/plan.js";
import { loadStudy } from "../../src/study/file/load.js";
import { planStudy } from "../../src/study/plan/plan.js";
import { readResult } from "../../src/study/record/stored-record.js";
import { jkoHere } from "../cli/command.js";
import { createDraw, mutate } from "./mutate.js";
import { readStudy, shippedStudies } from "./shipped.js";

/**
 * Plans mutants in one process, since it takes longer to start one than to refuse a study, and runs those that cost
 * little: `node batch.js FIRST COUNT EVERY`, of which every so many-th is run. A line of JSON for each mutant that is
 * begun, and one for each that is done.
 */
const [first = 0, count = 0, every = 1] = process.argv.slice(2).map(Number);
/** Levels and error budget together, in the units of `PlannedLevel.cost`: about a second. */
const cheap = 1e6;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "jko-fuzz-")));
const say = (line: object): void => writeFileSync(1, `${JSON.stringify(line)}\n`);

try {
  for (let seed = first; seed < first + count; seed++) await tryMutant(seed);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function tryMutant(seed: number): Promise<void> {
  const draw = createDraw(seed);
  const file = shippedStudies[draw(shippedStudies.length)];
  writeFileSync(join(folder, file), dump(mutate(readStudy(file), draw), { noRefs: true, skipInvalid: true }));
  say({ begun: seed, file });
  const planned = await jkoHere(["validate", file], { cwd: folder });
  say({ done: seed, file, what: "validate", ...planned, memory: process.resourceUsage().maxRSS });
  if (planned.code === 0 && seed % every === 0 && costOf(file) <= cheap) await runMutant(seed, file);
  rmSync(join(folder, file));
}

async function runMutant(seed: number, file: string): Promise<void> {
  const out = join(folder, "out");
  const words = ["run", file, "--jobs", "1", "--out", out, "--store", join(folder, "store"), "--quiet"];
  const run = await jkoHere(words, { cwd: folder });
  say({ done: seed, file, what: "run", ...run, untrue: run.code === 0 ? untrueIn(out) : undefined });
  for (const name of ["out", "store"]) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Without a bound for what `run` refuses. */
function costOf(file: string): number {
  const { study } = loadStudy(join(folder, file));
  if (isToSearch(study)) return Number.POSITIVE_INFINITY;
  const plan = planStudy(study);
  const { limits = [], finer = [], regularized = [] } = plan.budget ?? {};
  const budget = [...limits, ...finer, ...regularized];
  return [...plan.levels, ...budget].reduce((sum, { cost }) => sum + cost, 0);
}

/** What a run that ended well has no right to say. */
function untrueIn(out: string): string | undefined {
  const { record } = readResult(out);
  const failed = record.levels.find(({ status }) => status !== "ok");
  if (failed !== undefined) return `level ${failed.level} has status ${failed.status}`;
  for (const { level, errors } of record.levels) {
    const wrong = record.errors.find((name) => !(errors?.[name] >= 0));
    if (wrong !== undefined) return `level ${level} has no ${wrong} error`;
  }
  return undefined;
}
