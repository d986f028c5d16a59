import { PassThrough } from 'node:stream'
import t from 'tap'
import { runPackline } from '../../test/support/command-line.js'
import type { Locale } from '../messages/message.js'
import { isColoured } from './colours.js'
import { displayWidth, wrapText } from './columns.js'
import type { CommandContext } from './command.js'
import { fields, listing, printLines, showMovingLine, table, tell, warn } from './terminal.js'

function screen (columns: number | undefined, more: Partial<CommandContext> = {}, locale: Locale = 'en') {
  const written: string[] = []
  const stream = Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns })
  stream.on('data', chunk => written.push(String(chunk)))
  const context = { stdout: stream, stderr: stream, locale, ...more } as unknown as CommandContext
  return { context, text: () => written.join('') }
}

t.test('no line is wider than the terminal, in both languages, and nothing of it is lost', async t => {
  const parameters = { type: 'virtiofs', count: 3, seconds: 4.1 }
  for (const locale of ['en', 'zh-CN'] as const) {
    for (const columns of [40, 60, 100]) {
      const { context, text } = screen(columns, {}, locale)
      tell(context, 'run.staged', parameters)
      tell(context, 'checkHint.clock', { problem: '+7 s' })
      const lines = text().split('\n')
      t.ok(lines.every(line => displayWidth(line) <= columns), `${locale} ${columns}: ${text()}`)
      t.notOk(
        lines.some(line => /^ *[，。；：、）]/.test(line)),
        `no line begins with what closes: ${text()}`
      )
      t.match(text().replaceAll(/\n */g, ''), locale === 'en' ? /virtiofs/ : /工作区位于慢速文件系统/)
    }
  }
  const unsized = screen(0, {}, 'zh-CN')
  tell(unsized.context, 'run.staged', parameters)
  showMovingLine(unsized.context, '灯火谷')
  t.match(unsized.text(), /灯火谷$/)
  t.ok(unsized.text().split('\n').length < 5, 'a terminal without a size has the usual one')
  const { context, text } = screen(undefined)
  tell(context, 'run.staged', parameters)
  t.equal(text().split('\n').length, 2, 'what is no terminal gets whole lines')
  t.same(wrapText('see /a/path/that/is/longer/than/the/line here', 20), [
    'see',
    '/a/path/that/is/longer/than/the/line',
    'here'
  ], 'a path can be copied')
})

t.test('a table that is too wide breaks its cells, and its rows where that is not enough', async t => {
  const head = ['机器', 'Labels', 'Reasons']
  const row = ['打包机-1', 'assets,ios', '磁盘空间不足：/srv/jenkins/workspace 只剩 1.2 GB；时钟不准']
  const wide = screen(60)
  printLines(wide.context, table(wide.context, head, [row, row]))
  t.ok(wide.text().split('\n').every(line => displayWidth(line) <= 60), wide.text())
  t.match(wide.text(), /^机器 +Labels +Reasons\n打包机-1 +assets,ios +磁盘空间不足/)
  const narrow = screen(30)
  printLines(narrow.context, table(narrow.context, head, [row, row]))
  t.match(narrow.text(), /^机器 +打包机-1\nLabels +assets,ios\nReasons +磁盘空间不足/, 'a block for each row')
  const file = screen(undefined)
  printLines(file.context, [
    ...listing(file.context, [row]),
    ...fields(file.context, [['a', '1'], ['bcd', ''], ['e', '2']])
  ])
  t.match(file.text(), /^打包机-1 {2}assets,ios {2}磁盘.*\na {4}1\ne {4}2\n$/)
})

t.test('--quiet leaves warnings; names of files cannot take over the terminal', async t => {
  const { context, text } = screen(undefined, { verbosity: 'quiet' })
  tell(context, 'serve.drained')
  warn(context, 'run.warning', { warning: 'a\u001b]0;title\u0007b\u001b[2Jc\rd' })
  t.equal(text(), 'Warning: a\\x1b]0;title\\x07b\\x1b[2Jc\\x0dd\n')
})

t.test('only the mark of a warning is coloured, and readable on white and on black', async t => {
  const { context, text } = screen(undefined, { colours: { stdout: true, stderr: true } })
  warn(context, 'run.warning', { warning: 'a: b' })
  t.equal(text(), '\u001b[30m\u001b[43mWarning:\u001b[49m\u001b[39m a: b\n')
})

t.test('colours follow --color, FORCE_COLOR, NO_COLOR and the terminal, in this order', async t => {
  const terminal = { isTTY: true }
  const cases: Array<[Parameters<typeof isColoured>, boolean]> = [
    [[terminal, {}], true],
    [[{}, {}], false],
    [[terminal, { NO_COLOR: '1' }], false],
    [[terminal, { NO_COLOR: '' }], true],
    [[terminal, { TERM: 'dumb' }], false],
    [[{}, { FORCE_COLOR: '1' }], true],
    [[terminal, { FORCE_COLOR: '0' }], false],
    [[{}, { NO_COLOR: '1' }, 'always'], true],
    [[terminal, { FORCE_COLOR: '1' }, 'never'], false]
  ]
  for (const [given, expected] of cases) t.equal(isColoured(...given), expected, JSON.stringify(given))
  const place = { cwd: t.testdir(), environment: { PACKLINE_HOME: t.testdirName } }
  const red = /\u001b\[31mpackline:\u001b\[39m \w/
  t.match((await runPackline(place, ['assets', 'plan', '--color', 'always'])).stderr, red)
  t.match((await runPackline(place, ['--color=always', 'assets', 'plan'])).stderr, red)
  t.notMatch((await runPackline(place, ['assets', 'plan'])).stderr, /\u001b/)
})
