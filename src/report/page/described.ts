import type { StudyRecord } from "../../study/record/record.js";
import type { FlowResult } from "../../study/run/options.js";
import type { Provenance } from "../table/manifest.js";

type LayerExpressions = string | number | Readonly<Record<string, string | number>>;

/** What of a study a report tells beside its record. */
export type DescribedStudy = DescribedMeshStudy | DescribedStateStudy;

/** Whether a study is one of states, not of densities on layers. */
export function isStateStudy(study: DescribedStudy): study is DescribedStateStudy {
  return "state" in study.model;
}

/** A study of densities on the layers of a graph. */
export interface DescribedMeshStudy {
  readonly id: string;
  readonly source: string;
  readonly model: {
    readonly domain: readonly (readonly [number, number])[];
    readonly graph:
      | { readonly nodes: readonly string[]; readonly edges: readonly (readonly [string, string, number])[] }
      | { readonly family: string; readonly nodes: number; readonly weight: number; readonly seed: number };
    readonly constants?: Readonly<Record<string, number>> | undefined;
    readonly potential: LayerExpressions;
    readonly energy:
      | { readonly kind: "entropy"; readonly temperature: number | Readonly<Record<string, number>> }
      | { readonly kind: "porous-medium"; readonly exponent: number; readonly regularization: number };
    readonly exchange: { readonly mobility: string; readonly cost: string; readonly mobilityAt: string };
    readonly initial: LayerExpressions;
    readonly normalize: boolean;
    readonly finalTime: number;
  };
  readonly scheme: {
    readonly name: string;
    readonly flux?: string;
    readonly order?: 1 | 2;
    readonly transport?: string;
    readonly innerSteps?: number | undefined;
    readonly damping?: number;
    readonly initialPotential?: LayerExpressions;
    readonly tolerance: number;
  };
}

/** A number stands for every component, or for that multiple of the identity matrix. */
export type DescribedVector = number | readonly number[];
export type DescribedMatrix = number | readonly (readonly number[])[];

/** A study of Gaussians, particles, maps, or densities on a grid, with a functional. */
export interface DescribedStateStudy {
  readonly id: string;
  readonly source: string;
  readonly model: {
    readonly dimension?: number | undefined;
    readonly state: DescribedState;
    readonly functional: DescribedFunctional;
    readonly finalTime: number;
    readonly domain?: readonly (readonly [number, number])[] | undefined;
    readonly initial?: string | number | undefined;
    readonly graph?:
      | { readonly nodes: readonly string[]; readonly edges: readonly (readonly [string, string, number])[] }
      | { readonly family: string; readonly nodes: number; readonly weight: number }
      | {
          readonly lattice: Readonly<Record<string, readonly [lower: number | null, upper: number | null]>>;
          readonly weight?: number | undefined;
        }
      | undefined;
    readonly exchange?: { readonly mobility?: string | undefined } | undefined;
  };
  readonly scheme: {
    readonly name: string;
    readonly tolerance: number;
    readonly directions?: number | undefined;
    readonly rule?: string | undefined;
    readonly seed?: number | undefined;
    readonly width?: number | undefined;
    readonly nodes?: { readonly rule: string; readonly count: number; readonly seed: number } | undefined;
    readonly penalty?: number | undefined;
    readonly onNonInvariant?: string | undefined;
    readonly order?: 1 | 2 | undefined;
    readonly damping?: number | undefined;
    readonly objective?: LayerExpressions | undefined;
    readonly module?: string | undefined;
  };
}

/** The initial state; which of the settings it has depends on the kind. */
export interface DescribedState {
  readonly kind: string;
  readonly mean?: DescribedVector | undefined;
  readonly covariance?: DescribedMatrix | undefined;
  readonly count?: number | undefined;
  readonly sample?: string | undefined;
  readonly points?: readonly (readonly number[])[] | undefined;
  readonly seed?: number | undefined;
  readonly standardized?: boolean | undefined;
  readonly scale?: number | undefined;
  readonly centre?: number | undefined;
}

export interface DescribedFunctional {
  readonly potential?:
    | string
    | number
    | { readonly matrix: DescribedMatrix; readonly centre?: DescribedVector | undefined }
    | undefined;
  readonly entropy?: number | undefined;
  readonly internal?: { readonly exponent: number } | undefined;
  readonly interaction?: string | number | undefined;
  readonly kl?: { readonly mean: DescribedVector; readonly covariance: DescribedMatrix } | undefined;
}

/** A picture with what is seen in it, in words. */
export interface ReportFigure {
  /** Name of the picture: letters, digits and hyphens. */
  readonly id: string;
  /** An SVG document with a viewBox; its `desc` says what it shows to those who do not see it. */
  readonly svg: string;
  readonly caption: string;
}

/** Everything a report is made of. */
export interface ReportInput {
  readonly record: StudyRecord;
  readonly study: DescribedStudy;
  /** Hash of the study as run. */
  readonly hash: string;
  readonly provenance: Provenance;
  /** Pictures of the sweep. */
  readonly figures: readonly ReportFigure[];
  /** One trajectory with evenly spaced snapshots, and pictures of it; absent where none is stored. */
  readonly trajectory?: { readonly flow: FlowResult; readonly figures: readonly ReportFigure[] } | undefined;
}

/** An expression per layer: one for all of them has the name `undefined`. */
export function byLayer(expressions: LayerExpressions): (readonly [string | undefined, string | number])[] {
  return typeof expressions === "object" ? Object.entries(expressions) : [[undefined, expressions]];
}
