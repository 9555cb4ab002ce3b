import { z } from "zod";
import { key } from "../key.js";

const sha256 = key(
  z
    .string()
    .regex(/^[0-9a-f]{64}$/, "a hash has 64 hexadecimal digits")
    .optional(),
  "SHA-256 of the content; by default that of the file when the study is read. Where it is given, another content is refused.",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
);
const ends = z.enum(["first", "last"]);

/** Rows of a CSV file by their positions, and a layer each, as `jko flow` writes them. */
export const csvKeys = {
  csv: key(
    z.string().min(1),
    "CSV file, relative to the study: columns t, x, y and layer as far as they apply, and one of values, a row per time, cell and layer.",
    "snapshots.csv",
  ),
  column: key(
    z.string().min(1).optional(),
    "Column of the values; by default the only one beside t, x, y and layer. Unit: that of the key.",
    "density",
  ),
  sha256,
};
const csvTime = key(
  z.union([ends, z.number()]).default("last"),
  "Which rows are taken, by their column t: first, last, or a time that occurs there. Unit: time.",
  "first",
  0.1,
);
const npyKeys = {
  npy: key(
    z.string().min(1),
    "NumPy file, relative to the study: float64 or float32, little-endian, an entry per cell and layer.",
    "start.npy",
  ),
  time: key(ends.default("last"), "Which is taken of an array whose first axis is time: first or last.", "first"),
  sha256,
};

const csvCells = z.strictObject({ ...csvKeys, time: csvTime });
const npyCells = z.strictObject(npyKeys);
/** Values on the cells of a uniform mesh of the domain. */
export const cellFiles = [csvCells, npyCells] as const;

const points = "relative to the study: a row per particle,";
const csvPoints = z.strictObject({
  csv: key(z.string().min(1), `CSV file, ${points} columns x1, x2, … and perhaps t.`, "particles.csv"),
  time: csvTime,
  sha256,
});
const npyPoints = z.strictObject({
  ...npyKeys,
  npy: key(z.string().min(1), `NumPy file, ${points} float64 or float32, little-endian.`, "particles.npy"),
});
/** Positions of particles. */
export const pointFile = z.union([csvPoints, npyPoints]);

/** A file of a study, defaults filled in; its hash is missing only before it has been read. */
export interface FileSpec {
  readonly csv?: string | undefined;
  readonly npy?: string | undefined;
  readonly column?: string | undefined;
  readonly time?: "first" | "last" | number | undefined;
  readonly sha256?: string | undefined;
}

/** What a map has at most that names a file, wherever formulas by layer may stand as well. */
const fileKeys = ["csv", "npy", "column", "time", "sha256"];

/** Whether a map names a file: it has no other keys, and one of csv and npy. */
export function namesFile(value: unknown): value is FileSpec {
  if (typeof value !== "object" || value === null) return false;
  const keys = Object.keys(value);
  return keys.every((key) => fileKeys.includes(key)) && keys.some((key) => key === "csv" || key === "npy");
}

/** The file's name as the study has it. */
export function fileName({ csv, npy }: FileSpec): string {
  return csv ?? npy ?? "";
}
