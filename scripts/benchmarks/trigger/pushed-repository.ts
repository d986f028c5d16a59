import { createHmac, randomUUID } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TestRepository } from '../../../agent/trigger/testing/repositories.js'

const secret = 'bench-secret'
export const secretText = secret

/** A repository whose commits are made beforehand, so that a push is no more than a branch that moves. */
export class PushedRepository {
  readonly name: string
  readonly url: string
  /** Oldest first; the first one is there before anybody watches. */
  readonly commits: string[]
  readonly #folder: string
  #at = 0

  constructor (folder: string, name: string, pushes: number) {
    this.name = name
    this.#folder = join(folder, `${name}.git`)
    const repository = new TestRepository(this.#folder)
    this.url = repository.url
    const project =
      '{"project":"dk","assets":{"rules":[{"name":"units","processor":"atlas","include":["art/*/"]}]}}'
    repository.commit(
      { message: 'start', files: { 'packline.json': project } },
      ...Array.from(
        { length: pushes },
        (_, index) => ({
          message: `push ${index}`,
          files: { [`art/unit-${index % 20}/${index}.png`]: `${name} ${index}` }
        })
      )
    )
    this.commits = repository.git('rev-list', '--reverse', 'main').split('\n')
    this.#move(this.commits[0]!)
  }

  get hasMore (): boolean {
    return this.#at + 1 < this.commits.length
  }
  get last (): string {
    return this.commits.at(-1)!
  }

  /** Moves the branch by one commit, as a push does, and returns the hook that the forge would send. */
  push (): { body: string, headers: Record<string, string> } {
    const before = this.commits[this.#at]!
    const after = this.commits[++this.#at]!
    this.#move(after)
    return hook(this.name, before, after)
  }

  /** All that is left in one push. */
  pushAll (): { body: string, headers: Record<string, string> } {
    const before = this.commits[this.#at] ?? ''
    this.#at = this.commits.length - 1
    this.#move(this.last)
    return hook(this.name, before, this.last)
  }

  #move (commit: string): void {
    const ref = join(this.#folder, 'refs/heads/main')
    writeFileSync(`${ref}.lock`, `${commit}\n`)
    renameSync(`${ref}.lock`, ref)
  }
}

/** What GitHub sends for a push, as far as anybody reads it. */
export function hook (
  name: string,
  before: string,
  after: string
): { body: string, headers: Record<string, string> } {
  const body = JSON.stringify({
    ref: 'refs/heads/main',
    before,
    after,
    repository: { full_name: `bench/${name}`, clone_url: `https://forge.example/bench/${name}.git` },
    commits: [{ id: after, message: 'push', added: ['art/units/a.png'] }]
  })
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    }
  }
}

/** The agent's configuration for some repositories and a Jenkins. */
export function benchConfig (
  folder: string,
  repositories: ReadonlyArray<{ name: string, url: string }>,
  jenkinsUrl: string,
  times: { quietSeconds: number, maxWaitSeconds: number, pollSeconds: number },
  more: { tokenFile?: string, apiUrl?: string } = {}
): Record<string, unknown> {
  const secretFile = join(folder, 'secret')
  writeFileSync(secretFile, secret)
  const { pollSeconds, ...pipeline } = times
  return {
    jenkins: { url: jenkinsUrl },
    repositories: Object.fromEntries(
      repositories.map((
        { name, url }
      ) => [name, {
        url,
        forge: 'github',
        project: `bench/${name}`,
        secretFile,
        ...more,
        pollSeconds,
        pipelines: { assets: { job: 'assets', ...pipeline } }
      }])
    )
  }
}
