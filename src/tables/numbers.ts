/** How numbers are shown to people; files carry full precision. */

const missing = "-";

/** An error or another quantity that spans decades: `1.402e-2`. */
export function scientific(value: number | undefined, digits = 3): string {
  if (value === undefined || Number.isNaN(value)) return missing;
  return value === 0 ? "0" : value.toExponential(digits);
}

/** An observed order: `0.992`. */
export function orderText(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return missing;
  return Number.isFinite(value) ? value.toFixed(3) : String(value);
}

/** A step size or mesh width in at most four digits: `0.0125`, `3.906e-4`. */
export function sizeText(value: number): string {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) return trimZeros(value.toExponential(3));
  return String(Number(value.toPrecision(4)));
}

/** The same for a whole column: all with an exponent and as many digits, or none. */
export function evenSizeText(values: readonly number[]): (value: number) => string {
  const texts = values.map(sizeText);
  if (texts.every((text) => !text.includes("e"))) return sizeText;
  const digits = values.map((value) => (/\.(\d+)/.exec(trimZeros(value.toExponential(3)))?.[1] ?? "").length);
  return (value) => (Number.isFinite(value) ? value.toExponential(Math.max(...digits)) : sizeText(value));
}

/** `200`, or `200x100` on two axes; empty without a mesh. */
export function cellsText(cells: readonly number[]): string | number {
  return cells.length === 1 ? cells[0] : cells.join("x");
}

/** `950 ms`, `12.3 s`, `4 min 05 s`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}

function trimZeros(text: string): string {
  return text.replace(/\.?0+e/, "e");
}
