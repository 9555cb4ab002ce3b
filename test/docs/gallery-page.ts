import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isOfStates, type Study } from "../../src/study/file/schema.js";
import type { JudgedLevel, StudyRecord } from "../../src/study/record/record.js";
import { hasResult, readResult } from "../../src/study/record/stored-record.js";
import { cellsText, orderText, scientific } from "../../src/tables/numbers.js";

const intro = `# Gallery of the shipped studies

One line per study, with the errors of all its levels from coarse to fine and the orders between them. This page is made
from the committed results (\`npm run docs\`). Every study runs by its name, e.g. \`jko run box-modes\`; the pictures are
the figures that this writes, the tables are those of the folders. Where a study judges an error, that one is shown. KL
and symmetric KL are quadratic in the density: their order is about 2. [orders.md](orders.md) explains the flags.
`;

interface Shown {
  readonly study: Study;
  readonly record: StudyRecord;
}

interface Group {
  readonly title: string;
  readonly text: string;
  holds(study: Study): boolean;
}

/** A study belongs to the first group that holds it. */
const groups: readonly Group[] = [
  {
    title: "Orders that mislead",
    text: "Each of these shows one way to read a table wrongly, and what the verdict says about it.",
    holds: ({ id }) => /^(trap|superconvergence)/.test(id),
  },
  {
    title: "States: sliced, input-convex, gromov, search",
    text: "The scheme moves Gaussians, particles, maps, grids or nodes: [states.md](states.md), [search.md](search.md).\nThe distance to the exact iterate is what solver and parametrization leave.",
    holds: isOfStates,
  },
  {
    title: "Momentum",
    text: "Second-order dynamics with damping: [method.md](method.md#second-order-dynamics).",
    holds: (study) => study.scheme.name === "inertial" || /^acceleration/.test(study.id),
  },
  {
    title: "Two axes",
    text: "A rectangle, with swept transport: [method.md](method.md#on-two-axes-swept-transport).",
    holds: ({ model }) => model.domain?.length === 2,
  },
  {
    title: "Choices of a step",
    text: "Mobilities, costs, the metric along a path, second order in time: [choices.md](choices.md).",
    holds: ({ id }) => /^(mobility|exchange|metric|second-order)/.test(id),
  },
  { title: "One axis", text: "An interval, alone or times a graph.", holds: () => true },
];

/** docs/gallery.md, from the committed results. */
export function galleryPage(root: URL): string {
  const results = fileURLToPath(new URL("results/", root));
  const names = readdirSync(results).sort();
  const shown = names.filter((name) => hasResult(join(results, name))).map((name) => readResult(join(results, name)));
  const groupOf = ({ study }: Shown) => groups.find(({ holds }) => holds(study));
  const sections = [...groups].reverse().map((group) => {
    const lines = shown.filter((own) => groupOf(own) === group).map((own) => line(own, root));
    return [`## ${group.title}`, group.text, [head, rule, ...lines].join("\n")].join("\n\n");
  });
  return [intro, ...sections, aside]
    .join("\n")
    .replaceAll(/\n## /g, "\n\n## ")
    .replaceAll(/\n{3,}/g, "\n\n");
}

const head = "| | study | errors | orders |";
const rule = "| --- | --- | --- | --- |";

const aside = `
## Not sweeps

- \`search-architecture\`: a search over a lattice, beside hill climbing and random search:
  [the table](search.md#the-demonstration), [the picture](../results/search-architecture/methods.svg).
- Results of several studies in one table and picture, by \`jko compare\`: costs and mobilities
  ([table](../results/choices/comparison.csv), [picture](../results/choices/comparison.svg)), order 1 and order 2
  against work ([table](../results/work-precision/comparison.csv),
  [picture](../results/work-precision/work-precision.svg)).
`;

function line({ study, record }: Shown, root: URL): string {
  const { id, title, question } = study;
  const folder = `../results/${id}`;
  const picture = `[<img src="${folder}/figure.svg" alt="Errors of ${id}" width="220">](${folder}/figure.svg)`;
  const file = [`studies/${id}.yaml`, `studies/failing/${id}.yaml`].find((path) => existsSync(new URL(path, root)));
  const links = [`[study](../${file})`, `[table](${folder}/table.md)`, `[CSV](${folder}/table.csv)`].join(" · ");
  const words = `**\`${id}\`**<br>${escaped(title)}.<br>${escaped(question)}<br>${links}`;
  const { levels, where } = shownLevels(record);
  const names = judgedErrors(study);
  const errors = names.map((name) => `${name}${where}: ${levels.map((level) => errorText(level, name)).join(", ")}`);
  const orders = names.map(
    (name) =>
      `${name}: ${levels
        .slice(1)
        .map((level) => orderText(level.orders[name]))
        .join(", ")}`,
  );
  const notes = [...flagWords(levels), ...iterateWords(levels, names[0])];
  return `| ${picture} | ${words} | ${[...errors, ...notes].join("<br>")} | ${orders.join("<br>")} in ${sizeName(study)} |`;
}

function errorText({ errors, status }: JudgedLevel, name: string): string {
  return status === "ok" ? scientific(errors[name], 2) : status;
}

/** Of a tensor sweep, those of the finest mesh. */
function shownLevels({ levels, axis }: StudyRecord): { levels: readonly JudgedLevel[]; where: string } {
  if (axis !== "tensor") return { levels, where: "" };
  const finest = levels.at(-1)?.cells ?? [];
  const own = levels.filter(({ cells }) => String(cells) === String(finest));
  return { levels: own, where: ` at ${cellsText(finest)} cells` };
}

/** Errors that the study judges, else its first. */
function judgedErrors({ expect, errors }: Study): string[] {
  const judged = [...new Set(expect.map(({ error }) => error))];
  return judged.length === 0 ? errors.slice(0, 1) : judged;
}

function sizeName({ sweep }: Study): string {
  if (sweep?.axis === "h") return "h";
  if (sweep?.axis !== "parameter") return "τ";
  const name = sweep.path.split(".").at(-1);
  return sweep.size === "value" ? `${name}` : `1/${name}`;
}

function flagWords(levels: readonly JudgedLevel[]): string[] {
  const flags = new Set(levels.flatMap(({ flags }) => flags.map((flag) => flag.split(":", 1)[0])));
  return flags.size === 0 ? [] : [`flagged: ${[...flags].join(", ")}`];
}

function iterateWords(levels: readonly JudgedLevel[], name: string): string[] {
  const finest = levels.at(-1)?.iterateErrors?.[name];
  return finest === undefined ? [] : [`finest distance to the exact iterate: ${scientific(finest, 1)}`];
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
