import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import t from 'tap'
import { displayWidth } from './columns.js'
import { commandTable } from './command-table.js'
import { runCommandLine } from './run-command-line.js'

const columns = 60
const folder = join(t.testdir({}), '灯火谷 🏮')
/** Every name in it is Chinese, so that a Latin word in an answer is packline's own. */
const game = {
  project: 'dk',
  assets: {
    output: '资源',
    rules: [
      { name: 'jpg', processor: 'copy', include: ['声音/**'] },
      { name: 'png', processor: 'atlas', include: ['图/*/'], output: '图集/{dir}' }
    ]
  },
  environments: {
    prod: { services: { GameServer: { addresses: ['a.b:7001'] }, VMS: { addresses: ['a.b:443'] } } }
  },
  targets: [{ id: 'a', environment: 'prod' }, {
    id: 'b',
    environment: 'prod',
    priority: 50,
    rollout: { share: 100 }
  }],
  parameters: { x: { type: 'boolean', default: true, stage: 'ci', description: '打包脚本' } },
  packages: {
    limits: { freeDiskMb: 0 },
    baselines: { c: { type: 'folder', path: '客户端' } },
    platforms: { pc: { baseline: 'c' } },
    hotUpdate: { url: 'https://c/', content: [{ from: '资源/' }] }
  }
}
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)
const files = {
  'packline.json': JSON.stringify(game),
  'agent.json': '{}',
  '声音/鼓声🥁.txt': 'x',
  '图/兵/甲.png': picture,
  '客户端/游戏.txt': 'x'
}
for (const [name, content] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), content)
}

/** A command line as it is read in a terminal of 60 columns. */
async function seen (language: string, argv: readonly string[]): Promise<string> {
  const written: Buffer[] = []
  const stream = (): PassThrough => {
    const made = Object.assign(new PassThrough(), { isTTY: true, columns })
    return made.on('data', (chunk: Buffer) => written.push(chunk))
  }
  const environment = {
    PATH: process.env.PATH ?? '',
    PACKLINE_HOME: join(folder, '.home'),
    PACKLINE_CONFIG: join(folder, 'agent.json'),
    PACKLINE_LANG: language,
    PACKLINE_AGENT: 'none',
    PACKLINE_DEVICE_ID: 'mac-1',
    BUILD_USER_ID: '王五'
  }
  await runCommandLine([...argv], {
    environment,
    cwd: folder,
    signal: new AbortController().signal,
    stdout: stream(),
    stderr: stream()
  })
  return stripVTControlCharacters(Buffer.concat(written).toString())
}

const why = ['--why', '试一试']
const calls = [
  ['assets', 'plan'],
  ['assets', 'build', '--explain'],
  ['assets', 'build', '--explain', '--profile', 'fast'],
  ['target', 'apply', ...why],
  ['target', 'rollout', 'b', '--percent', '10', ...why],
  ['target', 'pause', 'b', ...why],
  ['target', 'list'],
  ['environment', 'list'],
  ['environment', 'edit', 'prod', '--set', 'services.VMS.namespace=n9', ...why],
  ['params', 'set', 'x', 'false', ...why],
  ['params', 'list'],
  ['package', 'plan', '--app-version', '1.0', '--build', '1'],
  ['package', 'build', '--app-version', '1.0', '--build', '1', '--record', ...why],
  ['package', 'build', '--app-version', '1.1', '--build', '2', '--record', ...why],
  ['release', 'list'],
  ['release', 'move', '1.0', '--target', 'a', '--state', 'withdrawn', ...why],
  ['release', 'diff', '1.0', '1.1'],
  ['release', 'history'],
  ['release', 'flip', '--from', 'a', '--to', 'b', ...why],
  ['release', 'status'],
  ['release', 'prune', '--keep', '1', ...why],
  ['licence', 'status'],
  ['cache', 'stats'],
  ['onboard'],
  ['user', 'list'],
  ['token', 'list'],
  ['site', 'plan'],
  ['trigger', 'status'],
  ['jobs', 'list'],
  ['farm', 'list'],
  ['backup', 'list'],
  ['jenkins', 'plan'],
  ['notify', 'test']
]
const commands = new RegExp(`\\b(?:${Object.keys(commandTable).join('|')})\\b`, 'g')
/** Names of programs, files, fields and units, and what this world calls its things. */
const names = new Set(
  ('true false values environments packaged withdrawn linux restic Jenkins labels repositories notices packline json png jpg plist git docs md agent dk prod pc zip GameServer VMS mac texturepacker Jenkinsfile GB kB MB ' +
    'config client targets share rollout pausedAt releases rows counter definition parameters services namespace')
    .split(' ')
)

t.test('a Chinese terminal shows no English, and nothing wider than itself', async t => {
  const strange: string[] = []
  const wide: string[] = []
  for (const argv of calls) {
    const answer = await seen('zh-CN', argv)
    const plain = (argv[1] === 'history' ? deedsOf(answer) : answer)
      .replaceAll(/"[^"]*"|\[[A-Z_]+\]|\{.*|--[\w-]+|\S*\/\S*|https?:\S+/g, ' ')
      .replaceAll(
        commands,
        ''
      )
    const words = [...plain.matchAll(/(?<![\w./-])[A-Za-z]{3,}(?![\w/-])/g)].map(([word]) => word)
    strange.push(...words.filter(each => !names.has(each)).map(each => `${each}: ${argv.join(' ')}`))
    wide.push(...tooWide(answer).map(line => `${argv.join(' ')}: ${line}`))
  }
  t.same(strange, [])
  t.same(wide, [])
})

/** A path, a command to type and a rule to paste are never broken, so that they can be copied. */
function tooWide (answer: string): string[] {
  return answer.split(/[\r\n]+/).filter(line =>
    displayWidth(line) > columns && !/^ *(?:\$ |\{"|\S+$)/.test(line)
  )
}

/** What a history shows of documents besides is JSON. */
function deedsOf (answer: string): string {
  return answer.split('\n').filter(line => line.startsWith('修订')).join('\n')
}
