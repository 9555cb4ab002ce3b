import { slugOf } from "./slug.js";

/** A block of code in a page. */
export interface CodeBlock {
  readonly language: string;
  readonly lines: readonly string[];
}

const fence = /^\s*```(.*)$/;

/** The blocks of code of a page, in order. */
export function codeBlocks(text: string): CodeBlock[] {
  const blocks: { language: string; lines: string[] }[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    const found = fence.exec(line);
    if (found !== null) {
      isOpen = !isOpen;
      if (isOpen) blocks.push({ language: (found[1] ?? "").trim(), lines: [] });
    } else if (isOpen) blocks.at(-1)?.lines.push(line);
  }
  return blocks;
}

/** A page without its blocks and pieces of code, and without its formulas. */
function prose(text: string): string {
  let isCode = false;
  const lines = text.split("\n").filter((line) => {
    if (!fence.test(line)) return !isCode;
    isCode = !isCode;
    return false;
  });
  const plain = lines.join("\n").replace(/`[^`\n]*`/g, (code) => code.replace(/[^\n]/g, "x"));
  return plain.replace(/\$\$[^$]*\$\$|\$[^$]*\$/g, "");
}

/** Targets of links and pictures. */
export function linksOf(text: string): string[] {
  const inline = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);
  const pictures = [...prose(text).matchAll(/\bsrc="([^"]+)"/g)].map(([, target]) => target as string);
  return [...inline, ...pictures];
}

/** Anchors of the headings, as GitHub makes them: a repeated one gets a number. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  let isCode = false;
  for (const line of text.split("\n")) {
    if (fence.test(line)) isCode = !isCode;
    const heading = isCode ? null : /^#{1,6} +(.*?)\s*$/.exec(line);
    if (heading === null) continue;
    const slug = slugOf((heading[1] ?? "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  }
  return anchors;
}
