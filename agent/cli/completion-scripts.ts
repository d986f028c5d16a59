export interface CompletedOption {
  name: string
  short: string | undefined
  description: string
  takesValue: boolean
  choices: readonly string[]
  /** What its value is on the disk, if anything. */
  kind: 'folder' | 'file' | undefined
}

export interface CompletedCommand {
  name: string
  description: string
  takesFiles: boolean
  options: readonly CompletedOption[]
}

export interface CompletionModel {
  commands: readonly CompletedCommand[]
}

export const completionShells = ['bash', 'zsh', 'fish'] as const

/** The script of each shell, line by line. None of them starts packline: completing is instant. */
export const shellScripts: Record<typeof completionShells[number], (model: CompletionModel) => string[]> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript
}

/** The words that may follow the beginnings of commands: `''` → assets, ccsui …; `assets` → build, plan. */
function wordsAfter ({ commands }: CompletionModel): Map<string, Map<string, string>> {
  const after = new Map<string, Map<string, string>>()
  for (const { name, description } of commands) {
    const words = name.split(' ')
    words.forEach((word, index) => {
      const before = words.slice(0, index).join(' ')
      const known = after.get(before) ?? new Map<string, string>()
      // A word with several commands below it has no description of its own.
      known.set(word, index === words.length - 1 ? description : known.get(word) ?? '')
      after.set(before, known)
    })
  }
  return after
}

/** Finds in `words` the command that is being typed; the same loop in bash and zsh. */
function finding (model: CompletionModel, from: string, until: string, words: string): string[] {
  const steps = [...wordsAfter(model)].flatMap(([before, after]) =>
    [...after.keys()].map(word => quoted(`${before} ${word}`))
  )
  return [
    `  for (( i = ${from}; i < ${until}; i++ )); do`,
    `    word="\${${words}[i]}"`,
    '    [[ $word == -- ]] && return',
    '    case "$name $word" in',
    `      ${steps.join('|')}) name="\${name:+$name }$word" ;;`,
    '    esac',
    '  done'
  ]
}

/** For bash and zsh: what is offered after an option that takes a value. */
function valueCases (model: CompletionModel, reply: (option: CompletedOption) => string): string[] {
  return model.commands.flatMap(({ name, options }) =>
    options.filter(({ takesValue }) => takesValue).map(option =>
      [
        `    ${flagsOf(option).map(flag => quoted(`${name} ${flag}`)).join('|')})`,
        `${reply(option)}; return ;;`
      ]
        .join(' ')
    )
  )
}

function bashScript (model: CompletionModel): string[] {
  const words = [...wordsAfter(model)].map(([before, after]) =>
    `    ${quoted(before)}) words=${quoted([...after.keys()].join(' '))} ;;`
  )
  const options = model.commands.map(({ name, options }) =>
    `      ${quoted(name)}) words=${quoted(options.flatMap(flagsOf).join(' '))} ;;`
  )
  return [
    '# packline for bash: source <(packline completion bash)',
    '_packline () {',
    '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" name="" words="" word i',
    ...finding(model, '1', 'COMP_CWORD', 'COMP_WORDS'),
    '  case "$name $prev" in',
    ...valueCases(model, bashReply),
    '  esac',
    '  case "$name" in',
    ...words,
    '  esac',
    '  if [[ $cur == -* ]]; then',
    '    case "$name" in',
    ...options,
    '    esac',
    '  fi',
    '  COMPREPLY=( $(compgen -W "$words" -- "$cur") )',
    '}',
    'complete -o default -F _packline packline'
  ]
}

function bashReply ({ choices, kind }: CompletedOption): string {
  if (choices.length > 0) return `COMPREPLY=( $(compgen -W ${quoted(choices.join(' '))} -- "$cur") )`
  return kind === 'folder' ? 'COMPREPLY=( $(compgen -d -- "$cur") )' : 'COMPREPLY=()'
}

function zshScript (model: CompletionModel): string[] {
  const words = [...wordsAfter(model)].map(([before, after]) =>
    `    ${quoted(before)}) items=(${
      [...after].map(([word, description]) => zshItem(word, description)).join(' ')
    }) ;;`
  )
  const options = model.commands.map(({ name, options }) =>
    `    ${quoted(name)}) items=(${
      options.flatMap(option => flagsOf(option).map(flag => zshItem(flag, option.description))).join(' ')
    }) ;;`
  )
  return [
    '#compdef packline',
    '# packline for zsh: source <(packline completion zsh), or this file as _packline in a folder of $fpath',
    '_packline () {',
    '  local name="" word i prev="${words[CURRENT-1]}"',
    '  local -a items',
    ...finding(model, '2', 'CURRENT', 'words'),
    '  case "$name $prev" in',
    ...valueCases(model, zshReply),
    '  esac',
    '  if [[ ${words[CURRENT]} == -* ]]; then',
    '    case "$name" in',
    ...options,
    '    esac',
    "    _describe -o 'option' items",
    '    return',
    '  fi',
    '  case "$name" in',
    ...words,
    '  esac',
    "  if (( $#items )); then _describe 'command' items; else _files; fi",
    '}',
    'if [[ $funcstack[1] == _packline ]]; then _packline "$@"; else compdef _packline packline; fi'
  ]
}

function zshReply ({ choices, kind }: CompletedOption): string {
  if (choices.length > 0) return `compadd -- ${choices.map(quoted).join(' ')}`
  return kind === undefined ? ':' : kind === 'folder' ? '_files -/' : '_files'
}

function zshItem (word: string, description: string): string {
  return quoted(description === '' ? word : `${word}:${description.replaceAll(':', '\\:')}`)
}

function fishScript (model: CompletionModel): string[] {
  const after = wordsAfter(model)
  const beginnings = [...after].flatMap(([before, words]) =>
    [...words.keys()].map(word => fishQuoted(`${before} ${word}`.trim()))
  )
  const at = (name: string): string => `-n ${fishQuoted(`test (__packline_name) = ${fishQuoted(name)}`)}`
  return [
    '# packline for fish: packline completion fish > ~/.config/fish/completions/packline.fish',
    'function __packline_name',
    '  set -l name',
    '  for word in (commandline -opc)[2..-1]',
    `    if contains -- (string join -- ' ' $name $word) ${beginnings.join(' ')}`,
    '      set -a name $word',
    '    end',
    '  end',
    '  echo "$name"',
    'end',
    ...[...after].flatMap(([before, words]) =>
      [...words].map(([word, description]) =>
        `complete -c packline -f ${at(before)} -a ${word}${fishDescription(description)}`
      )
    ),
    ...model.commands.flatMap(({ name, takesFiles, options }) => [
      ...takesFiles ? [`complete -c packline -F ${at(name)}`] : [],
      ...options.map(option => `complete -c packline ${at(name)} ${fishOption(option)}`)
    ])
  ]
}

function fishOption ({ name, short, takesValue, choices, kind, description }: CompletedOption): string {
  const letter = short === undefined ? '' : ` -s ${short}`
  const value = !takesValue
    ? ''
    : choices.length > 0
    ? ` -x -a ${fishQuoted(choices.join(' '))}`
    : kind === 'folder'
    ? " -x -a '(__fish_complete_directories)'"
    : kind === undefined
    ? ' -x'
    : ' -r -F'
  return `-l ${name}${letter}${value}${fishDescription(description)}`
}

function fishDescription (text: string): string {
  return text === '' ? '' : ` -d ${fishQuoted(text)}`
}

function fishQuoted (text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** For bash and zsh. */
function quoted (text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function flagsOf ({ name, short }: CompletedOption): string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`]
}
