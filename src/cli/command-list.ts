import type { CommandEntry } from "./command.js";

/** All commands; what they do is loaded when they are called. */
export const commands: readonly CommandEntry[] = [
  {
    usage: "run [studies..]",
    describe: "Sweep, print the table of errors and orders and the verdict, write results",
    argument: ["studies", "Files, or ids of studies"],
    load: async () => (await import("./run.js")).runCommand,
  },
  {
    usage: "check [studies..]",
    describe: "Run studies again and judge them: expected orders, and finest errors against the committed results",
    argument: ["studies", "Files, or ids of studies [default: all of studies/]"],
    load: async () => (await import("./check.js")).checkCommand,
  },
  {
    usage: "flow <study>",
    describe: "Compute one trajectory; write snapshots, one row per step, pictures and an animation",
    argument: ["study", "A file, or the id of a study"],
    load: async () => (await import("./flow.js")).flowCommand,
  },
  {
    usage: "energies <studies..>",
    describe: "Energy above its minimum against time, of several studies in one picture",
    argument: ["studies", "Files, or ids of studies; of a parameter sweep every value is shown"],
    load: async () => (await import("./energies.js")).energiesCommand,
  },
  {
    usage: "distance <study>",
    describe: "Semi-discrete distance of two densities of a study; write it and the geodesic",
    argument: ["study", "A file, or the id of a study, on one axis"],
    load: async () => (await import("./distance.js")).distanceCommand,
  },
  {
    usage: "search <study>",
    describe: "Search R^d x G by particles, and by other methods beside them; count evaluations of the objective",
    argument: ["study", "A file, or the id of a study, with the scheme search"],
    load: async () => (await import("./search.js")).searchCommand,
  },
  {
    usage: "report <folders..>",
    describe: "Draw figures, tables and reports again from stored results; compute nothing",
    argument: [
      "folders",
      "Folders of results, studies that have results, or folders of such folders, which also get an index.html",
    ],
    load: async () => (await import("./report.js")).reportCommand,
  },
  {
    usage: "compare <folders..>",
    describe: "One table and one picture of several stored results; compute nothing",
    argument: ["folders", "Folders of results, or studies that have results"],
    load: async () => (await import("./compare.js")).compareCommand,
  },
  {
    usage: "validate <studies..>",
    describe: "Read and plan studies, print their levels and sizes, run nothing",
    argument: ["studies", "Files, or ids of studies"],
    load: async () => (await import("./validate.js")).validateCommand,
  },
  {
    usage: "list",
    describe:
      "List the studies in studies/ and of the package, and the schemes, mobilities, errors and references there are",
    load: async () => (await import("./list.js")).listCommand,
  },
  {
    usage: "bench [studies..]",
    describe: "Time the steps of this scheme and of implicit Euler on this machine, mesh by mesh",
    argument: ["studies", "Files, or ids of studies; two built-in cases, in 1-D and in 2-D, when absent"],
    load: async () => (await import("./bench.js")).benchCommand,
  },
  {
    usage: "store [action]",
    describe: "List the finished levels and references that are kept, check them, or remove dead ones",
    argument: ["action", "list (default), or prune: remove damaged entries, those of other code, and old temporaries"],
    load: async () => (await import("./store.js")).storeCommand,
  },
  {
    usage: "init [id]",
    describe: "Write a new study that runs as it is, with comments, or a copy of one",
    argument: ["id", "Name of the study; written to studies/<id>.yaml [default: my-study]"],
    load: async () => (await import("./init.js")).initCommand,
  },
  {
    usage: "completion <shell>",
    describe: "Print a script that completes commands, studies, options and keys of --set",
    argument: ["shell", "bash, zsh or fish"],
    load: async () => (await import("./completion.js")).completionCommand,
  },
];
