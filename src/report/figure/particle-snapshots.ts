import type { FlowSnapshot } from "../../study/run/options.js";
import { bottomRoom, drawAxes, drawGrid } from "../drawing/axes.js";
import { drawDots } from "../drawing/dots.js";
import { drawFigure } from "../drawing/frame.js";
import { createLegend, type LegendEntry, markerSample } from "../drawing/legend.js";
import { drawMarker, type MarkerStyle } from "../drawing/markers.js";
import { axesOf, drawCommonTitles, type PanelGrid, titlePlace, wholeBox } from "../drawing/panel-grid.js";
import { layOutPlane, planeDomain, planePositions } from "../drawing/plane.js";
import { drawRemark } from "../drawing/remark.js";
import { symbols } from "../drawing/symbols.js";
import { drawText } from "../drawing/text.js";
import { shortNumber } from "./convergence-description.js";
import { companionLegend, type DrawnFlow, dotsOf, flowsOf } from "./particle-figure.js";
import { chooseSnapshots } from "./snapshots.js";
import { evenly, type ParticleFlow, placeOf } from "./state-points.js";
import { timeLabel } from "./time-label.js";

const mostTimes = 6;
/** Dots of a panel: more are one blot. */
const mostDots = 400;
const top = 15;
const gap = { across: 7, up: 16 } as const;
const radii = { few: 1.5, many: 0.65 } as const;
const manyFrom = 60;

/** Particles at some times, a panel each with common axes of the same scale; those of a companion are hollow. */
export function particleSnapshotsFigure(flow: ParticleFlow): string {
  const snapshots = chooseSnapshots(flow, undefined, mostTimes);
  const flows = flowsOf(flow);
  const chosen = evenly(flow.layout.count, mostDots);
  const grid = layOut(flow, flows, snapshots, chosen);
  const whole = wholeBox(grid);
  const legend = createLegend(legendOf(flows), whole.left);
  const legendTop = whole.top + whole.height + bottomRoom + 3;
  const height = legendTop + (flows.length > 1 ? legend.height + 3 : 0);
  const panels = grid.boxes.map((_, k) => drawPanel(flow, flows, chosen, snapshots[k], grid, k));
  const description = describe(flow, snapshots, chosen.length);
  return drawFigure({ height, title: `Particles of ${flow.id} at some times`, description }, [
    ...panels,
    ...drawCommonTitles(grid),
    flows.length > 1 ? legend.draw(whole.left, legendTop) : "",
  ]);
}

function layOut(
  { layout }: ParticleFlow,
  flows: readonly DrawnFlow[],
  snapshots: readonly FlowSnapshot[],
  chosen: readonly number[],
): PanelGrid {
  const shown = flows.flatMap((one) => snapshots.flatMap(({ t }) => nearest(one.snapshots, t) ?? []));
  const places = shown.flatMap((one) => chosen.map((k) => placeOf(one, layout, k)));
  const count = Math.max(1, snapshots.length);
  const columns = count <= 2 ? count : count === 4 ? 2 : 3;
  const titles = [symbols.x1, symbols.x2] as const;
  return layOutPlane(planeDomain(places), { count, columns, top, gap, titles });
}

function nearest(snapshots: readonly FlowSnapshot[], t: number): FlowSnapshot | undefined {
  return chooseSnapshots({ snapshots }, [t])[0];
}

function drawPanel(
  { layout }: ParticleFlow,
  flows: readonly DrawnFlow[],
  chosen: readonly number[],
  snapshot: FlowSnapshot | undefined,
  grid: PanelGrid,
  k: number,
): string {
  const axes = axesOf(grid, k);
  const { box } = axes;
  const at = planePositions(grid, box);
  const radius = chosen.length > manyFrom ? radii.many : radii.few;
  const dots = flows.flatMap((one, index) => {
    const state = snapshot === undefined ? undefined : nearest(one.snapshots, snapshot.t);
    if (state === undefined) return [];
    const own = dotsOf(state, layout, chosen, radius, at);
    return index === 0
      ? [drawDots(own, one.style.colour)]
      : own.map(({ place, radius: r }) => drawMarker(place, { ...styleOf(one, index), radius: r }));
  });
  return [
    drawGrid(axes),
    ...(dots.length === 0 || snapshot === undefined
      ? [drawRemark("no state to show", box)]
      : [drawText(timeLabel(snapshot.t), titlePlace(box)), ...dots]),
    drawAxes(axes),
  ].join("");
}

function styleOf({ style: { colour } }: DrawnFlow, index: number): MarkerStyle {
  return { colour, shape: "circle", isHollow: index > 0 };
}

function legendOf(flows: readonly DrawnFlow[]): LegendEntry[] {
  return companionLegend(flows).map(({ label }, k) => ({
    sample: markerSample({ ...styleOf(flows[k], k), radius: radii.few }),
    label,
  }));
}

function describe({ layout, companion }: ParticleFlow, snapshots: readonly FlowSnapshot[], shown: number): string {
  const times = snapshots.map(({ t }) => shortNumber(t)).join(", ");
  const which = shown < layout.count ? `${shown} of ${layout.count} particles` : `${layout.count} particles`;
  const beside = companion === undefined ? "" : ` Hollow: ${companion.name}.`;
  return `First two coordinates of ${which} at t = ${times}, a panel each.${beside}`;
}
