import t from 'tap'
import { runPackline } from '../../test/support/command-line.js'
import { commandTable } from './command-table.js'

const folder = t.testdir()
const packline = async (...argv: string[]) =>
  await runPackline({ cwd: folder, environment: { PACKLINE_HOME: folder } }, argv)

t.test('help goes to standard output and is no failure; without words it is', async t => {
  for (const argv of [['--help'], ['-h'], ['licence', '--help'], ['assets', 'build', '--help']]) {
    t.match(
      await packline(...argv),
      { status: 0, stdout: /^Usage: packline /, stderr: '' },
      argv.join(' ')
    )
  }
  t.match(await packline(), { status: 2, stdout: /^Usage: packline / })
  t.match(await packline('--version'), { status: 0, stdout: /^\d+\.\d+\.\d+\n$/ })
})

t.test('the help of every command names each of its options, in both languages', async t => {
  for (const [name, load] of Object.entries(commandTable)) {
    const { options } = await load()
    for (const PACKLINE_LANG of ['en', 'zh-CN']) {
      const { status, stdout } = await runPackline({ cwd: folder, environment: { PACKLINE_LANG } }, [
        ...name.split(' '),
        '--help'
      ])
      t.equal(status, 0, name)
      t.same(
        Object.keys(options).filter(option => !stdout.includes(`--${option}`)),
        [],
        `${name} in ${PACKLINE_LANG}`
      )
      if (PACKLINE_LANG === 'zh-CN') t.match(stdout, /\p{Script=Han}/u, name)
    }
  }
})

const wrong: Array<[string[], string, RegExp]> = [
  [['asset', 'build'], 'USAGE_UNKNOWN_COMMAND', /Did you mean assets build\?/],
  [['licence', 'satus'], 'USAGE_UNKNOWN_COMMAND', /Did you mean licence status\?/],
  [['assets', 'build', '--expalin'], 'USAGE_UNKNOWN_OPTION', /Did you mean --explain\?/],
  [['assets', 'build', '--nothing-like-it'], 'USAGE_UNKNOWN_OPTION', /Run "packline assets build --help"/],
  [
    ['assets', 'build', '--profile', 'quick'],
    'USAGE_BAD_VALUE',
    /--profile is "quick"; expected fast, release/
  ],
  [['package', 'plan', '--build', 'x'], 'USAGE_BAD_VALUE', /Run "packline package plan --help"/],
  [['licence', 'run', 'tool', '--wait', 'soon', '--', 'true'], 'USAGE_BAD_VALUE', /a duration such as 90s/],
  [['ccsui', 'dump'], 'USAGE_MISSING_ARGUMENT', /ccsui dump needs X\.csb/],
  [['ccsui', 'dump', 'a.csb', 'b.csb'], 'USAGE_UNEXPECTED_ARGUMENT', /does not take the argument "b\.csb"/],
  [['assets', 'build', '--project'], 'USAGE_MISSING_ARGUMENT', /--project DIR/]
]

t.test('wrong usage ends with status 2, says what is wrong and what to do, and does nothing', async t => {
  for (const [argv, code, hint] of wrong) {
    const { status, stdout, stderr } = await packline(...argv)
    t.match({ status, stdout, stderr }, { status: 2, stdout: '', stderr: hint }, argv.join(' '))
    t.match(stderr, `[${code}]`)
  }
})

t.test('with --json standard output is one document, also when it fails', async t => {
  const { status, stdout } = await packline('package', 'plan', '--json')
  t.equal(status, 2)
  t.match(JSON.parse(stdout), { error: { code: 'CONFIG_NOT_FOUND', hint: String, retryable: false } })
})

t.test('what follows -- is not looked at', async t => {
  const { stdout, stderr } = await packline('licence', 'run', 'unknown', '--', 'true', '--json', '--help')
  t.equal(stdout, '')
  t.match(stderr, /\[LICENCE_UNKNOWN\]/)
})

t.test('an interrupted command ends with status 130', async t => {
  const { status, stderr } = await runPackline({
    cwd: folder,
    environment: { PACKLINE_HOME: folder },
    signal: AbortSignal.abort()
  }, ['assets', 'build'])
  t.equal(status, 130)
  t.match(stderr, /\[INTERRUPTED\]/)
})
