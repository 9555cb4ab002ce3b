import { isStateScheme } from "../../study/record/state-record.js";
import type { ReportInput } from "./described.js";
import { code, definitions, escapeHtml, listing, section } from "./markup.js";
import { reproductionOf } from "./reproduction.js";
import { studyText } from "./study-text.js";

/** Which study and which program the numbers come from. */
export function manifestSection({ study, hash, record, provenance }: ReportInput): string {
  const { version, commit, modified, dependencies } = provenance;
  const from = commit === null ? "not recorded" : `${code(commit)}${modified ? ", with changes" : ""}`;
  const packages = Object.entries(dependencies).map(([name, pinned]) => code(`${name} ${pinned}`));
  const source = study.source === "" ? [] : [["Source", escapeHtml(study.source)] as const];
  return section(
    "manifest",
    "Manifest",
    definitions([
      ["Study", code(record.id)],
      ...source,
      ["Hash of the study", code(hash)],
      ["Scheme", escapeHtml(schemeText(record))],
      ["Tolerance", code(String(study.scheme.tolerance))],
      ["Program", code(`jko-study ${version}`)],
      ["Commit", from],
      ["Packages", packages.join(", ")],
    ]),
  );
}

function schemeText({ scheme, transport }: ReportInput["record"]): string {
  if (transport === "") return scheme;
  return `${scheme}, ${transport}${isStateScheme(scheme) ? "" : " transport"}`;
}

/** The study as it was run, and the commands that run it again. */
export function reproduceSection({ study, record, provenance }: ReportInput): string {
  const { place, steps, jko } = reproductionOf(provenance);
  const commands = [
    ...steps,
    `${jko} run ${record.id}.yaml --out again   # the file below`,
    `${jko} report again   # draws again, without computing`,
  ];
  const text = `<p>${place}. The tables agree bit by bit on one machine; elsewhere mathematical functions may round differently.</p>`;
  return section(
    "reproduce",
    "How to reproduce",
    [
      text,
      listing(commands.join("\n"), "Commands"),
      `<p>The study as run, ${code(`${record.id}.yaml`)}, with all defaults filled in:</p>`,
      listing(studyText(study), "Study file"),
    ].join("\n"),
  );
}
