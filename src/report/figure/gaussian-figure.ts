import { area } from "d3-shape";
import type { FlowSnapshot } from "../../study/run/options.js";
import { drawAxes, drawGrid, type Position } from "../drawing/axes.js";
import { linearDomain } from "../drawing/domain.js";
import { type LegendEntry, lineSample, markedLineSample } from "../drawing/legend.js";
import { drawMarker } from "../drawing/markers.js";
import { seriesStyle, timeStyle } from "../drawing/palette.js";
import { panelFigure } from "../drawing/panel.js";
import { drawPaths, type PathStyle } from "../drawing/paths.js";
import { layOutPlane, planeDomain, planePositions } from "../drawing/plane.js";
import { drawRemark } from "../drawing/remark.js";
import { element, type Point, rectangle } from "../drawing/svg.js";
import { symbols } from "../drawing/symbols.js";
import { plain } from "../drawing/text.js";
import { timePanel } from "../drawing/time-panel.js";
import { shortNumber } from "./convergence-description.js";
import { companionLegend, type DrawnFlow, flowsOf, onePlane } from "./particle-figure.js";
import { chooseSnapshots } from "./snapshots.js";
import { ellipsePoints, type GaussianFlow, meanOf } from "./state-points.js";
import { timeEntries, timeLabel } from "./time-label.js";

/** Corners of the polygon that stands for an ellipse: its error is below a thousandth of the axes. */
const corners = 96;

/**
 * Gaussians: in the plane of the first two coordinates, ellipses of one standard deviation at some times, later ones
 * darker, and the path of the mean; on one axis, mean and standard deviation against time. A companion is broken up, in
 * the second colour, in the plane with its last ellipse only.
 */
export function gaussianFigure(flow: GaussianFlow): string {
  return flow.layout.dimension === 1 ? bands(flow) : ellipses(flow);
}

/** Mean, and the ends of one standard deviation around it. */
function spread({ density }: FlowSnapshot): readonly [low: number, mean: number, high: number] {
  const [mean = Number.NaN, variance = Number.NaN] = density;
  const deviation = Math.sqrt(Math.max(0, variance));
  return [mean - deviation, mean, mean + deviation];
}

function bands(flow: GaussianFlow): string {
  const flows = flowsOf(flow);
  const values = flows.flatMap(({ snapshots }) => snapshots.flatMap(spread));
  return timePanel({
    title: `Gaussians of ${flow.id}`,
    description: describe(flow, flow.snapshots, "Mean and standard deviation against time"),
    height: 150,
    times: flows.flatMap(({ snapshots }) => snapshots.map(({ t }) => t)),
    ordinate: { kind: "linear", domain: linearDomain(values), title: symbols.x },
    legend: [...bandLegend, ...(flows.length > 1 ? companionLegend(flows).slice(1) : [])],
    draw: (atX, atY) => [
      drawBand(flow.snapshots, atX, atY),
      ...[...flows].reverse().flatMap((one) => spreadLines(one, atX, atY)),
    ],
  });
}

function drawBand(snapshots: readonly FlowSnapshot[], atX: Position, atY: Position): string {
  const shape = area<FlowSnapshot>()
    .digits(2)
    .defined((one) => spread(one).every(Number.isFinite))
    .x(({ t }) => atX(t))
    .y0((one) => atY(spread(one)[0]))
    .y1((one) => atY(spread(one)[2]));
  const d = snapshots.length < 2 ? null : shape(snapshots);
  return d === null || d === "" ? "" : element("path", { d, fill: seriesStyle(0).colour, "fill-opacity": 0.12 });
}

/** The mean as a bold line, the ends of a standard deviation as thin ones. */
function spreadLines({ snapshots, style }: DrawnFlow, atX: Position, atY: Position): string[] {
  const lines = [0, 1, 2].map((k) => snapshots.map((one): Point => [atX(one.t), atY(spread(one)[k])]));
  const [low, mean, high] = lines as [Point[], Point[], Point[]];
  return [drawPaths([low, high], { ...style, opacity: 1 }), drawPaths([mean], { ...style, width: 1.1, opacity: 1 })];
}

const bandStyle = {
  ...{ fill: seriesStyle(0).colour, "fill-opacity": 0.12 },
  ...{ stroke: seriesStyle(0).colour, "stroke-width": 0.6 },
};

const bandLegend: readonly LegendEntry[] = [
  { sample: lineSample({ colour: seriesStyle(0).colour, width: 1.1 }), label: plain("mean") },
  {
    sample: (left, right, y) => rectangle({ left, top: y - 3, width: right - left, height: 6 }, bandStyle),
    label: plain("± standard deviation"),
  },
];

function ellipses(flow: GaussianFlow): string {
  const { layout } = flow;
  const shown = chooseSnapshots(flow);
  const flows = flowsOf(flow);
  const companion = flows[1];
  const beside = companion?.snapshots.slice(-1) ?? [];
  const outlines = [...shown, ...beside].map((one) => ellipsePoints(one, layout, corners));
  const means = flows.flatMap(({ snapshots }) => snapshots.map(meanOf));
  const grid = layOutPlane(planeDomain([...outlines.flat(), ...means]), onePlane);
  const [box] = grid.boxes;
  const axes = { box, x: grid.x, y: grid.y };
  const at = planePositions(grid, box);
  const closed = (k: number, style: Omit<PathStyle, "isClosed">) =>
    drawPaths([(outlines[k] ?? []).map(at)], { ...style, isClosed: true });
  const legend = ellipseLegend(shown, flows);
  const description = describe(flow, shown, "Ellipses of one standard deviation of the first two coordinates");
  return panelFigure({ box, legend, title: `Gaussians of ${flow.id}`, description }, [
    drawGrid(axes),
    shown.length === 0 ? drawRemark("no state to show", box) : "",
    ...beside.map((_, k) => closed(shown.length + k, { ...companion.style, opacity: 1 })),
    ...shown.map((_, k) => closed(k, { ...timeStyle(k, shown.length), width: 1 })),
    ...flows.flatMap((one) => drawMeans(one, one === companion ? beside : shown, at)),
    drawAxes(axes),
  ]);
}

/** The path of the mean, with a dot at every time that is drawn. */
function drawMeans(
  { snapshots, style }: DrawnFlow,
  shown: readonly FlowSnapshot[],
  at: (place: readonly [number, number]) => Point,
): string[] {
  const dot = { colour: style.colour, shape: "circle", radius: 1 } as const;
  const dots = shown.map(meanOf).filter((mean) => mean.every(Number.isFinite));
  return [
    drawPaths([snapshots.map((one) => at(meanOf(one)))], { ...style, opacity: 1 }),
    ...dots.map((mean) => drawMarker(at(mean), dot)),
  ];
}

function ellipseLegend(shown: readonly FlowSnapshot[], flows: readonly DrawnFlow[]): LegendEntry[] {
  const style = { colour: seriesStyle(0).colour, width: 0.6, shape: "circle", radius: 1 } as const;
  const path = { sample: markedLineSample(style), label: plain("mean") };
  const last = flows[1]?.snapshots.at(-1);
  const beside = companionLegend(flows).slice(1);
  const end = last === undefined ? [] : [...plain(", "), ...timeLabel(last.t)];
  return [...timeEntries(shown), path, ...beside.map((entry) => ({ ...entry, label: [...entry.label, ...end] }))];
}

function describe(
  { layout, snapshots, companion, status }: GaussianFlow,
  shown: readonly FlowSnapshot[],
  what: string,
): string {
  const times = shown.length > 12 ? "" : ` at t = ${shown.map(({ t }) => shortNumber(t)).join(", ")}`;
  const numbers = (one: FlowSnapshot | undefined) =>
    [...(one?.density.subarray(0, 2) ?? [])].map(shortNumber).join(", ");
  const mean = layout.dimension === 1 ? "Mean and variance" : "Mean of the first two coordinates";
  const ends =
    snapshots.length === 0 ? "" : ` ${mean} from (${numbers(snapshots[0])}) to (${numbers(snapshots.at(-1))}).`;
  const beside = companion === undefined ? "" : ` Beside it, broken up: ${companion.name}.`;
  const ended = status === "ok" ? "" : ` The run ended early with status ${status}.`;
  return `${what}${times}; dimension ${layout.dimension}.${ends}${beside}${ended}`;
}
