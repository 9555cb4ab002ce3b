import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { checkMeshStudy } from "../../../src/study/file/check.js";
import type { MeshStudy } from "../../../src/study/file/schema.js";

/** A folder that disappears with the test. */
export function scratchFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "jko-test-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

/** Box modes on two layers, as written in a file. */
export const boxStudy = {
  id: "box",
  model: {
    domain: [[0, 1]],
    graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
    potential: 0,
    exchange: { mobility: "logarithmic" },
    initial: { a: "1 + 0.5*cos(pi*x) + 0.3", b: "1 + 0.5*cos(pi*x) - 0.3" },
    finalTime: 0.1,
  },
  sweep: { axis: "tau", steps: [4, 8, 16, 32], cells: 40 },
};

/** The study above with some of its parts replaced. */
export function boxWith(parts: object = {}, model: object = {}): MeshStudy {
  return checkMeshStudy({ ...boxStudy, ...parts, model: { ...boxStudy.model, ...model } });
}
