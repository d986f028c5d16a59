import t from 'tap'
import type { RowReport } from '../../packaging/package-report.js'
import { explainDifference } from '../../cache/action-difference.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import { groupRows, reasonOf } from './row-groups.js'

const row = (target: string, channel: string, why: Wording[], rest: object = {}): RowReport => ({
  id: `${target}/android/${channel}`,
  platform: 'android',
  target,
  channel,
  way: 'repack',
  why,
  state: 'planned',
  estimateMs: 100,
  ...rest
})

t.test('rows of one way and reason are one group, whatever names them, with members that --row takes', async t => {
  const channels = Array.from({ length: 9 }, (_, index) => `c${index}`)
  const stampOf = (channel: string): string => `option stamp is new: {"channel":"${channel}"}`
  const rows = [
    ...channels.map(each => row('formal', each, ['3 of its entries change', stampOf(each)])),
    ...channels.slice(0, 3).map(each => row('gray', each, ['3 of its entries change', stampOf(each)])),
    ...channels.slice(3).map(each => row('gray', each, ['the baseline is not signed'])),
    row('solo', 'only', [], {
      way: 'build',
      state: 'failed',
      error: { code: 'PACKAGE_SIGNING_NEEDED', details: { row: 'solo/android/only', platform: 'android' } },
      estimateMs: 0
    })
  ]
  t.match(groupRows(rows, 'en'), [{
    way: 'repack',
    reason: '3 of its entries change; option stamp is new: {"channel":{channel}}',
    estimateMs: 1200,
    members: ['formal/android/*', 'gray/android/{c0,c1,c2}'],
    count: 12
  }, {
    way: 'repack',
    reason: 'the baseline is not signed',
    members: ['gray/android/{c3,c4,c5,c6,c7,c8}'],
    count: 6
  }, {
    way: 'none',
    reason: '{row} changes a signed package, and no signing is named for it. [PACKAGE_SIGNING_NEEDED]',
    members: ['solo/android/only'],
    count: 1
  }])
  const many = Array.from({ length: 20 }, (_, index) => row('formal', `d${index}`, [index < 19 ? 'a' : 'b']))
  t.same(groupRows(many, 'zh-CN')[0]?.members, ['formal/android/{d0,d1,d2,d3,d4,d5,… 另外 13 个}'])
})

t.test('why a row is made is told in Chinese too, with names and values as they are', async t => {
  const inputs = (options: object, names: string[], version: number) => ({
    kind: 'package-row',
    version,
    options,
    inputs: names.map((name): [string, string] => [name, `${name} ${version}`])
  })
  const why = [
    phrase('row.entriesChange', { count: 3 }),
    phrase('row.baselineFirst', { baseline: 'android', why: phrase('baseline.inputsChanged') }),
    phrase('row.refused', { rules: 'arsc-compressed, v1-missing' }),
    ...explainDifference(
      inputs({ stamp: { channel: 'c0', more: 'x' } }, ['a, b.png', 'gone.png'], 1),
      inputs({ name: 'a to b' }, ['a, b.png', 'new.png'], 2)
    )
  ]
  t.equal(
    reasonOf(row('formal', 'c0', why), 'zh-CN'),
    '其中 3 个条目有改动；先由命令制作基线 android：其声明的输入有改动；设备会拒绝原样的基线：arsc-compressed、v1-missing；' +
      'packline 处理 package-row 的版本由 1 变为 2；选项 stamp 已去掉，原为 {"channel":"c0","more":"x"}；' +
      '新增选项 name："a to b"；输入 a, b.png 有改动；新增输入 new.png；输入 gone.png 已移除'
  )
  t.equal(reasonOf(row('formal', 'c0', why), 'en'), why.join('; '))
})
