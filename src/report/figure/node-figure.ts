import type { FlowSnapshot } from "../../study/run/options.js";
import { drawCurve } from "../drawing/curve.js";
import { domainFromZero } from "../drawing/domain.js";
import { type LegendEntry, lineSample } from "../drawing/legend.js";
import { seriesStyle } from "../drawing/palette.js";
import type { Point } from "../drawing/svg.js";
import { plain, shorten } from "../drawing/text.js";
import { timePanel } from "../drawing/time-panel.js";
import { shortNumber } from "./convergence-description.js";
import type { NodeFlow } from "./state-points.js";

/** More lines could not be told apart. */
const mostNodes = 12;
const nameWidth = 80;

/** Weights of nodes against time; of many nodes those with the largest last weights. */
export function nodeWeightsFigure(flow: NodeFlow): string {
  const shown = heaviest(flow);
  const all = flow.snapshots.flatMap((one) => shown.map((node) => weightOf(flow, one, node)));
  return timePanel({
    title: `Weights of ${flow.id}`,
    description: describe(flow, shown),
    height: 130,
    times: flow.snapshots.map(({ t }) => t),
    ordinate: { kind: "linear", domain: domainFromZero(all), title: plain("weight") },
    legend: shown.map((node, k) => entryOf(flow.layout.nodes[node], k)),
    draw: (atX, atY) =>
      shown.map((node, k) => {
        const { colour, dash } = seriesStyle(k);
        const points = flow.snapshots.map((one): Point => [atX(one.t), atY(weightOf(flow, one, node))]);
        return drawCurve(points, { colour, dash, width: 1 });
      }),
  });
}

function weightOf({ layout }: NodeFlow, { density }: FlowSnapshot, node: number): number {
  return density[layout.nodes.length * layout.dimension + node];
}

function heaviest(flow: NodeFlow): number[] {
  const last = flow.snapshots.at(-1);
  const nodes = flow.layout.nodes.map((_, k) => k);
  if (last === undefined || nodes.length <= mostNodes) return nodes;
  return nodes.sort((a, b) => weightOf(flow, last, b) - weightOf(flow, last, a) || a - b).slice(0, mostNodes);
}

function entryOf(name: string, k: number): LegendEntry {
  const { colour, dash } = seriesStyle(k);
  return {
    sample: lineSample({ stroke: colour, "stroke-width": 1, "stroke-dasharray": dash }),
    label: plain(shorten(name, 8, nameWidth)),
  };
}

function describe(flow: NodeFlow, shown: readonly number[]): string {
  const last = flow.snapshots.at(-1);
  const count = flow.layout.nodes.length;
  const which = shown.length < count ? `the ${shown.length} heaviest of ${count} nodes` : `${count} nodes`;
  const texts =
    last === undefined
      ? []
      : shown.map((node) => `${flow.layout.nodes[node]} ${shortNumber(weightOf(flow, last, node))}`);
  return `Weights of ${which} against time; at last ${texts.join(", ")}.`;
}
