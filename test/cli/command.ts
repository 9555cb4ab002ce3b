import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExecutionContext } from "ava";
import { runCommandLine } from "../../src/cli/commands.js";
import { createTerminal, describeError, type Terminal } from "../../src/cli/terminal.js";
import type { ExitCode } from "../../src/errors.js";

/** Folder of the package; this file is built to dist/test/cli. */
export const packageFolder = fileURLToPath(new URL("../../..", import.meta.url));

/** What a finished command left. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface RunOptions {
  readonly cwd: string;
  /** Added to an environment in which nothing steers the command. */
  readonly env?: Readonly<Record<string, string>>;
  /** Package whose command is run; that of the tests when absent. */
  readonly root?: string;
  /** Stops reading standard output after its first piece, as `head` does. */
  readonly closesStdout?: boolean;
  /** Called with everything written to standard error so far. */
  readonly onProgress?: (stderr: string, child: ChildProcess) => void;
}

const steering = [
  "NO_COLOR",
  "FORCE_COLOR",
  "GITHUB_ACTIONS",
  "GITHUB_WORKSPACE",
  "JKO_STORE",
  "JKO_DEBUG",
  "JKO_KERNEL",
];

/** Commands that run at a time: the tests of a file all begin at once. */
const most = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs the command as a user does, in a process of its own; its store is a folder of `cwd` unless it names one. */
export async function jko(words: readonly string[], options: RunOptions): Promise<Finished> {
  if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await start(words, options);
  } finally {
    running--;
    waiting.shift()?.();
  }
}

function start(
  words: readonly string[],
  { cwd, env = {}, root, closesStdout, onProgress }: RunOptions,
): Promise<Finished> {
  const begin = performance.now();
  const kept = Object.entries(process.env).filter(([name]) => !steering.includes(name));
  // An option of V8, as users give for memory: threads would refuse it.
  const options = ["--stack-trace-limit=10"];
  const child = spawn(process.execPath, [...options, join(root ?? packageFolder, "bin", "jko.js"), ...words], {
    cwd,
    env: { ...Object.fromEntries(kept), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
    if (closesStdout === true) child.stdout.destroy();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
    onProgress?.(output.stderr, child);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output, milliseconds: performance.now() - begin }));
  });
}

/**
 * The same without a process of its own, which takes longer to start than to refuse a study. For serial tests: it
 * changes the folder.
 */
export async function jkoHere(words: readonly string[], { cwd }: Pick<RunOptions, "cwd">): Promise<Finished> {
  const begin = performance.now();
  const output = { stdout: "", stderr: "" };
  const note = (text: string): void => {
    output.stderr += `${text}\n`;
  };
  const print = (text: string): void => {
    output.stdout += text;
  };
  const fail = (error: unknown): ExitCode => {
    const { text, code } = describeError(error, false);
    note(`error: ${text}`);
    return code;
  };
  const terminal: Terminal = {
    ...createTerminal(new AbortController().signal),
    ...{ note, fail, warn: (message: string) => note(`warning: ${message}`) },
    print,
    show: (content, format) => print(format.write(content, {})),
  };
  const folder = process.cwd();
  process.chdir(cwd);
  try {
    const code = await runCommandLine(words, terminal).catch(fail);
    return { code, ...output, milliseconds: performance.now() - begin };
  } finally {
    process.chdir(folder);
  }
}

/** A folder that disappears with the test. */
export function scratch(t: ExecutionContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "jko-cli-")));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
