/*
 * Random studies that a convex solver solves: `npm run battery -- --seed S --count N --dimension D --jobs J`. Ends with
 * exit code 1 where less than 99 of 100 are solved, a step takes more than 10 factorizations in the mean, or a number
 * is wrong.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Attempt } from "./attempt.js";
import { type Limits, randomStudy } from "./random-study.js";
import { mostSeconds, tallyOf, tallyText } from "./tally.js";

/** Seconds by the clock, as a multiple of those of the processor, after which a run is ended from outside. */
const PATIENCE = 5;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "1000" },
    dimension: { type: "string", default: "1" },
    jobs: { type: "string", default: "1" },
  },
});
const [seed, count, dimension, jobs] = [values.seed, values.count, values.dimension, values.jobs].map(Number);
const limits: Limits = { axes: dimension === 2 ? 2 : 1 };
const seeds = Array.from({ length: count }, (_, k) => seed + k);
const attempts: Attempt[] = [];

await Promise.all(Array.from({ length: jobs }, serve));
attempts.sort((a, b) => a.seed - b.seed);
console.log(tallyText(attempts));
const { solved, iterations, wrong } = tallyOf(attempts);
if (!(solved >= 0.99 * count && iterations <= 10 && wrong === 0)) process.exitCode = 1;

/** Tries seeds in a process of its own until none are left; one that takes too long is ended with its process. */
async function serve(): Promise<void> {
  let worker = start();
  for (let next = seeds.shift(); next !== undefined; next = seeds.shift()) {
    const outcome = await tried(worker, next);
    attempts.push(outcome ?? ended(next));
    if (outcome === undefined) worker = start();
    const { status, iterations: mean, seconds } = attempts[attempts.length - 1];
    console.error(`${attempts.length}/${count} seed ${next}: ${status}, ${mean.toFixed(1)}, ${seconds.toFixed(1)} s`);
  }
  worker.kill();
}

function start(): ChildProcess {
  return fork(fileURLToPath(new URL("worker.js", import.meta.url)));
}

/** @returns undefined where the process has ended, or was ended because it took too long */
function tried(worker: ChildProcess, next: number): Promise<Attempt | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => worker.kill("SIGKILL"), 1e3 * PATIENCE * mostSeconds);
    const finish = (outcome: Attempt | undefined): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      resolve(outcome);
    };
    worker.once("message", (outcome) => finish(outcome as Attempt));
    worker.once("exit", () => finish(undefined));
    worker.send({ seed: next, limits });
  });
}

function ended(of: number): Attempt {
  const { shape, order, model } = randomStudy(of, limits);
  const { mobility = "", cost = "", mobilityAt = "" } = model.exchange ?? {};
  const about = { seed: of, shape, mobility, cost, mobilityAt, order };
  return { ...about, status: "slow", iterations: Number.NaN, seconds: PATIENCE * mostSeconds, wrong: [] };
}
