import { rmSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { stringify } from "yaml";
import { studyFiles } from "../../src/study/load.js";
import { jkoHere, packageFolder, scratch } from "../cli/command.js";
import { writeText } from "../cli/studies.js";
import { createDraw, mutate } from "./mutate.js";
import { readStudy } from "./shipped.js";

/** `JKO_FUZZ=5000 JKO_FUZZ_SEED=7` for more of them. */
const count = Number(process.env.JKO_FUZZ ?? 150);
const firstSeed = Number(process.env.JKO_FUZZ_SEED ?? 1);
/** Of one mutant: seconds of the processor, and bytes of the whole process. */
const most = { seconds: 20, kilobytes: 1e6 };

test.serial(`${count} mutants of the shipped studies are planned or refused in a sentence`, async (t) => {
  t.timeout(24 * 3600e3);
  const files = studyFiles(join(packageFolder, "studies"));
  const cwd = scratch(t);
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const draw = createDraw(seed);
    const file = files[draw(files.length)] as string;
    const text = stringify(mutate(readStudy(file), draw), { aliasDuplicateObjects: false });
    writeText(cwd, file, text);
    const before = process.cpuUsage();
    const { code, stderr } = await jkoHere(["validate", file], { cwd });
    const spent = process.cpuUsage(before);
    rmSync(join(cwd, file));
    const told = `seed ${seed} of ${file}: ${stderr}\n${text}`;
    t.true(code === 0 || code === 2 || code === 4, told);
    t.notRegex(stderr, /\n\s+at |node:internal/, told);
    t.true((spent.user + spent.system) / 1e6 < most.seconds, `too long: ${told}`);
    t.true(process.resourceUsage().maxRSS < most.kilobytes, `too much memory: ${told}`);
  }
});
