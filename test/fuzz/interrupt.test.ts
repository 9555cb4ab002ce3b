import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import test from "ava";
import { dump } from "js-yaml";
import { packageFolder, scratch } from "../cli/command.js";
import { startCommand, startRun } from "../crash/disturbed.js";
import { atMost } from "../support/matchers.js";
import { createDraw, mutate } from "./mutate.js";
import { readStudy, shippedStudies } from "./shipped.js";
import { tellsUsage, usageOf } from "./usage.js";

/** `JKO_INTERRUPTS=200 JKO_FUZZ_SEED=7` for more of them. */
const count = Number(process.env.JKO_INTERRUPTS ?? 8);
const firstSeed = Number(process.env.JKO_FUZZ_SEED ?? 1);
/** Seconds of the processor, of all threads, after an interrupt. */
const mostSeconds = 2;
/** Milliseconds after which a run is interrupted, at most: what takes longer, computes. */
const latest = 4000;

const watched = tellsUsage ? test.serial : test.serial.skip;

watched("a command that computes on its own thread ends after an interrupt though it cannot hear of it", async (t) => {
  t.timeout(600e3);
  const cwd = scratch(t);
  const study = join(packageFolder, "studies", "box-modes.yaml");
  const { child, ended } = startCommand(["flow", study, "--cells", "4000000", "--steps", "1"], cwd);
  const pid = child.pid as number;
  // Long after its start, long before its mesh is there.
  while ((usageOf(pid)?.seconds ?? Number.POSITIVE_INFINITY) < 4) await setTimeout(50);
  const spent = secondsAfter(pid, 0, () => child.kill("SIGTERM"));
  const { code, signal, stderr } = await ended;
  t.is(code, 143, `${signal} ${stderr}`);
  atMost(t, spent(), mostSeconds, `${spent()} s`);
});

watched(
  `${count} runs, of studies and mutants, end within ${mostSeconds} s of the processor after an interrupt at a random moment`,
  async (t) => {
    t.timeout(24 * 3600e3);
    for (let seed = firstSeed; seed < firstSeed + count; seed++) {
      const draw = createDraw(seed);
      const file = shippedStudies[draw(shippedStudies.length)];
      const study = readStudy(file);
      const cwd = scratch(t);
      writeFileSync(
        join(cwd, file),
        dump(draw(4) > 0 ? study : mutate(study, draw), { noRefs: true, skipInvalid: true }),
      );
      const name = draw(2) === 0 ? "SIGINT" : "SIGTERM";
      const { child, ended } = startRun(file, { cwd, out: join(cwd, "out"), store: join(cwd, "store") });
      const spent = secondsAfter(child.pid as number, draw(latest), () => child.kill(name));
      const { code, signal, stderr } = await ended;
      const told = `seed ${seed}, ${file}, ${name}: ${signal ?? code} after ${spent()} s\n${stderr}`;
      const own = name === "SIGINT" ? 130 : 143;
      t.true(signal === name || [own, 0, 2, 4].includes(code as number), told);
      t.notRegex(stderr, /\n\s+at |node:internal/, told);
      atMost(t, spent(), mostSeconds, told);
    }
  },
);

/** Acts on a process after some time, and watches what it spends from then on. */
function secondsAfter(pid: number, milliseconds: number, act: () => void): () => number {
  let [before, last] = [0, 0];
  void setTimeout(milliseconds).then(() => {
    before = usageOf(pid)?.seconds ?? 0;
    last = before;
    act();
    const watch = setInterval(() => {
      const now = usageOf(pid);
      if (now === undefined) clearInterval(watch);
      else last = now.seconds;
    }, 10);
  });
  return () => last - before;
}
