import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PacklineError } from '../errors.js'
import { temporaryName } from '../files/atomic-file.js'
import { sha256OfFile } from '../files/streamed-digest.js'
import { checkName } from './publish/publisher.js'
import type { Artifact } from './registry-model.js'
import { eachAtOnce } from './store/each-at-once.js'
import type { ObjectStore, StoredFile } from './store/object-store.js'

const atOnce = 8

function objectName (sha256: string): string {
  return `objects/${sha256}`
}

/** Keeps files under their sha256; what is there already is not sent again. */
export async function keepArtifacts (
  store: ObjectStore,
  files: readonly StoredFile[],
  signal: AbortSignal
): Promise<{ kept: number, sent: number }> {
  const unique = [...new Map(files.map(file => [file.sha256, file])).values()]
  let sent = 0
  await eachAtOnce(unique, atOnce, async file => {
    const found = await store.find(objectName(file.sha256), signal)
    if (found?.sizeBytes === file.sizeBytes) return
    await store.put(objectName(file.sha256), file, signal)
    sent++
  })
  return { kept: unique.length - sent, sent }
}

/**
 * Brings files back below `folder`, under their names; what is there already with those bytes stays. Throws
 * RELEASE_ARTIFACT_MISSING and RELEASE_ARTIFACT_CHANGED.
 */
export async function fetchArtifacts (
  store: ObjectStore,
  artifacts: readonly Artifact[],
  folder: string,
  signal: AbortSignal
): Promise<void> {
  await eachAtOnce(artifacts, atOnce, async artifact => {
    await fetchArtifact(store, artifact, join(folder, checkName(artifact.name)), signal)
  })
}

async function fetchArtifact (
  store: ObjectStore,
  { name, sha256 }: Artifact,
  to: string,
  signal: AbortSignal
): Promise<void> {
  if (existsSync(to) && await sha256OfFile(to) === sha256) return
  const partial = temporaryName(to)
  await mkdir(dirname(to), { recursive: true })
  try {
    if (!await store.fetch(objectName(sha256), partial, signal)) {
      throw new PacklineError('RELEASE_ARTIFACT_MISSING', { file: name, folder: store.place })
    }
    const found = await sha256OfFile(partial)
    if (found !== sha256) {
      throw new PacklineError('RELEASE_ARTIFACT_CHANGED', { file: name, expected: sha256, found })
    }
    await rename(partial, to)
  } finally {
    await rm(partial, { force: true })
  }
}
