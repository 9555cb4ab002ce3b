import type { FlowResult, FlowSnapshot } from "../../study/run/options.js";
import { drawAxes, drawGrid } from "../drawing/axes.js";
import { isFinitePoint } from "../drawing/curve.js";
import { linearDomain } from "../drawing/domain.js";
import { type Dot, drawDots } from "../drawing/dots.js";
import { type LegendEntry, lineSample, markerSample } from "../drawing/legend.js";
import { drawMarker } from "../drawing/markers.js";
import { seriesStyle } from "../drawing/palette.js";
import { panelFigure, panelTop } from "../drawing/panel.js";
import { drawPaths, type PathStyle } from "../drawing/paths.js";
import { layOutPlane, type Place, planeDomain, planePositions } from "../drawing/plane.js";
import { drawRemark } from "../drawing/remark.js";
import type { Point } from "../drawing/svg.js";
import { symbols } from "../drawing/symbols.js";
import { plain, shorten } from "../drawing/text.js";
import { timePanel } from "../drawing/time-panel.js";
import { shortNumber } from "./convergence-description.js";
import { coordinateOf, evenly, markSize, type ParticleFlow, placeOf } from "./state-points.js";

/** More lines could not be told apart, in the plane or over time. */
const mostPaths = { plane: 200, time: 100 } as const;
const nameWidth = 130;

/** A single panel of the first two coordinates. */
export const onePlane = {
  ...{ count: 1, columns: 1, top: panelTop, gap: { across: 0, up: 0 } },
  titles: [symbols.x1, symbols.x2],
} as const;
/** Radii of the marks at the ends of a path, of few particles and of many. */
const radii = { few: 1.8, many: 1.1 } as const;
const manyFrom = 60;
const thinWidth = 0.4;

/** How the flow itself and its companion are told apart. */
export const pathStyles = [
  { colour: seriesStyle(0).colour, width: 0.6, opacity: 0.75 },
  { colour: seriesStyle(1).colour, width: 0.6, opacity: 0.85, dash: "2.4 1.4" },
] as const satisfies readonly PathStyle[];

/** One flow of several from the same initial state. */
export interface DrawnFlow {
  readonly name: string;
  readonly snapshots: readonly FlowSnapshot[];
  readonly style: PathStyle;
}

/** The flow, and its companion where there is one. */
export function flowsOf({ snapshots, companion }: Pick<FlowResult, "snapshots" | "companion">): DrawnFlow[] {
  const own = { name: "scheme", snapshots, style: pathStyles[0] };
  return companion === undefined ? [own] : [own, { ...companion, style: pathStyles[1] }];
}

/**
 * Paths of particles: in the plane of the first two coordinates, at the same scale on both axes, initial positions
 * hollow and final ones filled; on one axis, position against time. A companion's paths are broken up, in the second
 * colour.
 */
export function particlePathsFigure(flow: ParticleFlow): string {
  return flow.layout.dimension === 1 ? pathsInTime(flow) : pathsInPlane(flow);
}

function pathsInTime(flow: ParticleFlow): string {
  const flows = flowsOf(flow);
  const chosen = evenly(flow.layout.count, mostPaths.time);
  const values = flows.flatMap(({ snapshots }) =>
    snapshots.flatMap((one) => chosen.map((k) => coordinateOf(one, flow.layout, k, 0))),
  );
  return timePanel({
    title: `Particles of ${flow.id}`,
    description: describe(flow, chosen, "Position against time"),
    height: 150,
    times: flows.flatMap(({ snapshots }) => snapshots.map(({ t }) => t)),
    ordinate: { kind: "linear", domain: linearDomain(values), title: symbols.x },
    legend: companionLegend(flows),
    draw: (atX, atY) =>
      [...flows].reverse().map(({ snapshots, style }) => {
        const path = (k: number) =>
          snapshots.map((one): Point => [atX(one.t), atY(coordinateOf(one, flow.layout, k, 0))]);
        return drawPaths(chosen.map(path), chosen.length > manyFrom ? { ...style, width: thinWidth } : style);
      }),
  });
}

function pathsInPlane(flow: ParticleFlow): string {
  const { layout } = flow;
  const flows = flowsOf(flow);
  const chosen = evenly(layout.count, mostPaths.plane);
  const places = flows.flatMap(({ snapshots }) =>
    snapshots.flatMap((one) => chosen.map((k) => placeOf(one, layout, k))),
  );
  const grid = layOutPlane(planeDomain(places), onePlane);
  const [box] = grid.boxes;
  const axes = { box, x: grid.x, y: grid.y };
  const at = planePositions(grid, box);
  const paths = [...flows].reverse().map(({ snapshots, style }) =>
    drawPaths(
      chosen.map((k) => snapshots.map((one) => at(placeOf(one, layout, k)))),
      style,
    ),
  );
  const legend = [...companionLegend(flows), ...endsLegend];
  const title = `Particles of ${flow.id}`;
  const description = describe(flow, chosen, "Paths of the first two coordinates");
  return panelFigure({ box, legend, title, description }, [
    drawGrid(axes),
    ...(flow.snapshots.length === 0 ? [drawRemark("no state to show", box)] : paths),
    ...drawEnds(flow, flows, chosen, at),
    drawAxes(axes),
  ]);
}

/** The particles of a state, of a size by their weight; those that can be drawn. */
export function dotsOf(
  state: FlowSnapshot,
  layout: ParticleFlow["layout"],
  chosen: readonly number[],
  radius: number,
  at: (place: Place) => Point,
): Dot[] {
  return chosen
    .map((k) => ({ place: at(placeOf(state, layout, k)), radius: radius * markSize(layout, k) }))
    .filter(({ place }) => isFinitePoint(place));
}

/** Initial positions hollow, final ones of every flow filled. */
function drawEnds(
  { layout, snapshots }: ParticleFlow,
  flows: readonly DrawnFlow[],
  chosen: readonly number[],
  at: (place: Place) => Point,
): string[] {
  const full = chosen.length > manyFrom ? radii.many : radii.few;
  const dots = (one: FlowSnapshot | undefined): Dot[] =>
    one === undefined ? [] : dotsOf(one, layout, chosen, full, at);
  const hollow = { colour: pathStyles[0].colour, shape: "circle", isHollow: true } as const;
  return [
    ...dots(snapshots[0]).map(({ place, radius }) => drawMarker(place, { ...hollow, radius })),
    ...[...flows].reverse().map((one) => drawDots(dots(one.snapshots.at(-1)), one.style.colour)),
  ];
}

const endsLegend: readonly LegendEntry[] = [["initial", true] as const, ["final", false] as const].map(
  ([name, isHollow]) => ({
    sample: markerSample({ colour: pathStyles[0].colour, shape: "circle", isHollow, radius: radii.few }),
    label: plain(name),
  }),
);

/** Nothing to tell apart where there is one flow. */
export function companionLegend(flows: readonly DrawnFlow[]): LegendEntry[] {
  if (flows.length < 2) return [];
  return flows.map(({ name, style }) => ({
    sample: lineSample({ ...style, width: 1 }),
    label: plain(shorten(name, 8, nameWidth)),
  }));
}

function describe(flow: ParticleFlow, chosen: readonly number[], what: string): string {
  const { layout, snapshots, companion, status } = flow;
  const [first, last] = [snapshots[0]?.t ?? 0, snapshots.at(-1)?.t ?? 0];
  const shown =
    chosen.length < layout.count ? `${chosen.length} of ${layout.count} particles` : `${layout.count} particles`;
  const times = `from t = ${shortNumber(first)} to ${shortNumber(last)}`;
  const beside = companion === undefined ? "" : ` Beside it, broken up: ${companion.name}.`;
  const ended = status === "ok" ? "" : ` The run ended early with status ${status}.`;
  return `${what} of ${shown} in dimension ${layout.dimension}, ${times}.${beside}${ended}`;
}
