import { PacklineError } from '../errors.js'
import { isJsonObject } from '../json-object.js'
import { booleanOf, fieldsOf, listOf, numberOf, textOf } from './answer-fields.js'
import type { Fields } from './answer-fields.js'
import type { JenkinsHttp } from './jenkins-http.js'
import { phrase, type Wording } from '../messages/phrase.js'

const buildResults = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED', 'NOT_BUILT'] as const
type BuildResult = typeof buildResults[number]

interface QueueItem {
  id: number
  state: 'waiting' | 'cancelled' | 'started'
  /** Why it waits, in Jenkins's words. */
  why: string
  /** The build's number, once started. */
  number?: number
}

export interface Build {
  number: number
  queueId: number
  isRunning: boolean
  result: BuildResult | undefined
  url: string
  description: string
}

interface JobState {
  isBuildable: boolean
  parameters: string[]
}

/** Where a build that was asked for is now. */
export type BuildSearch = { queueItem: number } | { build: Build }

interface CallOptions {
  signal?: AbortSignal | undefined
}

const buildTree = 'number,queueId,building,result,url,description'
const buildsAPage = 100
/** However busy a job is, no more of its builds are looked through. */
const maxSearchedBuilds = 10_000
/** A controller's clock may differ from this machine's by so much. */
const clockSlackMs = 600_000

/** Jobs and their builds. A job is named as Jenkins shows it: folder/job. */
export class JenkinsJobs {
  readonly #http: JenkinsHttp

  constructor (http: JenkinsHttp) {
    this.#http = http
  }

  async state (job: string, { signal }: CallOptions = {}): Promise<JobState> {
    const what = phrase('what.job', { job })
    const fields = await this.#read(
      `${jobPath(job)}/api/json`,
      what,
      'buildable,property[parameterDefinitions[name]]',
      signal
    )
    const parameters = listOf(fields, 'property')
      .flatMap(property => listOf(property, 'parameterDefinitions'))
      .map(each => textOf(each, 'name'))
    return { isBuildable: booleanOf(fields, 'buildable', what), parameters }
  }

  /**
   * Asks for a build and returns its queue item; one that waits with the same parameters is taken instead.
   * Throws JENKINS_OUTCOME_UNKNOWN when the answer was lost: then `find` tells whether there is a build.
   */
  async start (
    job: string,
    parameters: Record<string, string>,
    { signal }: CallOptions = {}
  ): Promise<number> {
    const what = phrase('what.job', { job })
    try {
      const answer = await this.#http.change(`${jobPath(job)}/buildWithParameters`, {
        what,
        form: parameters,
        signal
      }, { expected: [201, 303], isRepeatable: false })
      const id = /\/queue\/item\/(\d+)\/?$/.exec(answer.location ?? '')?.[1]
      if (id === undefined) {
        throw new PacklineError('JENKINS_OUTCOME_UNKNOWN', {
          what,
          reason: phrase('jenkins.noQueueItem', { status: answer.status })
        })
      }
      return Number(id)
    } catch (error) {
      if (!(error instanceof PacklineError && error.code === 'JENKINS_REFUSED')) throw error
      if (error.details.status === 400) {
        throw new PacklineError('JENKINS_JOB_NOT_PARAMETERISED', { job }, { cause: error })
      }
      if (error.details.status === 409) {
        throw new PacklineError('JENKINS_JOB_DISABLED', { job }, { cause: error })
      }
      throw error
    }
  }

  /** Undefined for an item that Jenkins has forgotten, five minutes after it left the queue. */
  async queueItem (id: number, { signal }: CallOptions = {}): Promise<QueueItem | undefined> {
    const what = phrase('what.queueItem', { id })
    const answer = await this.#http.read(`/queue/item/${id}/api/json`, {
      what,
      query: { tree: 'id,why,cancelled,executable[number]' },
      signal
    })
    if (answer === undefined) return undefined
    const fields = fieldsOf(answer, what)
    const why = textOf(fields, 'why')
    if (fields.cancelled === true) return { id, state: 'cancelled', why }
    return isJsonObject(fields.executable)
      ? { id, state: 'started', why, number: numberOf(fields.executable, 'number', what) }
      : { id, state: 'waiting', why }
  }

  /**
   * Takes an item out of the queue. One that has left it is no error: Queue.doCancelItem
   * answers 404 then, and on older controllers the redirect that it always answers.
   */
  async cancelItem (id: number, { signal }: CallOptions = {}): Promise<void> {
    const what = phrase('what.queueItem', { id })
    const request = { what, query: { id: String(id) }, signal }
    await this.#http.change('/queue/cancelItem', request, {
      expected: [200, 204, 302, 404],
      isRepeatable: true
    })
  }

  /** Stops a build as its page does; one that has ended stays as it is. */
  async stop (job: string, number: number, { signal }: CallOptions = {}): Promise<void> {
    const what = phrase('what.build', { job, number })
    await this.#http.change(`${jobPath(job)}/${number}/stop`, { what, signal }, {
      expected: [200, 302, 404],
      isRepeatable: true
    })
  }

  /** Undefined for a build that was deleted. */
  async build (job: string, number: number, { signal }: CallOptions = {}): Promise<Build | undefined> {
    const what = phrase('what.build', { job, number })
    const answer = await this.#http.read(`${jobPath(job)}/${number}/api/json`, {
      what,
      query: { tree: buildTree },
      signal
    })
    return answer === undefined ? undefined : buildOf(fieldsOf(answer, what), what)
  }

  /**
   * The build whose parameter `name` is `value`, which has to be unique: in the queue, or among the builds
   * that were asked for at `sinceMs` or later; the newest hundred in any case. The queue is read first, so
   * that a build that starts in between is seen in the second look.
   */
  async find (
    job: string,
    name: string,
    value: string,
    { sinceMs = Infinity, signal }: CallOptions & { sinceMs?: number } = {}
  ): Promise<BuildSearch | undefined> {
    const hasValue = (fields: Fields): boolean =>
      listOf(fields, 'actions').some(action =>
        listOf(action, 'parameters').some(each => each.name === name && String(each.value) === value)
      )
    const queue = await this.#read(
      '/queue/api/json',
      phrase('what.queue'),
      'items[id,actions[parameters[name,value]]]',
      signal
    )
    const item = listOf(queue, 'items').find(hasValue)
    if (item !== undefined) return { queueItem: numberOf(item, 'id', phrase('what.queue')) }
    const what = phrase('what.builds', { job })
    // The newest first. What begins meanwhile moves the others back, so that none is missed between two
    // pages.
    for (let from = 0; from < maxSearchedBuilds; from += buildsAPage) {
      const page = listOf(
        await this.#read(
          `${jobPath(job)}/api/json`,
          what,
          `allBuilds[${buildTree},timestamp,actions[parameters[name,value]]]{${from},${from + buildsAPage}}`,
          signal
        ),
        'allBuilds'
      )
      const build = page.find(hasValue)
      if (build !== undefined) return { build: buildOf(build, what) }
      const oldest = page.at(-1)
      if (
        oldest === undefined || page.length < buildsAPage ||
        numberOf(oldest, 'timestamp', what) < sinceMs - clockSlackMs
      ) break
    }
    return undefined
  }

  async #read (path: string, what: Wording, tree: string, signal: AbortSignal | undefined): Promise<Fields> {
    const answer = await this.#http.read(path, { what, query: { tree }, signal })
    if (answer === undefined) throw new PacklineError('JENKINS_NOT_FOUND', { what, address: this.#http.url })
    return fieldsOf(answer, what)
  }
}

function buildOf (fields: Fields, what: Wording): Build {
  const { result } = fields
  return {
    number: numberOf(fields, 'number', what),
    queueId: numberOf(fields, 'queueId', what),
    isRunning: booleanOf(fields, 'building', what),
    result: buildResults.find(each => each === result),
    url: textOf(fields, 'url'),
    description: textOf(fields, 'description')
  }
}

export function jobPath (job: string): string {
  const names = job.split('/')
  if (
    job.length > 1024 ||
    names.some(name => name === '' || name === '.' || name === '..' || /[\u0000-\u001f\\]/.test(name))
  ) throw new PacklineError('JENKINS_NAME_INVALID', { what: 'job', name: job })
  return names.map(name => `/job/${encodeURIComponent(name)}`).join('')
}
