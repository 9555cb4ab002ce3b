import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drawingHash, trajectoryFile } from "../study/index.js";
import type { DrawOptions } from "./draw-options.js";

/** What a page and its pictures are drawn from; a trajectory may be missing. */
const sources = ["manifest.json", "table.csv", trajectoryFile];
const page = "report.html";
/** The last line of a page: what it was drawn from, and the pictures that were drawn with it. */
const lastLine = /<!-- drawn from ([0-9a-f]{64}): ([\w.-]+(?: [\w.-]+)*) -->\n$/;

/** A page with a last line by which {@link isDrawn} knows it. */
export function marked(html: string, folder: string, how: DrawOptions, pictures: readonly string[]): string {
  return `${html}<!-- drawn from ${drawnFrom(folder, how)}: ${pictures.join(" ")} -->\n`;
}

/**
 * Whether drawing again would give what is there: the same code has drawn the same results in the same way.
 */
export function isDrawn(folder: string, how: DrawOptions): boolean {
  const file = join(folder, page);
  if (!existsSync(file)) return false;
  const [, from, names] = lastLine.exec(readFileSync(file, "utf8")) ?? [];
  if (from === undefined || names === undefined) return false;
  return names.split(" ").every((name) => existsSync(join(folder, name))) && from === drawnFrom(folder, how);
}

function drawnFrom(folder: string, { sheet = {}, errors }: DrawOptions): string {
  const hash = createHash("sha256").update(`${drawingHash()} ${JSON.stringify({ sheet, errors })}`);
  for (const name of sources) {
    const file = join(folder, name);
    hash.update(`\n${name}\n`).update(existsSync(file) ? readFileSync(file) : "");
  }
  return hash.digest("hex");
}
