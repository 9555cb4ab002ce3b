import type { Options } from "yargs";
import type { Sheet } from "../report/figure/index.js";
import type { StudyRecord } from "../study/index.js";
import { optionError, type Parsed, readText, textOption } from "./options.js";

const [narrowest, widest] = [70, 400] as const;
const millimetres: Readonly<Record<string, number>> = { mm: 1, cm: 10, in: 25.4, pt: 25.4 / 72.27 };

/** Options of all commands that draw. */
export const figureOptions: Readonly<Record<string, Options>> = {
  width: textOption("LENGTH", "Width of the pictures, e.g. 170mm, 12cm, 5in or 390pt [default: 84mm, a column]"),
  title: textOption("TEXT", "Title above the pictures [default: none; papers have captions]"),
};

/** Options of those that draw the errors of studies. */
export const errorOptions: Readonly<Record<string, Options>> = {
  errors: textOption(
    "NORM,…",
    "Errors in the pictures and the first table, in this order [default: all; in tables the study's first two]",
  ),
};

/** @throws {InputError} for a width that is no length, or no page has */
export function readSheet(parsed: Parsed): Sheet {
  return { width: readWidth(readText(parsed, "width")), title: readText(parsed, "title") };
}

function readWidth(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?) ?(mm|cm|in|pt)$/.exec(text.trim()) ?? [];
  const width = Number(number) * (millimetres[unit] ?? Number.NaN);
  if (width >= narrowest && width <= widest) return width;
  const remedy = `Give ${narrowest}mm to ${widest}mm, e.g. --width 84mm for a column or --width 170mm for a page.`;
  throw optionError(
    "width",
    text,
    Number.isNaN(width) ? "not a length with its unit" : "no width of a picture",
    remedy,
  );
}

/** The errors that are asked for, in their order; undefined for all. */
export function readErrors(parsed: Parsed): readonly string[] | undefined {
  const text = readText(parsed, "errors");
  return text === undefined ? undefined : [...new Set(text.split(",").map((error) => error.trim()))];
}

/**
 * A record with the errors that are asked for only.
 *
 * @throws {InputError} for one that it does not have
 */
export function withErrors(record: StudyRecord, errors: readonly string[] | undefined): StudyRecord {
  requireErrors(record, errors);
  return errors === undefined ? record : { ...record, errors };
}

/** @throws {InputError} for an error that is asked for and not measured */
export function requireErrors(
  { id, errors }: Pick<StudyRecord, "id" | "errors">,
  wanted: readonly string[] | undefined,
): void {
  const wrong = wanted?.find((error) => !errors.includes(error));
  if (wrong !== undefined) throw optionError("errors", wrong, `not an error of ${id}`, `It has ${errors.join(", ")}.`);
}
