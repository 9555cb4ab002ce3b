import type { FlowResult } from "../../study/run/options.js";
import { mapAddress } from "../drawing/map-image.js";
import { chooseLayers, type DensityMap, largestOf, mapOf } from "../figure/density-map.js";
import { chooseSnapshots } from "../figure/snapshots.js";

/** Densities of some layers on two axes, frame by frame, as pictures that are part of a page. */
export interface MapAnimationData {
  readonly layers: readonly string[];
  readonly times: readonly number[];
  /** Rectangles of a map along both axes. */
  readonly columns: number;
  readonly rows: number;
  /** By layer, the first frame. */
  readonly starts: readonly string[];
  /** By layer, all frames one below the other. */
  readonly strips: readonly string[];
  /** Density of the lightest colour. */
  readonly largest: number;
}

/** Layers a page shows at most, and frames. */
export const mostLayers = 12;
const mostFrames = 161;
/** Pixels of all pictures together: 2 MB of text where they cannot be compressed at all. */
const mostPixels = 1_500_000;
const [fewestParts, mostParts] = [16, 128];
/** What browsers decode, in pixels. */
const longestStrip = 16_000;

/** Undefined where there is nothing that moves. Fine meshes are averaged to what a page carries. */
export function mapAnimationData(flow: FlowResult): MapAnimationData | undefined {
  const snapshots = chooseSnapshots(flow, undefined, mostFrames);
  if (snapshots.length < 2) return undefined;
  const layers = chooseLayers(flow.layers, mostLayers);
  const most = partsFor(snapshots.length, layers.length);
  const maps = layers.map((layer) => snapshots.map((one) => mapOf(flow, one, layer, most)));
  const largest = largestOf(maps.flat());
  const [{ columns, rows }] = maps.flat() as [DensityMap];
  return {
    layers: layers.map((layer) => flow.layers[layer]),
    times: snapshots.map(({ t }) => t),
    columns,
    rows,
    starts: maps.map((frames) => mapAddress(frames.slice(0, 1), largest)),
    strips: maps.map((frames) => mapAddress(frames, largest)),
    largest,
  };
}

function partsFor(frames: number, layers: number): number {
  const affordable = Math.min(Math.sqrt(mostPixels / (frames * layers)), longestStrip / frames);
  return Math.min(mostParts, Math.max(fewestParts, Math.floor(affordable)));
}
