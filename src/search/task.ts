import { InputError } from "../errors.js";
import type { Failure } from "../model/evolution.js";
import { checkModule, type SearchModule, thrownText } from "../model/search/module.js";
import { createSearchSpace, type SpaceSpec, startOf } from "../model/search/search-model.js";
import { type Place, type SearchSpace, SpaceFailure } from "../model/search/space.js";
import { nodeMobility } from "../model/states/node-model.js";
import { createStateModel } from "../model/states/state-model.js";
import { seededRandom } from "../numerics/random.js";
import { hillClimbing } from "../schemes/search/hill-climbing.js";
import { createLedger, type Ledger } from "../schemes/search/ledger.js";
import type { SearchContext } from "../schemes/search/method.js";
import { particleSearch } from "../schemes/search/particle-search.js";
import { randomSearch } from "../schemes/search/random-search.js";
import type { SearchSpec } from "../schemes/search/schema.js";
import type { StateModelSpec } from "../study/file/schema.js";
import type { SearchEnding, SearchFrame, SearchMethod, SearchOutcome } from "./record.js";
import { createRecorder } from "./recorder.js";

export type SearchScheme = SearchSpec;

/** One search as plain data: what a worker thread gets. */
export interface SearchTask {
  readonly model: StateModelSpec;
  readonly scheme: SearchScheme;
  /** Address of the module of the scheme. */
  readonly module: string | undefined;
  readonly method: SearchMethod;
  readonly seed: number;
  /** Whether the course of a particle search is kept. */
  readonly keepsCourse: boolean;
}

export interface SearchResult {
  readonly outcome: SearchOutcome;
  readonly trajectory: readonly SearchFrame[];
}

/** Evaluations between two messages of progress. */
const reportEvery = 64;
/** Tells the draw of the start from those that follow. */
const startSalt = 0x5bd1e995;

/**
 * Runs a search.
 *
 * @param progress offered the outcome so far from time to time, to be made where it is wanted
 * @throws {InputError} where its module does not load, or does not fit the study
 */
export async function runSearch(
  task: SearchTask,
  progress?: (outcome: () => SearchOutcome) => void,
): Promise<SearchResult> {
  const { scheme, method, seed } = task;
  const module = await loadModule(task.module, scheme.module);
  const spec = spaceSpec(task, module);
  const space = createSearchSpace(spec);
  const target = scheme.target ?? Number.NEGATIVE_INFINITY;
  const ledger = createLedger(space, { evaluations: scheme.evaluations, target }, (current) => {
    if (current.spent % reportEvery < space.gradientCost) {
      progress?.(() => outcomeOf(task, current, { status: "interrupted" }));
    }
  });
  const recorder = createRecorder(task.keepsCourse, ledger);
  const start = startOf(scheme.start, spec) ?? randomStart(space, seed);
  const random = seededRandom(seed);
  const context = { space, ledger, random, start, observe: recorder.observe };
  const failure = attempt(() => runMethod(method, context, task));
  return { outcome: outcomeOf(task, ledger, failure), trajectory: recorder.frames() };
}

/** What the module of a space does wrong ends the search that meets it, and no other. */
function attempt(run: () => Failure | undefined): SearchEnding | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof SpaceFailure) return { status: "failed", reason: error.message };
    throw error;
  }
}

/** Where a search with this seed begins, whatever its method. */
function randomStart(space: SearchSpace, seed: number): Place {
  const random = seededRandom(seed ^ startSalt);
  return { node: space.randomNode(random), x: space.randomPoint(random) };
}

function runMethod(method: SearchMethod, context: SearchContext, { model, scheme }: SearchTask): Failure | undefined {
  const { functional } = createStateModel(model);
  const { step: tau, damping, tolerance, recentre } = scheme;
  const patience = model.finalTime;
  switch (method) {
    case "hill-climbing":
      hillClimbing(context, { tau, patience });
      return undefined;
    case "random":
      randomSearch(context);
      return undefined;
    default: {
      const order = method === "first-order" ? 1 : 2;
      const { entropy } = functional;
      const mobility = nodeMobility(model.exchange, functional);
      return particleSearch(context, { order, damping, tau, entropy, mobility, tolerance, recentre, patience });
    }
  }
}

/** The space of a task, with what its module exports. */
export function spaceSpec({ model, scheme }: Pick<SearchTask, "model" | "scheme">, module?: SearchModule): SpaceSpec {
  const { dimension } = createStateModel(model);
  return { dimension, graph: model.graph, objective: scheme.objective, module, region: scheme.region };
}

/**
 * Runs the file of a module and takes what it exports.
 *
 * @param address URL of the file
 * @param name as the study gives it, for messages
 * @throws {InputError} where it does not load, or exports no objective
 */
export async function loadModule(address: string | undefined, name = ""): Promise<SearchModule | undefined> {
  if (address === undefined) return undefined;
  const path = "scheme.module";
  let exports: unknown;
  try {
    exports = await import(address);
  } catch (error) {
    const reason = thrownText(error);
    const remedy = "Name a JavaScript module (.js or .mjs) by its path from the study file.";
    throw new InputError(`the module does not load: ${reason}`, { path, value: name, remedy });
  }
  return checkModule(exports, path, name);
}

function outcomeOf(
  { method, seed, scheme }: SearchTask,
  ledger: Ledger,
  told: SearchEnding | undefined,
): SearchOutcome {
  const { best, spent, restarts, improvements, reason } = ledger;
  const ending: SearchEnding = told ?? (reason === undefined ? { status: "ok" } : { status: "nonFinite", reason });
  const isSolved = best !== undefined && scheme.target !== undefined && best.value <= scheme.target;
  return {
    method,
    seed,
    ...ending,
    evaluations: spent,
    solvedAt: isSolved ? best.at : Number.NaN,
    best: best && { value: best.value, at: best.at, node: best.node, x: Array.from(best.x) },
    restarts,
    improvements,
  };
}
