import pc from "picocolors";

/** Colours by meaning; plain text where they are off. */
export interface Style {
  heading(text: string): string;
  tone(tone: Tone, text: string): string;
}

export type Tone = "good" | "bad" | "warning" | "faint";

/** A stream as far as its width and colours go. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Width of text that goes to a file or a pipe: nothing is wrapped there. */
export const unlimited = Number.POSITIVE_INFINITY;

export function createStyle(colour: boolean): Style {
  const colours = pc.createColors(colour);
  const tones = { good: colours.green, bad: colours.red, warning: colours.yellow, faint: colours.dim };
  return { heading: colours.bold, tone: (tone, text) => tones[tone](text) };
}

/** Colours on a terminal, unless `NO_COLOR` is set or the terminal is dumb; `FORCE_COLOR` turns them on elsewhere. */
export function styleOf(screen: Screen, env: Readonly<Record<string, string | undefined>>): Style {
  if (env.NO_COLOR) return createStyle(false);
  if (env.FORCE_COLOR && env.FORCE_COLOR !== "0") return createStyle(true);
  return createStyle(screen.isTTY === true && env.TERM !== "dumb");
}

/** Columns of a terminal; unlimited elsewhere. */
export function widthOf(screen: Screen): number {
  return screen.isTTY === true && screen.columns !== undefined && screen.columns > 0 ? screen.columns : unlimited;
}
