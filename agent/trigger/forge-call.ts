import { causeText } from '../error-text.js'
import got, { RequestError } from 'got'
import type { Method } from 'got'
import { PacklineError } from '../errors.js'
import type { ReportState } from './lane.js'

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

export interface Status {
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
/**
 * 409: GitLab is at another status of this commit, a second pipeline's for example. A limit (429) holds up
 * all that comes after, and is waited for by the caller.
 */
const retriedAnswers = [408, 409, 500, 502, 503, 504]

export function limited (address: string, seconds: number): PacklineError {
  return new PacklineError('FORGE_LIMITED', { address, seconds })
}

/** Sets one status; what the forge has no more or holds already is passed over. */
export async function setStatus (
  access: ForgeAccess,
  commit: string,
  status: Status,
  signal: AbortSignal
): Promise<void> {
  const { timeoutMs = 15_000, retryMs = 1000 } = access
  const { path, headers, body } = callOf(access, commit, status)
  const address = `${access.apiUrl}${path}`
  try {
    const asked = {
      headers: { ...headers, 'user-agent': 'packline' },
      followRedirect: false,
      throwHttpErrors: false,
      timeout: { request: timeoutMs },
      signal,
      // The same status again changes nothing, so that every failure may be tried again.
      retry: {
        limit: 3,
        methods: ['GET', 'POST'] satisfies Method[],
        statusCodes: retriedAnswers,
        calculateDelay: ({ computedValue }: { computedValue: number }) => computedValue / 1000 * retryMs
      }
    }
    const answer = await got.post(address, { ...asked, json: body })
    if (answer.statusCode >= 200 && answer.statusCode < 300) return
    if (isPassed(answer.statusCode, answer.body)) return
    if (access.forge === 'gitea' && answer.statusCode === 500) {
      // So it answers for a commit that is gone, without a word to those who are no admins.
      const commitAddress = `${access.apiUrl}${repositoryPath(access)}/git/commits/${commit}`
      if ((await got(commitAddress, asked)).statusCode === 404) return
    }
    if (isLimit(answer)) throw limited(address, secondsToWait(answer.headers, Date.now()))
    throw new PacklineError('FORGE_REFUSED', { address, status: answer.statusCode })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof RequestError) {
      throw new PacklineError('FORGE_UNREACHABLE', { address, reason: causeText(error) }, {
        // The whole one holds the token of the request.
        cause: error.cause
      })
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
  const path = `${repositoryPath({ project })}/statuses/${commit}`
  const authorization = forge === 'github' ? `Bearer ${token}` : `token ${token}`
  return {
    path,
    headers: { authorization },
    body: { state: states[forge][state], context: name, description, ...target }
  }
}

function repositoryPath ({ project }: Pick<ForgeAccess, 'project'>): string {
  return `/repos/${project.split('/').map(encodeURIComponent).join('/')}`
}
