import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./generated-pages.js";

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which lines of a page are run as a reader would, with the program of this tree as `jko`. */
export interface Shell {
  readonly folder: string;
  run(line: string): Ended;
  write(file: string, text: string): void;
}

export function shellIn(folder: string): Shell {
  const bin = join(folder, ".bin");
  mkdirSync(bin, { recursive: true });
  const program = fileURLToPath(new URL("bin/jko.js", root));
  script(join(bin, "jko"), `exec "${process.execPath}" "${program}" "$@"`);
  script(join(bin, "npx"), 'exec "$@"');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: "1", JKO_STORE: join(folder, ".jko") };
  return {
    folder,
    run(line) {
      const { status, stdout, stderr } = spawnSync("sh", ["-c", line], { cwd: folder, env, encoding: "utf8" });
      return { status, stdout, stderr };
    },
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
  };
}

function script(file: string, line: string): void {
  writeFileSync(file, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
}
