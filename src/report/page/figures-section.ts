import type { ReportFigure } from "./described.js";
import { escapeHtml, section } from "./markup.js";

export function figuresSection(id: string, title: string, figures: readonly ReportFigure[]): string {
  return section(id, title, figures.map(figure).join("\n"));
}

/** A picture inside the page. Its parts are hidden from screen readers, which are told what it shows. */
function figure({ id, svg, caption }: ReportFigure): string {
  const [, alt] = /<desc[^>]*>([^<]*)<\/desc>/.exec(svg) ?? [];
  return [
    `<figure id="figure-${escapeHtml(id)}">`,
    `<div class="plot" role="img" aria-label="${alt?.replaceAll('"', "&quot;") ?? escapeHtml(caption)}">${embedded(svg, id)}</div>`,
    `<figcaption>${escapeHtml(caption)}</figcaption>\n</figure>`,
  ].join("\n");
}

/** An SVG file as an element of a page: no prologue, and identifiers of its own. */
export function embedded(svg: string, prefix: string): string {
  return svg
    .replace(/^[\s\S]*?(?=<svg[\s>])/, "")
    .trimEnd()
    .replaceAll(/\b(id|aria-labelledby|aria-describedby)="([^"]+)"/g, (_, name: string, value: string) => {
      const own = value.split(" ").map((word) => `${prefix}-${word}`);
      return `${name}="${own.join(" ")}"`;
    })
    .replaceAll(/url\(#([^)]+)\)/g, `url(#${prefix}-$1)`)
    .replaceAll(/((?:xlink:)?href)="#([^"]+)"/g, `$1="#${prefix}-$2"`);
}
