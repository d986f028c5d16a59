import t from 'tap'
import type { Locale, MessageKey } from '../messages/message.js'
import type { CommandContext } from './command.js'
import { RunProgress } from './run-progress.js'

function progress (
  isTTY: boolean,
  locale: Locale = 'en',
  TERM = 'xterm',
  verbosity: CommandContext['verbosity'] = 'normal'
) {
  const written: string[] = []
  let now = 0
  const stderr = {
    isTTY,
    columns: 200,
    write: (text: string) => {
      written.push(text)
    }
  } as unknown as CommandContext['stderr']
  const shown = new RunProgress(
    { stderr, locale, verbosity, environment: { TERM } } as unknown as CommandContext,
    () => now
  )
  return {
    written,
    handle: shown.handle,
    clear: () => {
      shown.clear()
    },
    at: (ms: number) => {
      now = ms
    }
  }
}

t.test('says nothing in the first second', async t => {
  const { written, handle, at } = progress(false)
  handle({ type: 'action-started', id: 'a', rule: 'r' })
  at(900)
  handle({ type: 'action-ended', id: 'a', rule: 'r', state: 'executed', durationMs: 900 })
  t.same(written, [])
})

t.test('--verbose tells of each action when it has ended', async t => {
  const { written, handle } = progress(true, 'en', 'xterm', 'verbose')
  const ended = { type: 'action-ended', rule: 'r', durationMs: 1234 } as const
  handle({ ...ended, id: 'a page', state: 'executed' })
  handle({ ...ended, id: 'b', state: 'cached' })
  handle({ ...ended, id: 'c', state: 'failed' })
  handle({ ...ended, id: 'd', state: 'missing' })
  t.same(written, ['a page: 1.23 s\n', 'b: cached\n', 'c: failed after 1.23 s\n', 'd: would run\n'])
})

t.test('estimates what is left by what the actions took before', async t => {
  const { written, handle, at } = progress(false)
  handle({ type: 'action-started', id: 'a', rule: 'r', expectedMs: 9000 })
  at(2000)
  handle({ type: 'action-started', id: 'b', rule: 'r', expectedMs: 3000 })
  t.match(written, [/2 running: b \(about 7 s left for these\)\n$/])
})

t.test('gives no estimate for what never ran, and a line every five seconds elsewhere than on a terminal', async t => {
  const { written, handle, at } = progress(false)
  for (const ms of [1000, 2000, 5900, 6000, 7000]) {
    at(ms)
    handle({ type: 'action-started', id: `a${ms}`, rule: 'r' })
  }
  t.equal(written.length, 2)
  t.notMatch(written.join(''), /left/)
})

t.test('a terminal has one moving line, which is cleared for what else is printed', async t => {
  const { written, handle, at, clear } = progress(true)
  at(1500)
  handle({ type: 'action-started', id: 'a', rule: 'r' })
  const other = 'a.text.of.another.version' as MessageKey
  handle({ type: 'warning', message: 'mind this', key: other, parameters: {} })
  clear()
  t.ok(written[0]!.startsWith('\r\x1b[K') && written[0]!.endsWith('running: a'))
  t.same(written.slice(1), ['\r\x1b[K', 'Warning: mind this\n'])
})

t.test('a terminal that cannot clear a line has one every five seconds', async t => {
  const { written, handle, at, clear } = progress(true, 'zh-CN', 'dumb')
  at(1500)
  handle({ type: 'action-started', id: 'units/orc page', rule: 'units' })
  clear()
  t.same(written, ['2 秒：0 个文件，0 个动作完成，0 个已缓存，1 个运行中：units/orc 的页面\n'])
})

t.test("a warning is told in the reader's language", async t => {
  const { written, handle } = progress(false, 'zh-CN')
  const parameters = { path: 'ui/a.png' }
  handle({ type: 'warning', message: 'ui/a.png was changed', key: 'outputs.leftAlone', parameters })
  t.same(written, ['警告：ui/a.png 被手工改动过，且不再是输出：保持原样\n'])
})
