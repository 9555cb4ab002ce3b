import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { jko, scratch } from "./command.js";
import { boxWith, writeStudies } from "./studies.js";

test("a table comes before its verdict; an interrupt then keeps the levels and leaves the study unjudged", async (t) => {
  const cwd = scratch(t);
  // Levels are few and small, the limit on their mesh is not.
  const sweep = { axis: "tau", steps: [16, 32, 64], cells: 9600 };
  writeStudies(cwd, boxWith("box", { sweep, expect: [{ error: "L1", order: 1, slack: 0.15, last: 1 }] }));
  const command = ["run", "box", "--jobs", "1", "--out", "out"];
  const first = await jko(command, {
    cwd,
    onProgress: (stderr, child) => {
      if (/the verdict waits for \d runs? of the error budget/.test(stderr)) child.kill("SIGINT");
    },
  });
  t.is(first.code, 130);
  t.regex(first.stderr, /interrupted: 3 of 3 levels of box (and \d+ other runs? )?are kept/);
  t.regex(first.stdout, /\n +64 /);
  t.regex(first.stderr, /pending: the verdict waits for/);
  const { verdict } = JSON.parse(readFileSync(join(cwd, "out/manifest.json"), "utf8"));
  t.is(verdict.exitCode, 4);
  t.regex(verdict.reasons.join("\n"), /unjudged: \d runs? of the error budget ha(s|ve) not been computed/);
  const second = await jko([...command, "--format", "csv"], { cwd });
  t.is(second.code, 0);
  t.notRegex(second.stdout, /pending/);
  t.is(JSON.parse(readFileSync(join(cwd, "out/manifest.json"), "utf8")).verdict.exitCode, 0);
});
