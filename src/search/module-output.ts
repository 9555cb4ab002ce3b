import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

type Writer = (target: unknown, ...rest: unknown[]) => unknown;
type Writers = Record<string, unknown>;

const byDescriptor = ["write", "writeSync", "writev", "writevSync"];
const byPath = ["open", "writeFile", "appendFile"];
const byEither = ["openSync", "writeFileSync", "appendFileSync"];

let isDiverted = false;

/**
 * Sends what a module prints on this thread to standard error: standard output is for the results.
 *
 * That is what goes through `process.stdout` and `node:fs`; programs that a module starts have the output of the
 * process.
 */
export function divertOutput(): void {
  if (isDiverted) return;
  isDiverted = true;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  divert(fs as unknown as Writers, [...byDescriptor, ...byPath, ...byEither]);
  divert(fs.promises as unknown as Writers, byPath);
  syncBuiltinESMExports();
}

function divert(writers: Writers, names: readonly string[]): void {
  for (const name of names) {
    const original = writers[name] as Writer;
    const diverted: Writer = (target, ...rest) => original(elsewhere(target), ...rest);
    writers[name] = Object.defineProperties(diverted, Object.getOwnPropertyDescriptors(original));
  }
}

const output = /^(file:\/\/)?\/(dev\/(stdout|fd\/1)|proc\/(self|thread-self|\d+)\/fd\/1)$/;

function elsewhere(target: unknown): unknown {
  if (target === 1) return 2;
  const isPath = typeof target === "string" || target instanceof URL;
  return isPath && output.test(String(target)) ? "/dev/stderr" : target;
}
