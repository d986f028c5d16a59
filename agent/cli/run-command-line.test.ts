// Takes 9 s.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createSilentServer, type AddressInfo } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import t from 'tap'
import { CertificateAuthority, noCertificates } from '../../test/support/certificates.js'
import { runPackline } from '../../test/support/command-line.js'
import type { Command, OptionDefinition } from './command.js'
import { commandTable } from './command-table.js'
import { provokedMistakes, type ProvokedMistake } from './testing/provoked-mistakes.js'

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

t.test('each group takes -h, -q, -v and -C, before its name and after it', async t => {
  const first = new Map(Object.keys(commandTable).map(name => [name.split(' ')[0] ?? name, name]))
  t.ok(first.size > 20)
  const faults: string[] = []
  for (const [group, name] of first) {
    const words = name.split(' ')
    const asked = await packline(group, '-h')
    if (asked.status !== 0 || !asked.stdout.startsWith('Usage: packline ') || asked.stderr !== '') {
      faults.push(`${group} -h: ${asked.status}`)
    }
    if ((await packline('-h', group)).stdout !== asked.stdout) faults.push(`-h ${group}`)
    if ((await packline('help', group)).stdout !== asked.stdout) faults.push(`help ${group}`)
    const usual = await packline(...words, '--frobnicate')
    for (const line of [['-q', ...words, '--frobnicate'], [...words, '--frobnicate', '-q']]) {
      if ((await packline(...line)).stderr !== usual.stderr) {
        faults.push(`${line.join(' ')} says something else`)
      }
    }
    for (const line of [['-v', ...words, '--frobnicate'], [...words, '--frobnicate', '-v']]) {
      const { stderr } = await packline(...line)
      if (!stderr.startsWith(usual.stderr.trimEnd()) || !/\n\s+at /.test(stderr)) faults.push(line.join(' '))
    }
    const { positionals = [] } = await (commandTable[name] as (typeof commandTable)[string])()
    const given = positionals.filter(each => !each.startsWith('['))
    for (const line of [['-C', 'nowhere', ...words, ...given], [...words, ...given, '-Cnowhere']]) {
      const { status, stderr } = await packline(...line)
      if (status !== 2 || !stderr.includes('-C is "nowhere"')) faults.push(`${line.join(' ')}: ${stderr}`)
    }
  }
  t.same(faults, [])
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
    /--profile is "quick"; expected one of fast, release/
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

t.test('the help of a field of a file tells what it holds and what is below it', async t => {
  const help = async (PACKLINE_LANG: string, field: string) =>
    (await runPackline({ cwd: folder, environment: { PACKLINE_LANG } }, ['help', field])).stdout
  t.match(
    await help('en', 'assets.rules[0].options.maxSize'),
    /packline\.json\n.*whole number from 16 to 16384 \(Longest side of a page.*\n.*2048\n/
  )
  t.match(await help('zh-CN', 'packages.platforms.android.baseline'), /项目文件 .*\n.*基线的名称\n/)
  t.match(
    await help('zh-CN', 'alerts.webhooks'),
    /代理配置\n(?:.*\n)+ {2}tokenFile +存放 bearer 令牌的文件\n/
  )
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

const languages = ['en', 'zh-CN'] as const
type Expectation = Omit<ProvokedMistake, 'files' | 'environment'>

t.test('whatever is mistyped after a command has an answer that says what, where, what was expected and what to do', async t => {
  const commands = await Promise.all(Object.values(commandTable).map(async load => await load()))
  // An option that several commands share is tried with the first of them.
  const tried = new Set<OptionDefinition>()
  const mistakes = commands.flatMap(command => {
    const own = Object.entries(command.options).filter(([, each]) => !tried.has(each))
    for (const [, each] of own) tried.add(each)
    return mistypedArguments(command, own)
  })
  t.ok(mistakes.length > 400)
  const faults: string[] = []
  for (const mistake of [...mistakes, ...mistypedNames()]) faults.push(...await faultsOf(folder, {}, mistake))
  t.same(faults, [])
})

t.test('each provoked mistake has such an answer', async t => {
  t.ok(provokedMistakes.length > 100)
  const server = createServer((request, response) => {
    const [, first = ''] = request.url?.split('/') ?? []
    const known = answers.get(request.url ?? '')
    response.statusCode = known === undefined ? Number(first) || 200 : known.status
    response.end(known === undefined ? '<html>no agent</html>' : JSON.stringify({ error: known.error }))
  })
  const silent = createSilentServer()
  const missing = noCertificates()
  const secure = missing ? undefined : createSecureServer(ownCertificate())
  const ports = new Map<string, number>()
  for (const [name, each] of [['PORT', server], ['SILENT', silent], ['SECURE', secure]] as const) {
    if (each === undefined) continue
    await new Promise<void>(resolve => each.listen(0, '127.0.0.1', resolve))
    t.teardown(() => each.close())
    ports.set(name, (each.address() as AddressInfo).port)
  }
  let place = folder
  const here = (text: string): string =>
    [...ports, ['HERE', place] as const]
      .reduce((filled, [name, port]) => filled.replaceAll(name, String(port)), text)
      .replaceAll(`HOST:${ports.get('PORT')}`, 'HOST:PORT')
  const faults: string[] = []
  for (const [index, mistake] of provokedMistakes.entries()) {
    place = join(folder, String(index))
    mkdirSync(place)
    for (const [name, text] of Object.entries(mistake.files ?? {})) put(join(place, name), here(text))
    const lacking = missing && JSON.stringify(mistake).includes('SECURE')
      ? missing
      : mistake.locked !== undefined && !isOnPath('flock')
      ? 'flock is missing'
      : mistake.closed !== undefined && !canBeSeenByOthers(place)
      ? `others may not look into ${place}`
      : undefined
    if (lacking !== undefined) {
      t.comment(`${mistake.code} was not provoked: ${lacking}`)
      continue
    }
    const environment = Object.fromEntries(
      Object.entries(mistake.environment ?? {}).map(([name, value]) => [name, here(value)])
    )
    const unlock = mistake.locked === undefined ? undefined : await lockElsewhere(join(place, mistake.locked))
    const open = mistake.closed === undefined ? undefined : withoutRights(join(place, mistake.closed))
    try {
      faults.push(
        ...await faultsOf(place, environment, {
          ...mistake,
          argv: mistake.argv.map(here),
          names: mistake.names.map(here)
        })
      )
    } finally {
      open?.()
      unlock?.()
    }
  }
  t.same(faults, [])
})

/** A certificate that an authority signed which nobody knows. */
function ownCertificate (): { cert: string, key: string } {
  return new CertificateAuthority(folder, 'unknown').issue('server', 'DNS:localhost')
}

function isOnPath (program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(each => existsSync(join(each, program)))
}

/** Another process has the lock until the returned function is called. */
async function lockElsewhere (path: string): Promise<() => void> {
  const holder = spawn('flock', [path, 'sh', '-c', 'echo locked; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  await once(holder.stdout, 'data')
  return () => holder.stdin.end()
}

const nobody = 65534

/** Root may write anywhere: it becomes nobody, who has to come as far as the folder. */
function canBeSeenByOthers (path: string): boolean {
  if (process.getuid?.() !== 0) return process.getuid !== undefined
  for (let each = path; dirname(each) !== each; each = dirname(each)) {
    if ((statSync(each).mode & 0o005) !== 0o005) return false
  }
  return true
}

/** Takes the right to write to the folder away until the returned function is called. */
function withoutRights (path: string): () => void {
  chmodSync(path, 0o555)
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid?.(nobody)
  return () => {
    if (isRoot) process.seteuid?.(0)
    chmodSync(path, 0o755)
  }
}

/** As `agent/http` words them. */
const answers = new Map([
  ['/v1/jobs/unauthorized', { status: 401, error: { code: 'HTTP_UNAUTHORIZED', details: { role: 'read' } } }],
  ['/v1/jobs/unknown', { status: 404, error: { code: 'JOB_UNKNOWN', details: { id: 'unknown' } } }]
])

function put (path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  if (path.endsWith('/')) mkdirSync(path, { recursive: true })
  else if (text.startsWith('-> ')) symlinkSync(text.slice(3), path)
  else writeFileSync(path, text, { encoding: 'latin1', mode: text.startsWith('#!') ? 0o755 : 0o644 })
}

async function faultsOf (
  cwd: string,
  environment: Record<string, string>,
  { argv, exitStatus, code, names, expected }: Expectation
): Promise<string[]> {
  const found: string[] = []
  for (const language of languages) {
    const { status, stderr } = await runPackline({
      cwd,
      environment: {
        PACKLINE_HOME: join(cwd, 'home'),
        PACKLINE_DEVICE_ID: 'mac-1',
        PACKLINE_LANG: language,
        HOME: cwd,
        ...environment
      }
    }, argv)
    const wanted = [...names, language === 'en' ? expected[0] : expected[1]]
    const faults = [
      ...status === exitStatus ? [] : [`exit status ${status}, not ${exitStatus}`],
      ...stderr.includes(`[${code}]`) || code === '' ? [] : [`no ${code}`],
      ...wanted.filter(each => !stderr.includes(each)).map(each => `does not say ${each}`),
      ...rawParts(stderr, language),
      ...code === '' || /\n {2}\S/.test(stderr) ? [] : ['does not say what to do']
    ]
    found.push(...faults.map(fault => `${fault}: ${argv.join(' ')} in ${language}: ${stderr}`))
  }
  return found
}

/** What nobody should have to read. */
function rawParts (answer: string, language: typeof languages[number]): string[] {
  const words = answer.replaceAll(/"[^"]*"|\[[A-Z_]+\]|`[^`]*`/g, '').replaceAll(ownNames, '')
  const patterns: Array<[string, RegExp]> = [
    ['a stack', /\n\s+at .*[:(]/],
    [
      'an errno',
      /\b(?:E(?:NOENT|ACCES|PERM|ISDIR|NOTDIR|EXIST|LOOP|PROTO|NOTFOUND|PIPE)|ECONN\w+|EAI_\w+|ERR_\w+|errno|syscall)\b/
    ],
    ['a regular expression', /\(\?|\[\^|\[A-Z|\[a-z|\\[dws]\b|\.\*\$|\^\(/],
    ['an unfilled place', /\{[a-z]+\}/],
    ['an empty value', /\b(?:undefined|(?<!false nor |false、)null|NaN|\[object)\b/],
    ...language === 'en'
      ? [['Chinese', /[\p{Script=Han}，。；：（）]/u] satisfies [string, RegExp]]
      : [
        ['English', /(?<![\w./-])[a-z]{2,} [a-z]{2,} [a-z]{2,}(?![\w/])/] satisfies [string, RegExp],
        ['a blank within Chinese', /\p{Script=Han} \p{Script=Han}/u] satisfies [string, RegExp]
      ]
  ]
  return patterns.flatMap(([what, pattern]) =>
    pattern.test(words) ? [`${what}: ${pattern.exec(words)?.[0]}`] : []
  )
}

const ownNames = new RegExp(Object.keys(commandTable).sort((a, b) => b.length - a.length).join('|'), 'g')

/** Every wrong way to call a command that its table tells of. */
function mistypedArguments (
  { name, options, positionals = [], passThrough }: Command,
  own: ReadonlyArray<[string, OptionDefinition]>
): Expectation[] {
  const words = name.split(' ')
  const given = positionals.filter(each => !each.startsWith('[')).map((_, index) => `x${index}`)
  const call = [...words, ...given]
  const usage = { exitStatus: 2, names: [name] }
  return [
    {
      ...usage,
      argv: [...call, '--frobnicate'],
      code: 'USAGE_UNKNOWN_OPTION',
      names: [name, '--frobnicate'],
      expected: Object.keys(options).length === 0
        ? ['--help', '--help']
        : [`options are --${Object.keys(options)[0]}`, `选项有 --${Object.keys(options)[0]}`]
    },
    ...own.filter(([option]) => option.length > 4).slice(0, 2).map(
      ([option]): Expectation => {
        const typed = `--${option.slice(0, 2)}${option.slice(3)}x`
        return {
          ...usage,
          argv: [...call, typed],
          code: 'USAGE_UNKNOWN_OPTION',
          names: [name, typed],
          expected: [`Did you mean --${option}?`, `您是指 --${option} 吗？`]
        }
      }
    ),
    ...own.map(([option, { type, value = 'VALUE' }]): Expectation =>
      type === 'boolean'
        ? {
          ...usage,
          argv: [...call, `--${option}=perhaps`],
          code: 'USAGE_BAD_VALUE',
          names: [name, `--${option}`, '"perhaps"'],
          expected: ['expected no value', '应为不带值']
        }
        : {
          ...usage,
          argv: [...call, `--${option}`],
          code: 'USAGE_MISSING_ARGUMENT',
          expected: [`--${option} ${value}`, `--${option} ${value}`]
        }
    ),
    ...own.flatMap(([option, { type, choices }]): Expectation[] => {
      if (type === 'boolean' || type === 'string' && choices === undefined) return []
      return [{
        ...usage,
        argv: [...call, `--${option}`, '!'],
        code: 'USAGE_BAD_VALUE',
        names: [name, `--${option}`, '"!"'],
        expected: choices !== undefined
          ? [`one of ${choices.join(', ')}`, `${choices.join('、')} 之一`]
          : type === 'duration'
          ? ['a duration such as 90s', '时长，例如 90s']
          : ['a whole number', '整数']
      }]
    }),
    ...given.length === 0
      ? []
      : [{
        ...usage,
        argv: words,
        code: 'USAGE_MISSING_ARGUMENT',
        expected: [positionals[0] ?? '', positionals[0] ?? ''] satisfies Expectation['expected']
      }],
    ...passThrough === true || positionals.at(-1)?.includes('…') === true
      ? []
      : [{
        ...usage,
        argv: [...words, ...positionals.map((_, index) => `x${index}`), 'surplus'],
        code: 'USAGE_UNEXPECTED_ARGUMENT',
        names: [name, '"surplus"'],
        expected: [`packline ${name}`, `packline ${name}`] satisfies Expectation['expected']
      }]
  ]
}

function mistypedNames (): Expectation[] {
  // "uploas" may be "upload" as well as "uploads".
  const isUnlike = (name: string): boolean => !Object.hasOwn(commandTable, name.slice(0, -1))
  return Object.keys(commandTable).filter(name => name.length > 5 && isUnlike(name)).map(name => {
    const typed = name.slice(0, -2) + name.slice(-1)
    return {
      argv: typed.split(' '),
      exitStatus: 2,
      code: 'USAGE_UNKNOWN_COMMAND',
      names: [typed],
      expected: [`Did you mean ${name}?`, `您是指 ${name} 吗？`]
    }
  })
}
