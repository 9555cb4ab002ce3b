import { extent } from "d3-array";
import type { FlowResult } from "../../study/run/options.js";
import { type AxisOptions, bottomRoom } from "../drawing/axes.js";
import { drawCurve, isFinitePoint } from "../drawing/curve.js";
import { domainFromZero, hasLogarithm, linearDomain, logDomain, tightDomain } from "../drawing/domain.js";
import { drawFigure } from "../drawing/frame.js";
import { drawMarker, markerRadius } from "../drawing/markers.js";
import { seriesStyle } from "../drawing/palette.js";
import type { Panel as PlacedPanel } from "../drawing/panel.js";
import { drawRemark } from "../drawing/remark.js";
import { drawStacked, layOutStack } from "../drawing/stack.js";
import type { Point } from "../drawing/svg.js";
import { symbols } from "../drawing/symbols.js";
import { plain, type RichText } from "../drawing/text.js";
import { shortNumber } from "./convergence-description.js";

type Curve = readonly (readonly [t: number, value: number])[];

/** A quantity against time, as one of several panels. */
interface Panel {
  readonly values: Curve;
  /** Drawn beside them, broken up. */
  readonly beside?: Curve;
  readonly ordinate: AxisOptions;
  readonly height: number;
  readonly isStepped?: boolean;
}

/** With more points than that, a line without markers. */
const mostMarkers = 40;
/** Where the energy changes by less than this part of itself, its change is drawn. */
const smallChange = 1e-3;

/**
 * Energy and dissipation rate against time, the latter on a logarithmic axis; beside the energy, broken up, its sum
 * with the kinetic energy where there is one.
 */
export function energyFigure(flow: FlowResult): string {
  const rate = flow.rows.filter(({ n, dissipation }) => n > 0 && hasLogarithm(dissipation));
  const rates = rate.map(({ t, dissipation }) => [t, dissipation] as const);
  const title = plain("dissipation");
  const values = rates.map(([, value]) => value);
  const ordinate = { kind: "log", domain: logDomain(values), title } as const;
  const panels: readonly Panel[] = [energyPanel(flow), { values: rates, ordinate, height: 95 }];
  return drawPanels(flow, panels, `Energy and dissipation of ${flow.id}`, describeEnergy(flow, values));
}

/** What the iterations of a step are called: only on a mesh they are known to be Newton's. */
function iterationsName({ layout }: FlowResult): string {
  return layout === undefined ? "Newton iterations" : "iterations";
}

/** Iterations of every step; a horizontal line is one step. */
export function newtonFigure(flow: FlowResult): string {
  const values = flow.rows.map(
    ({ t, iterations }, k) => [t, k === 0 ? (flow.rows[1]?.iterations ?? 0) : iterations] as const,
  );
  const domain = domainFromZero(values.map(([, value]) => value));
  const name = iterationsName(flow);
  const title = plain(name);
  const panel = { values: flow.rows.length > 1 ? values : [], height: 110, isStepped: true };
  const ordinate = { kind: "linear", domain, title, integers: true } as const;
  return drawPanels(flow, [{ ...panel, ordinate }], `${capitalized(name)} of ${flow.id}`, describeNewton(flow));
}

/** The energy, or its excess over the last one where it hardly changes. */
function energyPanel({ rows, layout }: FlowResult): Panel {
  const [whole, excess] =
    layout === undefined ? [symbols.energy, symbols.excessEnergy] : [symbols.functional, symbols.excessFunctional];
  const energies = rows.map(({ energy }) => energy).filter(Number.isFinite);
  const [[lowest = 0, highest = 0], last] = [extent(energies), energies.at(-1) ?? 0];
  const isSmall = highest - lowest < smallChange * Math.max(Math.abs(lowest), Math.abs(highest));
  const shift = isSmall ? last : 0;
  const values = rows.map(({ t, energy }) => [t, energy - shift] as const);
  const moving = rows.filter(({ kinetic }) => kinetic !== undefined);
  const beside = moving.map(({ t, energy, kinetic = 0 }) => [t, energy + kinetic - shift] as const);
  const shown = [...values, ...beside].map(([, value]) => value);
  const title: RichText = isSmall ? excess : [...plain("energy "), ...whole];
  return { values, beside, ordinate: { kind: "linear", domain: linearDomain(shown), title }, height: 95 };
}

/** Panels one above the other with a common abscissa. */
function drawPanels(flow: FlowResult, panels: readonly Panel[], title: string, description: string): string {
  const domain = tightDomain(flow.rows.map(({ t }) => t));
  const placed = layOutStack({ kind: "linear", domain, title: symbols.t }, panels);
  const parts = panels.map((panel, k) => drawPanel(panel, placed[k], k === panels.length - 1));
  const { top, height } = placed[panels.length - 1].box;
  return drawFigure({ height: top + height + bottomRoom + 2, title, description }, parts);
}

function drawPanel(panel: Panel, place: PlacedPanel, isLast: boolean): string {
  const { colour, shape } = seriesStyle(0);
  const { box, atX, atY } = place;
  const points = panel.values.map(([t, value]): Point => [atX(t), atY(value)]);
  const shown = points.filter(isFinitePoint);
  const beside = (panel.beside ?? []).map(([t, value]): Point => [atX(t), atY(value)]);
  const other = seriesStyle(1);
  const isSparse = shown.length <= mostMarkers && panel.isStepped !== true;
  return drawStacked(place, isLast, [
    drawCurve(beside, { colour: other.colour, dash: "3 2", width: 1 }),
    drawCurve(points, { colour, width: 1, isStepped: panel.isStepped ?? false }),
    ...(isSparse ? shown.map((point) => drawMarker(point, { colour, shape, radius: 0.6 * markerRadius })) : []),
    shown.length === 0 ? drawRemark("no step to show", box) : "",
  ]);
}

function describeEnergy(flow: FlowResult, rates: readonly number[]): string {
  const [first, last] = [flow.rows[0], flow.rows.at(-1)];
  if (first === undefined || last === undefined) return "No step was taken.";
  const energies = `Energy from ${first.energy.toPrecision(6)} to ${last.energy.toPrecision(6)} at t = ${shortNumber(last.t)}`;
  const moves =
    last.kinetic === undefined ? "" : `; broken up, with the kinetic energy: from ${total(first)} to ${total(last)}`;
  const rate = rates.length === 0 ? "no positive rate" : `${range(rates)}`;
  return `${energies}${moves}; dissipation rate on a logarithmic axis: ${rate}. ${ending(flow)}`.trim();
}

function total({ energy, kinetic = 0 }: FlowResult["rows"][number]): string {
  return (energy + kinetic).toPrecision(6);
}

function describeNewton(flow: FlowResult): string {
  const counts = flow.rows.slice(1).map(({ iterations }) => iterations);
  if (counts.length === 0) return "No step was taken.";
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const [fewest, most] = extent(counts);
  return `${capitalized(iterationsName(flow))} in ${counts.length} steps: ${fewest} to ${most}, ${mean.toFixed(2)} on average. ${ending(flow)}`.trim();
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function range(values: readonly number[]): string {
  const text = (value: number | undefined) => (value ?? 0).toExponential(2);
  return `${text(values[0])} in the first step to ${text(values.at(-1))} in the last`;
}

function ending({ status, rows }: FlowResult): string {
  return status === "ok" ? "" : `The run ended with status ${status} after t = ${shortNumber(rows.at(-1)?.t ?? 0)}.`;
}
