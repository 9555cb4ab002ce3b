import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { inspectStore } from "../../src/study/record/store-contents.js";
import { hasResult, readResult } from "../../src/study/record/stored-record.js";
import { packageFolder } from "../cli/command.js";

/** Where a run writes. */
export interface Place {
  readonly cwd: string;
  readonly out: string;
  readonly store: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

export function startCommand(words: readonly string[], cwd: string): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(packageFolder, "bin", "jko.js"), ...words], {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stderr }));
  });
  return { child, ended };
}

export function startRun(study: string, { cwd, out, store }: Place): ReturnType<typeof startCommand> {
  return startCommand(["run", study, "--out", out, "--store", store, "--jobs", "1"], cwd);
}

/** Contents of the result in a folder, without the file that tells times and the temporaries of what was killed. */
export function bytesOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name !== "run.json" && !name.startsWith("."));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), "latin1")]));
}

/** How whole files end, by extension. */
const endings: Readonly<Record<string, RegExp>> = {
  csv: /\n$/,
  md: /\n$/,
  tex: /\\end\{[a-z]+\}\s*$/,
  json: /\}\n?$/,
  pdf: /%%EOF\s*$/,
  svg: /<\/svg>\s*$/,
  html: /<\/html>\n(<!-- drawn from [^>]+ -->\n)?$/,
  png: /IEND....$/s,
};

/** Everything that stands under its name is whole: files of the result, and entries of the store. */
export function assertWhole(t: ExecutionContext, { out, store }: Place, told: string): void {
  const files = existsSync(out) ? bytesOf(out) : {};
  for (const [name, text] of Object.entries(files)) {
    t.regex(text, endings[name.slice(name.lastIndexOf(".") + 1)], `${name}, ${told}`);
  }
  if (hasResult(out)) t.notThrows(() => readResult(out), told);
  for (const { name, state } of inspectStore(store, true)) t.is(state, "current", `${name}, ${told}`);
}
