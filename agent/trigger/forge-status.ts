import pLimit from 'p-limit'
import { hasCode, PacklineError } from '../errors.js'
import { limited, setStatus } from './forge-call.js'
import type { ForgeAccess, Status } from './forge-call.js'
import { message } from '../messages/message.js'
import type { Locale } from '../messages/message.js'
import type { Report } from './lane.js'

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

function describe ({ state, count, culprit }: Report, locale: Locale): string {
  const since = state === 'failed' && culprit !== null
  const text = since
    ? message(locale, 'trigger.status.failedSince', { commit: culprit.slice(0, 10) })
    : message(locale, `trigger.status.${state}`, { count })
  return text
}
