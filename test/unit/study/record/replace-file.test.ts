import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { openOutputs } from "../../../../src/cli/outputs.js";
import { removeStaleTemporaries, replaceFile, replaceFiles } from "../../../../src/study/record/replace-file.js";
import { scratchFolder } from "../scratch.js";

const good = "good".repeat(2748);

test("a file is written to its end, however little the system takes at a time", (t) => {
  const folder = scratchFolder(t);
  const file = join(folder, "table.csv");
  replaceFile(file, good, (handle, bytes, offset) =>
    writeSync(handle, bytes, offset, Math.min(7, bytes.length - offset)),
  );
  t.is(readFileSync(file, "utf8"), good);
  t.deepEqual(readdirSync(folder), ["table.csv"]);
});

for (const [name, ending] of Object.entries({
  "takes nothing": (): number => 0,
  "reports it": (): number => {
    throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
  },
})) {
  test(`a disk that fills up at any byte leaves the old file and no other: the system ${name}`, (t) => {
    const folder = scratchFolder(t);
    const file = join(folder, "table.csv");
    writeFileSync(file, good);
    for (const room of [0, 1, 4095, 4096, 10_000]) {
      const write = (handle: number, bytes: Uint8Array, offset: number): number =>
        offset >= room ? ending() : writeSync(handle, bytes, offset, Math.min(room - offset, bytes.length - offset));
      t.throws(() => replaceFile(file, "x".repeat(20_000), write), { code: "ENOSPC" });
      t.is(readFileSync(file, "utf8"), good);
      t.deepEqual(readdirSync(folder), ["table.csv"]);
    }
  });
}

test("files that belong together are replaced together or not at all", (t) => {
  const folder = scratchFolder(t);
  const [table, manifest] = [join(folder, "table.csv"), join(folder, "manifest.json")];
  for (const file of [table, manifest]) writeFileSync(file, good);
  let room = 100;
  const write = (handle: number, bytes: Uint8Array, offset: number): number => {
    const count = Math.min(room, bytes.length - offset);
    room -= count;
    return count === 0 ? 0 : writeSync(handle, bytes, offset, count);
  };
  const files = [
    [table, "x".repeat(60)],
    [manifest, "y".repeat(60)],
  ] as const;
  t.throws(() => replaceFiles(files, write), { code: "ENOSPC" });
  for (const file of [table, manifest]) t.is(readFileSync(file, "utf8"), good);
  t.is(readdirSync(folder).length, 2);
  replaceFiles(files);
  t.is(readFileSync(manifest, "utf8"), "y".repeat(60));
});

test("a link stays a link, and what it points to is replaced", (t) => {
  const folder = scratchFolder(t);
  writeFileSync(join(folder, "real"), "old");
  symlinkSync("real", join(folder, "link"));
  replaceFile(join(folder, "link"), "new");
  t.is(readFileSync(join(folder, "real"), "utf8"), "new");
});

test("a later run removes temporaries that are older than an hour, and no other file", (t) => {
  const folder = scratchFolder(t);
  const [old, young, foreign] = [".a.0123456789abcdef.part", ".b.0123456789abcdef.part", ".c.part"];
  for (const name of [old, young, foreign]) writeFileSync(join(folder, name), "");
  for (const name of [old, foreign]) utimesSync(join(folder, name), 0, 0);
  t.deepEqual(removeStaleTemporaries(folder), [old]);
  t.deepEqual(readdirSync(folder).sort(), [young, foreign].sort());
});

/** A full disk of its own where the machine lets us mount one, which root may. */
const mountable = process.platform === "linux" && process.getuid?.() === 0;
(mountable ? test : test.skip)("on a real disk of 128 kB results are whole or refused with ENOSPC", (t) => {
  const folder = join(scratchFolder(t), "disk");
  mkdirSync(folder);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", folder]);
  if (mounted.status !== 0) {
    t.pass("mounting is not allowed here");
    return;
  }
  try {
    writeFileSync(join(folder, "table.csv"), good);
    const outputs = openOutputs(folder);
    outputs.write({ "report.html": "r".repeat(60_000) });
    for (const size of [200_000, 120_000, 70_000]) {
      t.throws(() => outputs.write({ "table.csv": "x".repeat(size) }), { message: /ENOSPC.*The disk is full/s });
      t.is(readFileSync(join(folder, "table.csv"), "utf8"), good);
    }
    writeFileSync(join(folder, "filler"), "f".repeat(52_000));
    t.throws(() => outputs.write({ "table.csv": `${good}more` }), { message: /ENOSPC/ });
    t.is(readFileSync(join(folder, "table.csv"), "utf8"), good);
    t.deepEqual(readdirSync(folder).sort(), ["filler", "report.html", "table.csv"]);
  } finally {
    spawnSync("umount", [folder]);
  }
});
