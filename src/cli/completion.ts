import { ExitCode, InputError } from "../errors.js";
import { suggest } from "../study/file/nearest.js";
import { terminalFormat } from "../tables/formats.js";
import type { Command } from "./command.js";
import { type Parsed, readText } from "./options.js";
import type { Terminal } from "./terminal.js";

export const completionCommand: Command = {
  formats: [terminalFormat],
  options: {},
  examples: [
    ["bash > ~/.local/share/bash-completion/completions/jko", "For bash"],
    [`zsh > "\${fpath[1]}/_jko"`, "For zsh"],
    ["fish > ~/.config/fish/completions/jko.fish", "For fish"],
  ],
  execute: completion,
};

/** Scripts that ask `jko --complete` with the words up to the cursor. */
const scripts: Readonly<Record<string, string>> = {
  // The shell takes '=' for the end of a word, and what stands before it stays.
  bash: `_jko() {
  local line="\${COMP_LINE:0:COMP_POINT}" current word
  local -a words
  read -r -a words <<< "$line"
  [[ "$line" == *[[:space:]] ]] && words+=("")
  current="\${words[\${#words[@]}-1]}"
  COMPREPLY=()
  while IFS= read -r word; do
    [[ "$current" == *=* ]] && word="\${word#"\${current%=*}="}"
    COMPREPLY+=("$word")
  done < <(jko --complete "\${words[@]:1}" 2> /dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && "\${COMPREPLY[0]}" == *= ]] && compopt -o nospace
}
complete -o default -F _jko jko
`,
  zsh: `#compdef jko
_jko() {
  local -a found wanting
  found=("\${(@f)$(jko --complete "\${(@)words[2,CURRENT]}" 2> /dev/null)}")
  found=("\${(@)found:#}")
  wanting=("\${(@M)found:#*=}")
  found=("\${(@)found:#*=}")
  compadd -S '' -- "\${(@)wanting}"
  compadd -- "\${(@)found}"
  (( \${#found} + \${#wanting} )) || _files
}
if [[ "\${funcstack[1]}" == _jko ]]; then _jko "$@"; else compdef _jko jko; fi
`,
  fish: `function __jko_complete
  set -l words (commandline -opc) (commandline -ct)
  jko --complete $words[2..-1] 2> /dev/null
end
complete -c jko -a '(__jko_complete)'
`,
};

async function completion(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const shell = readText(parsed, "shell") ?? "";
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined) {
    throw new InputError("unknown shell", { value: shell, remedy: suggest(shell, Object.keys(scripts)) });
  }
  terminal.print(script);
  return ExitCode.pass;
}
