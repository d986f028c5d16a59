import got, { RequestError } from 'got'
import pLimit from 'p-limit'
import { PacklineError } from '../errors.js'
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

/**
 * Sets a report's status on each of `commits`. Repeating it does no harm. A commit that the forge no longer
 * has is passed over.
 */
export async function setStatuses (
  access: ForgeAccess,
  pipeline: string,
  report: Report,
  commits: readonly string[],
  locale: Locale,
  signal: AbortSignal
): Promise<void> {
  const status: Status = {
    state: report.state,
    name: `packline/${pipeline}`,
    url: report.url,
    description: describe(report, locale)
  }
  const limit = pLimit(callsAtOnce)
  try {
    await Promise.all(commits.map(async commit => {
      await limit(async () => {
        await setStatus(access, commit, status, signal)
      })
    }))
  } finally {
    limit.clearQueue()
  }
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
        maxRetryAfter: 60_000,
        calculateDelay: ({ computedValue }) => computedValue / 1000 * retryMs
      }
    })
    if (answer.statusCode >= 200 && answer.statusCode < 300) return
    if (isPassed(answer.statusCode, answer.body)) return
    throw new PacklineError('FORGE_REFUSED', { address, status: answer.statusCode })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof RequestError) {
      throw new PacklineError('FORGE_UNREACHABLE', { address, reason: error.message })
    }
    throw error
  }
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
  return text.slice(0, maxDescription)
}
