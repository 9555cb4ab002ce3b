import { mean } from "d3-array";
import { sizesText } from "../../convergence/lines.js";
import type { StudyRecord } from "../../study/record/record.js";
import { leftOutText } from "../drawing/remark.js";
import { symbols } from "../drawing/symbols.js";
import type { Regime, TensorGrid } from "../drawing/tensor-grid.js";
import { plain, type RichText } from "../drawing/text.js";

/** What the symbols, or the line where the cells have no room for them, and other marks say. */
export function noteLines(grid: TensorGrid, hasSymbols: boolean): RichText[] {
  const cells = grid.rows.flat().filter((cell) => cell !== undefined);
  const regimes = new Set(cells.flatMap(({ regime }) => regime ?? []));
  const flagged = cells.some(({ isFlagged, error }) => isFlagged && error !== undefined);
  const leftOut = leftOutText(cells.flatMap(({ reason }) => reason ?? []));
  return [
    ...(regimes.size === 0 ? [] : [hasSymbols ? symbolNote : lineNote(grid)]),
    ...(flagged ? [plain("marked corner: flagged")] : []),
    ...(leftOut === "" ? [] : [plain(leftOut)]),
  ];
}

const symbolNote: RichText = [
  ...symbols.tau,
  ...plain(", "),
  ...symbols.h,
  ...plain(": where refining it reduces the error more"),
];

/** Which side of the line belongs to which size; the other way round if the mesh error dominates on fine meshes. */
function lineNote(grid: TensorGrid): RichText {
  const rowsOf = (regime: Regime) =>
    grid.rows.flatMap((row, i) => row.filter((cell) => cell?.regime === regime).map(() => i));
  const [inTau, inH] = [mean(rowsOf("tau")), mean(rowsOf("h"))];
  if (inTau === undefined || inH === undefined) {
    return [
      ...plain("refining "),
      ...symbols[inH === undefined ? "tau" : "h"],
      ...plain(" reduces the error more everywhere"),
    ];
  }
  const [above, below] = inH > inTau ? [symbols.h, symbols.tau] : [symbols.tau, symbols.h];
  return [...plain("above the line, refining "), ...above, ...plain(" gains more; below it, "), ...below];
}

/** What the heat map shows, in sentences. */
export function describeHeatMap(record: StudyRecord, error: string, grid: TensorGrid): string {
  const cells = grid.rows.flat().filter((cell) => cell !== undefined);
  const values = cells.map(({ level, error: value, reason, regime, isFlagged }) => {
    const shown = value === undefined ? (reason ?? "") : value.toExponential(2);
    const notes = [regime === undefined ? [] : [`${regime} dominates`], isFlagged ? ["flagged"] : []].flat();
    return `${sizesText(level)}: ${[shown, ...notes].join(", ")}`;
  });
  return `${record.title}. ${error} error over tau and h on logarithmic axes. ${values.join("; ")}.`;
}
