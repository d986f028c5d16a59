import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode, PacklineError } from '../../errors.js'
import { sha256OfFile } from '../../files/streamed-digest.js'
import type { Artifact } from '../registry-model.js'
import type { Removable } from '../release-retention.js'
import type { ShownDifference, ShownTarget } from './shown-target.js'

/** A file to hand over. */
export interface PublishFile extends Artifact {
  /** Where it is on this machine. */
  path: string
  /** A manifest of a hot update is written anew each time; everything else has a name of its own for ever. */
  isReplaced: boolean
}

export interface Delivery {
  project: string
  /** VERSION-BUILD. */
  release: string
  target: string
  /** The packages, which become visible together. */
  files: PublishFile[]
  /**
   * Files of the hot update, named as below hot-update/, in the order in which they have to arrive: manifests
   * last.
   */
  hotUpdate: PublishFile[]
}

export interface PublishResult {
  written: number
  kept: number
  bytes: number
  place: string
  /** The end of what a command wrote. */
  output?: string
}

export interface PrunedFiles {
  files: number
  sizeBytes: number
}

/** How a delivery is made. */
export interface DeliverOptions {
  signal: AbortSignal
  /** Looks at everything, whatever is said to be shown. */
  isWhole?: boolean
  /** What was to be shown and is taken back. */
  failed?: readonly ShownTarget[]
}

/** Told of packages as each is there, by publishers that know. */
export type OnFile = (name: string, outcome: 'written' | 'kept') => void

/** Somewhere that releases are handed to. Whatever is done again goes on where it was interrupted. */
export interface Publisher {
  /** For people: where things go. */
  place: string
  /** Puts bytes where they can be fetched by release. What players see stays as it is. */
  publish: (delivery: Delivery, signal: AbortSignal, onFile?: OnFile) => Promise<PublishResult>
  /** Throws when something of this was not published here or the place cannot be reached. */
  prepare: (shown: readonly ShownTarget[], signal: AbortSignal) => Promise<void>
  /** Makes players see this. Returns the end of what a command wrote, which is kept. */
  deliver: (shown: readonly ShownTarget[], options: DeliverOptions) => Promise<string>
  /** What players see and should not, or the other way round; undefined from a place that cannot tell. */
  compare: (
    shown: readonly ShownTarget[],
    signal: AbortSignal
  ) => Promise<ShownDifference[] | undefined>
  /** Removes what is needed no longer, or tells what that is; undefined where a place keeps its own order. */
  prune: (gone: Removable, isDryRun: boolean, signal: AbortSignal) => Promise<PrunedFiles | undefined>
  close: () => Promise<void>
}

/** Does `work` with a publisher, and closes it whatever comes of it. */
export async function andClose<Result> (
  publisher: Publisher,
  work: (publisher: Publisher) => Promise<Result>
): Promise<Result> {
  try {
    return await work(publisher)
  } finally {
    await publisher.close()
  }
}

/**
 * The registry's files below `folder`, each with the bytes that were recorded. Throws
 * RELEASE_ARTIFACT_MISSING and RELEASE_ARTIFACT_CHANGED.
 */
export async function filesOf (folder: string, artifacts: readonly Artifact[]): Promise<PublishFile[]> {
  const files: PublishFile[] = []
  for (const artifact of artifacts) {
    const path = join(folder, checkName(artifact.name))
    const { sha256, sizeBytes } = await digestAndSize(path).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) {
        throw new PacklineError('RELEASE_ARTIFACT_MISSING', { file: artifact.name, folder }, { cause: error })
      }
      throw error
    })
    if (sha256 !== artifact.sha256) {
      throw new PacklineError('RELEASE_ARTIFACT_CHANGED', {
        file: path,
        expected: artifact.sha256,
        found: sha256
      })
    }
    files.push({ name: artifact.name, sizeBytes, sha256, path, isReplaced: false })
  }
  return files
}

export async function digestAndSize (path: string): Promise<{ sha256: string, sizeBytes: number }> {
  const { size } = await stat(path)
  return { sha256: await sha256OfFile(path), sizeBytes: size }
}

/** Names come from a shared document: none may lead out of the folder, here or where it is published. */
export function checkName (name: string): string {
  const isGood = name !== '' && !/[\u0000-\u001f\\]/.test(name) && !name.startsWith('/') &&
    name.split('/').every(part => part !== '' && part !== '.' && part !== '..')
  if (!isGood) throw new PacklineError('RELEASE_ARTIFACT_NAME', { name })
  return name
}
