/* The tables for papers of all committed results, made anew from their records: none is wider than a page. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { benchContent } from "../../src/bench/formats.js";
import { toLatex } from "../../src/report/table/levels.js";
import { searchContent } from "../../src/search/formats.js";
import type { StudyRecord } from "../../src/study/index.js";
import { hasResult, readResult } from "../../src/study/index.js";
import { latexFormat } from "../../src/tables/formats.js";
import { above } from "../support/matchers.js";
import { benchCase, benchRecord, machine, provenance } from "../unit/bench/measured.js";
import { searchRecord } from "../unit/search/sample.js";
import { compile, texTest } from "./compile.js";

const folders = readdirSync("results")
  .map((id) => join("results", id))
  .filter(hasResult);
const records = folders.map((folder) => readResult(folder).record);

/** Sets tables a page each, and names those that are too wide. */
function fits(t: ExecutionContext, tables: readonly (readonly [name: string, tex: string])[]): void {
  const pages = tables.map(([name, tex]) => `\\typeout{TABLE ${name}}\n${tex}\n\\clearpage`);
  const log = compile(t, pages.join("\n"));
  const wide = log.split("TABLE ").flatMap((part) => {
    const [, points] = /Overfull \\hbox \(([\d.]+pt)/.exec(part) ?? [];
    return points === undefined ? [] : [`${part.split("\n", 1)[0]}: ${points} too wide`];
  });
  t.deepEqual(wide, []);
}

texTest("the tables of every committed result fit a page of article at 12 pt", (t) => {
  above(t, records.length, 80);
  fits(
    t,
    records.map((record) => [record.id, toLatex(record)]),
  );
});

texTest("so they do with any errors in front, and with eight of them", (t) => {
  const ofAxes = new Map(records.map((record) => [`${record.axis} ${record.iterate}`, record]));
  const several = [...ofAxes.values()].slice(0, 8);
  const reversed = several.map((record): [string, string] => {
    return [record.id, toLatex(record, { errors: [...record.errors].reverse() })];
  });
  fits(t, [...reversed, ...several.map((record): [string, string] => [record.id, toLatex(withErrors(record, 8))])]);
});

texTest("so do those of searches and benchmarks", (t) => {
  fits(t, [
    ["search", latexFormat.write(searchContent(searchRecord))],
    ["bench", latexFormat.write(benchContent(benchRecord(benchCase()), machine, provenance))],
  ]);
});

/** A record whose errors are as many as asked for, under names with symbols of every kind. */
function withErrors(record: StudyRecord, count: number): StudyRecord {
  const [first = ""] = record.errors;
  const names = ["L1@max", "symKL", "covariance", "Linf@max", "positions", "IGW", "weights@max", "energy"];
  const errors = names.slice(0, count);
  const copied = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(errors.flatMap((error) => (first in values ? [[error, values[first]]] : [])));
  const levels = record.levels.map((level) => ({
    ...{ ...level, errors: copied(level.errors), orders: copied(level.orders), ordersH: copied(level.ordersH) },
  }));
  return { ...record, errors, levels, fits: copied(record.fits) };
}
