import { join } from 'node:path'
import type { RepositoryConfig } from '../../config/repository-schema.js'
import { LevelDocuments } from '../../coordination/level-documents.js'
import type { Documents } from '../../coordination/documents.js'
import { openJenkins } from '../../jenkins/configured-jenkins.js'
import { startJenkinsStandIn } from '../../../test/support/jenkins-stand-in.js'
import type { JenkinsStandIn, StandInBuild } from '../../../test/support/jenkins-stand-in.js'
import { GitSource } from '../git-source.js'
import { JenkinsRunner } from '../jenkins-runner.js'
import type { Lane, Report } from '../lane.js'
import type { Source } from '../source.js'
import { Trigger } from '../trigger.js'
import { plainEnvironment, TestRepository } from './repositories.js'
import { batchParameters } from '../../jenkins/batch-parameters.js'

export const projectFile = JSON.stringify({
  project: 'dk',
  assets: {
    rules: [{ name: 'units', processor: 'atlas', include: ['art/*/'] }, {
      name: 'sound',
      processor: 'copy',
      include: ['sound/**'],
      exclude: ['sound/raw/**']
    }]
  }
})

export const repositoryConfig = (
  url: string,
  pipeline: Partial<RepositoryConfig['pipelines'][string]> = {}
): RepositoryConfig => ({
  kind: 'git',
  url,
  forge: 'none',
  branches: ['**'],
  pollSeconds: 3600,
  pipelines: {
    assets: {
      job: 'assets',
      project: '.',
      quietSeconds: 0.02,
      maxWaitSeconds: 1,
      maxFiles: 5000,
      parameters: {},
      ...pipeline
    }
  }
})

export const declaredParameters = [...batchParameters]

export interface WatchOptions {
  documents?: Documents
  pipeline?: Partial<RepositoryConfig['pipelines'][string]>
  onSource?: (source: Source) => Source
  settleMs?: number
  isWatching?: boolean
}

/** A git repository on this disk, a stand-in for Jenkins, and triggers between them, one after the other. */
export class WatchedRepository {
  readonly origin: TestRepository
  readonly reports: Array<Report & { on: string[] }> = []
  readonly problems: Array<Record<string, unknown>> = []
  readonly folder: string
  jenkins!: JenkinsStandIn
  /** What a build of this commit comes to; undefined leaves it running. */
  resultOf: (build: StandInBuild) => string | undefined = () => 'SUCCESS'
  #trigger: Trigger | undefined
  #documents: LevelDocuments | undefined
  readonly #listeners = new Set<() => void>()

  constructor (folder: string) {
    this.folder = folder
    this.origin = new TestRepository(join(folder, 'origin.git'))
  }

  async start (): Promise<void> {
    this.jenkins = await startJenkinsStandIn({ startsBuilds: true })
    this.jenkins.jobs.set('assets', { parameters: declaredParameters, buildable: true })
    this.jenkins.onChange = () => {
      this.#settleBuilds()
    }
  }

  get trigger (): Trigger {
    return this.#trigger!
  }

  async open (
    { documents, pipeline, onSource = source => source, settleMs = 20, isWatching = true }: WatchOptions = {}
  ): Promise<Trigger> {
    if (documents === undefined) {
      this.#documents ??= new LevelDocuments({ folder: join(this.folder, 'documents'), isDurable: false })
    }
    const jenkins = openJenkins({ url: this.jenkins.url, retryMs: 1, timeoutMs: 2000 })
    const trigger = new Trigger({
      repositories: { dk: repositoryConfig(this.origin.url, pipeline) },
      documents: documents ?? this.#documents!,
      folder: join(this.folder, 'work'),
      sourceOf: (name, config) =>
        onSource(
          new GitSource({
            name,
            config,
            mirror: join(this.folder, 'mirror.git'),
            needsFiles: false,
            environment: plainEnvironment
          })
        ),
      runnerOf: () => new JenkinsRunner({ jenkins, pollMs: 5 }),
      statusOf: () => async (_pipeline, report, commits) => {
        this.reports.push({ ...report, on: commits })
      },
      now: Date.now,
      log: (_level, fields) => {
        this.problems.push(fields)
      },
      onChange: () => {
        this.#changed()
      },
      settleMs,
      retryMs: 10
    })
    this.#trigger = trigger
    await trigger.open({ isWatching })
    return trigger
  }

  lane (branch = 'main'): Lane | undefined {
    return this.#trigger?.lanes.find(each => each.branch === branch)
  }

  /** Resolves when nothing is left to do. */
  async rest (): Promise<void> {
    const trigger = this.#trigger!
    await this.until('rest', () => trigger !== this.#trigger || trigger.isAtRest)
  }

  async until (what: string, isTrue: () => boolean, timeoutMs = 30_000): Promise<void> {
    const deadline = performance.now() + timeoutMs
    while (!isTrue()) {
      if (performance.now() > deadline) {
        throw new Error(
          `${what}: not within ${timeoutMs} ms; ${
            JSON.stringify({ lanes: this.#trigger?.lanes, problems: this.problems.slice(-3) })
          }`
        )
      }
      await new Promise<void>(resolve => {
        const timer = setTimeout(done, 20)
        const listeners = this.#listeners
        function done (): void {
          clearTimeout(timer)
          listeners.delete(done)
          resolve()
        }
        listeners.add(done)
      })
    }
  }

  /** Lets running builds end as `resultOf` says now. */
  settle (): void {
    this.#settleBuilds()
  }

  async close (): Promise<void> {
    await this.#trigger?.close()
    await this.#documents?.close()
    await this.jenkins.close()
  }

  #changed (): void {
    for (const listener of [...this.#listeners]) listener()
  }

  #settleBuilds (): void {
    for (const build of this.jenkins.builds.filter(({ building }) => building)) {
      const result = this.resultOf(build)
      if (result !== undefined) this.jenkins.finish(build, result)
    }
    this.#changed()
  }
}
