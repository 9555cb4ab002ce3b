import { createHash } from "node:crypto";

/**
 * JSON with sorted keys, in which every number and Float64Array survives bit by bit.
 *
 * Non-finite numbers and -0 become `{"$number": "NaN"}`, arrays of doubles `{"$float64": base64}`; undefined members
 * are dropped, as in JSON.
 */
export function encode(value: unknown): string {
  return JSON.stringify(toPlain(value));
}

/** Inverse of {@link encode}. */
export function decode(text: string): unknown {
  return fromPlain(JSON.parse(text));
}

/** sha256 of the canonical JSON, hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(encode(value)).digest("hex");
}

function toPlain(value: unknown): unknown {
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (value instanceof Float64Array) {
    return { $float64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, toPlain(member)]));
}

function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== "object" || value === null) return value;
  if ("$number" in value) return Number(value.$number);
  if ("$float64" in value) return doubles(String(value.$float64));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fromPlain(member)]));
}

function doubles(base64: string): Float64Array {
  const bytes = Buffer.from(base64, "base64");
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
