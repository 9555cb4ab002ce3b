import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

export interface PngOptions {
  /** Pixels; when absent, a column of 84 mm at 300 dots per inch. */
  readonly width?: number;
}

const defaultWidth = 992;
const family = "DejaVu Sans Condensed";
const faces = ["DejaVuSansCondensed", "DejaVuSansCondensed-Oblique"] as const;

/** Files of the font that figures are set in. */
export function fontFiles(): string[] {
  const folder = dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json"));
  return faces.map((face) => join(folder, "ttf", `${face}.ttf`));
}

/**
 * A figure as PNG. The font comes with the package and fonts of the system are not looked at: the same bytes anywhere.
 */
export function toPng(svg: string, { width = defaultWidth }: PngOptions = {}): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: family, sansSerifFamily: family };
  const image = new Resvg(svg, { font, fitTo: { mode: "width", value: width }, background: "#ffffff" }).render();
  return image.asPng();
}

/** A figure as files of both formats. */
export function pictureFiles(name: string, svg: string): Record<string, string | Uint8Array> {
  return { [`${name}.svg`]: svg, [`${name}.png`]: toPng(svg) };
}
