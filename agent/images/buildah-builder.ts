import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { imageDigest } from '../config/container-image-schema.js'
import type { ImageBuilderConfig } from '../config/image-builder-schema.js'
import { PacklineError } from '../errors.js'
import type { ContainerTools, ToolAnswer } from './container-tools.js'
import { parseReference } from './image-reference.js'
import type { BuildRequest, ImageBuilder } from './image-builder.js'
import { isDiskFull, isUnknown, lastWords, registryFailure } from './registry-failure.js'

export interface BuildahOptions extends Pick<ImageBuilderConfig, 'driver' | 'isolation'> {
  tools: ContainerTools
  storage: string
  /** File in which the credentials of registries are. */
  credentials: string
  /** Folder of this build alone. */
  work: string
}

const tool = 'buildah'
const longestBuildMs = 14_400_000

/** Builds by rootless buildah, in a storage of packline's own. */
export class BuildahBuilder implements ImageBuilder {
  readonly #options: BuildahOptions

  constructor (options: BuildahOptions) {
    this.#options = options
  }

  async tools (signal: AbortSignal): Promise<Record<string, string>> {
    const { status, out, said } = await this.#options.tools.run(tool, ['--version'], {
      work: 'start',
      signal
    })
    const version = /version (\S+)/.exec(out.toString('utf8'))?.[1]
    if (status === 0 && version !== undefined) return { buildah: version }
    throw new PacklineError('CONTAINER_BUILDER_FAILED', { tool, work: 'start', reason: lastWords(said) })
  }

  async build (request: BuildRequest): Promise<string> {
    const { layout, signal, onLine } = request
    const { work } = this.#options
    const [file, idFile, digestFile] = ['Containerfile', 'image-id', 'digest'].map(name =>
      join(work, name)
    ) as [string, string, string]
    await writeFile(file, request.containerfile)
    const built = await this.#run('build', buildArguments(request, this.#options, file, idFile), {
      signal,
      onLine,
      timeoutMs: longestBuildMs
    })
    if (built.status !== 0) throw this.#buildFailure(built, request)
    const id = (await readFile(idFile, 'utf8')).trim()
    try {
      const written = await this.#run('push', ['-q', `--digestfile=${digestFile}`, id, `oci:${layout}`], {
        signal
      })
      if (written.status !== 0) throw this.#failure(written, 'push')
      const digest = (await readFile(digestFile, 'utf8')).trim()
      if (!new RegExp(imageDigest).test(digest)) throw this.#failure(written, 'push')
      return digest
    } finally {
      // Its layers are in the layout; what stays in the storage are the bases.
      await this.#run('rmi', ['-f', id], { signal: AbortSignal.timeout(60_000) }).catch(() => {})
    }
  }

  /** Takes away the containers of builds that were killed; nobody else has any in this storage. */
  async tidy (signal: AbortSignal): Promise<void> {
    await this.#run('rm', ['--all'], { signal })
  }

  /** What is in the way of building here; undefined where nothing is. */
  async obstacle (signal: AbortSignal): Promise<string | undefined> {
    const { status, said } = await this.#run('info', [], { signal, timeoutMs: 20_000 })
    return status === 0 ? undefined : lastWords(said)
  }

  async #run (
    command: string,
    args: readonly string[],
    call: { signal: AbortSignal, timeoutMs?: number, onLine?: (line: string) => void }
  ): Promise<ToolAnswer> {
    const { storage, driver, tools } = this.#options
    return await tools.run(tool, [
      ...driver === undefined ? [] : [`--storage-driver=${driver}`],
      `--root=${join(storage, 'storage')}`,
      `--runroot=${join(storage, 'run')}`,
      command,
      ...args
    ], { work: command, ...call })
  }

  #buildFailure (answer: ToolAnswer, { image }: BuildRequest): PacklineError {
    const { storage } = this.#options
    const reason = lastWords(answer.said)
    if (isDiskFull(answer.said)) return new PacklineError('CONTAINER_DISK_FULL', { tool, reason, storage })
    // A program of the image may say anything; where the step was none of its own, a registry was asked.
    const asked = /building at STEP/.test(reason) ? undefined : /docker:\/\/(\S+?):? /.exec(`${reason} `)?.[1]
    const base = asked === undefined ? undefined : parseReference(asked.replace(/[:"]+$/, ''))
    if (base === undefined) return new PacklineError('CONTAINER_BUILD_FAILED', { image, reason })
    if (isUnknown(answer)) {
      return new PacklineError('CONTAINER_BASE_UNKNOWN', {
        base: `${base.repository}@${base.digest ?? ''}`,
        image
      })
    }
    return registryFailure(answer, { tool, work: 'pull', repository: base.repository, storage })
  }

  #failure (answer: ToolAnswer, work: string): PacklineError {
    const reason = lastWords(answer.said)
    return isDiskFull(answer.said)
      ? new PacklineError('CONTAINER_DISK_FULL', { tool, reason, storage: this.#options.storage })
      : new PacklineError('CONTAINER_BUILDER_FAILED', { tool, work, reason })
  }
}

/** Each value within its word, so that none passes for an option. */
function buildArguments (
  request: BuildRequest,
  { isolation, credentials }: BuildahOptions,
  file: string,
  idFile: string
): string[] {
  const pairs = (option: string, values: Readonly<Record<string, string>>): string[] =>
    Object.entries(values).map(([name, value]) => `--${option}=${name}=${value}`)
  return [
    `--isolation=${isolation}`,
    `--authfile=${credentials}`,
    `--timestamp=${request.createdSeconds}`,
    '--format=oci',
    // A step that is kept from before may hold what is old by now.
    '--layers=false',
    ...request.isPlain ? ['--tls-verify=false'] : [],
    ...pairs('build-arg', request.arguments),
    ...pairs('label', request.labels),
    ...Object.entries(request.secrets).map(([id, path]) => `--secret=id=${id},src=${path}`),
    `--iidfile=${idFile}`,
    `--file=${file}`,
    request.context
  ]
}
