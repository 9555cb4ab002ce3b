import { arch, cpus, platform } from "node:os";
import { type KernelName, kernelInUse } from "../../numerics/compiled/kernels.js";
import type { StudyRecord } from "../../study/record/record.js";

/** Which program computed a result. */
export interface Provenance {
  readonly version: string;
  /** Pinned versions of the packages it rests on. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Commit of the program; null where it is not run from its repository. */
  readonly commit: string | null;
  /** Whether its sources differ from that commit. */
  readonly modified: boolean;
}

/** A study as it was run, and the hash of it. */
export interface StudyAsRun {
  readonly study: object;
  readonly hash: string;
}

/** What it takes to reproduce a table, and what it says: `manifest.json`. */
export function manifestOf({ study, hash }: StudyAsRun, record: StudyRecord, provenance: Provenance): object {
  const { version, dependencies, commit, modified } = provenance;
  const { reference, iterate, verdict, fits, tensorFit } = record;
  return {
    study,
    hash,
    reference,
    ...(iterate === undefined ? {} : { iterate }),
    verdict,
    fits,
    ...(tensorFit === undefined ? {} : { tensorFit }),
    versions: { "jko-study": version, ...dependencies },
    commit,
    modified,
  };
}

/** When and how long: `run.json`. No host name, user or path. */
export interface RunTimes {
  readonly started: Date;
  readonly milliseconds: number;
  readonly jobs: number;
  /** Milliseconds of every level that was computed, by its number. */
  readonly levels: Readonly<Record<string, number>>;
  readonly reference: number | null;
  readonly reused: number;
}

/** What timings were measured on; no host name, user or path. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  readonly architecture: string;
  readonly node: string;
  /** What computes on two axes. */
  readonly kernel: KernelName;
}

export function thisMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() || "unknown",
    cores: cores.length,
    platform: platform(),
    architecture: arch(),
    node: process.version,
    kernel: kernelInUse(),
  };
}

export function runInfo(times: RunTimes): object {
  return {
    started: times.started.toISOString(),
    milliseconds: Math.round(times.milliseconds),
    jobs: times.jobs,
    levels: times.levels,
    reference: times.reference,
    levelsReused: times.reused,
    machine: thisMachine(),
  };
}
