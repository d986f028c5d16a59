import { fastify } from 'fastify'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import t from 'tap'
import type { Test } from 'tap'
import { PacklineError } from '../errors.js'
import type { ForgeAccess } from './forge-call.js'
import { ForgeStatuses } from './forge-status.js'
import type { Report, ReportState } from './lane.js'
import { defaultApi, projectOf } from './project-of.js'

type Answer = (status: number, body?: unknown, headers?: Record<string, string>) => void
interface Call {
  url: string
  headers: Record<string, unknown>
  body: Record<string, unknown>
}

/** A stand-in for a forge's statuses: it keeps what it gets and answers what the test says. */
async function standIn (
  t: Test
): Promise<{ url: string, calls: Call[], answer: Answer }> {
  const calls: Call[] = []
  let answers: Array<Parameters<Answer>> = []
  const app = fastify({ forceCloseConnections: true })
  app.route({
    method: ['GET', 'POST'],
    url: '/*',
    handler: async (request, reply) => {
      const { url, headers: asked } = request
      calls.push({ url, headers: asked, body: request.body as Record<string, unknown> })
      const [status, body = {}, headers = {}] = answers.shift() ?? [201]
      return await reply.code(status).headers(headers).send(body)
    }
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(async () => {
    await app.close()
  })
  return {
    url,
    calls,
    answer: (...next) => {
      answers = [...answers, next]
    }
  }
}

const report = (state: ReportState, culprit: string | null = null): Report => ({
  id: 'r',
  since: [],
  head: 'b',
  state,
  url: 'https://ci.example/job/1/',
  count: 3,
  culprit
})
const { signal } = new AbortController()
const setStatuses = async (
  to: ForgeAccess,
  pipeline: string,
  what: Report,
  commits: string[],
  locale: 'en' | 'zh-CN',
  stop: AbortSignal
): Promise<void> => {
  await new ForgeStatuses(to, locale, Date.now).set(pipeline, what, commits, stop)
}
const access = (forge: ForgeAccess['forge'], apiUrl: string): ForgeAccess => ({
  forge,
  apiUrl,
  project: 'games/dk',
  token: 'canary-5',
  retryMs: 1,
  timeoutMs: 2000
})

t.test('sets a status on every commit, as each forge wants it', async t => {
  const { url, calls } = await standIn(t)
  await setStatuses(access('gitlab', url), 'assets', report('succeeded'), ['a1', 'b2'], 'en', signal)
  await setStatuses(access('github', url), 'assets', report('running'), ['a1'], 'en', signal)
  await setStatuses(
    access('gitea', url),
    'assets',
    report('failed', '0123456789abcdef'),
    ['a1'],
    'zh-CN',
    signal
  )

  t.same(calls.map(each => each.url).sort(), [
    '/projects/games%2Fdk/statuses/a1',
    '/projects/games%2Fdk/statuses/b2',
    '/repos/games/dk/statuses/a1',
    '/repos/games/dk/statuses/a1'
  ])
  t.match(calls[0], {
    headers: { 'private-token': 'canary-5' },
    body: {
      state: 'success',
      name: 'packline/assets',
      target_url: 'https://ci.example/job/1/',
      description: 'Built with 3 commits'
    }
  })
  t.match(calls[2], {
    headers: { authorization: 'Bearer canary-5' },
    body: { state: 'pending', context: 'packline/assets' }
  })
  t.match(calls[3], {
    headers: { authorization: 'token canary-5' },
    body: { state: 'failure', description: /0123456789/ }
  })
})

t.test('each state has a name at each forge', async t => {
  const { url, calls } = await standIn(t)
  for (const forge of ['gitlab', 'github', 'gitea'] as const) {
    for (const state of ['running', 'succeeded', 'failed', 'aborted', 'culprit'] as const) {
      await setStatuses(access(forge, url), 'assets', report(state), ['a1'], 'en', signal)
    }
  }
  t.same(calls.map(({ body }) => body.state), [
    'running',
    'success',
    'failed',
    'canceled',
    'failed',
    'pending',
    'success',
    'failure',
    'error',
    'failure',
    'pending',
    'success',
    'failure',
    'error',
    'failure'
  ])
})

t.test('what cannot be set because it is so already, or the commit is gone, is passed over; trouble is tried again', async t => {
  const { url, calls, answer } = await standIn(t)
  answer(400, { message: 'Cannot transition status via :run from :running' })
  answer(404, { message: '404 Commit Not Found' })
  answer(503)
  answer(201)
  await setStatuses(access('gitlab', url), 'assets', report('running'), ['a1'], 'en', signal)
  await setStatuses(access('gitlab', url), 'assets', report('running'), ['a2'], 'en', signal)
  await setStatuses(access('gitlab', url), 'assets', report('running'), ['a3'], 'en', signal)
  answer(422, { message: 'No commit found for SHA: a4' })
  await setStatuses(access('github', url), 'assets', report('running'), ['a4'], 'en', signal)

  t.equal(calls.length, 5)
})

t.test('a forge that refuses or is down gives a typed error without the token', async t => {
  const { url, answer } = await standIn(t)
  for (const status of [401, 403, 302]) {
    answer(status)
    const error = await setStatuses(access('github', url), 'assets', report('running'), ['a1'], 'en', signal)
      .catch((thrown: unknown) => thrown)
    t.match(error, { code: 'FORGE_REFUSED', details: { status } })
    t.notMatch(inspect(error, { depth: 20, showHidden: true }), /canary-5/)
  }
  const down = await setStatuses(
    access('github', 'http://127.0.0.1:1'),
    'assets',
    report('running'),
    ['a1'],
    'en',
    signal
  )
    .catch((thrown: unknown) => thrown)
  t.equal((down as PacklineError).code, 'FORGE_UNREACHABLE')
  t.notMatch(inspect(down, { depth: 20, showHidden: true }), /canary-5/)
})

// docs.github.com, "Rate limits for the REST API": a secondary limit answers 403 or 429 with Retry-After, and a
// spent primary one 403 with x-ratelimit-remaining 0 and the second of its end in x-ratelimit-reset.
t.test('under a limit the head comes first, nothing is sent twice, and all wait as long as they are told', async t => {
  const { url, calls, answer } = await standIn(t)
  let now = 1_700_000_000_000
  const statuses = new ForgeStatuses(access('github', url), 'en', () => now)
  const commits = Array.from({ length: 600 }, (_, index) => `c${index}`)
  const set = async (): Promise<unknown> =>
    await statuses.set('assets', { ...report('succeeded'), count: 600 }, commits, signal).catch(
      (error: unknown) => error
    )
  for (let index = 0; index < 40; index++) answer(201)
  for (let index = 0; index < 4; index++) answer(403, {}, { 'retry-after': '60' })

  t.match(await set(), { code: 'FORGE_LIMITED', details: { seconds: 60 } })
  t.match(calls[0], {
    url: '/repos/games/dk/statuses/c599',
    body: { description: 'Built with 600 commits; shown on the newest 100 of 600' }
  })
  const before = calls.length
  now += 20_000
  t.match(await set(), { code: 'FORGE_LIMITED', details: { seconds: 40 } }, 'nobody asks meanwhile')
  t.equal(calls.length, before)
  now += 40_000
  t.equal(await set(), undefined)
  const set201 = calls.map(call => call.url).filter((_, index) => index < 40 || index >= before)
  t.equal(set201.length, 100)
  t.equal(new Set(set201).size, 100)

  for (
    const [status, headers, seconds] of [
      [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 1],
      [429, { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }, 1],
      [429, {}, 60],
      [429, { 'retry-after': '999999' }, 3600]
    ] as const
  ) {
    answer(status, {}, headers)
    const fresh = new ForgeStatuses(access('gitlab', url), 'en', () => now)
    const error = await fresh.set('assets', report('running'), ['a', 'b'], signal).catch((e: unknown) => e)
    t.match(error, { code: 'FORGE_LIMITED', details: { seconds } })
  }
  const running = calls.length
  await new ForgeStatuses(access('gitlab', url), 'en', () => now).set('x', report('running'), commits, signal)
  t.equal(calls.length, running + 1, 'that a build runs is told at its head')
})

interface ForgeAnswers {
  what: string
  forge: 'gitlab' | 'gitea'
  answers: Array<{ status: number, headers?: Record<string, string>, body: unknown }>
  result: string
}

// Made after docs.gitlab.com (Commits API, Rate limits) with GitLab's CreateCommitStatusService, and after
// Gitea's API page with its routers/api/v1/repo (status.go, commits.go): who is no admin gets a 500 without its
// message.
t.test('what GitLab and Gitea answer to a status is understood', async t => {
  const { url, calls, answer } = await standIn(t)
  const file = join(import.meta.dirname, 'fixtures/forge-answers.json')
  for (const { what, forge, answers, result } of JSON.parse(readFileSync(file, 'utf8')) as ForgeAnswers[]) {
    for (const { status, headers, body } of answers) answer(status, body, headers)
    const before = calls.length
    const got = await setStatuses(access(forge, url), 'assets', report('succeeded'), ['a1'], 'en', signal)
      .then(() => 'none', (error: unknown) => (error as PacklineError).code)
    t.equal(got, result, what)
    t.equal(calls.length - before, answers.length, `${what}: calls`)
  }
})

t.test('the API and the project follow from the address', async t => {
  t.equal(defaultApi('gitlab', 'https://git.example:8443/games/dk.git'), 'https://git.example:8443/api/v4')
  t.equal(defaultApi('github', 'https://github.com/games/dk'), 'https://api.github.com')
  t.equal(defaultApi('github', 'https://ghe.example/games/dk'), 'https://ghe.example/api/v3')
  t.equal(defaultApi('gitea', 'http://tea.example/games/dk'), 'http://tea.example/api/v1')
  t.equal(projectOf({ url: 'https://git.example/a/b/c.git' }), 'a/b/c')
  t.equal(projectOf({ url: 'git@git.example:games/dk.git' }), 'games/dk')
  t.equal(projectOf({ url: 'git@git.example:x.git', project: 'games/dk' }), 'games/dk')
})
