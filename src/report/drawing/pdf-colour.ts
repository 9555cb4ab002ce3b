import { pdfNumbers } from "./pdf-file.js";

/** A colour `#rrggbb` as the operands of a page. */
export function colourOperands(colour: string): string {
  const [, red, green, blue] = /^#(..)(..)(..)$/.exec(colour) ?? [];
  const channels = [red, green, blue].map((digits) => Number.parseInt(digits, 16) / 255);
  return pdfNumbers(...channels);
}
