import { jsonSchemaOf } from "../../src/study/file/json-schema.js";
import { meshStudySchema, stateStudySchema } from "../../src/study/file/schema.js";
import { formOf, type JsonSchema, type Mapping, mappingsOf, propertiesOf } from "./schema-form.js";
import { slugOf } from "./slug.js";

const intro = `# Keys of a study

Every key that a study file may have. This page is made from the schema that reads the files (\`npm run docs\`); editors
show the same texts. Keys in **bold** are required. Formulas are described in [expressions.md](expressions.md).

Units: a study has a unit of length, of mass and of energy per mass, whichever you like; the unit of time is length² per
energy per mass. "Unit: none" is a pure number.

To change a value for one run: \`jko run box-modes --set sweep.cells=100\`, with the path of the key. A list is changed as
a whole, \`--set "errors=[L1, KL]"\`, or at one place, \`--set "model.graph.edges[0][2]=4"\`.

Where a file may stand instead of a formula (\`{csv, …}\` or \`{npy, …}\`), its keys are the same everywhere, and listed
where they occur first.
`;

interface Part {
  readonly title: string;
  readonly text: string;
  readonly mappings: readonly Mapping[];
  /** Of headings, so that each occurs once. */
  readonly ending: string;
}

/** docs/keys.md, from the schemas of studies. */
export function keysPage(): string {
  const [mesh, states] = [meshStudySchema, stateStudySchema].map(jsonSchemaOf) as [JsonSchema, JsonSchema];
  const common = onlyKeys(mesh, (key, own) => isSame(own, states.properties?.[key]));
  const rest = (schema: JsonSchema) => onlyKeys(schema, (key) => common.properties?.[key] === undefined);
  const parts: Part[] = [
    { title: "Every study", text: "", mappings: mappingsOf(common, ""), ending: "" },
    {
      title: "Densities on a mesh",
      text: "Studies whose unknown is a density on an interval or a rectangle, times the layers of a graph.",
      mappings: newOnes(mappingsOf(rest(mesh), ""), []),
      ending: "",
    },
    {
      title: "States",
      text: "Studies with a `model.state`: Gaussians, particles, maps, densities on a grid, nodes.\n[states.md](states.md) has the schemes.",
      mappings: newOnes(mappingsOf(rest(states), ""), mappingsOf(rest(mesh), "")),
      ending: " of states",
    },
  ];
  return `${intro}\n${contents(parts)}\n${parts.map(partText).join("\n")}`;
}

/** Mappings that are not told yet, each once; files are the same wherever they may stand. */
function newOnes(mappings: readonly Mapping[], told: readonly Mapping[]): Mapping[] {
  const all = [...told, ...mappings];
  const isFile = ({ which = "" }: Mapping) => /^\{(csv|npy)\b/.test(which);
  const isLike = (a: Mapping, b: Mapping) => isSame(a.schema, b.schema) && (a.path === b.path || isFile(a));
  return mappings.filter((own, k) => all.findIndex((other) => isLike(other, own)) === told.length + k);
}

function onlyKeys(schema: JsonSchema, wanted: (key: string, own: JsonSchema) => boolean): JsonSchema {
  const properties = Object.fromEntries(propertiesOf(schema).filter(([key, own]) => wanted(key, own)));
  return { ...schema, properties };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function contents(parts: readonly Part[]): string {
  const line = ({ title, mappings, ending }: Part) => {
    const inner = mappings.filter(({ path }) => path !== "").map((own) => link(headingOf(own, ending)));
    return `| ${link(title)} | ${inner.join(" · ")} |`;
  };
  return `| | |\n| --- | --- |\n${parts.map(line).join("\n")}\n`;
}

function partText({ title, text, mappings, ending }: Part): string {
  const section = (own: Mapping) => `### ${headingOf(own, ending)}\n\n${table(own)}`;
  const sections = mappings.map((own) => (own.path === "" ? table(own) : section(own)));
  return [`## ${title}`, ...(text === "" ? [] : [text]), ...sections].join("\n\n").concat("\n");
}

/** `reference: formula`, `model.graph {family, nodes, weight, seed}`, `reference of states: auto` */
function headingOf({ path, which }: Mapping, ending: string): string {
  // Values that densities have none of need no ending.
  const isOwn = /^(scheme|model\.(state|functional))\b/.test(path);
  const start = isOwn ? path : `${path}${ending}`;
  if (which === undefined) return start;
  return which.startsWith("{") ? `${start} ${which}` : `${start}: ${which}`;
}

function link(heading: string): string {
  return `[${heading}](#${slugOf(heading)})`;
}

function table({ schema }: Mapping): string {
  const required = schema.required ?? [];
  const rows = propertiesOf(schema).map(([key, own]) =>
    [
      required.includes(key) ? `**\`${key}\`**` : `\`${key}\``,
      formOf(own),
      defaultOf(own),
      own.description ?? "",
      ((own.examples ?? []) as unknown[]).map((value) => `\`${inYaml(value)}\``).join(" or "),
    ].map(escaped),
  );
  const head = ["key", "value", "default", "meaning", "example"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Defaults that depend on other keys are told by the description. */
function defaultOf({ default: value }: JsonSchema): string {
  if (value === undefined || isSame(value, {}) || value === "" || isSame(value, [])) return "";
  return `\`${inYaml(value)}\``;
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** A value on one line, as a study has it. */
function inYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(", ")}]`;
  if (typeof value === "number") return numberInYaml(value);
  if (typeof value !== "object" || value === null) return typeof value === "string" ? textInYaml(value) : `${value}`;
  const entries = Object.entries(value).map(([key, own]) => `${key}: ${inYaml(own)}`);
  return `{${entries.join(", ")}}`;
}

function numberInYaml(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : `${value}`;
}

/** In quotes where YAML would read something else, in a flow as well. */
function textInYaml(text: string): string {
  return /^[A-Za-z][\w@./ -]*$/.test(text) && !/^(true|false|null|yes|no)$/i.test(text) ? text : `"${text}"`;
}
