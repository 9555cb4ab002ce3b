/** A computation without an answer: its input is not finite or singular, or an iteration does not settle. */
export class NumericalError extends RangeError {
  override readonly name: string = "NumericalError";
}
