import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { packageFolder } from "../cli/command.js";
import { tellsUsage, usageOf } from "./usage.js";

/** What became of a mutant. */
export interface Attempt {
  readonly seed: number;
  readonly file: string;
  readonly what: "validate" | "run";
  readonly code: number | null;
  readonly stderr: string;
  /** Of the processor, as far as the system tells it. */
  readonly seconds: number;
  /** Resident, of the process that tries one mutant after the other. */
  readonly kilobytes: number;
  /** What a run that ended well says though it is not so. */
  readonly untrue?: string;
}

export interface Batch {
  readonly first: number;
  readonly count: number;
  /** One in so many mutants is run where it is planned and cheap. */
  readonly every: number;
  /** Seconds of the processor after which a mutant is given up. */
  readonly mostSeconds: number;
}

type Line = { readonly begun: number; readonly file: string } | (Attempt & { readonly done: number });

/** Tries mutants in a process of their own; one that takes too long, or ends the process, is the last of its batch. */
export async function watchBatch({ first, count, every, mostSeconds }: Batch): Promise<Attempt[]> {
  const script = join(packageFolder, "dist", "test", "fuzz", "batch.js");
  const words = [first, count, every].map(String);
  const child = spawn(process.execPath, [script, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  const pid = child.pid as number;
  const attempts: Attempt[] = [];
  let now: Pick<Attempt, "seed" | "file" | "what"> & { readonly since: number } = {
    ...{ seed: first, file: "", what: "validate" },
    since: 0,
  };
  const secondsNow = (): number => usageOf(pid)?.seconds ?? now.since;
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  const guard = setInterval(() => {
    if (tellsUsage && secondsNow() - now.since > mostSeconds + 2) child.kill("SIGKILL");
  }, 500);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    const used = usageOf(pid) ?? { seconds: now.since, kilobytes: 0 };
    if ("begun" in line) now = { seed: line.begun, file: line.file, what: "validate", since: used.seconds };
    else {
      const { done, ...rest } = line;
      attempts.push({ ...rest, seed: done, seconds: used.seconds - now.since, kilobytes: used.kilobytes });
      now = { ...now, what: "run", since: used.seconds };
    }
  }
  const code = await ended;
  clearInterval(guard);
  if (code !== 0)
    attempts.push({ ...now, code, stderr: `the process ended: ${stderr}`, seconds: Infinity, kilobytes: 0 });
  return attempts;
}
