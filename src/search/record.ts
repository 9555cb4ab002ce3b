import type { Failure, FailureStatus } from "../model/evolution.js";
import type { searchMethods } from "../schemes/search/schema.js";

export type SearchMethod = (typeof searchMethods)[number];

/** A value with its place, and the evaluations that were spent when it was found. */
export interface FoundValue {
  readonly value: number;
  readonly at: number;
  readonly node: string;
  readonly x: readonly number[];
}

/** `ok`; `interrupted` while it ran; `failed` where its module did; or as the step that ended it. */
export type SearchEnding =
  | { readonly status: "ok" | "interrupted"; readonly reason?: undefined }
  | Failure<FailureStatus | "failed">;

/** One search: a method with a seed. */
export type SearchOutcome = SearchEnding & SearchFindings;

interface SearchFindings {
  readonly method: SearchMethod;
  readonly seed: number;
  readonly evaluations: number;
  /** Evaluations to the target; NaN where it was not reached, or there is none. */
  readonly solvedAt: number;
  readonly best: FoundValue | undefined;
  readonly restarts: number;
  /** New best values; of very many only some. */
  readonly improvements: readonly Pick<FoundValue, "value" | "at">[];
}

/** The particles of one step: those of a node and its neighbours, the centre first. */
export interface SearchFrame {
  /** How often the search had begun anew; time and step count from there. */
  readonly restart: number;
  readonly t: number;
  readonly step: number;
  readonly evaluations: number;
  readonly nodes: readonly string[];
  /** `node * d + axis`. */
  readonly positions: Float64Array;
  readonly weights: Float64Array;
  readonly values: Float64Array;
}

/** What searches of a study came to. */
export interface SearchRecord {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly dimension: number;
  readonly target: number | undefined;
  /** What every search may spend. */
  readonly evaluations: number;
  readonly seeds: number;
  readonly methods: readonly SearchMethod[];
  /** Coordinates of a lattice; none of other graphs. */
  readonly coordinates: readonly string[];
  /** Names of the nodes of a finite graph of the model; none of other graphs. */
  readonly nodes: readonly string[];
  /** In the order of methods and seeds; those that did not begin are missing. */
  readonly outcomes: readonly SearchOutcome[];
  /** The first search by particles. */
  readonly trajectory: readonly SearchFrame[];
  readonly isInterrupted: boolean;
}
