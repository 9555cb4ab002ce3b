import { hasLogarithm } from "../drawing/domain.js";
import { fontSizes } from "../drawing/font.js";
import { linesFigure } from "../drawing/lines-figure.js";
import { errorSymbol, symbols } from "../drawing/symbols.js";
import { plain, type RichText, shorten } from "../drawing/text.js";

/** What errors are compared against. */
export type Abscissa = "tau" | "h" | "newton" | "milliseconds";

/** The errors of one study. */
export interface ComparedLine {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly error: number }[];
}

const nameWidth = 160;

const titles: Readonly<Record<Abscissa, RichText>> = {
  tau: [...plain("step size "), ...symbols.tau],
  h: [...plain("mesh width "), ...symbols.h],
  newton: plain("Newton iterations"),
  milliseconds: plain("milliseconds"),
};
const words: Readonly<Record<Abscissa, string>> = {
  tau: "step size",
  h: "mesh width",
  newton: "Newton iterations of the whole run",
  milliseconds: "time of the whole run",
};

/** Errors of several studies against step size, mesh width or work, on logarithmic axes, a line per study. */
export function comparisonFigure(error: string, abscissa: Abscissa, lines: readonly ComparedLine[]): string {
  const shown = lines.map(({ name, points }) => ({
    name,
    points: points.filter((point) => hasLogarithm(point.at) && hasLogarithm(point.error)),
  }));
  return linesFigure({
    title: "Comparison of studies",
    description: describe(error, abscissa, shown),
    x: titles[abscissa],
    y: [...plain("error in "), ...errorSymbol(error)],
    lines: shown.map(({ name, points }) => ({
      label: plain(shorten(name, fontSizes.tick, nameWidth)),
      points: points.map((point) => [point.at, point.error]),
    })),
    nothing: "no study has an error to show",
  });
}

function describe(error: string, abscissa: Abscissa, lines: readonly ComparedLine[]): string {
  const texts = lines.map(({ name, points }) => {
    const values = points.map((point) => `${point.error.toExponential(2)} at ${Number(point.at.toPrecision(3))}`);
    return `${name}: ${values.length === 0 ? "nothing to show" : values.join(", ")}.`;
  });
  return [`Error in ${error} against ${words[abscissa]} on logarithmic axes.`, ...texts].join(" ");
}
