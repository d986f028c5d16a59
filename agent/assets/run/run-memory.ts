import { ActionCache } from '../../cache/action-cache.js'
import { BlobMemory } from '../../cache/blob-memory.js'
import { Afterwards } from './afterwards.js'
import { OutputsThread } from '../outputs/outputs-thread.js'
import { RememberedFiles } from '../../files/remembered-files.js'
import type { OpenProject } from '../sources/project-scan.js'
import type { WalkMemory } from '../sources/scan.js'

/** Pages that were made last, and what else is read anew by the next run. */
const blobBytes = 128 * 1024 * 1024

/**
 * What outlives a run in a warm worker. All of it only saves time: each thing is checked by the status of the
 * files that it came from before it is used.
 */
export class RunMemory {
  readonly files = new RememberedFiles()
  readonly outputs = new OutputsThread({ stays: true })
  readonly afterwards = new Afterwards()
  readonly blobs = new BlobMemory(blobBytes, this.afterwards.add)
  readonly #actionCaches = new Map<string, ActionCache>()
  /** By the real path of the project and the digest of its project file. */
  readonly #walks = new Map<string, WalkMemory>()

  /** One for all runs: who sends results reads what a run has not written yet. */
  actionCache (folder: string): ActionCache {
    const known = this.#actionCaches.get(folder) ?? new ActionCache(folder, this.afterwards.add)
    this.#actionCaches.set(folder, known)
    return known
  }

  /** The folders that the last walk of a project listed. */
  foldersOf (root: string): readonly string[] {
    return [...this.#walks.values()].find(({ walk }) => walk?.project === root)?.walk?.folders ?? []
  }

  /** A project file that is another one looks at other files. */
  walkOf (project: Pick<OpenProject, 'root' | 'configDigest' | 'outputInside'>): WalkMemory {
    const key = JSON.stringify([project.root, project.configDigest, project.outputInside])
    const known = this.#walks.get(key)
    if (known !== undefined) return known
    this.#walks.clear()
    const memory: WalkMemory = {}
    this.#walks.set(key, memory)
    return memory
  }
}
