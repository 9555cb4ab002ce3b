import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

/** Refers to an object of a file. */
export type Reference = `${number} 0 R`;

/** Objects of a PDF file in the making. */
export interface PdfFile {
  /** The reference of an object that is added after `others` more. */
  next(others: number): Reference;
  /** Adds an object. */
  add(content: string): Reference;
  /** Adds bytes with the entries of their dictionary; they are compressed, unless `filter` says that they are. */
  addStream(bytes: Uint8Array, entries?: string, filter?: string): Reference;
  /** The file. */
  write(catalogue: Reference, information: Reference): Buffer;
}

/** Bytes beyond ASCII, so that programs treat the file as binary. */
const header = Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1");

/** @see ISO 32000-1, section 7.5 */
export function createPdfFile(): PdfFile {
  const objects: Buffer[] = [];
  const next = (others: number): Reference => `${objects.length + 1 + others} 0 R`;
  const addBytes = (...parts: readonly (string | Uint8Array)[]): Reference => {
    const reference = next(0);
    const begin = `${reference.replace("R", "obj")}\n`;
    objects.push(Buffer.concat([begin, ...parts, "\nendobj\n"].map((part) => Buffer.from(part as string, "latin1"))));
    return reference;
  };
  return {
    next,
    add: addBytes,
    addStream(bytes, entries = "", filter) {
      const packed = filter === undefined ? deflateSync(bytes, { level: 9 }) : bytes;
      const dictionary = `<< ${entries} /Length ${packed.length} /Filter ${filter ?? "/FlateDecode"} >>`;
      return addBytes(`${dictionary}\nstream\n`, packed, "\nendstream");
    },
    write(catalogue, information) {
      const body = Buffer.concat([header, ...objects]);
      const identifier = createHash("sha256").update(body).digest("hex").slice(0, 32);
      const trailer = `<< /Size ${objects.length + 1} /Root ${catalogue} /Info ${information} /ID [<${identifier}> <${identifier}>] >>`;
      const end = `trailer\n${trailer}\nstartxref\n${body.length}\n%%EOF\n`;
      return Buffer.concat([body, Buffer.from(`${placesOf(objects)}${end}`, "latin1")]);
    },
  };
}

/** The table of where objects begin. */
function placesOf(objects: readonly Buffer[]): string {
  let place = header.length;
  const lines = objects.map(({ length }) => {
    const line = `${String(place).padStart(10, "0")} 00000 n \n`;
    place += length;
    return line;
  });
  return `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines.join("")}`;
}

/** A number as it is written in a file, to a ten-thousandth of a point. */
export function pdfNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a number of a page is ${value}`);
  return String(Math.round(value * 1e4) / 1e4 + 0);
}

export function pdfNumbers(...values: readonly number[]): string {
  return values.map(pdfNumber).join(" ");
}

/** Characters of any script, for titles. */
export function pdfText(text: string): string {
  return `<feff${Buffer.from(text, "utf16le").swap16().toString("hex")}>`;
}
