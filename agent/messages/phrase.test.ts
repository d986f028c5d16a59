import t from 'tap'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { errorDocument } from './error-document.js'
import { describeError, message, worded } from './message.js'
import { phrase, type Phrase, shortened, withTexts, allReasons, about } from './phrase.js'
import { fromJson, jsonOf } from './words-beside.js'

t.test('a reason is said in the language of its reader, and is English to programs', async t => {
  const reason = phrase('clock.ahead', { ms: 5200 })
  t.equal(`${reason}`, 'this machine is 5200 ms ahead')
  t.equal(JSON.stringify({ reason }), '{"reason":"this machine is 5200 ms ahead"}')
  t.equal(worded('en', reason), 'this machine is 5200 ms ahead')
  t.equal(worded('zh-CN', reason), '本机快 5200 毫秒')
})

t.test('also one within another, one of several, and one that somebody is named before', async t => {
  for (
    const [reason, english, chinese] of [
      [
        phrase('guard.ended', { how: phrase('program.status', { status: 3 }) }),
        'it ended with status 3',
        '它已结束：状态 3'
      ],
      [
        allReasons([phrase('drive.smartFails'), phrase('drive.sectors', { count: 8 })]),
        'SMART says that the drive fails; 8 sectors lost or pending',
        'SMART 显示硬盘故障；8 个扇区已损坏或待处理'
      ],
      [
        allReasons(['mac-01', phrase('device.silent', { device: 'mac-99' })], 'names.both'),
        'mac-01, mac-99 (which has never reported)',
        'mac-01、mac-99（从未上报）'
      ],
      [about('zk1:2181', phrase('zookeeper.noAnswer')), 'zk1:2181: no answer yet', 'zk1:2181：尚无应答']
    ] as const
  ) {
    t.equal(worded('en', reason), english)
    t.equal(worded('zh-CN', reason), chinese)
  }
})

t.test('the words of systems, tools and people stay as they are, also where they are spelled like ours', t => {
  for (const text of ['no answer yet', 'a; b: c; ', ': ', '']) t.equal(worded('zh-CN', text), text)
  t.equal(worded('zh-CN', phrase('why.inputChanged', { name: 'expired' })), '输入 expired 有改动')
  t.end()
})

t.test('a record keeps the English text, with the key beside it, and gives the reason back', async t => {
  const inner = phrase('program.status', { status: 3 })
  const record = {
    at: 1,
    rows: [{
      id: 'a',
      why: [phrase('guard.ended', { how: inner }), 'of a tool'],
      problem: phrase('list.none')
    }]
  }
  const text = jsonOf(record)
  t.same(JSON.parse(text), {
    at: 1,
    rows: [{
      id: 'a',
      why: ['it ended with status 3', 'of a tool'],
      problem: 'none',
      words: {
        why: [
          {
            key: 'guard.ended',
            parameters: { how: { key: 'program.status', parameters: { status: 3 } } }
          },
          null
        ],
        problem: { key: 'list.none', parameters: {} }
      }
    }]
  })
  const { rows: [row] } = fromJson(text) as typeof record
  t.same(row?.why.map(each => worded('zh-CN', each)), ['它已结束：状态 3', 'of a tool'])
  t.equal(jsonOf(fromJson(text)), text, 'and is written as it was read')
})

t.test('records of other versions are read: without keys, or with some that are unknown here', async t => {
  const read = (record: object): string =>
    worded('zh-CN', (fromJson(JSON.stringify(record)) as { reason: Phrase }).reason)
  t.equal(read({ reason: 'no answer yet' }), 'no answer yet')
  const words = (reason: unknown): object => ({ reason: 'no answer yet', words: { reason } })
  t.equal(read(words({ key: 'later.version', parameters: {} })), 'no answer yet')
  for (const odd of [null, 'x', 7, [], { key: 'list.none' }, { key: 7, parameters: {} }]) {
    t.equal(read(words(odd)), 'no answer yet')
  }
  t.equal(read(words({ key: 'guard.ended', parameters: {} })), '它已结束：{how}')
})

t.test('the reason of an error goes with its details, over HTTP as well', async t => {
  const reason = phrase('device.container')
  const error = new PacklineError('DEVICE_UNIDENTIFIED', { reason })
  t.equal(error.details.reason, String(reason), 'programs get a sentence')
  const chinese = /这是容器，且没有挂载宿主机的机器标识/
  t.match(describeError('zh-CN', error), { message: chinese })
  const { details } = JSON.parse(JSON.stringify(errorDocument(error))) as { details: { reason: string } }
  t.match(describeError('zh-CN', new PacklineError('DEVICE_UNIDENTIFIED', details)), { message: chinese })
})

t.test('an error that is the reason of another one is a sentence in both languages', async t => {
  const inner = new PacklineError('DEVICE_UNIDENTIFIED', { reason: phrase('device.container') })
  const reason = errorText(inner)
  t.match(worded('en', reason), /^[A-Z][^{]+mounted/)
  t.match(worded('zh-CN', reason), /这是容器，且没有挂载宿主机的机器标识/)
})

t.test('what is cut or changed says what is left', async t => {
  const reason = phrase('why.inputChanged', { name: 'secret.png' })
  t.equal(shortened(reason, 300), reason)
  t.equal(shortened(reason, 5), 'input')
  t.equal(shortened('0123456789', -3), '789')
  const changed = withTexts(reason, text => text.replace('secret', '***'))
  t.equal(worded('en', changed), 'input ***.png changed')
  t.equal(worded('zh-CN', changed), '输入 ***.png 有改动')
})

t.test('names that people gave are no words of ours, also where they are spelled alike', async t => {
  const { hint } = describeError(
    'zh-CN',
    new PacklineError('RELEASE_TARGET_UNKNOWN', { project: 'dk', target: 'gone', known: 'active, closed' })
  )
  t.match(hint, /已知目标：active、closed。/)
})

t.test('one thing is told as one, none and several as several', async t => {
  const done = (count: number): string =>
    message('en', 'run.done', {
      project: 'p',
      seconds: 1,
      executed: count,
      cached: 0,
      written: count,
      outputs: count,
      size: '1 B',
      removed: 0
    })
  t.match(done(1), '1 action ran, 0 cached; 1 of 1 output written')
  t.match(done(0), '0 actions ran, 0 cached; 0 of 0 outputs written')
  t.match(done(21), '21 actions ran, 0 cached; 21 of 21 outputs written')
  const unsent = (count: number): string => message('en', 'run.sharedCacheUnsent', { count })
  t.match(
    unsent(1),
    '1 result was not sent to the shared cache in time; the agent sends it, or the next run.'
  )
  t.match(
    unsent(2),
    '2 results were not sent to the shared cache in time; the agent sends them, or the next run.'
  )
})
