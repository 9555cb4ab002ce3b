import type { Provenance } from "../table/manifest.js";

/** How a reader gets the program that made a result. */
export interface Reproduction {
  /** Where to begin, as the beginning of a sentence. */
  readonly place: string;
  /** Commands that install it there. */
  readonly steps: readonly string[];
  /** The command line afterwards. */
  readonly jko: string;
}

/** From the commit where it is known, otherwise from the package. */
export function reproductionOf({ version, commit, modified }: Provenance): Reproduction {
  if (commit === null) {
    return {
      place: "In an empty folder, with Node 20 or later",
      steps: [
        `npm install jko-study@${version}   # or ./jko-study-${version}.tgz, where you have the package as a file`,
      ],
      jko: "npx jko",
    };
  }
  const checkout = `git checkout ${commit}${modified ? "   # and the changes made to it" : ""}`;
  return {
    place: "In a clone of jko-study, with Node 20 or later",
    steps: [checkout, "npm ci"],
    jko: "node bin/jko.js",
  };
}
