/** A field, quoted or not, and what ends it. */
const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n)/gy;

/**
 * Rows of a CSV text by the names in its first line (RFC 4180).
 *
 * @returns undefined where the text is no table: a stray quote, a row too long or too short, no header
 */
export function parseCsv(text: string): Readonly<Record<string, string>>[] | undefined {
  const rows = splitRows(text);
  const header = rows?.shift();
  if (rows === undefined || header === undefined || rows.some((row) => row.length !== header.length)) return undefined;
  return rows.map((row) => Object.fromEntries(header.map((name, k) => [name, row[k] as string])));
}

function splitRows(content: string): string[][] | undefined {
  const text = content === "" || content.endsWith("\n") ? content : `${content}\n`;
  const rows: string[][] = [];
  let row: string[] = [];
  field.lastIndex = 0;
  while (field.lastIndex < text.length) {
    const [, value, end] = field.exec(text) ?? [];
    if (value === undefined) return undefined;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
