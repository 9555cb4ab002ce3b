import type { EvolutionEnding, StepRow } from "../../model/evolution.js";
import type { Domain } from "../../model/mesh.js";
import type { StateLayout } from "../../model/states/state.js";
import type { PlannedLevel, StudyListener } from "./events.js";
import type { StepIteration } from "./history.js";

export type { GaussianLayout, NodeLayout, ParticleLayout, StateLayout } from "../../model/states/state.js";
export type { StepIteration } from "./history.js";

/** What can be stopped, and tells of itself. */
interface Watched {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: StudyListener | undefined;
}

/** How to run a study. */
export interface RunOptions extends Watched {
  /** Worker threads; all cores when absent. Results do not depend on it. */
  readonly jobs?: number | undefined;
  /** Folder of stored levels; `JKO_STORE` or `.jko` in the current folder when absent, no store when false. */
  readonly store?: string | false | undefined;
  /** Recompute everything, and store it again. */
  readonly force?: boolean;
  /** Seconds after which a level, or a run of the error budget, is ended; none when absent. */
  readonly levelTimeout?: number | undefined;
}

/** One trajectory of a study, for `jko flow`. */
export interface FlowOptions extends Watched {
  /** The finest level of the sweep when absent. */
  readonly steps?: number | undefined;
  readonly cells?: number | undefined;
  /** Cells of every axis, instead of `cells`. */
  readonly mesh?: readonly number[] | undefined;
  /** Level of a parameter sweep whose parameter is taken; the finest when absent. */
  readonly level?: number | undefined;
  /** Snapshots, both ends counted and evenly spaced; 2 when absent. */
  readonly snapshots?: number | undefined;
  /** Whether the iterations of every step are kept; not when absent. */
  readonly history?: boolean;
}

/** An end of a geodesic: a density of the study, or the one of its flow at a time. */
export type DistanceEnd = "initial" | "equilibrium" | "final" | number;

/** For `jko distance`. */
export interface DistanceOptions extends Watched {
  /** `initial` when absent. */
  readonly from?: DistanceEnd | undefined;
  /** `equilibrium` when absent. */
  readonly to?: DistanceEnd | undefined;
  /** Numbers of intervals of the path; 1, 2, 4, 8, 16 when absent. */
  readonly innerSteps?: readonly number[] | undefined;
  /** Those of the finest level when absent. */
  readonly cells?: number | undefined;
  /** Steps of the flow up to the final time, where an end is a time. */
  readonly steps?: number | undefined;
}

/** The distance with one number of intervals. */
export interface DistanceRow {
  readonly innerSteps: number;
  readonly distance: number;
  /** Difference to the row before, NaN in the first. */
  readonly change: number;
  /** Observed order of the changes in 1/innerSteps. */
  readonly order: number;
  /** Upper bound of what the action, half the squared distance, misses its minimum by. */
  readonly gap: number;
  readonly iterations: number;
}

export type DistanceResult = EvolutionEnding & MeasuredDistance;

interface MeasuredDistance extends Pick<Trajectory, "id" | "domain" | "cells" | "layers" | "centres"> {
  readonly from: DistanceEnd;
  readonly to: DistanceEnd;
  readonly rows: readonly DistanceRow[];
  /** Extrapolation of the last two rows. */
  readonly limit: number;
  /** The distance by other means, where there are any. */
  readonly reference: { readonly name: string; readonly value: number } | undefined;
  /** Densities on the geodesic, t from 0 to 1. */
  readonly snapshots: readonly FlowSnapshot[];
}

/** The energy of a trajectory against time, and how that ended. */
export type EnergyCurve = EvolutionEnding & EnergyRows;

interface EnergyRows {
  readonly study: string;
  readonly scheme: string;
  readonly parameter?: PlannedLevel["parameter"];
  /** The least energy of a density of the same mass. */
  readonly lowest: number;
  readonly rows: readonly {
    readonly t: number;
    readonly energy: number;
    /** energy - lowest. */
    readonly excess: number;
    /** Of schemes that have momentum. */
    readonly kinetic?: number;
  }[];
}

export interface FlowSnapshot {
  readonly n: number;
  readonly t: number;
  /** Cell averages, index `cell * layers + layer`; of a state, its numbers as `FlowResult.layout` says. */
  readonly density: Float64Array;
}

/**
 * Another flow from the same initial state, drawn beside the first: e.g. the Wasserstein flow of the same functional.
 */
export interface CompanionFlow {
  readonly name: string;
  readonly snapshots: readonly FlowSnapshot[];
}

/** A trajectory, and how it ended: rows and snapshots stop where it did. */
export type FlowResult = EvolutionEnding & Trajectory;

/**
 * A trajectory: of densities on a mesh, or of states. Of particles and Gaussians there is no mesh: `domain`, `cells`
 * and `centres` are empty, and `layers` is `["0"]`.
 */
interface Trajectory {
  readonly id: string;
  readonly steps: number;
  readonly tau: number;
  /** Of a study that sweeps a parameter: its value in this trajectory. */
  readonly parameter?: PlannedLevel["parameter"];
  /** Lower and upper end of every axis. */
  readonly domain: Domain;
  /** Cells of every axis; they are numbered with the first axis fastest. */
  readonly cells: readonly number[];
  readonly layers: readonly string[];
  /** Cell centres, `[x]` or `[x, y]` per cell. */
  readonly centres: readonly (readonly number[])[];
  readonly rows: readonly StepRow[];
  readonly snapshots: readonly FlowSnapshot[];
  /** How the numbers of a snapshot are read; absent for densities on a mesh. */
  readonly layout?: StateLayout;
  readonly companion?: CompanionFlow;
  /** Iterations of every step, of the one that failed too, where they have been asked for. */
  readonly history?: readonly StepIteration[];
}
