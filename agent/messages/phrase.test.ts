import t from 'tap'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { describeError } from './message.js'
import { phrase, worded } from './phrase.js'
import { phraseTexts } from './phrase-texts.js'

t.test('a reason is English where it is recorded, and found again for its reader', async t => {
  const reason = phrase('clock.ahead', { ms: 5200 })
  t.equal(reason, 'this machine is 5200 ms ahead')
  t.equal(worded('en', reason), reason)
  t.equal(worded('zh-CN', reason), '本机快 5200 毫秒')
  t.match(
    describeError('zh-CN', new PacklineError('DEVICE_UNIDENTIFIED', { reason: phrase('device.container') })),
    {
      message: /这是容器，且没有挂载宿主机的机器标识/
    }
  )
})

t.test('what a picture is in place of what its name says is told in both languages', async t => {
  const actual = phrase('picture.pointer')
  t.match(
    describeError(
      'zh-CN',
      new PacklineError('IMAGE_WRONG_FORMAT', { file: 'a.png', extension: '.png', actual })
    ),
    { message: /内容却是 Git LFS 指针文件/ }
  )
})

t.test('also one within another, one of several, and one that somebody is named before', async t => {
  for (
    const [english, chinese] of [
      [phrase('guard.ended', { how: phrase('program.status', { status: 3 }) }), '它已结束：状态 3'],
      [
        phrase('build.slower', { part: phrase('build.files'), ms: 940, usual: 310 }),
        '小文件：940 毫秒，平时 310 毫秒'
      ],
      [
        `${phrase('drive.smartFails')}; ${phrase('drive.sectors', { count: 8 })}`,
        'SMART 显示硬盘故障；8 个扇区已损坏或待处理'
      ],
      [
        `mac-01, ${phrase('device.silent', { device: 'mac-99' })}`,
        'mac-01、mac-99（从未上报）'
      ],
      [phrase('servers.chroot'), 'host:port；chroot 有单独的设置项'],
      [`zk1:2181: ${phrase('zookeeper.noAnswer')}`, 'zk1:2181：尚无应答'],
      [
        `disk.temp: ${phrase('late.within', { ms: 9 })}; tool.java: ${phrase('licence.missing')}`,
        'disk.temp：9 毫秒内没有应答；tool.java：缺失'
      ],
      [phrase('tool.says', { words: '"a (b) [c]\\n$&"', status: 1 }), '它的输出是 "a (b) [c]\\n$&"（状态 1）']
    ] as const
  ) t.equal(worded('zh-CN', english), chinese)
})

t.test('the words of systems and tools stay as they are, however long or odd', async t => {
  for (
    const text of [
      'connect ECONNREFUSED 127.0.0.1:9',
      "ENOENT: no such file or directory, open '/x'",
      'a; b: c; ',
      ': ',
      '',
      'no answer within '.repeat(500)
    ]
  ) t.equal(worded('zh-CN', text), text)
})

t.test('each phrase is found as itself: none stands in the way of another', async t => {
  for (const [key, { en, zh }] of Object.entries(phraseTexts)) {
    const filled = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => `〈${name}〉`)
    t.equal(worded('zh-CN', filled(en)), filled(zh), key)
  }
})

t.test('an error that is the reason of another one is a sentence in both languages', async t => {
  const inner = new PacklineError('DEVICE_UNIDENTIFIED', { reason: phrase('device.container') })
  const reason = errorText(inner)
  t.match(reason, /^[A-Z][^{]+mounted/)
  t.match(worded('zh-CN', reason), /这是容器，且没有挂载宿主机的机器标识/)
  const mistakes = { kind: 'assets', count: 1, mistakes: '  x' }
  t.match(
    worded('zh-CN', errorText(new PacklineError('JOB_PARAMETERS_INVALID', mistakes))),
    /assets 任务的参数有 1 处错误/
  )
})

t.test('a file, a rule or a person within a reason is none of our words', async t => {
  t.equal(worded('zh-CN', phrase('why.inputChanged', { name: 'expired' })), '输入 expired 有改动')
  t.equal(
    worded('zh-CN', phrase('flip.onlyState', { release: '1.0-1', state: 'published', target: 'none' })),
    '1.0-1 在 none 仅为 已发布；请先发布到那里'
  )
  t.equal(
    worded(
      'zh-CN',
      phrase('flip.platforms', { target: 'a', missing: 'pc, web', release: '1.0-1', packaged: 'ios' })
    ),
    'a 会缺少 pc、web 的安装包：1.0-1 只有 ios'
  )
})

t.test('names that people gave are no words of ours, also where they are spelled alike', async t => {
  const { hint } = describeError(
    'zh-CN',
    new PacklineError('RELEASE_TARGET_UNKNOWN', { project: 'dk', target: 'gone', known: 'active, closed' })
  )
  t.match(hint, /已知目标：active、closed。/)
})
