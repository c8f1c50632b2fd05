/** What each shell evaluates. The word that is being completed is the last that is passed. */
export const scripts = {
  bash: `_latchkey() {
  local IFS=$'\\n'
  COMPREPLY=($(latchkey __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  COMPREPLY=("\${COMPREPLY[@]// /\\\\ }")
}
complete -o default -F _latchkey latchkey
`,
  zsh: `#compdef latchkey
_latchkey() {
  local -a found
  found=("\${(@f)$(latchkey __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -- \${found:#}
}
if [ "$funcstack[1]" = _latchkey ]; then _latchkey; else compdef _latchkey latchkey; fi
`,
  fish: `function __latchkey_complete
  set -l words (commandline -opc) (commandline -ct)
  latchkey __complete -- $words[2..-1] 2>/dev/null
end
complete -c latchkey -f -a '(__latchkey_complete)'
`,
} as const;
