import { createHash } from 'node:crypto'
import { PacklineError } from '../errors.js'
import type { ContainerTools, ToolAnswer } from './container-tools.js'
import { isOnThisMachine } from './image-reference.js'
import { isUnknown, registryFailure } from './registry-failure.js'

interface RegistryOptions {
  tools: ContainerTools
  /** File in which the credentials are, as tools want it. */
  credentials: string
  storage: string
  signal: AbortSignal
}

const tool = 'skopeo'
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

/** What registries hold, through skopeo. Nothing that it answers is believed without its digest. */
export class ContainerRegistry {
  readonly #options: RegistryOptions

  constructor (options: RegistryOptions) {
    this.#options = options
  }

  /** The digest of the manifest under `:TAG` or `@DIGEST`; undefined where there is none. */
  async digestOf (repository: string, reference: string): Promise<string | undefined> {
    const answer = await this.#run('inspect', ['--raw', ...verify('tls-verify', repository)], [
      `docker://${repository}${reference}`
    ])
    if (answer.status === 0) return `sha256:${createHash('sha256').update(answer.out).digest('hex')}`
    if (isUnknown(answer)) return undefined
    throw this.#failure(answer, 'inspect', repository)
  }

  /** Sends an image under its digest: no tag tells of it yet. Throws CONTAINER_DIGEST_DIFFERS. */
  async push (layout: string, repository: string, digest: string): Promise<void> {
    const reference = `${repository}@${digest}`
    const answer = await this.#run('copy', [
      '-q',
      '--preserve-digests',
      ...verify('dest-tls-verify', repository)
    ], [
      `oci:${layout}`,
      `docker://${reference}`
    ])
    if (answer.status !== 0) throw this.#failure(answer, 'push', repository)
    await this.#proved(repository, `@${digest}`, digest)
  }

  /** Lets a tag name what is there under `digest`. */
  async tag (repository: string, digest: string, tag: string): Promise<void> {
    const answer = await this.#run('copy', [
      '-q',
      '--preserve-digests',
      ...verify('src-tls-verify', repository),
      ...verify('dest-tls-verify', repository)
    ], [`docker://${repository}@${digest}`, `docker://${repository}:${tag}`])
    if (answer.status !== 0) throw this.#failure(answer, 'tag', repository)
    await this.#proved(repository, `:${tag}`, digest)
  }

  /** None where the repository is not there. */
  async tags (repository: string): Promise<string[]> {
    const answer = await this.#run('list-tags', verify('tls-verify', repository), [`docker://${repository}`])
    if (answer.status !== 0) {
      if (isUnknown(answer)) return []
      throw this.#failure(answer, 'tags', repository)
    }
    const { Tags: tags }: { Tags?: unknown } = JSON.parse(answer.out.toString('utf8'))
    return Array.isArray(tags) ? tags.filter(each => typeof each === 'string' && tagPattern.test(each)) : []
  }

  /** Removes what is there under `digest`, with every tag of it; what is gone already is well. */
  async remove (repository: string, digest: string): Promise<void> {
    const answer = await this.#run('delete', verify('tls-verify', repository), [
      `docker://${repository}@${digest}`
    ])
    if (answer.status !== 0 && !isUnknown(answer)) throw this.#failure(answer, 'delete', repository)
  }

  async #proved (repository: string, reference: string, expected: string): Promise<void> {
    const found = await this.digestOf(repository, reference)
    if (found === expected) return
    throw new PacklineError('CONTAINER_DIGEST_DIFFERS', {
      reference: `${repository}${reference}`,
      found: found ?? '–',
      expected
    })
  }

  async #run (
    command: string,
    options: readonly string[],
    references: readonly string[]
  ): Promise<ToolAnswer> {
    const { tools, credentials, signal } = this.#options
    const args = [command, `--authfile=${credentials}`, ...options, ...references]
    return await tools.run(tool, args, { work: command, signal })
  }

  #failure (answer: ToolAnswer, work: string, repository: string): PacklineError {
    return registryFailure(answer, { tool, work, repository, storage: this.#options.storage })
  }
}

/** Without TLS only on this machine. */
function verify (option: string, repository: string): string[] {
  return isOnThisMachine(repository) ? [`--${option}=false`] : []
}
