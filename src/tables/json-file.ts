/**
 * A value as JSON, `null` where a number is not available.
 *
 * What JSON leaves as it is moves the cursor of some terminals, or is a command of some systems; it is escaped.
 */
export function jsonFile(value: object | undefined): string {
  const text = JSON.stringify(value, null, 2);
  const safe = text.replaceAll(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|(?<=##\w*)\[/g, (one) => {
    return `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `${safe}\n`;
}
