import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "../errors.js";
import { finiteGraph, isLattice } from "../model/lattice.js";
import { createSearchSpace, startOf } from "../model/search/search-model.js";
import { searches } from "../schemes/search/descriptor.js";
import { mostSeeds } from "../schemes/search/schema.js";
import type { LoadedStudy } from "../study/file/load.js";
import { isOfStates, type StateStudy } from "../study/file/schema.js";
import type { SearchMethod } from "./record.js";
import { type SearchScheme, type SearchTask, spaceSpec } from "./task.js";

/** A study whose scheme searches. */
export type SearchStudy = Omit<StateStudy, "scheme"> & { readonly scheme: SearchScheme };

/** All searches of a study, method by method and seed by seed. */
export interface SearchPlan {
  readonly study: SearchStudy;
  readonly methods: readonly SearchMethod[];
  readonly seeds: number;
  readonly coordinates: readonly string[];
  readonly nodes: readonly string[];
  readonly tasks: readonly SearchTask[];
}

/** Whether a study has nothing to sweep, and a scheme that searches. */
export function isToSearch(study: LoadedStudy["study"]): boolean {
  return searches(study.scheme) && study.sweep === undefined;
}

/**
 * Checks a study that is to be searched, but for what only its module can tell.
 *
 * @param seeds searches of every method; those of the study when absent
 * @throws {InputError} with the path inside the study
 */
export function planSearch({ study, file }: LoadedStudy, seeds?: number): SearchPlan {
  const searched = requireSearch(study);
  const { model, scheme } = searched;
  const module = moduleAddress(scheme, file);
  if (module === undefined) checkSpace(searched);
  const methods = scheme.compare ?? [scheme.order === 1 ? "first-order" : "second-order"];
  checkMethods(methods);
  checkState(searched);
  const count = checkSeeds(seeds) ?? scheme.seeds;
  const tasks = methods.flatMap((method, m) =>
    Array.from({ length: count }, (_, k): SearchTask => {
      const keepsCourse = k === 0 && m === methods.findIndex(isParticles);
      return { model, scheme, module, method, seed: scheme.seed + k, keepsCourse };
    }),
  );
  const { graph } = model;
  const coordinates = isLattice(graph) ? Object.keys(graph.lattice) : [];
  const nodes = graph === undefined || isLattice(graph) ? [] : finiteGraph(graph).layers;
  return { study: searched, methods, seeds: count, coordinates, nodes, tasks };
}

function checkSpace(study: SearchStudy): void {
  const spec = spaceSpec(study);
  createSearchSpace(spec);
  startOf(study.scheme.start, spec);
}

function checkSeeds(seeds: number | undefined): number | undefined {
  if (seeds === undefined || seeds <= mostSeeds) return seeds;
  const remedy = `Give an integer from 1 to ${mostSeeds}.`;
  throw new InputError("too many searches", { path: "--seeds", value: seeds, remedy });
}

function isParticles(method: SearchMethod): boolean {
  return method === "first-order" || method === "second-order";
}

function requireSearch(study: LoadedStudy["study"]): SearchStudy {
  if (isOfStates(study) && searches(study.scheme)) return study as SearchStudy;
  throw new InputError("not a study that searches", {
    path: "scheme.name",
    value: study.scheme.name,
    remedy: "Name a study of the scheme search.",
  });
}

/** URL of the module, whose path is that from the study file. */
function moduleAddress({ module, objective }: SearchScheme, file: string): string | undefined {
  if (module === undefined) return undefined;
  const path = "scheme.module";
  if (objective !== undefined) {
    const remedy = "Give the objective or the module.";
    throw new InputError("the objective is given twice", { path, value: module, remedy });
  }
  const found = resolve(dirname(file), module);
  if (!existsSync(found)) {
    const remedy = "Name a JavaScript file by its path from the study file.";
    throw new InputError("there is no such file", { path, value: module, remedy });
  }
  return pathToFileURL(found).href;
}

/** Every method is named once. */
function checkMethods(methods: readonly SearchMethod[]): void {
  const twice = methods.findIndex((method, k) => methods.indexOf(method) < k);
  if (twice >= 0) {
    const remedy = "Name it once.";
    throw new InputError("a method is repeated", { path: `scheme.compare[${twice}]`, value: methods[twice], remedy });
  }
}

/** The state of a study is that of sweeps: on a lattice there are none. */
function checkState({ model }: SearchStudy): void {
  const { state, graph } = model;
  if (state.kind !== "nodes" || !isLattice(graph)) return;
  const given = (["positions", "weights"] as const).find((key) => state[key] !== undefined);
  if (given === undefined) return;
  const remedy = "Remove it, and give scheme.start or scheme.region.";
  throw new InputError("nodes of a lattice are found on the way", {
    path: `model.state.${given}`,
    value: state[given],
    remedy,
  });
}
