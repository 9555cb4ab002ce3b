import type { DensityMap } from "../figure/density-map.js";
import type { Box } from "./axes.js";
import { dataAddress, indexedPng } from "./indexed-png.js";
import { faintChannels, heatChannels } from "./palette.js";
import { element } from "./svg.js";

/** Colours of densities from zero to the largest; the one after them is that of a density that is not finite. */
const shades = 255;
const palette = [...Array.from({ length: shades }, (_, k) => heatChannels(k / (shades - 1))), faintChannels];

/** Maps of the same size one below the other as a PNG, its address; dark is no density, light is `largest`. */
export function mapAddress(maps: readonly DensityMap[], largest: number): string {
  const [{ columns, rows } = { columns: 1, rows: 0 }] = maps;
  const pixels = new Uint8Array(columns * rows * maps.length);
  for (const [k, { values }] of maps.entries()) {
    for (let row = 0; row < rows; row++) {
      const target = (k * rows + rows - 1 - row) * columns;
      for (let column = 0; column < columns; column++) {
        pixels[target + column] = shade(values[row * columns + column], largest);
      }
    }
  }
  return dataAddress(indexedPng({ width: columns, height: rows * maps.length, pixels, palette }));
}

function shade(density: number, largest: number): number {
  if (!Number.isFinite(density)) return shades;
  return Math.round(Math.min(1, Math.max(0, density / largest)) * (shades - 1));
}

/**
 * A map that fills a box, its rectangles with sharp edges: `optimizeSpeed` is the one name for these in all programs.
 */
export function drawMap(map: DensityMap, largest: number, { left, top, width, height }: Box): string {
  const sharp = { preserveAspectRatio: "none", "image-rendering": "optimizeSpeed" };
  return element("image", { x: left, y: top, width, height, ...sharp, href: mapAddress([map], largest) });
}
