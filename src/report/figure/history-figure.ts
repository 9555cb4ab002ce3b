import type { FlowResult } from "../../study/run/options.js";
import { drawCurve, isFinitePoint } from "../drawing/curve.js";
import { hasLogarithm, logDomain, tightDomain } from "../drawing/domain.js";
import { type LegendEntry, lineSample } from "../drawing/legend.js";
import { drawMarker, markerRadius } from "../drawing/markers.js";
import { curveStyle, ink, seriesStyle } from "../drawing/palette.js";
import { type Panel, panelFigure } from "../drawing/panel.js";
import { drawRemark } from "../drawing/remark.js";
import { drawStacked, layOutStack } from "../drawing/stack.js";
import type { Point } from "../drawing/svg.js";
import { plain } from "../drawing/text.js";
import { type StepHistory, shownSteps } from "../table/history-table.js";

const panelHeight = 95;
/** With more points than that, a line without markers. */
const mostMarkers = 40;
const toleranceStyle = { colour: ink, dash: "4 2", width: 0.7 } as const;

/**
 * Duality gap and residual against the iteration, of the first step, the one with most iterations and the last, on
 * logarithmic axes; the tolerance of the gap is broken up. Iterations are counted through all phases of a step.
 */
export function historyFigure(flow: FlowResult): string {
  const steps = shownSteps(flow);
  const rows = steps.flatMap((step) => step.rows);
  const tolerance = rows[0]?.tolerance ?? Number.NaN;
  const names = ["gap", "residual"] as const;
  const ordinates = names.map((name) => {
    const values = rows.map((row) => row[name]).filter(hasLogarithm);
    const all = name === "gap" && hasLogarithm(tolerance) ? [...values, tolerance] : values;
    return { ordinate: { kind: "log", domain: logDomain(all), title: plain(name) } as const, height: panelHeight };
  });
  const domain = tightDomain([0, ...steps.map(iterationsOf)]);
  const abscissa = { kind: "linear", domain, title: plain("iteration"), integers: true } as const;
  const panels = layOutStack(abscissa, ordinates);
  const parts = panels.map((panel, k) => {
    const line = names[k] === "gap" ? drawTolerance(tolerance, panel) : "";
    return drawPanel(steps, names[k], panel, k === panels.length - 1) + line;
  });
  const figure = { title: `Iterations of ${flow.id}`, description: describe(steps, tolerance) };
  return panelFigure({ ...figure, box: panels[panels.length - 1].box, legend: legendOf(steps) }, parts);
}

function drawPanel(steps: readonly StepHistory[], name: "gap" | "residual", panel: Panel, isLast: boolean): string {
  const { box, atX, atY } = panel;
  const curves = steps.map(({ rows }, k) => {
    const { colour, shape, dash } = seriesStyle(k);
    const points = pointsOf(rows, name).map(
      ([i, value]): Point => [atX(i), hasLogarithm(value) ? atY(value) : Number.NaN],
    );
    const shown = points.length <= mostMarkers ? points.filter(isFinitePoint) : [];
    const markers = shown.map((point) => drawMarker(point, { colour, shape, radius: 0.6 * markerRadius }));
    return drawCurve(points, { colour, dash }) + markers.join("");
  });
  return drawStacked(panel, isLast, steps.length === 0 ? [drawRemark("no step to show", box)] : curves);
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

function drawTolerance(tolerance: number, { box, atY }: Panel): string {
  if (!hasLogarithm(tolerance)) return "";
  const at = atY(tolerance);
  const ends: Point[] = [
    [box.left, at],
    [box.left + box.width, at],
  ];
  return drawCurve(ends, toleranceStyle);
}

function legendOf(steps: readonly StepHistory[]): LegendEntry[] {
  const entries = steps.map(({ n }, k) => ({ sample: lineSample(curveStyle(k)), label: plain(`step ${n}`) }));
  return [...entries, { sample: lineSample(toleranceStyle), label: plain("tolerance of the gap") }];
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
