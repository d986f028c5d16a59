import got, { RequestError } from 'got'
import pLimit from 'p-limit'
import { hasCode, PacklineError } from '../errors.js'
import { message } from '../messages/message.js'
import type { Locale } from '../messages/message.js'
import type { Report, ReportState } from './lane.js'

export interface ForgeAccess {
  forge: 'gitlab' | 'github' | 'gitea'
  /** Address of the API, without the slash at its end. */
  apiUrl: string
  /** group/name */
  project: string
  token: string
  timeoutMs?: number
  retryMs?: number
}

interface Status {
  state: ReportState
  name: string
  url: string | null
  description: string
}
interface ForgeCall {
  path: string
  headers: Record<string, string>
  body: Record<string, unknown>
}

const states: Record<ForgeAccess['forge'], Record<ReportState, string>> = {
  gitlab: {
    running: 'running',
    succeeded: 'success',
    failed: 'failed',
    aborted: 'canceled',
    culprit: 'failed'
  },
  github: {
    running: 'pending',
    succeeded: 'success',
    failed: 'failure',
    aborted: 'error',
    culprit: 'failure'
  },
  gitea: { running: 'pending', succeeded: 'success', failed: 'failure', aborted: 'error', culprit: 'failure' }
}
const maxDescription = 140
const callsAtOnce = 4
/** GitHub takes 80 statuses a minute; older commits of a larger batch are looked at by nobody. */
const maxCommits = 100

/** Sets statuses at one forge, which takes only so many: the head's comes first, and none is sent twice. */
export class ForgeStatuses {
  readonly #access: ForgeAccess
  readonly #locale: Locale
  readonly #now: () => number
  /** What was set of reports that are not through. */
  readonly #done = new Map<string, Set<string>>()
  #heldUntil = 0

  constructor (access: ForgeAccess, locale: Locale, now: () => number) {
    this.#access = access
    this.#locale = locale
    this.#now = now
  }

  /**
   * Sets a report's status on `commits`, which come oldest first: while a build runs on the head only. After
   * an error the next call goes on with what is missing. A commit that the forge no longer has is passed
   * over.
   */
  async set (
    pipeline: string,
    report: Report,
    commits: readonly string[],
    signal: AbortSignal
  ): Promise<void> {
    const heldMs = this.#heldUntil - this.#now()
    if (heldMs > 0) throw limited(this.#access.apiUrl, Math.ceil(heldMs / 1000))
    const name = `packline/${pipeline}`
    const key = JSON.stringify([name, report.id, report.state, report.url])
    const done = this.#done.get(key) ?? new Set()
    this.#done.set(key, done)
    const newest = commits.toReversed().slice(0, report.state === 'running' ? 1 : maxCommits)
    const isCut = report.state !== 'running' && newest.length < commits.length
    const limit = pLimit(callsAtOnce)
    const setOne = async (commit: string, text: string): Promise<void> => {
      if (done.has(commit)) return
      const description = text.slice(0, maxDescription)
      await this.#setOne(commit, { state: report.state, name, url: report.url, description }, signal)
      done.add(commit)
    }
    const text = describe(report, this.#locale)
    const [head, ...others] = newest
    const cut = { text, set: newest.length, count: commits.length }
    if (head !== undefined) {
      await setOne(head, isCut ? message(this.#locale, 'trigger.status.cut', cut) : text)
    }
    const failures: unknown[] = []
    await limit.map(others, async commit => {
      // After a failure what is on its way is waited for, and nothing more is sent.
      if (failures.length === 0) await setOne(commit, text).catch((error: unknown) => failures.push(error))
    })
    if (failures.length > 0) throw failures[0]
    this.#done.delete(key)
  }

  async #setOne (commit: string, status: Status, signal: AbortSignal): Promise<void> {
    try {
      await setStatus(this.#access, commit, status, signal)
    } catch (error) {
      if (hasCode(error, 'FORGE_LIMITED') && error instanceof PacklineError) {
        this.#heldUntil = this.#now() + Number(error.details.seconds) * 1000
      }
      throw error
    }
  }
}

function limited (address: string, seconds: number): PacklineError {
  return new PacklineError('FORGE_LIMITED', { address, seconds })
}

async function setStatus (
  access: ForgeAccess,
  commit: string,
  status: Status,
  signal: AbortSignal
): Promise<void> {
  const { timeoutMs = 15_000, retryMs = 1000 } = access
  const { path, headers, body } = callOf(access, commit, status)
  const address = `${access.apiUrl}${path}`
  try {
    const answer = await got.post(address, {
      json: body,
      headers: { ...headers, 'user-agent': 'packline' },
      followRedirect: false,
      throwHttpErrors: false,
      timeout: { request: timeoutMs },
      signal,
      // The same status again changes nothing, so that every failure may be tried again.
      retry: {
        limit: 3,
        methods: ['POST'],
        // A limit holds up all that comes after, and is waited for by the caller.
        statusCodes: [408, 500, 502, 503, 504],
        calculateDelay: ({ computedValue }) => computedValue / 1000 * retryMs
      }
    })
    if (answer.statusCode >= 200 && answer.statusCode < 300) return
    if (isPassed(answer.statusCode, answer.body)) return
    if (isLimit(answer)) throw limited(address, secondsToWait(answer.headers, Date.now()))
    throw new PacklineError('FORGE_REFUSED', { address, status: answer.statusCode })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof RequestError) {
      throw new PacklineError('FORGE_UNREACHABLE', { address, reason: error.message })
    }
    throw error
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

const usualWaitSeconds = 60
const longestWaitSeconds = 3600

/** GitHub answers 403 as well, with Retry-After, without any calls left, or in words. */
function isLimit (
  { statusCode, headers, body }: { statusCode: number, headers: Headers, body: string }
): boolean {
  return statusCode === 429 || (statusCode === 403 && (headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(body)))
}

/** Retry-After is seconds or a date; a limit's reset is a second since 1970 (GitHub's and GitLab's names). */
function secondsToWait (headers: Headers, now: number): number {
  const after = String(headers['retry-after'] ?? '')
  const reset = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'])
  const wished = /^\d+$/.test(after)
    ? Number(after)
    : ((after === '' ? reset * 1000 : Date.parse(after)) - now) / 1000
  const seconds = Number.isFinite(wished) ? wished : usualWaitSeconds
  return Math.min(Math.max(Math.ceil(seconds), 1), longestWaitSeconds)
}

const passedAnswers = new Map([
  [400, /cannot transition status/i],
  [404, /commit|sha/i],
  [422, /no commit found|sha/i]
])

/** The commit is gone, or has this status already, which GitLab calls a transition that cannot be. */
function isPassed (status: number, body: string): boolean {
  const passed = passedAnswers.get(status)
  return passed?.test(body) === true
}

function callOf (
  { forge, project, token }: ForgeAccess,
  commit: string,
  { state, name, url, description }: Status
): ForgeCall {
  const target = url === null ? {} : { target_url: url }
  if (forge === 'gitlab') {
    return {
      path: `/projects/${encodeURIComponent(project)}/statuses/${commit}`,
      headers: { 'private-token': token },
      body: { state: states.gitlab[state], name, description, ...target }
    }
  }
  const path = `/repos/${project.split('/').map(encodeURIComponent).join('/')}/statuses/${commit}`
  const authorization = forge === 'github' ? `Bearer ${token}` : `token ${token}`
  return {
    path,
    headers: { authorization },
    body: { state: states[forge][state], context: name, description, ...target }
  }
}

function describe ({ state, count, culprit }: Report, locale: Locale): string {
  const since = state === 'failed' && culprit !== null
  const text = since
    ? message(locale, 'trigger.status.failedSince', { commit: culprit.slice(0, 10) })
    : message(locale, `trigger.status.${state}`, { count })
  return text
}
