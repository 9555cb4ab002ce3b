import type { FlowSnapshot } from "../../study/run/options.js";
import { type Domain, linearDomain, tightDomain } from "../drawing/domain.js";
import { type Place, planeDomain } from "../drawing/plane.js";
import { flowsOf } from "../figure/particle-figure.js";
import { chooseSnapshots } from "../figure/snapshots.js";
import {
  coordinateOf,
  ellipsePoints,
  evenly,
  type GaussianFlow,
  isGaussianFlow,
  markSize,
  meanOf,
  type ParticleFlow,
  placeOf,
} from "../figure/state-points.js";

/** A line or dots that move; those of a companion belong to the second flow. */
export interface MovingLine {
  readonly flow: number;
  readonly isDots: boolean;
  /** Of dots, relative to the largest. */
  readonly size: number;
}

/** States as lines and dots in a drawing, in whole units of it, y downwards. */
export interface StateAnimationData {
  readonly flows: readonly string[];
  readonly times: readonly number[];
  readonly lines: readonly MovingLine[];
  /** By frame and line, x and y in turn. */
  readonly paths: readonly (readonly (readonly number[])[])[];
  /** Lines that do not move. */
  readonly still: readonly { readonly flow: number; readonly path: readonly number[] }[];
  readonly x: Domain;
  readonly y: Domain;
  readonly height: number;
  /** Particles that are shown. */
  readonly shown: number;
}

/** The drawing's units; a tenth of a pixel where the page is wide. */
export const width = 6000;
const stripHeight = 2800;
/** Height over width of the plane. */
const aspects = [0.35, 0.9] as const;

/** Numbers a page carries at most: some 200 kB. */
const mostNumbers = 40_000;
const mostFrames = 161;
const [fewestParticles, mostParticles] = [20, 300];
const corners = 48;
const [fewestPoints, mostPoints] = [40, 120];

/** What is drawn of one state: places by line. */
type Drawn = readonly (readonly Place[])[];

/** Undefined where there is nothing that moves. */
export function stateAnimationData(flow: ParticleFlow | GaussianFlow): StateAnimationData | undefined {
  const snapshots = chooseSnapshots(flow, undefined, mostFrames);
  if (snapshots.length < 2) return undefined;
  const flows = flowsOf(flow);
  const states = flows.map((one, k) => (k === 0 ? snapshots : snapshots.map(({ t }) => nearest(one.snapshots, t))));
  const share = Math.floor(mostNumbers / (2 * snapshots.length * flows.length));
  const scene = isGaussianFlow(flow) ? gaussianScene(flow, states, share) : particleScene(flow, states, share);
  const { x, y, aspect } = scene.place;
  const height = aspect === undefined ? stripHeight : Math.round(width * aspect);
  const along = (value: number): number => Math.round((width * (value - x[0])) / (x[1] - x[0]));
  const upwards = (value: number): number => Math.round(height - (height * (value - y[0])) / (y[1] - y[0]));
  const numbers = (places: readonly Place[]): number[] =>
    places
      .map(([a, b]) => [along(a), upwards(b)])
      .filter((place) => place.every(Number.isFinite))
      .flat();
  return {
    flows: flows.map(({ name }) => name),
    times: snapshots.map(({ t }) => t),
    lines: states.flatMap((_, k) => scene.lines.map((line) => ({ ...line, flow: k }))),
    paths: snapshots.map((_, n) => states.flatMap((own) => scene.draw(own[n]).map((places) => numbers(places)))),
    still: states.flatMap((own, k) => scene.still(own).map((places) => ({ flow: k, path: numbers(places) }))),
    ...{ x, y, height, shown: scene.shown },
  };
}

function nearest(snapshots: readonly FlowSnapshot[], t: number): FlowSnapshot {
  return chooseSnapshots({ snapshots }, [t])[0];
}

interface Scene {
  /** Without an aspect, the axes have nothing to do with each other. */
  readonly place: { readonly x: Domain; readonly y: Domain; readonly aspect?: number };
  readonly lines: readonly Omit<MovingLine, "flow">[];
  readonly shown: number;
  readonly draw: (state: FlowSnapshot) => Drawn;
  readonly still: (states: readonly FlowSnapshot[]) => Drawn;
}

type States = readonly (readonly FlowSnapshot[])[];

/** Dots in the plane of two coordinates, or over a single one that rise in time; their paths stand still. */
function particleScene({ layout }: ParticleFlow, states: States, share: number): Scene {
  const most = Math.min(mostParticles, Math.max(fewestParticles, share));
  const chosen = evenly(layout.count, most);
  const inTime = layout.dimension === 1;
  const place = (state: FlowSnapshot, k: number): Place =>
    inTime ? [coordinateOf(state, layout, k, 0), state.t] : placeOf(state, layout, k);
  const all = states.flat();
  const places = all.flatMap((state) => chosen.map((k) => place(state, k)));
  const sizes = [...new Set(chosen.map((k) => sizeClass(markSize(layout, k))))];
  return {
    place: inTime
      ? { x: linearDomain(places.map(([x]) => x)), y: tightDomain(all.map(({ t }) => t)) }
      : planeDomain(places, aspects),
    lines: sizes.map((size) => ({ isDots: true, size })),
    shown: chosen.length,
    draw: (state) =>
      sizes.map((size) => chosen.filter((k) => sizeClass(markSize(layout, k)) === size).map((k) => place(state, k))),
    still: (own) =>
      evenly(layout.count, Math.min(most, stillPaths)).map((k) => thinned(own).map((one) => place(one, k))),
  };
}

const stillPaths = 80;

/** A few states of many: enough for a thin line. */
function thinned(states: readonly FlowSnapshot[]): readonly FlowSnapshot[] {
  return evenly(states.length, 21).map((k) => states[k]);
}

/** One of three sizes. */
function sizeClass(size: number): number {
  return size > 0.75 ? 1 : size > 0.45 ? 0.6 : 0.35;
}

function gaussianScene({ layout }: GaussianFlow, states: States, share: number): Scene {
  return layout.dimension === 1 ? bells(states, share) : ellipses(layout, states);
}

/** Ellipses of one standard deviation with the mean; the first ellipse and the path of the mean stand still. */
function ellipses(layout: GaussianFlow["layout"], states: States): Scene {
  const outline = (state: FlowSnapshot): Place[] => {
    const points = ellipsePoints(state, layout, corners);
    return [...points, ...points.slice(0, 1)];
  };
  return {
    place: planeDomain(states.flat().flatMap(outline), aspects),
    lines: [
      { isDots: false, size: 1 },
      { isDots: true, size: 1 },
    ],
    shown: 1,
    draw: (state) => [outline(state), [meanOf(state)]],
    still: (own) => [outline(own[0]), thinned(own).map(meanOf)],
  };
}

/** Bell curves over the axis; the first stands still. */
function bells(states: States, share: number): Scene {
  const all = states.flat();
  const reach = all.flatMap(({ density: [mean = 0, variance = 1] }) => {
    const far = 3.5 * Math.sqrt(Math.max(0, variance));
    return [mean - far, mean + far];
  });
  const x = linearDomain(reach);
  const count = Math.min(mostPoints, Math.max(fewestPoints, share));
  const at = Array.from({ length: count + 1 }, (_, k) => x[0] + (k * (x[1] - x[0])) / count);
  const curve = ({ density: [mean = 0, variance = 1] }: FlowSnapshot): Place[] =>
    at.map((value) => [value, Math.exp(-((value - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance)]);
  const peaks = all.flatMap((state) => curve(state).map(([, value]) => value)).filter(Number.isFinite);
  return {
    place: { x, y: [0, 1.05 * (peaks.reduce((most, value) => Math.max(most, value), 0) || 1)] },
    lines: [{ isDots: false, size: 1 }],
    shown: 1,
    draw: (state) => [curve(state)],
    still: (own) => [curve(own[0])],
  };
}
