import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { runPackline } from '../../../test/support/command-line.js'
import type { CommandResult } from '../../../test/support/command-line.js'
import { startJenkinsStandIn } from '../../../test/support/jenkins-stand-in.js'
import type { JenkinsStandIn } from '../../../test/support/jenkins-stand-in.js'

const job = 'games/dk/包'
const declared = ['PACKLINE_REQUEST', 'PACKLINE_KIND', 'PACKLINE_PERSON', 'PACKLINE_ROWS', 'BRANCH']

interface Bench {
  standIn: JenkinsStandIn
  folder: string
  run: (words: string[], signal?: AbortSignal) => Promise<CommandResult>
  /** Resolves when the stand-in changed so that `look` holds. */
  when: (look: () => boolean) => Promise<void>
}

async function bench (t: Test): Promise<Bench> {
  const standIn = await startJenkinsStandIn({ user: 'farm', token: 't0ken' })
  t.teardown(async () => {
    await standIn.close()
  })
  standIn.jobs.set(job, { parameters: declared, buildable: true })
  const folder = t.testdir({
    'packline.json': JSON.stringify({
      project: 'dk',
      packages: { jenkins: { job, parameters: { BRANCH: 'main' } } }
    }),
    token: 't0ken\n',
    'agent.json': JSON.stringify({
      jenkins: { url: standIn.url, user: 'farm', tokenFile: t.testdirName + '/token' }
    })
  })
  const environment = {
    PATH: process.env.PATH,
    PACKLINE_HOME: join(folder, 'home'),
    PACKLINE_CONFIG: join(folder, 'agent.json'),
    PACKLINE_LANG: 'en',
    BUILD_USER_ID: 'ann'
  }
  return {
    standIn,
    folder,
    run: async (words, signal = new AbortController().signal) =>
      await runPackline({ cwd: folder, environment, signal }, ['jenkins', 'run', 'package', ...words]),
    when: async look => {
      await new Promise<void>(resolve => {
        standIn.onChange = () => {
          if (look()) resolve()
        }
        standIn.onChange()
      })
    }
  }
}

function eventsIn ({ stdout }: CommandResult): Array<Record<string, any>> {
  return stdout.trim().split('\n').map(line => JSON.parse(line))
}

t.test('a job of Jenkins gets what was asked for, is followed, and asked for only once', async t => {
  const { standIn, run, when } = await bench(t)
  const rows = 'live/android/应用宝\nlive/ios/*'
  const running = run(['--id', 'r1', '--events', '--pass', `PACKLINE_ROWS=${rows}`])
  await when(() => standIn.queue.length === 1)
  const build = standIn.startNext()!
  t.match(build.parameters, {
    PACKLINE_REQUEST: 'r1',
    PACKLINE_KIND: 'package',
    PACKLINE_PERSON: 'ann',
    PACKLINE_ROWS: rows,
    BRANCH: 'main'
  })
  standIn.finish(build, 'SUCCESS')
  const ended = await running
  t.match([ended.status, eventsIn(ended)], [0, [
    { type: 'build-queued', queueItem: 1 },
    { type: 'build-started', number: 1, url: /games\/job\/dk/ },
    { type: 'build-ended', result: 'SUCCESS' },
    { type: 'report', report: { job, number: 1, result: 'SUCCESS' } }
  ]])

  t.match(await run(['--id', 'r1', '--json']), { status: 0, stdout: /"number": 1/ }, 'whoever asks again')
  t.equal(standIn.builds.length, 1)

  // The answer to the start is lost: Jenkins has the item all the same.
  standIn.intercept = async (request, reply) => {
    if (request.method !== 'POST') return false
    standIn.intercept = undefined
    await fetch(`${standIn.url}${request.url}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        authorization: request.headers.authorization!,
        'content-type': 'application/x-www-form-urlencoded'
      },
      body: new URLSearchParams(request.body as Record<string, string>)
    })
    reply.hijack()
    request.raw.socket.destroy()
    return true
  }
  const lost = run(['--id', 'r2'])
  await when(() => standIn.queue.length === 2)
  standIn.finish(standIn.startNext()!, 'SUCCESS')
  t.match(await lost, { status: 0, stderr: /builds[^]*SUCCESS/ })
  t.equal(standIn.builds.length, 2)
})

t.test('a build that did not succeed is an error with what it says of itself', async t => {
  const { standIn, run, when, folder } = await bench(t)
  for (const result of ['FAILURE', 'UNSTABLE']) {
    const running = run(['--id', result, '--events'])
    await when(() => standIn.queue.some(({ number }) => number === undefined))
    const build = standIn.startNext()!
    build.description = '<b>SIGNING_KEY_MISSING</b>: no key <a href="x">log</a>'
    standIn.finish(build, result)
    t.match(await running, {
      status: 1,
      stderr: new RegExp(`ended as ${result}. SIGNING_KEY_MISSING : no key log.*JENKINS_BUILD_FAILED`)
    })
  }
  standIn.jobs.set(job, { parameters: ['OTHER'], buildable: true })
  t.match(await run([]), { status: 2, stderr: /PACKLINE_REQUEST.*JENKINS_JOB_PARAMETERS/ })
  t.match(await run(['--pass', 'A B=1']), { status: 2, stderr: /NAME=VALUE/ })
  writeFileSync(join(folder, 'agent.json'), '{}')
  t.match(await run([]), { status: 2, stderr: /names no controller.*JENKINS_NOT_CONFIGURED/ })
  writeFileSync(join(folder, 'packline.json'), '{"project":"dk"}')
  t.match(await run([]), { status: 2, stderr: /packages.jenkins in packline.json names no job/ })
})

t.test('a build is stopped with the one who asked for it, waiting or running', async t => {
  const { standIn, run, when } = await bench(t)
  const waiting = new AbortController()
  const first = run(['--id', 'r1'], waiting.signal)
  await when(() => standIn.queue.length === 1)
  while (!standIn.requests.some(each => each.startsWith('GET /queue/item/1'))) {
    await new Promise(resolve => setImmediate(resolve))
  }
  waiting.abort()
  t.match(await first, { status: 130 })
  t.match(standIn.queue, [{ cancelled: true }])

  const working = new AbortController()
  const second = run(['--id', 'r2'], working.signal)
  await when(() => standIn.queue.length === 2)
  standIn.startNext()
  while (!standIn.requests.some(each => /^GET \/job\/.*\/1\/api/.test(each))) {
    await new Promise(resolve => setImmediate(resolve))
  }
  working.abort()
  t.match(await second, { status: 130 })
  t.match(standIn.builds, [{ building: false, result: 'ABORTED' }])
})
