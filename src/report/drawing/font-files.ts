import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export const family = "DejaVu Sans Condensed";
const faces = ["DejaVuSansCondensed", "DejaVuSansCondensed-Oblique"] as const;

/** Files of the font that figures are set in, upright and oblique. */
export function fontFiles(): string[] {
  const folder = dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json"));
  return faces.map((face) => join(folder, "ttf", `${face}.ttf`));
}
