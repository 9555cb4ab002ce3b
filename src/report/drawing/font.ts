/** The family figures are set in; the fallbacks are no wider, so that labels stay within the room measured for them. */
export const fontFamily = "DejaVu Sans Condensed, Arial, Helvetica, sans-serif";

/** Sizes in points: a column is as many points wide as the figure. */
export const fontSizes = { label: 9, tick: 8, small: 7 } as const;

/** Advance widths of DejaVu Sans Condensed, thousandths of the size, from U+0020 to U+007E. */
const asciiAdvances = [
  286, 360, 414, 754, 572, 855, 702, 247, 351, 351, 450, 754, 286, 325, 286, 303, 572, 572, 572, 572, 572, 572, 572,
  572, 572, 572, 303, 303, 754, 754, 754, 478, 900, 615, 617, 628, 693, 568, 518, 697, 677, 265, 265, 590, 501, 776,
  673, 708, 542, 708, 625, 571, 549, 659, 615, 890, 616, 549, 616, 351, 303, 351, 754, 450, 450, 551, 571, 495, 571,
  554, 316, 571, 570, 250, 250, 521, 250, 876, 570, 550, 571, 571, 370, 469, 353, 570, 532, 736, 532, 532, 472, 572,
  303, 572, 754,
] as const;

/** Of the other characters that figures write themselves. */
const otherAdvances: Readonly<Record<string, number>> = { τ: 542, "−": 754, "·": 286, "∞": 750, "…": 900, "–": 450 };
/** Of any other character of a layer's name: a wide Latin letter, or a full em beyond the Greek and Cyrillic blocks. */
const wideAdvance = 720;
const emAdvance = 1000;

/** Width of a text in thousandths of its size. */
export function advanceOf(text: string): number {
  return [...text].reduce((sum, character) => {
    const code = character.codePointAt(0) as number;
    const known = asciiAdvances[code - 0x20] ?? otherAdvances[character];
    return sum + (known ?? (code < 0x530 ? wideAdvance : emAdvance));
  }, 0);
}
