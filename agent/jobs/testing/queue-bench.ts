import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Test } from 'tap'
import { defaultAgentConfig } from '../../config/agent-config.js'
import { Redactor } from '../../config/redaction.js'
import type { JobsConfig } from '../../config/jobs-schema.js'
import { isEnded } from '../job.js'
import type { Job } from '../job.js'
import type { JobKind } from '../job-kind.js'
import { JobQueue } from '../job-queue.js'
import type { JobQueueOptions } from '../job-queue.js'

const root = join(import.meta.dirname, '../../..')

/** A kind whose command is its parameter, for the test's own program. */
export const testKind: JobKind = {
  name: 'test',
  describe: 'Does what the test says',
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      words: { type: 'array', items: { type: 'string' }, description: 'Steps' },
      input: { type: 'string', description: 'A path' }
    }
  },
  paths: ['input'],
  concurrency: 2,
  command: (_workspace, { words = [] }) => words as string[],
  output: () => 'events'
}

/** Builds packline once: jobs run as processes, and those of the sources take seconds to start. */
export function build (): void {
  execFileSync(join(root, 'scripts/packline'), ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Queues on one folder, one after the other, with work that the test steers by files. */
export class QueueBench {
  readonly folder: string
  readonly log: string
  readonly #t: Test
  readonly #options: Partial<JobQueueOptions>
  now = Date.now

  constructor (t: Test, config: Partial<JobsConfig> = {}, options: Partial<JobQueueOptions> = {}) {
    this.#t = t
    this.folder = t.testdir({ a: {}, b: { deep: {} }, home: {} })
    this.log = join(this.folder, 'log')
    writeFileSync(this.log, '')
    this.#options = { config: { ...defaultAgentConfig().jobs, ...config }, ...options }
  }

  async open (): Promise<JobQueue> {
    const queue = await JobQueue.open({
      folder: join(this.folder, 'home'),
      kinds: [testKind],
      workspaces: [this.folder],
      program: [process.execPath, join(import.meta.dirname, 'job-program.mjs')],
      environment: { PATH: process.env.PATH },
      redactor: new Redactor(['canary-secret']),
      now: () => this.now(),
      log: {
        info () {},
        error: fields => {
          this.#t.fail(String(fields.err))
        }
      },
      ...this.#options as Pick<JobQueueOptions, 'config'>
    })
    this.#t.teardown(async () => {
      for (const { id } of queue.list({ limit: 100 })) {
        if (queue.get(id).state !== 'running') continue
        const isAsked = await queue.cancel(id).then(() => true, () => false)
        // Till then its process writes into the folder.
        if (isAsked) await until(() => queue.get(id).state !== 'running')
      }
      await queue.close()
    })
    return queue
  }

  async submit (queue: JobQueue, words: string[], workspace = 'a', key?: string): Promise<Job> {
    return (await queue.submit({
      kind: 'test',
      workspace: join(this.folder, workspace),
      parameters: { words },
      ...key !== undefined && { key }
    }, 'tester'))
      .job
  }

  /** A job that says when it began, and ends when `release` is called. */
  async submitWaiting (queue: JobQueue, name: string, workspace = 'a'): Promise<Job> {
    return await this.submit(
      queue,
      ['start', this.log, 'wait', join(this.folder, name), 'end', this.log],
      workspace
    )
  }

  release (name: string): void {
    mkdirSync(join(this.folder, name), { recursive: true })
  }

  lines (): string[] {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').split('\n').filter(line => line !== '') : []
  }
}

export async function ended (queue: JobQueue, { id }: { id: string }): Promise<Job> {
  return await until(() => isEnded(queue.get(id)) ? queue.get(id) : undefined)
}

export async function until<T> (look: () => T | undefined | false): Promise<T> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(10)) {
    const found = look()
    if (found !== undefined && found !== false) return found
  }
  throw new Error('it did not come')
}
