import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { jko, packageFolder, scratch } from "./command.js";

const command = join(packageFolder, "bin", "jko.js");

function shell(script: string, cwd: string) {
  const values = { JKO: command, NODE: process.execPath };
  return spawnSync("sh", ["-c", script], { cwd, encoding: "utf8", env: { ...process.env, ...values } });
}

const unix = process.platform === "win32" ? test.skip : test;

(existsSync("/dev/full") ? unix : test.skip)("output that cannot be written is told, with exit code 2", (t) => {
  const { status, stderr } = shell('"$NODE" "$JKO" --help > /dev/full', scratch(t));
  t.is(status, 2);
  t.regex(stderr, /^error: standard output: cannot be written \(ENOSPC\)[^\n]*\n$/);
});

unix("a current folder that is gone is told, with exit code 2", (t) => {
  const { status, stderr } = shell('mkdir gone && cd gone && rmdir ../gone && "$NODE" "$JKO" list', scratch(t));
  t.is(status, 2);
  t.regex(stderr, /^error: the current folder is gone[^\n]*\n$/);
});

test("a reference that fails while a study is planned is a numerical failure", async (t) => {
  const functional = "model.functional={potential: {matrix: [[1.2, 0.5], [0.5, 0.6]], centre: [0.7, -0.4]}}";
  const study = join(packageFolder, "studies", "sliced-directions.yaml");
  const { code, stderr } = await jko(["validate", study, "--set", functional], { cwd: scratch(t) });
  t.is(code, 4, stderr);
  t.regex(stderr, /^error: [^\n]*sliced-directions\.yaml: reference iterate: [^\n]+\n$/);
});

unix("an interrupt ends a validation in the midst of a computation", async (t) => {
  const slow = ["ornstein-uhlenbeck-plane", "grid-16", "swept-difference", "fokker-planck-joint"];
  const files = slow.map((id) => join(packageFolder, "studies", `${id}.yaml`));
  const child = spawn(process.execPath, [command, "validate", ...files], { cwd: scratch(t), stdio: "ignore" });
  const ended = new Promise<string | null>((resolve) => child.on("close", (_, signal) => resolve(signal)));
  await new Promise((resolve) => setTimeout(resolve, 6000));
  t.is(child.exitCode, null, "it ended before it was interrupted");
  child.kill("SIGINT");
  t.is(await ended, "SIGINT");
});

(existsSync("/proc/self/limits") ? unix : test.skip)("limits of memory end in a sentence, with exit code 2", (t) => {
  const study = join(packageFolder, "studies", "box-modes.yaml");
  const limited = [
    `NODE_OPTIONS=--max-old-space-size=12 "$NODE" "$JKO" validate ${study}`,
    `ulimit -v 1200000 && "$NODE" "$JKO" run ${study} --out out --store store`,
  ];
  for (const script of limited) {
    const { status, stderr } = shell(script, scratch(t));
    t.is(status, 2, stderr);
    t.regex(stderr, /^error: ([^\n]*: )?(not enough memory|the limit of virtual memory)[^\n]*\n$/);
  }
});
