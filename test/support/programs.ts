import { spawnSync } from "node:child_process";

/** Whether a program is installed and runs with these words. */
export function runs(program: string, words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: "ignore" }).status === 0;
}

export const hasNumpy = runs("python3", ["-c", "import numpy"]);
