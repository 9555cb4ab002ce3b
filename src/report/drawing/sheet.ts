/** What figures are drawn on. */
export interface Sheet {
  /** Millimetres. */
  readonly width?: number | undefined;
  /** Drawn above the figure. */
  readonly title?: string | undefined;
}

/** Width of a journal's column, and the length of a unit of figures in millimetres: 84 mm are 238 units. */
const columnMillimetres = 84;
export const unit = columnMillimetres / 238;

let current: Sheet = {};

/**
 * Draws on a sheet of another width, or with a title: letters and lines are as large as ever, plots are wider.
 *
 * Every part of a figure depends on the width; it holds for whatever is drawn before `draw` returns.
 */
export function onSheet<T>(sheet: Sheet, draw: () => T): T {
  const before = current;
  current = sheet;
  try {
    return draw();
  } finally {
    current = before;
  }
}

/** Width of the sheet in user units: a unit is a point. */
export function sheetWidth(): number {
  return (current.width ?? columnMillimetres) / unit;
}

export function sheetTitle(): string | undefined {
  return current.title;
}
