import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ImageBuilderConfig } from '../config/image-builder-schema.js'
import { readSecret } from '../config/secret.js'
import { PacklineError } from '../errors.js'
import { lockFile } from '../files/file-lock.js'
import type { Environment } from '../processes/process-group.js'
import { BuildahBuilder } from './buildah-builder.js'
import { ContainerRegistry } from './container-registry.js'
import { ContainerTools } from './container-tools.js'

export interface ImageMachineOptions {
  config: ImageBuilderConfig
  home: string
  cwd: string
  environment: Environment
  signal: AbortSignal
  /** Called when another command of this machine is at it. */
  onWait: () => void
}

/** What one command works with; its folder is gone afterwards. */
export interface ImageMachine {
  builder: BuildahBuilder
  registry: ContainerRegistry
  /** An empty folder of its own. */
  work: string
  /** Where secrets are, by their ids. Throws CONTAINER_SECRET_UNKNOWN. */
  secrets: (image: string, ids: readonly string[]) => Record<string, string>
}

/** Where a machine keeps layers and base images. */
export function imageStorage (
  { storage }: Pick<ImageBuilderConfig, 'storage'>,
  home: string,
  cwd: string
): string {
  return storage === undefined ? join(home, 'images') : resolve(cwd, storage)
}

/** One after the other on a machine: what a killed one left goes first. */
export async function withImageMachine<T> (
  options: ImageMachineOptions,
  work: (machine: ImageMachine) => Promise<T>
): Promise<T> {
  const { config, home, cwd, environment, signal, onWait } = options
  const storage = imageStorage(config, home, cwd)
  await mkdir(storage, { recursive: true, mode: 0o700 })
  const lock = await lockFile(join(storage, 'lock'), { signal, command: 'image', onWait })
  const folder = join(storage, 'work')
  try {
    const isLeft = existsSync(folder)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { mode: 0o700 })
    const credentials = await writeCredentials(options, join(folder, 'auth.json'))
    const tools = new ContainerTools(environment, folder)
    const builder = new BuildahBuilder({ ...config, tools, storage, credentials, work: folder })
    if (isLeft) await builder.tidy(signal)
    return await work({
      builder,
      registry: new ContainerRegistry({ tools, credentials, storage, signal }),
      work: folder,
      secrets: (image, ids) => secretFiles(options, image, ids)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
    lock.close()
  }
}

/** containers-auth.json(5): tools read them from there, and no argument ever holds one. */
async function writeCredentials (
  { config: { registries }, environment, cwd }: ImageMachineOptions,
  file: string
): Promise<string> {
  const auths: Record<string, { auth: string }> = {}
  for (const [registry, { credentialsFile }] of Object.entries(registries)) {
    const secret = await readSecret(credentialsFile, environment, cwd)
    auths[registry] = { auth: Buffer.from(secret).toString('base64') }
  }
  await writeFile(file, JSON.stringify({ auths }), { mode: 0o600 })
  return file
}

function secretFiles (
  { config: { secrets }, cwd }: ImageMachineOptions,
  image: string,
  ids: readonly string[]
): Record<string, string> {
  return Object.fromEntries(ids.map(secret => {
    const known = Object.hasOwn(secrets, secret) ? secrets[secret] : undefined
    if (known === undefined) throw new PacklineError('CONTAINER_SECRET_UNKNOWN', { image, secret })
    return [secret, resolve(cwd, known.secretFile.replace(/^file:/, ''))]
  }))
}
