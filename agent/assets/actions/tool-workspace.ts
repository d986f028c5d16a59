import { mkdir, mkdtemp, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import pLimit from 'p-limit'
import type { SourceFile } from '../sources/source-file.js'
import { classifyWorkspace, localFolderOf } from '../../files/file-system-speed.js'
import type { FileSystemSpeed } from '../../files/file-system-speed.js'

/** Where an input lies in the folder that a tool gets to see. */
export type StagedInput = readonly [place: string, file: SourceFile]

/** What the report of a run says about the places its tools worked in. */
export interface StagingSummary {
  fileSystem: FileSystemSpeed
  reason: 'fast' | 'slow' | 'no-space'
  /** Runs of tools in a local folder, and in the workspace. */
  staged: number
  inPlace: number
  files: number
  bytes: number
  stageInMs: number
  /** What the probe says the same files would have cost the tools in the workspace. */
  estimatedSavedMs: number
}

export interface ToolWorkspaceSettings {
  /** Real path of the project. */
  project: string
  /** packline's own folder in the workspace; nobody else writes to it during a run. */
  workFolder: string
  environment: Readonly<Record<string, string | undefined>>
  /** The bytes of an input as they were scanned; throws when they are no longer those. */
  read: (file: SourceFile) => Promise<Uint8Array>
  signal: AbortSignal
  classify?: (project: string) => Promise<FileSystemSpeed>
  /** Free bytes of a folder's file system. */
  freeBytes?: (folder: string) => Promise<number>
}

/** What a slow file system is slow by is its answers, not its bytes: many files at a time are one stream. */
const readsAtOnce = 32
/** Besides the inputs, room for what the tool writes. */
const spaceFactor = 3
const spareBytes = 64 * 1024 * 1024
const prefix = 'packline-tool-'
const staleMs = 24 * 60 * 60 * 1000

/**
 * The private folders that external tools work in, each with copies of its inputs as they were scanned, so
 * that a tool never sees a file change and never leaves anything behind. In a fast workspace they lie in it;
 * beside a slow one they lie in the local folder for temporary files, when that has the space. The file
 * system is looked at when the first tool runs, not before.
 */
export class ToolWorkspace {
  readonly #settings: ToolWorkspaceSettings
  readonly #limit = pLimit(2 * availableParallelism())
  #speed: Promise<FileSystemSpeed> | undefined
  #summary: StagingSummary | undefined

  constructor (settings: ToolWorkspaceSettings) {
    this.#settings = settings
  }

  /** Undefined as long as no tool ran. */
  get summary (): StagingSummary | undefined {
    return this.#summary
  }

  /**
   * Calls `work` with a folder that holds the inputs in `in`, and `out` and `tmp`, both empty. It is removed
   * in any case.
   */
  async use<T> (inputs: readonly StagedInput[], work: (folder: string) => Promise<T>): Promise<T> {
    return await this.#limit(async () => await this.#use(inputs, work))
  }

  async #use<T> (inputs: readonly StagedInput[], work: (folder: string) => Promise<T>): Promise<T> {
    const { signal, project } = this.#settings
    signal.throwIfAborted()
    const fileSystem = await (this.#speed ??= this.#prepare(project))
    const bytes = inputs.reduce((sum, [, file]) => sum + file.size, 0)
    const { parent, reason } = await this.#placeFor(fileSystem, bytes)
    const summary = this.#summary ??= {
      fileSystem,
      reason,
      staged: 0,
      inPlace: 0,
      files: 0,
      bytes: 0,
      stageInMs: 0,
      estimatedSavedMs: 0
    }
    if (reason === 'no-space') summary.reason = reason
    await mkdir(parent, { recursive: true })
    const folder = await mkdtemp(join(parent, prefix))
    try {
      const started = performance.now()
      await this.#stage(inputs, folder)
      summary.stageInMs += Math.round(performance.now() - started)
      summary.files += inputs.length
      summary.bytes += bytes
      const result = await work(folder)
      if (reason === 'slow') {
        summary.staged++
        const written = (await readdir(join(folder, 'out'), { recursive: true })).length
        const perFileMs = ((fileSystem
          .perFileMicroseconds ?? 0) - (fileSystem.localPerFileMicroseconds ?? 0)) / 1000
        summary.estimatedSavedMs += Math.round(perFileMs * (inputs.length + written))
      } else summary.inPlace++
      return result
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  }

  /** Looks at the file system, and tidies up after runs that were killed. */
  async #prepare (project: string): Promise<FileSystemSpeed> {
    const { environment, signal, classify, workFolder } = this.#settings
    await rm(join(workFolder, 'tools'), { recursive: true, force: true })
    await removeStale(localFolderOf(environment))
    return await (classify?.(project) ?? classifyWorkspace(project, environment, signal))
  }

  async #placeFor (
    { isSlow }: FileSystemSpeed,
    bytes: number
  ): Promise<{ parent: string, reason: StagingSummary['reason'] }> {
    const { workFolder, environment, freeBytes = freeBytesOf } = this.#settings
    const inWorkspace = join(workFolder, 'tools')
    if (!isSlow) return { parent: inWorkspace, reason: 'fast' }
    const local = localFolderOf(environment)
    const hasSpace = await freeBytes(local) >= bytes * spaceFactor + spareBytes
    return hasSpace ? { parent: local, reason: 'slow' } : { parent: inWorkspace, reason: 'no-space' }
  }

  async #stage (inputs: readonly StagedInput[], folder: string): Promise<void> {
    const { read, signal } = this.#settings
    const staged = inputs.map(([place, file]) => ({ path: join(folder, 'in', place), file }))
    for (
      const each of new Set([
        ...['in', 'out', 'tmp'].map(name => join(folder, name)),
        ...staged.map(({ path }) => dirname(path))
      ])
    ) await mkdir(each, { recursive: true })
    const limit = pLimit(readsAtOnce)
    const copies = staged.map(({ path, file }) =>
      limit(async () => {
        signal.throwIfAborted()
        await writeFile(path, await read(file), { flag: 'wx' })
      })
    )
    // All of them have ended before the folder is removed.
    await Promise.allSettled(copies)
    await Promise.all(copies)
  }
}

async function removeStale (folder: string): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter(name => name.startsWith(prefix))
  for (const path of names.map(name => join(folder, name))) {
    const changed = await stat(path).then(status => status.mtimeMs, () => Infinity)
    // Somebody else's is not ours to remove.
    if (Date.now() - changed > staleMs) await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

async function freeBytesOf (folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
