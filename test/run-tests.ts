import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Runs ava, prints what fails, and ends with `N passed, N failed` on a line of its own.
 *
 * Fails where ava does, where it ran no test, and where its output ends before the plan that closes it.
 */
// npm puts the commands of the packages on the path.
const child = spawn("ava", ["--tap", ...process.argv.slice(2)], {
  stdio: ["ignore", "pipe", "inherit"],
  shell: process.platform === "win32",
});

let passed = 0;
let failed = 0;
let planned: number | undefined;
let failing = false;
for await (const line of createInterface({ input: child.stdout })) {
  if (/^(not )?ok /.test(line)) {
    failing = line.startsWith("not ok");
    if (failing) failed++;
    else if (!/ # (SKIP|TODO)/i.test(line)) passed++;
  }
  if (/^1\.\.\d+$/.test(line)) {
    planned = Number(line.slice(3));
    failing = false;
  }
  if (failing || /# (SKIP|TODO)/i.test(line)) console.log(line);
}
const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.on("close", resolve)));
if (planned === undefined) console.log("the test run ended before its plan: a test file crashed");
else if (planned < passed + failed) console.log(`${passed + failed} results for ${planned} planned tests`);
const complete = code === 0 && planned !== undefined && failed === 0 && passed > 0;
if (!complete) process.exitCode = 1;
if (!complete && failed === 0) console.log(`ava exited with ${code}`);
console.log(`${passed} passed, ${failed} failed`);
