import { italic, plain, type RichText, subscript, superscript } from "./text.js";

/** The symbols of docs/method.md. */
export const symbols = {
  tau: italic("τ"),
  h: italic("h"),
  t: italic("t"),
  x: italic("x"),
  y: italic("y"),
  x1: [...italic("x"), ...subscript("1")],
  x2: [...italic("x"), ...subscript("2")],
  /** Number of a step. */
  n: italic("n"),
  error: italic("e"),
  energy: italic("E"),
  /** The energy less that of the last step. */
  excessEnergy: [...italic("E"), ...plain(" − "), ...italic("E"), ...subscript("end")],
  /** The energy less the least one. */
  excessOverMinimum: [...italic("E"), ...plain(" − "), ...italic("E"), ...subscript("min")],
  /** The functional of states, and less that of the last step. */
  functional: italic("F"),
  excessFunctional: [...italic("F"), ...plain(" − "), ...italic("F"), ...subscript("end")],
  density: [...italic("f"), ...subscript("g", true)],
} as const satisfies Readonly<Record<string, RichText>>;

/** Names of norms as mathematicians write them. */
const norms: Readonly<Record<string, RichText>> = {
  L1: [...italic("L"), ...superscript("1")],
  L2: [...italic("L"), ...superscript("2")],
  Linf: [...italic("L"), ...superscript("∞")],
  W2: [...italic("W"), ...subscript("2")],
  symKL: [...plain("KL"), ...subscript("sym")],
};

/** `L1@max` as the maximum over t of an italic L with an exponent. */
export function errorSymbol(error: string): RichText {
  const [norm = "", maximum] = error.split("@", 2);
  const name = norms[norm] ?? plain(norm);
  return maximum === undefined ? name : [...plain(maximum), ...subscript("t", true), ...plain(" "), ...name];
}
