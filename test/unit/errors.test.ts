import test from "ava";
import { describeError } from "../../src/cli/terminal.js";
import { type ExitCode, InputError } from "../../src/errors.js";
import { ReferenceFailure } from "../../src/reference/types.js";

const loop: Record<string, unknown> = {};
loop.x = loop;

test("the message of an input error can be made for any value", (t) => {
  for (const value of [loop, 10n, () => 0, Symbol("s"), Number.NaN]) {
    t.regex(new InputError("wrong", { path: "model", value }).message, /^model: wrong \(got .+\)$/);
  }
});

test("an error is a defect only where nothing else explains it", (t) => {
  const system = (syscall: string, code: string) => Object.assign(new Error(code), { code, syscall });
  const worker = Object.assign(new Error("heap"), { code: "ERR_WORKER_OUT_OF_MEMORY" });
  const known: readonly (readonly [unknown, ExitCode, RegExp])[] = [
    [new InputError("wrong"), 2, /^wrong$/],
    [new ReferenceFailure("limit", "stalled", "why"), 4, /^reference limit: stalled, why$/],
    [system("uv_cwd", "ENOENT"), 2, /the current folder is gone/],
    [system("write", "ENOSPC"), 2, /ENOSPC/],
    [new RangeError("Array buffer allocation failed"), 2, /not enough memory/],
    [worker, 2, /not enough memory/],
    [new TypeError("x is undefined"), 1, /TypeError: x is undefined\. This is a defect of jko/],
    [new RangeError("Maximum call stack size exceeded"), 1, /a defect of jko/],
    ["thrown text", 1, /a defect of jko/],
  ];
  for (const [error, code, text] of known) {
    const described = describeError(error, false);
    t.is(described.code, code);
    t.regex(described.text, text);
    t.is(code === 1, /defect/.test(described.text));
  }
});
