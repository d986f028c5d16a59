import { readFile } from 'node:fs/promises'
import { applyEdits, modify } from 'jsonc-parser'
import type { ContainerImage } from '../config/container-image-schema.js'
import { PacklineError } from '../errors.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { containerFileText } from './image-context.js'
import { readContainerFile } from './container-file.js'
import type { ContainerRegistry } from './container-registry.js'
import { parseReference } from './image-reference.js'

export interface PinnedBase {
  base: string
  digest: string
  before?: string
}

/** What each image that the Containerfile names by a tag is now. Throws CONTAINER_BASE_UNKNOWN. */
export async function basesNow (
  image: string,
  settings: ContainerImage,
  { project, registry }: { project: string, registry: ContainerRegistry }
): Promise<PinnedBase[]> {
  const { path, text } = await containerFileText(image, project, settings)
  const defaults = Object.entries(settings.arguments).flatMap(([name, value]) =>
    value === null ? [] : [[name, value]]
  )
  const { bases } = readContainerFile(path, text, Object.fromEntries(defaults))
  const pinned: PinnedBase[] = []
  for (const base of new Set(bases.map(({ name }) => name))) {
    const reference = parseReference(base)
    if (reference === undefined || reference.digest !== undefined) continue
    const { repository, tag = 'latest' } = reference
    const digest = await registry.digestOf(repository, `:${tag}`)
    if (digest === undefined) {
      throw new PacklineError('CONTAINER_BASE_UNKNOWN', { base: `${repository}:${tag}`, image })
    }
    const before = Object.hasOwn(settings.bases, base) ? settings.bases[base] : undefined
    pinned.push({ base, digest, ...before !== undefined && { before } })
  }
  return pinned
}

/** Writes digests into the project file and leaves all else there as it is, comments too. */
export async function writeBases (file: string, image: string, bases: readonly PinnedBase[]): Promise<void> {
  let text = await readFile(file, 'utf8')
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' }
  for (const { base, digest } of bases) {
    text = applyEdits(text, modify(text, ['images', image, 'bases', base], digest, { formattingOptions }))
  }
  await writeFileAtomic(file, text)
}
