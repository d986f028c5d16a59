import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import type { Cluster } from './cluster.js'
import {
  annotationArguments,
  environmentIn,
  namespaceDocument,
  stagingLabel
} from './environment-namespace.js'
import type { FoundEnvironment, StagingEnvironment } from './environment-namespace.js'
import { at } from './kubernetes-object.js'
import { namespaceOf } from './namespace-name.js'

export interface EnvironmentRequest {
  project: string
  name: string
  owner: string
  branch: string
  revision: string
  hours: number
  /** Names this run: the newest one of an environment has it. */
  run: string
}

const hourMs = 3_600_000
const mostProblem = 500
const tries = 5

/** The staging environments of a cluster. All that is known of them stands at their namespaces. */
export class Environments {
  readonly #cluster: Cluster

  constructor (cluster: Cluster) {
    this.#cluster = cluster
  }

  namespaceOf (project: string, name: string): string {
    return namespaceOf(this.#cluster.config.prefix, project, name)
  }

  /** Ours, and the names of namespaces that only look so. */
  async list (): Promise<{ found: FoundEnvironment[], odd: string[] }> {
    const { name, config: { prefix } } = this.#cluster
    const documents = await this.#cluster.objects(
      ['namespaces', `--selector=${stagingLabel.name}=${stagingLabel.value}`],
      phrase('staging.work.list')
    )
    const found = documents.flatMap(document => environmentIn(name, prefix, document) ?? [])
    const ours = new Set(found.map(({ environment }) => environment.namespace))
    return {
      found: found.sort((a, b) => a.environment.namespace < b.environment.namespace ? -1 : 1),
      odd: documents.map(document => String(at(document, 'metadata', 'name'))).filter(each => !ours.has(each))
    }
  }

  /** Undefined where there is none. Throws STAGING_TAKEN for a namespace that is not ours. */
  async find (project: string, name: string): Promise<FoundEnvironment | undefined> {
    const namespace = this.namespaceOf(project, name)
    const [document] = await this.#cluster.objects(
      ['namespaces', '--ignore-not-found', `--field-selector=metadata.name=${namespace}`],
      phrase('staging.work.read')
    )
    if (document === undefined) return undefined
    const found = environmentIn(this.#cluster.name, this.#cluster.config.prefix, document)
    const isIts = found?.environment.project === project && found.environment.name === name
    if (found === undefined || !isIts) {
      throw new PacklineError('STAGING_TAKEN', { namespace, cluster: this.#cluster.name })
    }
    return found
  }

  /** Throws STAGING_UNKNOWN. */
  async existing (project: string, name: string): Promise<FoundEnvironment> {
    const found = await this.find(project, name)
    if (found !== undefined) return found
    throw new PacklineError('STAGING_UNKNOWN', { name, cluster: this.#cluster.name })
  }

  /**
   * Makes the namespace, or takes the one that is there for this run: what another run of the environment
   * still does ends at its next step. A later end stays. Throws STAGING_TAKEN, STAGING_ENDING,
   * STAGING_TOO_MANY.
   */
  async begin (request: EnvironmentRequest): Promise<{ namespace: string, isNew: boolean }> {
    const { project, name, owner, branch, revision, hours, run } = request
    const namespace = this.namespaceOf(project, name)
    for (let turn = 0; turn < tries; turn++) {
      const found = await this.find(project, name)
      const end = this.#endAfter(hours, await this.#cluster.nowMs())
      const annotations = { owner, branch, revision, run, state: 'begun', problem: '' } as const
      if (found === undefined) {
        await this.#checkCount()
        const input = JSON.stringify(
          namespaceDocument(namespace, this.#cluster.config, { project, name, expires: end, ...annotations })
        )
        const made = await this.#cluster.attempt(['create', '--filename=-'], {
          work: phrase('staging.work.create'),
          input
        })
        if (made.status === 0) return { namespace, isNew: true }
        if (!made.said.includes('(AlreadyExists)')) {
          throw this.#cluster.failure(
            phrase('staging.work.create'),
            made.said
          )
        }
        continue
      }
      this.#checkAlive(found.environment)
      const expires = end > found.environment.expiresAt ? end : found.environment.expiresAt
      if (await this.#annotate(found, { ...annotations, expires })) return { namespace, isNew: false }
    }
    throw this.#contended(namespace)
  }

  /** Throws STAGING_OVERTAKEN when a newer run has the environment. */
  async checkOwn (project: string, name: string, run: string): Promise<void> {
    const found = await this.find(project, name)
    if (found?.version.run === run && found.environment.state !== 'ending') return
    throw new PacklineError('STAGING_OVERTAKEN', { name })
  }

  /** Writes how a run ended, unless a newer one has begun. */
  async finish (
    { project, name, run }: Pick<EnvironmentRequest, 'project' | 'name' | 'run'>,
    problem?: Wording
  ): Promise<StagingEnvironment> {
    for (let turn = 0; turn < tries; turn++) {
      await this.checkOwn(project, name, run)
      const found = await this.existing(project, name)
      const said = {
        state: problem === undefined ? 'ready' : 'failed',
        problem: String(problem ?? '').slice(0, mostProblem)
      }
      if (await this.#annotate(found, said)) return (await this.existing(project, name)).environment
    }
    throw this.#contended(this.namespaceOf(project, name))
  }

  /** The end is that long from now. */
  async extend (project: string, name: string, hours: number): Promise<StagingEnvironment> {
    for (let turn = 0; turn < tries; turn++) {
      const found = await this.existing(project, name)
      this.#checkAlive(found.environment)
      const expires = this.#endAfter(hours, await this.#cluster.nowMs())
      if (await this.#annotate(found, { expires })) return (await this.existing(project, name)).environment
    }
    throw this.#contended(this.namespaceOf(project, name))
  }

  /** Asks for the end of exactly what was read. False when it changed meanwhile or is gone. */
  async remove ({ environment, version }: FoundEnvironment): Promise<boolean> {
    const { namespace } = environment
    const input = JSON.stringify({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      preconditions: { uid: version.uid, resourceVersion: version.resourceVersion }
    })
    const work = phrase('staging.work.remove')
    const answer = await this.#cluster.attempt(
      ['delete', `--raw=/api/v1/namespaces/${namespace}`, '--filename=-'],
      { work, input }
    )
    if (answer.status === 0) return true
    if (/\((Conflict|NotFound)\)/.test(answer.said)) return false
    throw this.#cluster.failure(work, answer.said)
  }

  /** Ends an environment whatever others do with it meanwhile, and waits until it is gone. */
  async down (
    project: string,
    name: string,
    { withinMs, pollMs = 1000 }: { withinMs: number, pollMs?: number }
  ): Promise<{ namespace: string, isGone: boolean }> {
    const namespace = this.namespaceOf(project, name)
    const untilMs = performance.now() + withinMs
    let uid: string | undefined
    for (;;) {
      const found = uid === undefined ? await this.existing(project, name) : await this.find(project, name)
      // Another one of that name has begun: it is not what was to end.
      if (found === undefined || uid !== undefined && found.version.uid !== uid) {
        return { namespace, isGone: true }
      }
      uid ??= found.version.uid
      if (found.environment.state !== 'ending') await this.remove(found)
      else if (performance.now() > untilMs) return { namespace, isGone: false }
      else await delay(pollMs, undefined, { signal: this.#cluster.signal })
    }
  }

  /** Throws STAGING_TOO_LONG. */
  #endAfter (hours: number, nowMs: number): string {
    const { longestHours } = this.#cluster.config
    if (hours > longestHours) {
      throw new PacklineError('STAGING_TOO_LONG', { hours, most: longestHours, cluster: this.#cluster.name })
    }
    return new Date(nowMs + hours * hourMs).toISOString()
  }

  async #checkCount (): Promise<void> {
    const { name, config: { most } } = this.#cluster
    const { found } = await this.list()
    if (found.length >= most) throw new PacklineError('STAGING_TOO_MANY', { cluster: name, most })
  }

  #checkAlive ({ state, namespace }: StagingEnvironment): void {
    if (state !== 'ending') return
    const reason = phrase('staging.namespaceEnds', { namespace })
    throw new PacklineError('STAGING_ENDING', { cluster: this.#cluster.name, reason })
  }

  /** False when the namespace changed since it was read. */
  async #annotate (
    { environment, version }: FoundEnvironment,
    annotations: Parameters<typeof annotationArguments>[0]
  ): Promise<boolean> {
    const work = phrase('staging.work.write')
    const answer = await this.#cluster.attempt([
      'annotate',
      '--overwrite',
      `--resource-version=${version.resourceVersion}`,
      'namespace',
      environment.namespace,
      ...annotationArguments(annotations)
    ], { work })
    if (answer.status === 0) return true
    if (/\((Conflict|NotFound)\)/.test(answer.said)) return false
    throw this.#cluster.failure(work, answer.said)
  }

  #contended (namespace: string): PacklineError {
    const reason = phrase('staging.contended', { namespace })
    return new PacklineError('STAGING_FAILED', {
      cluster: this.#cluster.name,
      work: phrase('staging.work.write'),
      reason
    })
  }
}
