import { findMeasure, isMaximum, normOf } from "../../convergence/index.js";
import { texText } from "./tex-text.js";
import { plain, type RichText } from "./text.js";

/** The symbols of docs/method.md. */
export const symbols = {
  tau: texText("\\tau"),
  h: texText("h"),
  t: texText("t"),
  x: texText("x"),
  y: texText("y"),
  x1: texText("x_1"),
  x2: texText("x_2"),
  /** Number of a step. */
  n: texText("n"),
  error: texText("e"),
  energy: texText("E"),
  /** The energy less that of the last step. */
  excessEnergy: texText("E - E_{\\mathrm{end}}"),
  /** The energy less the least one. */
  excessOverMinimum: texText("E - E_{\\mathrm{min}}"),
  /** The functional of states, and less that of the last step. */
  functional: texText("F"),
  excessFunctional: texText("F - F_{\\mathrm{end}}"),
  density: texText("f_g"),
} as const satisfies Readonly<Record<string, RichText>>;

/** The symbol of an error; of `L1@max` the maximum over t of an italic L with an exponent. */
export function errorSymbol(error: string): RichText {
  const tex = findMeasure(error)?.symbol;
  const name = tex === undefined ? plain(normOf(error)) : texText(tex);
  return isMaximum(error) ? [...plain("max"), ...texText("_t"), ...plain(" "), ...name] : name;
}
