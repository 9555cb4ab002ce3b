import { InputError } from "../errors.js";
import { knownStudies, type StudySummary } from "../study/file/list.js";
import { type LoadedStudy, loadStudy, placeError } from "../study/file/load.js";
import { planStudy } from "../study/plan/plan.js";
import type { StudyPlan } from "../study/plan/study-plan.js";
import { optionError } from "./options.js";

/** A study that can be run. */
export interface PlannedStudy extends LoadedStudy {
  readonly plan: StudyPlan;
}

export interface Selection {
  /** Files or ids. */
  readonly names: readonly string[];
  /** Studies of the folder `studies/` with this tag; of the package, where there are none. */
  readonly tag: string | undefined;
  /** Studies with one of these tags are left out; without names and tag, of all that have a sweep. */
  readonly withoutTags?: readonly string[];
  readonly set: readonly string[];
  /** Whether no name and no tag mean all studies that have a sweep. */
  readonly all?: boolean;
}

/**
 * Reads and plans the studies a command is about, so that whatever is wrong with one is known before any runs.
 *
 * @throws {InputError} for a study that is not there or wrong, for none, and for one id twice
 */
export function selectStudies(selection: Selection): readonly PlannedStudy[] {
  return selectedStudies(selection).map(planSelected);
}

/** @throws {InputError} where the study cannot be run */
export function planSelected(loaded: LoadedStudy): PlannedStudy {
  return { ...loaded, plan: inStudy(loaded, () => planStudy(loaded.study)) };
}

/** The same, not planned yet. */
export function selectedStudies({ names, tag, withoutTags = [], set, all = false }: Selection): readonly LoadedStudy[] {
  const named = [...names, ...(tag === undefined ? [] : taggedStudies(tag))];
  const isOpen = named.length === 0 && tag === undefined && (all || withoutTags.length > 0);
  const wanted = isOpen ? sweptStudies() : named;
  if (wanted.length === 0) {
    throw new InputError("no study", { remedy: "Name a file or the id of a study, or give --tag; see 'jko list'." });
  }
  for (const one of withoutTags) requireTag("without-tag", one);
  const loaded = loadStudies(wanted, set).filter(({ study }) => !study.tags.some((one) => withoutTags.includes(one)));
  if (loaded.length > 0) return loaded;
  throw new InputError("no study is left", { path: "--without-tag", value: withoutTags.join(", ") });
}

/**
 * Reads studies without planning them.
 *
 * @throws {InputError} for a study that is not there or wrong, and for one id twice
 */
export function loadStudies(names: readonly string[], set: readonly string[]): readonly LoadedStudy[] {
  const loaded = names.map((name) => loadStudy(name, { set }));
  for (const [k, { study, file }] of loaded.entries()) {
    const same = loaded.findIndex((other) => other.study.id === study.id);
    if (same < k) throw new InputError("the same study twice", { file, value: study.id, remedy: "Name it once." });
  }
  return loaded;
}

/** Adds the file, or the `--set`, to whatever is wrong with a study, now or once a promise is rejected. */
export function inStudy<T>(loaded: LoadedStudy, action: () => T): T {
  const fail = (error: unknown): never => {
    throw placeError(error, loaded);
  };
  try {
    const result = action();
    return result instanceof Promise ? (result.catch(fail) as T) : result;
  } catch (error) {
    return fail(error);
  }
}

/** Files of the project's studies that have a sweep. */
function sweptStudies(): readonly string[] {
  const swept = validStudies().filter(({ axis, origin }) => axis !== "" && origin === "project");
  if (swept.length > 0) return swept.map(({ file }) => file);
  throw new InputError("no study", { file: "studies", remedy: "Name a file, or change to the folder of studies/." });
}

/** The known studies; one that is wrong is an error, since it may be among those that are meant. */
function validStudies(): readonly StudySummary[] {
  const studies = knownStudies();
  const wrong = studies.find(({ problem }) => problem !== undefined);
  if (wrong !== undefined) throw new InputError(wrong.problem as string);
  return studies;
}

/** Files of the studies with a tag, of those that have a sweep if there are any. */
function taggedStudies(tag: string): readonly string[] {
  const studies = validStudies();
  const all = studies.filter(({ tags }) => tags.includes(tag));
  const own = all.filter(({ origin }) => origin === "project");
  const tagged = own.length > 0 ? own : all;
  if (tagged.length === 0) throw unknownTag("tag", tag, studies);
  // A study without a sweep is for other commands; alone it is told so when it is planned.
  const swept = tagged.filter(({ axis }) => axis !== "");
  return (swept.length > 0 ? swept : tagged).map(({ file }) => file);
}

/** A tag that no study has leaves nothing out: it is misspelt. */
function requireTag(option: string, tag: string): void {
  const studies = knownStudies();
  if (!studies.some(({ tags }) => tags.includes(tag))) throw unknownTag(option, tag, studies);
}

function unknownTag(option: string, tag: string, studies: readonly StudySummary[]): InputError {
  const tags = [...new Set(studies.flatMap((study) => study.tags))].sort();
  const remedy = tags.length === 0 ? "There are no tagged studies." : `Tags are ${tags.join(", ")}.`;
  return optionError(option, tag, "no study has the tag", remedy);
}
