import { symmetricEigen } from "../../numerics/symmetric-eigen.js";
import type { FlowSnapshot, GaussianLayout } from "../../study/run/options.js";
import { domainFromZero } from "../drawing/domain.js";
import { drawPaths } from "../drawing/paths.js";
import type { Point } from "../drawing/svg.js";
import { plain } from "../drawing/text.js";
import { timePanel } from "../drawing/time-panel.js";
import { shortNumber } from "./convergence-description.js";
import { companionLegend, flowsOf } from "./particle-figure.js";
import { covarianceOf, type GaussianFlow } from "./state-points.js";

/** Eigenvalues of the covariance against time; those of a companion are broken up, in the second colour. */
export function covarianceFigure(flow: GaussianFlow): string {
  const flows = flowsOf(flow).map((one) => ({ ...one, values: eigenvaluesOf(one.snapshots, flow.layout) }));
  const all = flows.flatMap(({ values }) => values.flatMap((own) => [...own]));
  return timePanel({
    title: `Covariance of ${flow.id}`,
    description: describe(flow, flows[0]?.values ?? []),
    height: 110,
    times: flows.flatMap(({ snapshots }) => snapshots.map(({ t }) => t)),
    ordinate: { kind: "linear", domain: domainFromZero(all), title: plain("eigenvalues of Σ") },
    legend: companionLegend(flows),
    draw: (atX, atY) =>
      [...flows].reverse().map(({ snapshots, values, style }) => {
        const curve = (k: number) => snapshots.map(({ t }, n): Point => [atX(t), atY(values[n]?.[k] ?? Number.NaN)]);
        const curves = Array.from({ length: flow.layout.dimension }, (_, k) => curve(k));
        return drawPaths(curves, { ...style, width: 1, opacity: 1 });
      }),
  });
}

/** Ascending eigenvalues of every snapshot; NaN where the covariance is not finite. */
function eigenvaluesOf(snapshots: readonly FlowSnapshot[], layout: GaussianLayout): Float64Array[] {
  return snapshots.map((one) => {
    const covariance = covarianceOf(one, layout);
    const isKnown = covariance.every(Number.isFinite);
    return isKnown
      ? symmetricEigen(covariance, layout.dimension).values
      : new Float64Array(layout.dimension).fill(Number.NaN);
  });
}

function describe({ companion }: GaussianFlow, values: readonly Float64Array[]): string {
  const text = (own: Float64Array | undefined) => [...(own ?? [])].map(shortNumber).join(", ");
  const ends = values.length === 0 ? "no state" : `${text(values[0])} at first, ${text(values.at(-1))} at last`;
  const beside = companion === undefined ? "" : ` Beside it, broken up: ${companion.name}.`;
  return `Eigenvalues of the covariance against time: ${ends}.${beside}`;
}
