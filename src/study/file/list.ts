import { join } from "node:path";
import { normNames } from "../../convergence/errors.js";
import { InputError } from "../../errors.js";
import { energyKinds } from "../../model/energies/kinds.js";
import { exchangeCosts, mobilityNames, mobilityTimes } from "../../model/exchange.js";
import { graphFamilies } from "../../model/schema-parts.js";
import { stateKinds } from "../../model/states/kinds/kinds.js";
import { meshReferenceKinds } from "../../reference/kinds.js";
import { stateReferenceKinds } from "../../reference/states/index.js";
import { transportNames } from "../../schemes/jko/transports.js";
import { meshSchemeNames, stateSchemeNames } from "../../schemes/schemes.js";
import { loadStudy, studyFiles } from "./load.js";
import { isShipped, studyFolders } from "./package-folder.js";
import type { Expectation, Study } from "./schema.js";

/** A study in a folder; `problem` is set instead of the rest when the file is not a valid study. */
export interface StudySummary {
  readonly file: string;
  /** Whose it is: of the folder that is worked in, or of the package that is used there. */
  readonly origin: "project" | "package";
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly scheme: string;
  /** Swept axis, empty without a sweep. */
  readonly axis: string;
  /** One phrase per expectation, e.g. `L1 order 1 in tau`. */
  readonly expected: readonly string[];
  readonly problem?: string;
}

/** All studies of a folder, sorted by file name; invalid ones carry their problem. */
export function listStudies(folder = "studies"): StudySummary[] {
  return studyFiles(folder).map((name) => {
    const file = join(folder, name);
    try {
      return summarize(file, loadStudy(file).study);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const id = name.slice(0, name.lastIndexOf("."));
      const nothing = { title: "", question: "", source: "", tags: [], scheme: "", axis: "", expected: [] };
      return { file, origin: originOf(file), id, ...nothing, problem: error.message };
    }
  });
}

/** All studies that are known by their ids: those of the project, and those of the package that it has none of. */
export function knownStudies(): StudySummary[] {
  const [own, ...others] = studyFolders().map((folder) => listStudies(folder));
  const ids = new Set(own.map(({ id }) => id));
  return [...own, ...others.flat().filter(({ id }) => !ids.has(id))];
}

function originOf(file: string): StudySummary["origin"] {
  return isShipped(file) ? "package" : "project";
}

/** What a study may name, by kind. */
export function availableNames(): Readonly<Record<string, readonly string[]>> {
  return {
    schemes: [...meshSchemeNames, ...stateSchemeNames],
    mobilities: mobilityNames,
    costs: exchangeCosts,
    mobilityAt: mobilityTimes,
    transports: transportNames,
    energies: energyKinds.map(({ name }) => name),
    graphs: graphFamilies,
    errors: normNames,
    states: stateKinds.map(({ name }) => name),
    references: ["auto", ...meshReferenceKinds.map(({ name }) => name), ...stateReferenceKinds.map(({ name }) => name)],
  };
}

function summarize(file: string, study: Study): StudySummary {
  const { id, title, question, source, tags, scheme, sweep, expect } = study;
  const axis = sweep?.axis ?? "";
  const expected = expect.map((expectation) => describeExpectation(expectation, axis));
  return { file, origin: originOf(file), id, title, question, source, tags, scheme: scheme.name, axis, expected };
}

function describeExpectation({ error, order, max, plateau, axis }: Expectation, sweepAxis: string): string {
  const along = axis ?? (sweepAxis === "h" || sweepAxis === "parameter" ? sweepAxis : "tau");
  const parts = [
    ...(order === undefined ? [] : [`order ${order} in ${along}`]),
    ...(max === undefined ? [] : [`order at most ${max} in ${along}`]),
    ...(plateau === undefined ? [] : [`limit ${plateau}`]),
  ];
  return `${error} ${parts.join(", ")}`;
}
