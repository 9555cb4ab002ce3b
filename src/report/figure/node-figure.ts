import type { FlowSnapshot } from "../../study/run/options.js";
import { drawCurve } from "../drawing/curve.js";
import { domainFromZero } from "../drawing/domain.js";
import { lineSample } from "../drawing/legend.js";
import { curveStyle } from "../drawing/palette.js";
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
    legend: shown.map((node, k) => ({
      sample: lineSample(curveStyle(k)),
      label: plain(shorten(flow.layout.nodes[node], 8, nameWidth)),
    })),
    draw: (atX, atY) =>
      shown.map((node, k) => {
        const points = flow.snapshots.map((one): Point => [atX(one.t), atY(weightOf(flow, one, node))]);
        return drawCurve(points, curveStyle(k));
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
