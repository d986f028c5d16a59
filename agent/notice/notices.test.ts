import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import t from 'tap'
import type { Test } from 'tap'
import { until } from '../../test/support/processes.js'
import { OutboxStore } from '../alert/outbox-store.js'
import { parseAgentConfig } from '../config/agent-config-check.js'
import { LevelDocuments } from '../coordination/level-documents.js'
import { editTarget, pausedRollout } from '../release/change-definition.js'
import { flip } from '../release/flip.js'
import { moveTo } from '../release/move-release.js'
import { author, openWorld, packageRow, rebuild, reviewedWorld } from '../release/testing/release-world.js'
import { recordFailure, recordMessage } from '../release/team-notes.js'
import { configuredReceivers } from './configured-receivers.js'
import type { Notice } from './notice.js'
import { Notices } from './notices.js'
import { dingtalkSecret, feishuSecret, keyword, RobotStandIn } from './testing/robot-stand-in.js'

const noon = Date.parse('2026-01-15T04:00:00Z')
let nowMs = noon
let robots: RobotStandIn
let folder: string
let secrets: string

t.before(async () => {
  robots = await RobotStandIn.start(() => nowMs)
  folder = t.testdir()
  secrets = join(folder, 'secrets')
  mkdirSync(secrets)
  const files = {
    ...robots.urls,
    dingtalkSecret,
    feishuSecret,
    wrong: 'another secret',
    password: 'mail pass'
  }
  for (const [name, value] of Object.entries(files)) writeFileSync(join(secrets, name), `${value}\n`)
})
t.beforeEach(() => {
  nowMs = noon
  robots.taken.length = 0
  robots.times.clear()
  robots.isDown = false
  retryMs = [1, 5]
})
t.teardown(async () => {
  await robots.close()
})

const dingtalk = {
  name: 'qa',
  service: 'dingtalk',
  language: 'zh-CN',
  urlFile: 'dingtalk',
  secretFile: 'dingtalkSecret',
  keyword
}
const wecom = { name: 'wecom', service: 'wecom', urlFile: 'wecom' }
const feishu = {
  ...dingtalk,
  name: 'feishu',
  service: 'feishu',
  urlFile: 'feishu',
  secretFile: 'feishuSecret'
}
const slack = { name: 'slack', service: 'slack', urlFile: 'slack' }

function configOf (...receivers: object[]) {
  const notices = { collectMs: 0, receivers }
  return parseAgentConfig('agent.json', Buffer.from(JSON.stringify({ notices }))).notices
}

let homes = 0
const opened = new Set<Notices>()

/** Lets the time pass that receivers are left alone for. */
function pass (ms: number): void {
  nowMs += ms
  for (const notices of opened) notices.wake()
}

/** An agent that tells, on documents that others share. */
async function open (t: Test, documents: LevelDocuments, ...receivers: object[]) {
  return await openIn(t, join(folder, `home-${homes++}`), documents, ...receivers)
}

let retryMs: [number, number] = [1, 5]

async function openIn (t: Test, home: string, documents: LevelDocuments, ...receivers: object[]) {
  mkdirSync(home, { recursive: true })
  const notices = await Notices.open({
    config: configOf(...receivers),
    publicUrl: 'https://packline.example/',
    environment: {},
    cwd: secrets,
    home,
    documents,
    storeOf: () => openWorld(documents).store,
    nowMs: () => nowMs,
    retryMs,
    onProblem: error => {
      t.error(error)
    }
  })
  opened.add(notices)
  const close = async (): Promise<void> => {
    opened.delete(notices)
    await notices.close()
  }
  await until('the receivers stand', async () => {
    const cursors = await Promise.all(
      receivers.map(async receiver =>
        await documents.get(`notices/${(receiver as { name: string }).name}/dk`)
      )
    )
    return cursors.every(cursor => cursor !== undefined)
  })
  return { notices, close, home }
}

async function world (t: Test) {
  const documents = new LevelDocuments({ folder: t.testdir() })
  t.teardown(async () => {
    for (const notices of opened) await notices.close()
    opened.clear()
    await documents.close()
  })
  return { documents, ...await reviewedWorld(documents) }
}

const told = (service: string, pattern: RegExp) => () => {
  pass(4000)
  return robots.textsOf(service).some(text => pattern.test(text))
}

t.test('each robot is told in its language, signed as it demands, and one order is one message', async t => {
  const { documents, store, registry } = await world(t)
  const { notices } = await open(t, documents, dingtalk, wecom, feishu, slack)
  nowMs += 10_000
  const name = { version: '1.2', build: 3 }
  await registry.begin({ ...name, rebuild }, author)
  for (const target of ['live', 'gray-1']) {
    await registry.recordRows(name, target, [packageRow('android'), packageRow('ios')], author)
  }
  for (const service of ['dingtalk', 'wecom', 'feishu', 'slack']) {
    await until(service, told(service, /gray-1/))
  }
  t.match(robots.textsOf('dingtalk').join('\n'), /\[dk\] 1\.2-3：安装包已就绪[^]*live：2 个安装包，20 B/)
  t.match(robots.textsOf('wecom').join('\n'), /\[dk\] 1\.2-3: packages are ready[^]*live: 2 packages, 20 B/)
  t.match(robots.textsOf('slack').join('\n'), 'https://packline.example/projects/dk/releases/1.2-3')

  await recordFailure(store, '1.2-4', {
    count: 2,
    row: 'live/android/store',
    error: { code: 'PACKAGE_INPUT_MISSING', details: { file: 'client.apk', row: 'live/android/store' } }
  }, author)
  await until('failure', told('feishu', /1\.2-4：2 个安装包失败[^]*live\/android\/store: /))
  await editTarget(
    store,
    'gray-1',
    target => ({ ...target, rollout: pausedRollout(target.rollout!, '2026-01-15T04:00:00Z') }),
    author,
    { action: 'target pause' }
  )
  await until('pause', told('feishu', /ann 暂停了 gray-1 的灰度/))
  await flip(store, { ...author, from: 'review-1', to: 'live' })
  await until('flip', told('slack', /ann flipped review-1 → live[^]*live: 1\.0-1 → 1\.1-2/))
  await until('all are told', () => {
    pass(4000)
    return notices.of('dk').every(({ state }) => state === 'sent')
  })
  t.equal(notices.problems.size, 0)
})

t.test('what is refused says why, without any secret, and is told once the robot is mended', async t => {
  const receiver = async (given: object) => {
    const [found] = await configuredReceivers(configOf(given), {
      environment: {},
      cwd: secrets,
      nowMs: () => nowMs
    })
    return found!
  }
  const send = async (given: object) =>
    await (await receiver(given)).send({ title: 'a title', lines: ['a line'] }, AbortSignal.timeout(10_000))
  await t.rejects(send({ ...dingtalk, secretFile: 'wrong' }), /code 310000: sign not match/)
  const { keyword: _, ...plain } = dingtalk
  await t.rejects(send(plain), /keywords not in content/)
  const early = { environment: {}, cwd: secrets, nowMs: () => nowMs - 4_000_000 }
  for (const [given, said] of [[dingtalk, 'invalid timestamp'], [feishu, 'not within one hour']] as const) {
    const [late] = await configuredReceivers(configOf(given), early)
    await t.rejects(late!.send({ title: keyword, lines: [] }, AbortSignal.timeout(10_000)), new RegExp(said))
  }
  await t.rejects(send({ ...feishu, secretFile: 'wrong' }), /code 19021/)
  writeFileSync(join(secrets, 'other'), robots.urls.wecom.replace('wecom-key', 'another-key'))
  await t.rejects(send({ ...wecom, urlFile: 'other' }), /code 93000/)
  writeFileSync(join(secrets, 'none'), 'robot of the team')
  await t.rejects(receiver({ ...wecom, urlFile: 'none' }), { code: 'NOTICE_ADDRESS_INVALID' })
  for (let count = 0; count < 20; count++) await send(dingtalk)
  await t.rejects(send(dingtalk), { message: /130101/, retryAfterMs: 600_000 })
  t.ok((await receiver(dingtalk)).spacingMs * 20 > 60_000)
  t.ok((await receiver(wecom)).spacingMs * 20 > 60_000)

  nowMs += 120_000
  const { documents, store } = await world(t)
  robots.isDown = true
  const { notices } = await open(t, documents, feishu)
  await recordMessage(store, { text: 'the review begins', isFailure: false }, author)
  await until('a problem', () => /status 503/.test(String(notices.problems.get('feishu'))))
  t.match(notices.receiversOf('dk'), [{ name: 'feishu', waiting: 1, problem: /503/ }])
  t.notMatch(JSON.stringify([notices.receiversOf('dk'), notices.of('dk')]), /feishu-token|feishu-secret/)
  robots.isDown = false
  await until('told', told('feishu', /the review begins/))
  await until('no problem', () => notices.problems.size === 0)
})

t.test('what was refused is sent again at once when somebody says so, also what was given up', async t => {
  const { documents, store } = await world(t)
  robots.isDown = true
  retryMs = [600_000, 600_000]
  const { notices } = await open(t, documents, feishu)
  await recordMessage(store, { text: 'the review begins', isFailure: false }, author)
  await until('a problem', () => notices.problems.has('feishu'))
  nowMs += 49 * 3_600_000
  await notices.again('dk', 'feishu')
  await until('given up', () => notices.of('dk').every(({ state }) => state === 'given-up'))
  robots.isDown = false
  nowMs += 60_000
  await notices.again('dk', 'feishu')
  await until('told', told('feishu', /the review begins/))
  await until(
    'sent',
    () => notices.of('dk').every(({ state, problem }) => state === 'sent' && problem === undefined)
  )
  t.equal(notices.problems.size, 0)
  await t.rejects(notices.again('dk', 'nobody'), {
    code: 'NOTICE_RECEIVER_UNKNOWN',
    details: { known: 'feishu' }
  })
})

t.test('what people write calls nobody, and is cut to what the service takes', async t => {
  const { documents, store } = await world(t)
  await open(t, documents, slack, wecom, feishu)
  const hostile = `<!channel> <@all> <at user_id="all">x</at> &\r\nBcc: eve@example.com ${'长'.repeat(3000)}`
  await recordMessage(store, { text: hostile, isFailure: true, url: 'https://ci.example/1' }, author)
  for (const service of ['slack', 'wecom', 'feishu']) await until(service, told(service, /channel/))
  t.notMatch(robots.textsOf('slack')[0], /<!channel>/)
  t.notMatch(robots.textsOf('wecom')[0], /<@/)
  t.match(robots.textsOf('feishu')[0], /^\[dk\] ann：失败：<!channel> /)
  t.ok(robots.textsOf('wecom').every(each => Buffer.byteLength(each) <= 2048))
})

t.test('mail goes over TLS to a server that knows the password', async t => {
  const mails: string[] = []
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      const isRight = username === 'farm' && password === 'mail pass'
      done(isRight ? null : new Error('authentication failed'), { user: username })
    },
    onData: (stream, _session, done) => {
      text(stream).then(mail => {
        mails.push(mail)
        done()
      }, done)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(() => {
    server.close()
  })
  const { port } = server.server.address() as AddressInfo
  const mail = {
    host: '127.0.0.1',
    port,
    user: 'farm',
    passwordFile: 'password',
    from: 'packline@studio.example',
    to: ['qa@studio.example']
  }
  const send = async (more: object) => {
    const [receiver] = await configuredReceivers(
      configOf({ name: 'mail', service: 'mail', mail: { ...mail, ...more } }),
      { environment: {}, cwd: secrets, nowMs: () => nowMs }
    )
    await receiver!.send({ title: '安装包已就绪 1.2-3', lines: ['live', ''] }, AbortSignal.timeout(10_000))
  }
  await t.rejects(send({}), /certificate|self.signed/i, 'nobody vouches for its certificate')
  await t.rejects(send({ security: 'none', passwordFile: 'wrong' }), /authentication failed/)
  await send({ security: 'none' })
  t.match(mails[0], /^From: packline@studio\.example\r\nTo: qa@studio\.example\r\nSubject: =\?UTF-8\?/m)
  t.equal(mails.length, 1)
})

t.test('quiet hours let only what is urgent through; the rest comes as one message', async t => {
  const { documents, store } = await world(t)
  nowMs = Date.parse('2026-01-15T15:00:00Z')
  const hours = { from: '22:00', to: '08:00', timeZone: 'Asia/Shanghai', failures: true }
  const { notices } = await open(t, documents, { ...slack, quietHours: hours })
  await recordMessage(store, { text: 'first', isFailure: false }, author)
  await recordMessage(store, { text: 'second', isFailure: false }, author)
  await recordMessage(store, { text: 'broken', isFailure: true }, author)
  await until('the failure', told('slack', /Failed: broken/))
  await until('its answer is noted', () => notices.receiversOf('dk')[0]?.waiting === 2)
  await recordMessage(store, { text: 'third', isFailure: false }, author)
  await until('the rest waits', () => notices.receiversOf('dk')[0]?.waiting === 3)
  nowMs = Date.parse('2026-01-16T00:00:00Z')
  await until('the rest', told('slack', /first/))
  t.equal(robots.taken.length, 2)
  t.match(robots.textsOf('slack')[1], /^3 notices: dk[^]*first[^]*second[^]*third/)
})

t.test('two agents tell a receiver once, and what one was killed over is told by it or by the other', async t => {
  const { documents, store } = await world(t)
  const one = await open(t, documents, slack)
  const other = await open(t, documents, slack)
  for (let count = 1; count <= 5; count++) {
    await recordMessage(store, { text: `message ${count}!`, isFailure: false }, author)
  }
  const ended = () =>
    [...one.notices.of('dk'), ...other.notices.of('dk')].filter(each => each.state === 'sent').length
  await until('all are told', () => {
    pass(1000)
    return ended() === 5
  })
  const all = robots.textsOf('slack').join('\n')
  for (let count = 1; count <= 5; count++) t.equal(all.split(`message ${count}!`).length, 2)

  await one.close()
  await other.close()
  const cursor = await documents.get('notices/slack/dk')
  const { claims } = cursor!.value as { claims: string[] }
  const left = await OutboxStore.open<Notice>(join(one.home, 'notices'), nowMs)
  const claimed = {
    receiver: 'slack',
    project: 'dk',
    event: 'message',
    revision: 1,
    action: 'notice',
    subject: 'dk',
    ...author,
    at: '2026-01-15T04:00:00Z',
    message: { text: 'left', isFailure: false },
    state: 'claimed',
    createdAtMs: nowMs
  } as const
  await left.put(
    { ...claimed, key: 'slack dk 9001', claim: claims.at(-1)! },
    { ...claimed, key: 'slack dk 9002', claim: 'somebody else was first' }
  )
  await left.close()
  robots.taken.length = 0
  nowMs += 10_000
  const again = await openIn(t, one.home, documents, slack)
  await until('what was ours is told', told('slack', /left/))
  t.equal(robots.taken.length, 1)
  t.notOk(again.notices.of('dk').some(each => each.key === 'slack dk 9002'))
})

t.test('a receiver is told of its projects and events only, and of nothing from before it', async t => {
  const { documents, store } = await world(t)
  const { notices } = await open(
    t,
    documents,
    { ...slack, events: ['withdrawn', 'in-review'] }
  )
  t.same(notices.receiversOf('other'), [{
    name: 'slack',
    service: 'slack',
    events: ['withdrawn', 'in-review'],
    waiting: 0,
    problem: null
  }])
  await recordMessage(store, { text: 'not for it', isFailure: false }, author)
  await moveTo(store, { version: '1.1', build: 2 }, 'review-1', 'withdrawn', author)
  await until('told', told('slack', /ann withdrew 1\.1-2 from review-1[^]*review-1: 1\.1-2 → –/))
  t.equal(robots.taken.length, 1)
})

t.test('mistakes of receivers are named', async t => {
  const mistakes = (...receivers: object[]) => () => configOf(...receivers)
  const path = (path: string) => ({ code: 'CONFIG_INVALID', details: { mistakes: new RegExp(path) } })
  t.throws(mistakes({ name: 'a', service: 'wecom' }), path('notices.receivers.0.urlFile'))
  t.throws(mistakes({ ...wecom, secretFile: 'x' }), path('notices.receivers.0.secretFile'))
  t.throws(mistakes(slack, slack), path('notices.receivers.1.name'))
  t.throws(mistakes({ name: 'a', service: 'mail' }), path('notices.receivers.0.mail'))
  const hours = { from: '22:00', to: '08:00', timeZone: 'Mars/Base' }
  t.throws(mistakes({ ...slack, quietHours: hours }), path('notices.receivers.0.quietHours.timeZone'))
})
