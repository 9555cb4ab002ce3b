import { createHash } from "node:crypto";
import { isAbsolute, join } from "node:path";
import { InputError } from "../../errors.js";
import { readCsvCells } from "../../fields/csv-cells.js";
import { readCsvPoints } from "../../fields/csv-points.js";
import { readNpyCells, readNpyPoints } from "../../fields/npy-fields.js";
import { type FileSpec, fileName } from "../../model/files/file-spec.js";
import { type FileData, provideFile } from "../../model/files/provided.js";
import { formatPath, type Path } from "./path.js";
import { readBytes, textOf } from "./read-file.js";
import type { Study } from "./schema.js";

/** More would not fit into one text, nor its numbers into memory with what is computed from them. */
const kind = {
  noun: "a file of values",
  mostBytes: 400_000_000,
  inFolder: () => "Name a file in it.",
  beside: "the study",
};

/**
 * Reads the files that a study names: the model and the reference get their numbers, the study the hashes of their
 * contents, which become a part of its own hash and of the keys of its results.
 *
 * @param folder that paths are relative to
 * @throws {InputError} with the path inside the study, on files that cannot be read or hold something else
 */
export function withFiles<S extends Study>(study: S, folder: string): S {
  const axes = "domain" in study.model ? (study.model.domain?.length ?? 1) : 1;
  const visit = (value: unknown, path: Path): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((part, k) => visit(part, [...path, k]));
    const parts = Object.entries(value).map(([key, part]) => [key, visit(part, [...path, key])] as const);
    const copy = Object.fromEntries(parts);
    return isFile(copy) ? { ...copy, sha256: readFile(copy, path, { folder, axes }) } : copy;
  };
  const { model, reference } = study;
  return { ...study, model: visit(model, ["model"]), reference: visit(reference, ["reference"]) } as S;
}

/** What names a file; formulas by layer may have a layer of such a name, but then it stands beside others. */
function isFile(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & FileSpec {
  const own = ["csv", "npy", "column", "time", "sha256", "kind", "error"];
  return (
    (typeof value.csv === "string" || typeof value.npy === "string") &&
    Object.keys(value).every((key) => own.includes(key))
  );
}

/** Where files are, and what they are for. */
interface Place {
  readonly folder: string;
  readonly axes: number;
}

/** Reads a file and returns its hash. */
function readFile(spec: FileSpec, path: Path, place: Place): string {
  const name = fileName(spec);
  try {
    const file = isAbsolute(name) ? name : join(place.folder, name);
    const bytes = readBytes(file, kind);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (spec.sha256 !== undefined && spec.sha256 !== sha256) {
      const remedy = "Restore the content, or remove sha256 to take the new one.";
      throw new InputError(`${name} has another content: its hash is ${sha256}`, { value: spec.sha256, remedy });
    }
    const found = { ...spec, sha256 };
    provideFile(found, numbersIn(bytes, found, { ...place, arePoints: path.at(-1) === "points", file }));
    return sha256;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { file, ...context } = error.context;
    const reason = file === undefined ? error.reason : `${name}: ${error.reason}`;
    throw new InputError(reason, { path: formatPath(path), ...context });
  }
}

function numbersIn(
  bytes: Uint8Array,
  { csv, npy = "", column, time }: FileSpec,
  { axes, arePoints, file }: Place & { readonly arePoints: boolean; readonly file: string },
): FileData {
  if (csv !== undefined) {
    const text = textOf(bytes, file, kind);
    return arePoints ? readCsvPoints(text, csv, { time }) : readCsvCells(text, csv, { column, time });
  }
  const end = time === "first" ? "first" : "last";
  return arePoints ? readNpyPoints(bytes, npy, end) : readNpyCells(bytes, npy, axes, end);
}
