import { Resvg } from "@resvg/resvg-js";
import { fontFiles } from "../../../../src/report/drawing/font-files.js";

const background = /<rect x="0" y="0" width="[\d.]+" height="[\d.]+" fill="#ffffff"\/>/;

/** Elements of a name as maps of their attributes. */
export function elements(svg: string, name: string): Record<string, string>[] {
  return [...svg.matchAll(new RegExp(`<${name}( [^>]*?)/?>`, "g"))].map(([, attributes = ""]) =>
    Object.fromEntries([...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
  );
}

/** Texts without their markup. */
export function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, content = ""]) => content.replace(/<[^>]*>/g, ""));
}

/** Content of the `desc` element. */
export function description(svg: string): string {
  return /<desc>(.*?)<\/desc>/s.exec(svg)?.[1] ?? "";
}

/** How far anything drawn reaches beyond the figure, user units. Throws where the SVG is not well-formed. */
export function overflow(svg: string): number {
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: "DejaVu Sans Condensed" };
  const [, width, height] = (/viewBox="0 0 (\S+) ([^"]+)"/.exec(svg) ?? []).map(Number);
  // One unit is one pixel, and room on all sides lets what is outside the figure count.
  const open = svg
    .replace(background, "")
    .replace(
      /width="[\d.]+mm" height="[\d.]+mm" viewBox="[^"]*"/,
      `width="2000" height="2000" viewBox="-300 -300 2000 2000"`,
    );
  const box = new Resvg(open, { font }).getBBox();
  if (box === undefined || width === undefined || height === undefined) throw new Error("nothing is drawn");
  const [left, top] = [box.x, box.y];
  return Math.max(-left, -top, left + box.width - width, top + box.height - height);
}
