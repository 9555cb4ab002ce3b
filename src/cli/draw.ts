import {
  convergenceFigure,
  flowFigures,
  heatMapFigure,
  onSheet,
  pictureFiles,
  type Sheet,
} from "../report/figure/index.js";
import type { ReportFigure, ReportInput } from "../report/page/described.js";
import { flowHtml, reportHtml } from "../report/page/document.js";
import { levelContent } from "../report/table/levels.js";
import { type FlowResult, readFlow, readResult, type StudyRecord } from "../study/index.js";
import { documentFiles } from "../tables/formats.js";
import type { DrawOptions } from "./draw-options.js";
import { marked } from "./drawn.js";
import { withErrors } from "./figure-options.js";
import type { Outputs } from "./outputs.js";

export interface Drawn {
  readonly record: StudyRecord;
  /** Names of the files that have been written. */
  readonly files: readonly string[];
}

/**
 * Draws everything that follows from a stored result: tables for papers, figures and the report.
 *
 * A run draws from its own files too, so that drawing again later gives the same bytes.
 *
 * @throws {InputError} where the folder holds no result, or cannot be written
 */
export function drawResult(outputs: Outputs, warn: (message: string) => void, options: DrawOptions = {}): Drawn {
  const { study, record, hash, versions, commit, modified } = readResult(outputs.folder);
  const { "jko-study": version = "unknown", ...dependencies } = versions;
  const stored = readFlow(outputs.folder, hash);
  if (stored !== undefined && "problem" in stored) warn(stored.problem);
  const flow = stored !== undefined && "flow" in stored ? stored.flow : undefined;
  const { sheet = {}, errors } = options;
  const trajectory = flow && { flow, figures: onSheet(sheet, () => trajectoryFigures(flow)) };
  const figures = onSheet(sheet, () => sweepFigures(withErrors(record, errors)));
  const provenance = { version, dependencies, commit, modified };
  const input: ReportInput = { record, study, hash, provenance, figures, trajectory };
  const drawn = pictures(figures);
  const files = {
    ...drawn,
    ...documentFiles(levelContent([record], false, { errors })),
    "report.html": marked(reportHtml(input), outputs.folder, { sheet, errors }, Object.keys(drawn)),
  };
  outputs.write(files);
  return { record, files: Object.keys(files) };
}

/** Pictures and the animation of one trajectory, by file name. */
export function flowFiles(flow: FlowResult, title: string, sheet: Sheet): Record<string, string | Uint8Array> {
  const figures = onSheet(sheet, () => trajectoryFigures(flow));
  return { ...pictures(figures), "animation.html": flowHtml(flow, title, figures) };
}

/** Every picture in every format; the first is the one that papers want. */
function pictures(figures: readonly ReportFigure[]): Record<string, string | Uint8Array> {
  return Object.assign({}, ...figures.map(({ id, svg }) => pictureFiles(id, svg)));
}

function sweepFigures(record: StudyRecord): ReportFigure[] {
  const size = record.axis === "h" ? "h" : record.axis === "parameter" ? "the parameter" : "τ";
  const caption = `Errors against ${size} with fitted lines and slope triangles. Crossed marks are flagged levels.`;
  const convergence = { id: "figure", svg: convergenceFigure(record), caption };
  if (record.axis !== "tensor") return [convergence];
  const regimes = "Errors over step size and mesh width.";
  return [convergence, { id: "heat-map", svg: heatMapFigure(record), caption: regimes }];
}

function trajectoryFigures(flow: FlowResult): ReportFigure[] {
  return flowFigures(flow).map(({ name, svg, caption }) => ({ id: name, svg, caption }));
}
