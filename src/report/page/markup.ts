import { unseen } from "../../tables/one-line.js";
import { entities } from "../drawing/svg.js";

/** Text as HTML, inside elements and quoted attributes alike; characters that HTML forbids are replaced. */
export function escapeHtml(text: string): string {
  return withoutControls(text).replaceAll(/[&<>"']/g, (character) => entities[character]);
}

/** A value as JSON that a script element can hold: nothing in it ends the element or begins a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** A section with its heading; an empty content gives no section. */
export function section(id: string, title: string, content: string): string {
  if (content === "") return "";
  return `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${escapeHtml(title)}</h2>\n${content}\n</section>`;
}

export function list(items: readonly string[], name = ""): string {
  if (items.length === 0) return "";
  const attribute = name === "" ? "" : ` class="${name}"`;
  return `<ul${attribute}>\n${items.map((item) => `<li>${item}</li>`).join("\n")}\n</ul>`;
}

/** Names and values; both are markup. Formulas do not break: they scroll where they are too wide. */
export function definitions(entries: readonly (readonly [string, string])[]): string {
  const items = entries.map(([name, value]) => {
    const label = name.replaceAll(/<[^>]*>/g, "");
    const scrolls = `<div class="scroll" role="group" tabindex="0" aria-label="${label}">${value}</div>`;
    return `<div><dt>${name}</dt><dd>${value.includes("<math") ? scrolls : value}</dd></div>`;
  });
  return `<dl>\n${items.join("\n")}\n</dl>`;
}

export interface HtmlTable {
  /** What the table shows; it also names the region that scrolls. */
  readonly caption: string;
  /** Markup of the column headings. */
  readonly head: readonly string[];
  /** Markup of the cells; the first of a row names it. */
  readonly rows: readonly (readonly string[])[];
  /** Class of a row, by its index. */
  readonly rowClass?: (row: number) => string;
  /** Columns of words, which are set flush left. */
  readonly words?: readonly number[];
}

/** A table that scrolls inside the page where it is too wide, by keyboard as well. */
export function table({ caption, head, rows, rowClass, words = [] }: HtmlTable): string {
  const align = (k: number): string => (words.includes(k) ? ' class="words"' : "");
  const heading = head.map((title, k) => `<th scope="col"${align(k)}>${title}</th>`).join("");
  const body = rows.map((cells, row) => {
    const name = rowClass?.(row) ?? "";
    const [first = "", ...rest] = cells;
    const others = rest.map((cell, k) => `<td${align(k + 1)}>${cell}</td>`).join("");
    return `<tr${name === "" ? "" : ` class="${name}"`}><th scope="row"${align(0)}>${first}</th>${others}</tr>`;
  });
  return [
    `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}">`,
    `<table>\n<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${heading}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>\n</div>`,
  ].join("\n");
}

export function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

/** A block of text that is copied rather than read. */
export function listing(text: string, label: string): string {
  return `<pre tabindex="0" role="region" aria-label="${escapeHtml(label)}"><code>${escapeHtml(text.trimEnd())}</code></pre>`;
}

function withoutControls(text: string): string {
  return text
    .replaceAll(unseen, (one) => (/[\t\n]/.test(one) ? one : "\ufffd"))
    .replaceAll(/[\ufffe\uffff]/g, "\ufffd");
}
