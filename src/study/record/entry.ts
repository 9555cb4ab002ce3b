import { createHash } from "node:crypto";
import { decode, encode } from "../file/canonical.js";

/** What an entry of the store says of itself. */
export interface EntryLabel {
  /** Hash of the task and the code: the name of its file. */
  readonly key: string;
  /** Hash of the built numerical code that computed it. */
  readonly code: string;
  /** What it is, for people: `jko, 8 steps, 400 cells`. */
  readonly about: string;
}

export type Opened =
  | { readonly value: unknown; readonly label: EntryLabel; readonly problem?: undefined }
  | { readonly problem: string };

/**
 * The text of an entry: a checksum, a label, the encoded result.
 *
 * The checksum goes over the label too, and the label holds the key: a whole entry under another one's name is told.
 */
export function sealEntry(label: EntryLabel, result: object): string {
  const body = `${encode(label)}\n${encode(result)}`;
  return `${checksum(body)}\n${body}\n`;
}

/** Opens an entry that was stored under a key. */
export function openEntry(text: string, key: string): Opened {
  const [sum, head, content, rest] = text.split("\n");
  if (head === undefined || content === undefined || rest !== "") return { problem: "cut short" };
  if (checksum(`${head}\n${content}`) !== sum) return { problem: "the checksum does not match" };
  const label = decode(head) as EntryLabel;
  if (label.key !== key) return { problem: "it is the entry of another level" };
  return { value: decode(content), label };
}

function checksum(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
