import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { seededRandom } from "../../src/numerics/random.js";
import { scratch } from "../cli/command.js";
import { boxStudy, writeStudies } from "../cli/studies.js";
import { above } from "../support/matchers.js";
import { assertWhole, bytesOf, type Ended, type Place, startCommand, startRun } from "./disturbed.js";

/** `JKO_CRASHES=100 JKO_CRASH_SEED=7` for more of them. */
const chains = Number(process.env.JKO_CRASHES ?? 2);
const random = seededRandom(Number(process.env.JKO_CRASH_SEED ?? 1));
const unix = process.platform === "win32" ? test.serial.skip : test.serial;
const mountable = process.platform === "linux" && process.getuid?.() === 0 ? unix : test.serial.skip;

function newPlace(t: ExecutionContext): Place {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  return { cwd, out: join(cwd, "out"), store: join(cwd, "store") };
}

/** What a run leaves that nothing disturbs, and the milliseconds it takes. */
async function undisturbed(t: ExecutionContext) {
  const place = newPlace(t);
  const begin = performance.now();
  const { code, stderr } = await startRun("box", place).ended;
  t.is(code, 0, stderr);
  return { bytes: bytesOf(place.out), milliseconds: performance.now() - begin };
}

async function disturbedAt(moment: number, signal: NodeJS.Signals, place: Place): Promise<Ended> {
  const { child, ended } = startRun("box", place);
  const timer = setTimeout(() => child.kill(signal), moment);
  return ended.finally(() => clearTimeout(timer));
}

/** Ended by the signal itself, told of by the exit code of it, or done before. */
function endings({ code, signal }: Ended): string {
  return signal ?? String(code);
}

unix(
  "runs that are killed or interrupted at random moments leave whole files, and resume to the same bytes",
  async (t) => {
    t.timeout(24 * 3600e3);
    const { bytes, milliseconds } = await undisturbed(t);
    const codes = { SIGKILL: "SIGKILL", SIGINT: "130", SIGTERM: "143" } as const;
    for (let chain = 0; chain < chains; chain++) {
      const place = newPlace(t);
      for (const signal of ["SIGKILL", "SIGINT", "SIGTERM"] as const) {
        const moment = milliseconds * random();
        const ended = await disturbedAt(moment, signal, place);
        const told = `${signal} after ${moment} of ${milliseconds} ms: ${endings(ended)} ${ended.stderr}`;
        t.true([signal, codes[signal], "0"].includes(endings(ended)), told);
        t.notRegex(ended.stderr, /\n\s+at /, told);
        assertWhole(t, place, told);
      }
      const { code, stderr } = await startRun("box", place).ended;
      t.is(code, 0, stderr);
      t.deepEqual(bytesOf(place.out), bytes);
    }
  },
);

mountable("a disk that is full at random bytes leaves whole files, and with more room the same bytes", async (t) => {
  t.timeout(24 * 3600e3);
  const { bytes } = await undisturbed(t);
  const needed = Object.values(bytes).reduce((sum, text) => sum + text.length, 0);
  for (let chain = 0; chain < chains; chain++) {
    const { cwd } = newPlace(t);
    const disk = join(cwd, "disk");
    mkdirSync(disk);
    const size = 16_384 + Math.floor(random() * 1.5 * needed);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk]);
    if (mounted.status !== 0) {
      t.pass("mounting is not allowed here");
      return;
    }
    try {
      const place: Place = { cwd, out: join(disk, "out"), store: join(disk, "store") };
      const { code, stderr } = await startRun("box", place).ended;
      const told = `${size} of ${needed} bytes: ${code} ${stderr}`;
      t.true(code === 0 || code === 2, told);
      if (code === 2) t.regex(stderr, /error: [^\n]*ENOSPC[^\n]*disk is full/, told);
      assertWhole(t, place, told);
      t.is(spawnSync("mount", ["-o", "remount,size=32m", disk]).status, 0);
      const again = await startRun("box", place).ended;
      t.is(again.code, 0, again.stderr);
      t.deepEqual(bytesOf(place.out), bytes);
    } finally {
      spawnSync("umount", [disk]);
    }
  }
});

unix("eight runs in one folder while a ninth program cleans it end well, with the same bytes", async (t) => {
  t.timeout(600e3);
  const { bytes } = await undisturbed(t);
  const place = newPlace(t);
  let runs = 8;
  const ended = Array.from({ length: runs }, async () => {
    const { code, stderr } = await startRun("box", place).ended;
    runs--;
    return { code, stderr };
  });
  let prunes = 0;
  while (runs > 0) {
    const { code, stderr } = await startCommand(["store", "prune", "--store", place.store], place.cwd).ended;
    t.is(code, 0, stderr);
    prunes++;
  }
  for (const { code, stderr } of await Promise.all(ended)) {
    t.is(code, 0, stderr);
    t.notRegex(stderr, /warning: |error: /);
  }
  above(t, prunes, 1);
  t.deepEqual(bytesOf(place.out), bytes);
});
