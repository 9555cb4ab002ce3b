/** A measured number in three digits and without an exponent: `1370`, `0.0482`; `-` where it is not available. */
export function threeDigits(value: number): string {
  if (!Number.isFinite(value)) return "-";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(digits, 20));
}
