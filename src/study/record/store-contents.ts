import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { decode } from "../file/canonical.js";
import { codeHash } from "./code-hash.js";
import { type EntryLabel, openEntry } from "./entry.js";
import { removeStaleTemporaries } from "./replace-file.js";

/** One file of a store. */
export interface EntrySummary {
  readonly name: string;
  /** What it is, e.g. `jko, 8 steps, 400 cells`. */
  readonly about: string;
  /** `stale`: computed by other code, never read again; `damaged`: not what was stored. */
  readonly state: "current" | "stale" | "damaged";
  readonly bytes: number;
  /** Time of writing, milliseconds since 1970. */
  readonly written: number;
  /** Of a damaged entry. */
  readonly problem?: string;
}

const entryName = /^[0-9a-f]{64}\.json$/;

/**
 * The entries of a store, the newest first.
 *
 * @param verify checks every byte against the checksum; otherwise labels only are read
 */
export function inspectStore(folder: string, verify: boolean): EntrySummary[] {
  return namesIn(folder)
    .flatMap((name) => inspectEntry(join(folder, name), verify) ?? [])
    .sort((a, b) => b.written - a.written || (a.name < b.name ? -1 : 1));
}

/** Removes entries that are damaged or stale, and temporaries older than an hour; returns what is gone. */
export function pruneStore(folder: string): string[] {
  const dead = inspectStore(folder, true).filter(({ state }) => state !== "current");
  for (const { name } of dead) rmSync(join(folder, name), { recursive: true, force: true });
  return [...dead.map(({ name }) => name), ...removeStaleTemporaries(folder)];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => entryName.test(name));
  } catch {
    return [];
  }
}

/** Undefined where another program has just removed it. */
function inspectEntry(file: string, verify: boolean): EntrySummary | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const { size, mtimeMs } = stats;
  const known = { name: basename(file), bytes: size, written: mtimeMs };
  try {
    const text = readFileSync(file, "utf8");
    const label = verify ? verifiedLabel(text, basename(file, ".json")) : labelOf(text);
    return { ...known, about: label.about, state: label.code === codeHash() ? "current" : "stale" };
  } catch (error) {
    return { ...known, about: "", state: "damaged", problem: (error as Error).message };
  }
}

function verifiedLabel(text: string, key: string): EntryLabel {
  const opened = openEntry(text, key);
  if (opened.problem !== undefined) throw new Error(opened.problem);
  return opened.label;
}

function labelOf(text: string): EntryLabel {
  const label = decode(text.split("\n", 2)[1] ?? "") as Partial<EntryLabel> | null;
  if (typeof label?.code !== "string" || typeof label.about !== "string") throw new Error("no label");
  return label as EntryLabel;
}
