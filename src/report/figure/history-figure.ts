import type { FlowResult } from "../../study/run/options.js";
import {
  type Axis,
  axisTitle,
  type Box,
  bottomRoom,
  createAxis,
  drawAxes,
  drawGrid,
  drawYTitle,
  leftRoom,
  xPositions,
  yPositions,
} from "../drawing/axes.js";
import { drawCurve, isFinitePoint } from "../drawing/curve.js";
import { hasLogarithm, logDomain, tightDomain } from "../drawing/domain.js";
import { columnWidth, drawFigure } from "../drawing/frame.js";
import { createLegend, type LegendEntry, lineSample } from "../drawing/legend.js";
import { drawMarker, markerRadius } from "../drawing/markers.js";
import { ink, seriesStyle } from "../drawing/palette.js";
import { drawRemark } from "../drawing/remark.js";
import type { Point } from "../drawing/svg.js";
import { plain } from "../drawing/text.js";
import { type StepHistory, shownSteps } from "../table/history-table.js";

const top = 7;
const right = 8;
const gapUp = 8;
const panelHeight = 95;
/** With more points than that, a line without markers. */
const mostMarkers = 40;
const toleranceDash = "4 2";

/**
 * Duality gap and residual against the iteration, of the first step, the one with most iterations and the last, on
 * logarithmic axes; the tolerance of the gap is broken up. Iterations are counted through all phases of a step.
 */
export function historyFigure(flow: FlowResult): string {
  const steps = shownSteps(flow);
  const rows = steps.flatMap((step) => step.rows);
  const tolerance = rows[0]?.tolerance ?? Number.NaN;
  const ordinates = (["gap", "residual"] as const).map((name) => {
    const values = rows.map((row) => row[name]).filter(hasLogarithm);
    const all = name === "gap" && hasLogarithm(tolerance) ? [...values, tolerance] : values;
    return { name, axis: createAxis({ kind: "log", domain: logDomain(all), title: plain(name) }, panelHeight, "up") };
  });
  const left = Math.max(...ordinates.map(({ axis }) => leftRoom(axis)));
  const width = columnWidth - left - right;
  const abscissa = {
    domain: tightDomain([0, ...steps.map(iterationsOf)]),
    title: plain("iteration"),
  };
  const x = createAxis({ kind: "linear", ...abscissa, integers: true }, width, "across");
  const parts = ordinates.map(({ name, axis }, k) => {
    const box = { left, top: top + k * (panelHeight + gapUp), width, height: panelHeight };
    const line = name === "gap" ? drawTolerance(tolerance, box, axis) : "";
    return drawPanel(steps, name, box, x, axis, k === ordinates.length - 1) + line;
  });
  const legend = createLegend(legendOf(steps), left);
  const legendTop = top + 2 * panelHeight + gapUp + bottomRoom + 3;
  const height = legendTop + legend.height + 3;
  return drawFigure({ height, title: `Iterations of ${flow.id}`, description: describe(steps, tolerance) }, [
    ...parts,
    legend.draw(left, legendTop),
  ]);
}

function drawPanel(
  steps: readonly StepHistory[],
  name: "gap" | "residual",
  box: Box,
  x: Axis,
  y: Axis,
  isLast: boolean,
): string {
  const [atX, atY] = [xPositions(x, box), yPositions(y, box)];
  const curves = steps.map(({ rows }, k) => {
    const { colour, shape, dash } = seriesStyle(k);
    const points = pointsOf(rows, name).map(
      ([i, value]): Point => [atX(i), hasLogarithm(value) ? atY(value) : Number.NaN],
    );
    const shown = points.length <= mostMarkers ? points.filter(isFinitePoint) : [];
    const markers = shown.map((point) => drawMarker(point, { colour, shape, radius: 0.6 * markerRadius }));
    return drawCurve(points, { colour, dash }) + markers.join("");
  });
  return [
    drawGrid({ box, x, y }),
    ...(steps.length === 0 ? [drawRemark("no step to show", box)] : curves),
    drawAxes({ box, x, y, labels: { x: isLast, y: true }, titles: { x: isLast, y: false } }),
    drawYTitle(axisTitle(y), box, box.left),
  ].join("");
}

/** Iterations so far and value of every iterate; a point that is not a number where a phase starts anew. */
function pointsOf(rows: StepHistory["rows"], name: "gap" | "residual"): Point[] {
  let iterations = 0;
  return rows.flatMap((row, k): Point[] => {
    if (row.iteration > 0) iterations++;
    const isRestart = row.iteration === 0 && k > 0;
    return [...(isRestart ? [broken] : []), [iterations, row[name]]];
  });
}

const broken: Point = [Number.NaN, Number.NaN];

/** Iterations of all phases together. */
function iterationsOf({ rows }: StepHistory): number {
  return rows.filter(({ iteration }) => iteration > 0).length;
}

function drawTolerance(tolerance: number, box: Box, y: Axis): string {
  if (!hasLogarithm(tolerance)) return "";
  const at = yPositions(y, box)(tolerance);
  const ends: Point[] = [
    [box.left, at],
    [box.left + box.width, at],
  ];
  return drawCurve(ends, { colour: ink, dash: toleranceDash, width: 0.7 });
}

function legendOf(steps: readonly StepHistory[]): LegendEntry[] {
  const entries = steps.map(({ n }, k): LegendEntry => {
    const { colour, dash } = seriesStyle(k);
    return { sample: lineSample({ stroke: colour, "stroke-dasharray": dash }), label: plain(`step ${n}`) };
  });
  const tolerance = lineSample({ stroke: ink, "stroke-dasharray": toleranceDash, "stroke-width": 0.7 });
  return [...entries, { sample: tolerance, label: plain("tolerance of the gap") }];
}

function describe(steps: readonly StepHistory[], tolerance: number): string {
  if (steps.length === 0) return "No step was taken.";
  const told = steps.map((step) => {
    const [first, last] = [step.rows[0], step.rows.at(-1)];
    const gaps = `from a gap of ${text(first?.gap)} to ${text(last?.gap)}`;
    return `step ${step.n} ${gaps} in ${iterationsOf(step)} iterations`;
  });
  return `Duality gap and residual against the iteration: ${told.join("; ")}. Tolerance of the gap ${text(tolerance)}.`;
}

function text(value: number | undefined): string {
  return (value ?? Number.NaN).toExponential(1);
}
