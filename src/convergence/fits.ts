import { asymptoticLevels } from "./asymptotic.js";
import { floorOf } from "./flags.js";
import { linesAlong, type MeasuredLevel, mainAxis, type SizeAxis, type SweepAxis, sizeOf } from "./level.js";
import { fitPowerLaw, type PowerLaw } from "./power-law.js";
import { asymptoticRatio, type Extrapolation, extrapolate, gridConvergenceIndex, type Triple } from "./richardson.js";

/** What the levels on one line of a sweep say of an error. */
export interface Fit extends PowerLaw {
  /** Number of levels it rests on: those in the asymptotic range, or all that count where there is none. */
  readonly levels: number;
  /** Extrapolation of the three finest errors; absent for fewer. */
  readonly richardson?: Extrapolation;
  /** Grid convergence index of the finest error, with the order of the extrapolation; absent where there is none. */
  readonly gci?: number;
  /** Absent for fewer than three levels. */
  readonly asymptotic?: {
    /** Levels in the asymptotic range, 0 if it is not reached. */
    readonly levels: number;
    /** Indicator of the three finest errors with the fitted order: 1 where they follow one power law. */
    readonly ratio: number;
  };
}

/** Fits of every error over the levels that count; of a tensor sweep, along the line with the finest other size. */
export function fitOrders(
  levels: readonly MeasuredLevel[],
  errors: readonly string[],
  sweep: SweepAxis,
): Record<string, Fit> {
  const fits: Record<string, Fit> = {};
  for (const error of errors) {
    const main = fitLines(levels, error, sweep, mainAxis(sweep)).at(-1);
    if (main !== undefined) fits[error] = main;
    const inH = sweep === "tensor" ? fitLines(levels, error, sweep, "h").at(-1) : undefined;
    if (inH !== undefined) fits[`${error} in h`] = inH;
  }
  return fits;
}

/** Fits of one error on every line of a sweep; undefined for a line with too few levels that count. */
export function fitLines(
  levels: readonly MeasuredLevel[],
  error: string,
  sweep: SweepAxis,
  axis: SizeAxis,
): (Fit | undefined)[] {
  return linesAlong(levels, sweep, axis).map((line) => {
    const counted = line.map((k) => levels[k]).filter((level) => counts(level, error));
    return fitErrors(
      counted.map((level) => sizeOf(level, axis)),
      counted.map((level) => level.errors[error]),
    );
  });
}

/** Everything that can be said of errors at decreasing sizes. */
export function fitErrors(sizes: readonly number[], errors: readonly number[]): Fit | undefined {
  const range = asymptoticLevels(sizes, errors);
  const law = fitPowerLaw(sizes.slice(-range), errors.slice(-range));
  if (law === undefined) return undefined;
  const fit = { ...law, levels: range === 0 ? sizes.length : range };
  if (sizes.length < 3) return fit;
  const [s, e] = [sizes.slice(-3) as unknown as Triple, errors.slice(-3) as unknown as Triple];
  const richardson = extrapolate(s, e);
  const asymptotic = { levels: range, ratio: asymptoticRatio(s, e, law.order) };
  if (richardson.order === undefined) return { ...fit, richardson, asymptotic };
  const gci = gridConvergenceIndex([s[1], s[2]], [e[1], e[2]], richardson.order);
  return { ...fit, richardson, gci, asymptotic };
}

/** Whether an error of a level can be fitted: computed, positive and not limited by solver or reference. */
export function counts(level: MeasuredLevel, error: string): boolean {
  const own = level.errors[error];
  const usable = own !== undefined && own > 0 && Number.isFinite(own);
  return level.status === "ok" && usable && floorOf(level, error) === undefined;
}
