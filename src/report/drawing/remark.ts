import { group } from "d3-array";
import type { Box } from "./axes.js";
import { fontSizes } from "./font.js";
import { grey } from "./palette.js";
import { drawText, plain } from "./text.js";

/** A remark in the middle of a panel that has nothing to show. */
export function drawRemark(text: string, { left, top, width, height }: Box): string {
  const place = { x: left + width / 2, y: top + height / 2 + 0.35 * fontSizes.tick, size: fontSizes.tick };
  return drawText(plain(text), { ...place, anchor: "middle" }, { fill: grey });
}

/** `not shown: 2 × zero error, 1 × status stalled`, empty if nothing is left out. */
export function leftOutText(reasons: readonly string[]): string {
  const counts = group(reasons, (reason) => reason);
  const parts = [...counts].map(([reason, all]) => `${all.length} × ${reason}`);
  return parts.length === 0 ? "" : `not shown: ${parts.join(", ")}`;
}
