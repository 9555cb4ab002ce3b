import type { MeshModelSpec } from "../../model/mesh-schema.js";
import type { StateModelSpec } from "../../model/states/state-model.js";
import type { SchemeSpec } from "../../schemes/schemes.js";
import type { StudyRecord } from "../../study/record/record.js";
import type { FlowResult } from "../../study/run/options.js";
import type { Provenance } from "../table/manifest.js";

/** What of a study a report tells beside its record. */
export interface DescribedStudy<Model = MeshModelSpec | StateModelSpec> {
  readonly id: string;
  readonly source: string;
  readonly model: Model;
  readonly scheme: SchemeSpec;
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
