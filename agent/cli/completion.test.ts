import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import t from 'tap'
import { runPackline } from '../../test/support/command-line.js'
import { commandTable } from './command-table.js'

const folder = t.testdir()
const place = { cwd: folder, environment: { PACKLINE_HOME: folder } }
const missing = (program: string): string | false =>
  spawnSync(program, ['--version']).status !== 0 && `the Debian package ${program} is not installed`
const script = async (shell: string): Promise<string> => {
  const { status, stdout } = await runPackline(place, ['completion', shell])
  t.equal(status, 0)
  const file = join(folder, `packline.${shell}`)
  writeFileSync(file, stdout)
  return file
}

/** What a shell offers for the last word of each line. */
const wanted: Array<[words: string[], offered: string[]]> = [
  [['ass'], ['assets']],
  [['assets', ''], ['build', 'plan']],
  [['ccsui', 'texts', ''], ['export', 'import']],
  [['assets', 'build', '--exp'], ['--explain']],
  [['assets', 'build', '--profile', ''], ['fast', 'release']],
  [['-q', 'assets', 'p'], ['plan']],
  [['farm', 'list', '--col'], ['--color']]
]

t.test('bash completes commands, options and values', { skip: missing('bash') }, async t => {
  const lines = wanted.map(([words]) =>
    `COMP_WORDS=(packline ${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; ` +
    '_packline; echo "${COMPREPLY[*]}"'
  )
  const program = [`source ${await script('bash')}`, ...lines].join('\n')
  const offered = execFileSync('bash', ['--norc', '-eu', '-c', program], { encoding: 'utf8' })
  t.same(offered.trimEnd().split('\n'), wanted.map(([, words]) => words.join(' ')))
})

t.test('fish completes commands, options and values', { skip: missing('fish') }, async t => {
  const lines = wanted.map(([words]) =>
    `complete -C 'packline ${words.join(' ')}' | string replace -r '\\t.*' '' | string join ' '`
  )
  // `string join` ends with 1 where there was one word only.
  const program = [`source ${await script('fish')}`, ...lines, 'true'].join('\n')
  const offered = execFileSync('fish', ['--no-config', '-c', program], { encoding: 'utf8' })
  t.same(offered.trimEnd().split('\n'), wanted.map(([, words]) => words.join(' ')))
})

/**
 * Types each line into a zsh of its own terminal, and Tab after it: what its completion adds to the matches stands
 * between marks. It is asked with the whole system of completions, as the shell of a user is.
 */
const typing = `
zmodload zsh/zpty
zpty typed zsh -f -i
zpty -w typed "source $1"
zpty -r typed said '*@ready*'
shift
for line in "$@"; do
  zpty -w -n typed "$line"$'\t'
  zpty -r typed said '*@end*'
  print -r -- \${(j: :)\${(M)\${(f)\${said//@/$'\n@'}}:#@match *}#@match }
  zpty -w -n typed $'\x15'
done
zpty -d typed
`
const typed = (script: string): string => `
PROMPT='' PS2='' TERM=dumb
autoload -U compinit && compinit -u -D
source ${script}
compadd () {
  # Those that only ask which words would match.
  if [[ " $* " == *' -'[AOD]' '* ]]; then builtin compadd "$@"; return; fi
  local -a matches
  builtin compadd -A matches "$@"
  for match in $matches; do print -rn -- "@match $match@"; done
  builtin compadd "$@"
}
finish () { print -rn -- @end; comppostfuncs=(finish) }
comppostfuncs=(finish)
bindkey '^I' list-choices
print -r -- @re''ady
`

t.test('zsh completes commands, options and values', { skip: missing('zsh') }, async t => {
  writeFileSync(join(folder, 'typed.zsh'), typed(await script('zsh')))
  const lines = wanted.map(([words]) => ['packline', ...words].join(' '))
  const offered = execFileSync('zsh', ['-f', '-c', typing, 'zsh', join(folder, 'typed.zsh'), ...lines], {
    encoding: 'utf8',
    timeout: 60_000
  })
  t.same(offered.trimEnd().split('\n'), wanted.map(([, words]) => words.join(' ')))
})

t.test('man shows the pages of both languages', { skip: missing('groff') }, async t => {
  for (const [page, words] of [['man1', 'assets build'], ['zh_CN/man1', '构建项目资源']] as const) {
    const file = join(import.meta.dirname, '../../resources/man', page, 'packline.1')
    const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-Kutf8', file], {
      encoding: 'utf8'
    })
    // Of Chinese without blanks groff breaks a line late, and says so.
    t.same(stderr.split('\n').filter(line => !/^$|break line$/.test(line)), [])
    t.ok(stdout.replaceAll(/\x1b\[[\d;]*m|.\x08/gu, '').includes(words), words)
  }
})

t.test('every script knows every command, in the language of the reader', async t => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = await runPackline({ ...place, environment: { PACKLINE_LANG: 'zh-CN' } }, [
      'completion',
      shell
    ])
    t.same(Object.keys(commandTable).filter(name => !stdout.includes(`'${name}'`)), [], shell)
    if (shell !== 'bash') t.match(stdout, /构建项目资源/)
  }
  t.match(await runPackline(place, ['completion', 'fissh']), {
    status: 2,
    stderr: /expected one of bash, zsh, fish[^]*Did you mean fish/
  })
})
