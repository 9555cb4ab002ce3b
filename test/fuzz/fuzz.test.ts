import test from "ava";
import { atLeast } from "../support/matchers.js";
import { type Attempt, watchBatch } from "./watch.js";

/** `JKO_FUZZ=5000 JKO_FUZZ_SEED=7` for more of them. */
const count = Number(process.env.JKO_FUZZ ?? 150);
const firstSeed = Number(process.env.JKO_FUZZ_SEED ?? 1);
/** Of one mutant: seconds of the processor, and kilobytes of the whole process. */
const most = { seconds: 20, kilobytes: 1e6 };
/** Mutants of a process, and one in so many of them that is run if it costs little. */
const [perProcess, every] = [50, 1];

test.serial(`${count} mutants of the shipped studies are planned, and run, or refused in a sentence`, async (t) => {
  t.timeout(24 * 3600e3);
  let tried = 0;
  let ran = 0;
  for (let first = firstSeed; first < firstSeed + count; ) {
    const size = Math.min(perProcess, firstSeed + count - first);
    const attempts = await watchBatch({ first, count: size, every, mostSeconds: most.seconds });
    for (const attempt of attempts) t.is(faultOf(attempt), undefined, JSON.stringify(attempt));
    tried += attempts.filter(({ what }) => what === "validate").length;
    ran += attempts.filter(({ what }) => what === "run").length;
    first = Math.max(first, ...attempts.map(({ seed }) => seed)) + 1;
  }
  t.is(tried, count);
  t.log(`${ran} of them were run`);
  atLeast(t, ran, Math.floor(count / 50), "hardly any mutant was run");
});

/** What is wrong with how a mutant ended; undefined where nothing is. */
function faultOf({ what, code, stderr, seconds, kilobytes, untrue }: Attempt): string | undefined {
  if (code !== 0 && code !== 2 && code !== 4) return `exit code ${code}`;
  if (/\n\s+at |node:internal/.test(stderr)) return "a stack trace";
  if (code !== 0 && !/^(warning|error): /m.test(stderr)) return "no sentence";
  if (what === "validate" && !(seconds <= most.seconds)) return "too long";
  if (what === "validate" && !(kilobytes <= most.kilobytes)) return "too much memory";
  return untrue;
}
