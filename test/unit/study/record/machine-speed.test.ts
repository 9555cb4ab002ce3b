import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { inspectStore, pruneStore } from "../../../../src/study/index.js";
import { machineSpeed } from "../../../../src/study/record/machine-speed.js";
import { between } from "../../../support/matchers.js";

function store(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "jko-speed-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const here = { cpu: cpus()[0]?.model ?? "", node: process.version };

test("the speed of the machine is measured once and kept in the store, as no entry of it", (t) => {
  const folder = store(t);
  const speed = machineSpeed(folder);
  between(t, speed, 0.005, 50);
  t.is(machineSpeed(folder), speed);
  t.deepEqual(inspectStore(folder, true), []);
  t.deepEqual(pruneStore(folder), []);
  t.is(machineSpeed(folder), speed);
});

test("a speed of this machine is believed; one of another, and what is none, is measured anew", (t) => {
  const folder = store(t);
  const file = join(folder, "machine-speed.json");
  writeFileSync(file, JSON.stringify({ ...here, speed: 1234 }));
  t.is(machineSpeed(folder), 1234);
  for (const text of [
    JSON.stringify({ ...here, cpu: "abacus", speed: 1234 }),
    JSON.stringify({ ...here, node: "v0", speed: 1234 }),
    JSON.stringify({ ...here, speed: -1 }),
    JSON.stringify({ ...here, speed: "fast" }),
    "{",
  ]) {
    writeFileSync(file, text);
    const speed = machineSpeed(folder);
    between(t, speed, 0.005, 50, text);
    t.deepEqual(JSON.parse(readFileSync(file, "utf8")), { ...here, speed });
  }
});

test("where there is no store none is made, and where it cannot be written the speed is measured all the same", (t) => {
  const folder = join(store(t), "none");
  between(t, machineSpeed(folder), 0.005, 50);
  t.false(existsSync(folder));
  mkdirSync(join(folder, "machine-speed.json"), { recursive: true });
  between(t, machineSpeed(folder), 0.005, 50);
});
