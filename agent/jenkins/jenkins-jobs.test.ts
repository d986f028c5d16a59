import { inspect } from 'node:util'
import t from 'tap'
import type { Test } from 'tap'
import { PacklineError } from '../errors.js'
import { startJenkinsStandIn } from '../../test/support/jenkins-stand-in.js'
import type { JenkinsStandIn } from '../../test/support/jenkins-stand-in.js'
import { openJenkins } from './configured-jenkins.js'
import type { Jenkins } from './configured-jenkins.js'

const job = 'games/星 dk'

async function start (t: Test): Promise<{ jenkins: Jenkins, standIn: JenkinsStandIn }> {
  const standIn = await startJenkinsStandIn()
  t.teardown(async () => {
    await standIn.close()
  })
  standIn.jobs.set(job, { parameters: ['BATCH', 'TEXT'], buildable: true })
  return { standIn, jenkins: openJenkins({ url: standIn.url, retryMs: 1, timeoutMs: 2000 }) }
}

async function codeOf (promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(() => undefined, (thrown: unknown) => thrown)
  return error instanceof PacklineError ? error.code : inspect(error)
}

t.test('a build is asked for, waits, runs and ends', async t => {
  const { jenkins, standIn } = await start(t)

  const item = await jenkins.jobs.start(job, { BATCH: 'b1', TEXT: '中文 & "quotes"\n--line' })
  t.match(await jenkins.jobs.queueItem(item), { state: 'waiting', why: /executor/ })
  const build = standIn.startNext()!
  t.match(await jenkins.jobs.queueItem(item), { state: 'started', number: 1 })
  t.match(await jenkins.jobs.build(job, 1), { isRunning: true, result: undefined, queueId: item })
  standIn.finish(build, 'UNSTABLE')

  t.match(await jenkins.jobs.build(job, 1), {
    isRunning: false,
    result: 'UNSTABLE',
    url: /\/job\/games\/job\//
  })
  t.equal(build.parameters.TEXT, '中文 & "quotes"\n--line')
})

t.test('the same parameters while the first still waits make no second build', async t => {
  const { jenkins, standIn } = await start(t)

  const items = [
    await jenkins.jobs.start(job, { BATCH: 'b1' }),
    await jenkins.jobs.start(job, { BATCH: 'b1' }),
    await jenkins.jobs.start(job, { BATCH: 'b2' })
  ]

  t.same(items, [1, 1, 2])
  t.equal(standIn.queue.length, 2)
})

t.test('a build is found by a parameter in the queue, while it runs, and after it', async t => {
  const { jenkins, standIn } = await start(t)
  t.equal(await jenkins.jobs.find(job, 'BATCH', 'b1'), undefined)
  await jenkins.jobs.start(job, { BATCH: 'b1' })
  t.same(await jenkins.jobs.find(job, 'BATCH', 'b1'), { queueItem: 1 })
  const build = standIn.startNext()!
  t.match(await jenkins.jobs.find(job, 'BATCH', 'b1'), { build: { number: 1, isRunning: true } })
  standIn.finish(build, 'FAILURE')
  t.match(await jenkins.jobs.find(job, 'BATCH', 'b1'), {
    build: { number: 1, isRunning: false, result: 'FAILURE' }
  })
})

t.test('a build is found among all that were asked for since, however many', async t => {
  const { jenkins, standIn } = await start(t)
  for (let number = 1; number <= 450; number++) {
    standIn.builds.push({
      job,
      number,
      queueId: number,
      building: false,
      result: 'SUCCESS',
      timestamp: number * 60_000,
      parameters: { BATCH: `b${number}` },
      description: ''
    })
  }
  t.match(await jenkins.jobs.find(job, 'BATCH', 'b150', { sinceMs: 150 * 60_000 }), {
    build: { number: 150 }
  })
  t.match(await jenkins.jobs.find(job, 'BATCH', 'b360'), { build: { number: 360 } })

  standIn.requests.length = 0
  t.equal(await jenkins.jobs.find(job, 'BATCH', 'none', { sinceMs: 300 * 60_000 }), undefined)
  t.equal(
    standIn.requests.filter(request => request.includes('/job/')).length,
    2,
    'older ones are not looked at'
  )
  t.equal(await jenkins.jobs.find(job, 'BATCH', 'none', { sinceMs: 0 }), undefined)
})

t.test('a cancelled item and a forgotten one are told apart', async t => {
  const { jenkins, standIn } = await start(t)
  const item = await jenkins.jobs.start(job, { BATCH: 'b1' })
  standIn.queue[0]!.cancelled = true

  t.match(await jenkins.jobs.queueItem(item), { state: 'cancelled' })
  t.equal(await jenkins.jobs.queueItem(99), undefined)
  t.equal(await jenkins.jobs.build(job, 99), undefined)
})

t.test('a job tells its parameters and whether it can be built', async t => {
  const { jenkins, standIn } = await start(t)
  standIn.jobs.set('plain', { parameters: [], buildable: true })
  standIn.jobs.set('off', { parameters: ['BATCH'], buildable: false })

  t.same(await jenkins.jobs.state(job), { isBuildable: true, parameters: ['BATCH', 'TEXT'] })
  t.equal(await codeOf(jenkins.jobs.start('plain', {})), 'JENKINS_JOB_NOT_PARAMETERISED')
  t.equal(await codeOf(jenkins.jobs.start('off', {})), 'JENKINS_JOB_DISABLED')
  t.equal(await codeOf(jenkins.jobs.start('none', {})), 'JENKINS_NOT_FOUND')
  for (const name of ['', 'a//b', '../admin', 'a/..', 'a\nb']) {
    t.equal(await codeOf(jenkins.jobs.start(name, {})), 'JENKINS_NAME_INVALID')
  }
})

t.test('a start is never sent twice when its answer may have been lost', async t => {
  const { jenkins, standIn } = await start(t)
  for (const status of [500, 502, 504]) {
    standIn.requests.length = 0
    standIn.intercept = (_request, reply) => {
      reply.code(status).type('text/html').send('<html>')
      return true
    }
    t.equal(await codeOf(jenkins.jobs.start(job, { BATCH: 'b1' })), 'JENKINS_OUTCOME_UNKNOWN')
    t.equal(standIn.requests.length, 1, `status ${status}`)
  }
  standIn.requests.length = 0
  standIn.intercept = (_request, reply) => {
    if (standIn.requests.length > 2) return false
    reply.code(503).send()
    return true
  }
  t.equal(await jenkins.jobs.start(job, { BATCH: 'b1' }), 1, 'what was turned away is sent again')
  standIn.intercept = (_request, reply) => {
    reply.code(201).send()
    return true
  }
  t.equal(await codeOf(jenkins.jobs.start(job, { BATCH: 'b2' })), 'JENKINS_OUTCOME_UNKNOWN', 'no Location')
})
