import { toPdf } from "./pdf.js";
import { toPng } from "./png.js";

/** A figure as files of every format. */
export function pictureFiles(name: string, svg: string): Record<string, string | Uint8Array> {
  return { [`${name}.svg`]: svg, [`${name}.pdf`]: toPdf(svg), [`${name}.png`]: toPng(svg) };
}
