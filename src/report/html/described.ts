import type { FlowResult } from "../../study/options.js";
import type { StudyRecord } from "../../study/record.js";
import type { Provenance } from "../manifest.js";

type LayerExpressions = string | number | Readonly<Record<string, string | number>>;

/** What of a study a report tells beside its record. */
export interface DescribedStudy {
  readonly id: string;
  readonly source: string;
  readonly model: {
    readonly domain: readonly (readonly [number, number])[];
    readonly graph:
      | { readonly nodes: readonly string[]; readonly edges: readonly (readonly [string, string, number])[] }
      | { readonly family: string; readonly nodes: number; readonly weight: number; readonly seed: number };
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
    readonly tolerance: number;
  };
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
