import { createHash } from 'node:crypto'
import {
  copyFileSync,
  constants,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  rmdirSync,
  symlinkSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { syncFolder, writeRecordSync } from '../../files/atomic-file.js'
import type { BlobReference, ContentStore } from '../../cache/content-store.js'
import { systemCalls } from '../../files/system-calls.js'
import { PacklineError, hasCode } from '../../errors.js'
import { PublishedTree, workFolderName, workFolderOf } from './published-tree.js'
import type { PublishedFile } from './published-tree.js'
import { folderRecord, recoverPublished, rescueForeign, stampAt } from './recover-published.js'

/** An output to publish: an entry of the store, or a file to copy whose bytes must still have this digest. */
export interface DesiredFile extends PublishedFile {
  copyFrom?: string
}

export interface PublishSettings {
  /** Absolute. */
  output: string
  store: ContentStore
  desired: readonly DesiredFile[]
  /** The fixed folders that rules write to, relative to the output; a rule's tree changes in one step. */
  roots: readonly string[]
  /** Called when everything is staged; what it throws keeps the old trees. */
  beforeCommit: () => Promise<void>
  warn: (message: string) => void
}

export interface PublishResult {
  written: DesiredFile[]
  removed: string[]
  bytesWritten: number
  isAtomic: boolean
}

/**
 * Makes the output folder hold exactly the desired files besides those that packline did not write. All new
 * trees are staged beside it first; then each rule's tree is exchanged in one step (the deepest folder that
 * holds all of its changes; a single changed file is renamed over). Whatever fails before that leaves the old
 * trees as they were.
 */
export class Publisher {
  readonly #output: string
  readonly #work: string
  readonly #settings: PublishSettings
  readonly #old: Map<string, PublishedFile>
  readonly #intact = new Set<string>()
  #isAtomic = true

  constructor (settings: PublishSettings) {
    this.#settings = settings
    this.#output = settings.output
    this.#work = workFolderOf(settings.output)
    const tree = recoverPublished(settings.output)
    this.#old = new Map(tree.files().map(file => [file.path, file]))
    tree.paths.forEach((path, index) => {
      if (tree.isIntactAt(index, this.#output)) this.#intact.add(path)
    })
  }

  async publish (): Promise<PublishResult> {
    const { desired, beforeCommit } = this.#settings
    const written = desired.filter(file => !this.#isPublished(file))
    const wanted = new Set(desired.map(file => file.path))
    const removed = [...this.#old.keys()].filter(path => !wanted.has(path) && this.#mayRemove(path))
    this.#checkForeign(written)
    const stage = join(this.#work, 'stage')
    mkdirSync(stage, { recursive: true })
    const stagedAt = new Map<string, string>()
    const steps = this.#stage(stage, written, removed, stagedAt)
    const next = PublishedTree.of(
      desired,
      file => stampAt(stagedAt.get(file.path) ?? join(this.#output, file.path))
    )
    next.write(join(this.#work, 'next'))
    await beforeCommit()
    for (const step of steps) step()
    // The old trees in the stage go while both records are there: afterwards nothing tells their removed
    // outputs from foreign files.
    rmSync(stage, { recursive: true, force: true })
    renameSync(join(this.#work, 'next'), join(this.#work, 'published'))
    syncFolder(this.#work)
    return {
      written,
      removed,
      bytesWritten: written.reduce((sum, file) => sum + file.size, 0),
      isAtomic: this.#isAtomic
    }
  }

  #isPublished (file: DesiredFile): boolean {
    return this.#intact.has(file.path) && this.#old.get(file.path)?.sha256 === file.sha256
  }

  /** A file that was changed since packline wrote it is somebody's work: it stays. */
  #mayRemove (path: string): boolean {
    if (this.#intact.has(path)) return true
    const status = lstatSync(join(this.#output, path), { throwIfNoEntry: false })
    if (status === undefined) return true
    if (status.isFile() && digestOf(join(this.#output, path)) === this.#old.get(path)!.sha256) return true
    this.#settings.warn(`${path} was changed by hand and is no longer an output: it is left as it is`)
    return false
  }

  #checkForeign (written: readonly DesiredFile[]): void {
    for (const file of written) {
      if (this.#old.has(file.path)) continue
      const full = join(this.#output, file.path)
      const status = lstatSync(full, { throwIfNoEntry: false })
      if (
        status === undefined ||
        (status.isFile() && status.size === file.size && digestOf(full) === file.sha256)
      ) continue
      throw new PacklineError('OUTPUT_NOT_OURS', { path: full })
    }
  }

  /** Prepares every change and returns the steps that make them visible, one per rule tree. */
  #stage (
    stage: string,
    written: readonly DesiredFile[],
    removed: readonly string[],
    stagedAt: Map<string, string>
  ): Array<() => void> {
    const byRoot = new Map<string, { written: DesiredFile[], removed: string[] }>()
    const changesOf = (path: string) => {
      const root = rootOf(this.#settings.roots, path)
      const changes = byRoot.get(root) ?? { written: [], removed: [] }
      byRoot.set(root, changes)
      return changes
    }
    for (const file of written) changesOf(file.path).written.push(file)
    for (const path of removed) changesOf(path).removed.push(path)
    const prepared = [...byRoot.values()].map((changes, index) => {
      const paths = [...changes.written.map(file => file.path), ...changes.removed]
      const staged = join(stage, String(index))
      if (paths.length > 1) {
        const folder = commonFolder(paths)
        return { place: folder, apply: this.#stageFolder(staged, folder, changes, stagedAt) }
      }
      const [file] = changes.written
      const apply = file === undefined
        ? () => {
          this.#removeFile(changes.removed[0]!)
        }
        : this.#stageFile(staged, file, stagedAt)
      return { place: paths[0]!, apply }
    })
    // A staged folder holds the trees inside it as they were: it has to be there before these are exchanged
    // in their turn.
    return prepared.sort((a, b) => depthOf(a.place) - depthOf(b.place)).map(({ apply }) => apply)
  }

  #stageFile (staged: string, file: DesiredFile, stagedAt: Map<string, string>): () => void {
    this.#produce(file, staged)
    stagedAt.set(file.path, staged)
    return () => {
      const target = join(this.#output, file.path)
      mkdirSync(dirname(target), { recursive: true })
      renameSync(staged, target)
      syncFolder(dirname(target))
    }
  }

  #stageFolder (
    staged: string,
    folder: string,
    changes: { written: DesiredFile[], removed: string[] },
    stagedAt: Map<string, string>
  ): () => void {
    const live = join(this.#output, folder)
    checkNoLink(this.#output, folder)
    mkdirSync(staged, { recursive: true })
    const dropped = new Set([...changes.removed, ...changes.written.map(file => file.path)])
    const isThere = existsSync(live)
    if (isThere) linkTree(live, staged, folder, path => dropped.has(path))
    for (const file of changes.written) {
      const place = join(staged, file.path.slice(folder === '' ? 0 : folder.length + 1))
      mkdirSync(dirname(place), { recursive: true })
      this.#produce(file, place)
      stagedAt.set(file.path, place)
    }
    return () => {
      // Not before `next` names every staged file: what lies in a folder with this record and is nobody's is
      // taken for foreign.
      writeRecordSync(`${staged}${folderRecord}`, JSON.stringify({ folder }))
      mkdirSync(dirname(live), { recursive: true })
      if (!isThere) renameSync(staged, live)
      else this.#exchange(staged, live)
      syncFolder(dirname(live))
      if (isThere) rescueForeign(staged, live, folder, path => this.#old.has(path) || dropped.has(path))
      pruneEmpty(live, this.#output)
    }
  }

  #exchange (staged: string, live: string): void {
    if (systemCalls().exchange(staged, live)) return
    this.#isAtomic = false
    const aside = `${staged}.old`
    renameSync(live, aside)
    renameSync(staged, live)
    renameSync(aside, staged)
  }

  #removeFile (path: string): void {
    const target = join(this.#output, path)
    rmSync(target, { force: true })
    pruneEmpty(dirname(target), this.#output)
  }

  #produce (file: DesiredFile, place: string): void {
    if (file.copyFrom === undefined) {
      this.#settings.store.materialise(file satisfies BlobReference, place)
      return
    }
    copyFileSync(file.copyFrom, place, constants.COPYFILE_FICLONE)
    if (digestOf(place) !== file.sha256) throw new PacklineError('SCAN_FILE_CHANGED', { file: file.copyFrom })
  }
}

/**
 * Links everything below `from` into `to`, save for the files to drop: folders are made, files hard-linked,
 * links made anew.
 */
function linkTree (from: string, to: string, prefix: string, isDropped: (path: string) => boolean): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === workFolderName) continue
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) {
      mkdirSync(target)
      linkTree(source, target, path, isDropped)
      // A folder that held only dropped outputs goes with them; one that was empty before is somebody's.
      if (readdirSync(target).length === 0 && readdirSync(source).length > 0) rmdirSync(target)
    } else if (!isDropped(path)) {
      if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
      else if (entry.isFile()) linkOrCopy(source, target)
      else throw new PacklineError('OUTPUT_NOT_OURS', { path: source })
    }
  }
}

function linkOrCopy (source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    copyFileSync(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  }
}

/**
 * A link inside the output folder is somebody's decision about where things lie: it is not replaced by a
 * folder.
 */
function checkNoLink (output: string, folder: string): void {
  const parts = folder === '' ? [] : folder.split('/')
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = join(output, ...parts.slice(0, depth))
    const status = lstatSync(path, { throwIfNoEntry: false })
    if (status !== undefined && !status.isDirectory()) throw new PacklineError('OUTPUT_NOT_OURS', { path })
  }
}

function pruneEmpty (folder: string, top: string): void {
  for (let current = folder; current.startsWith(`${top}/`); current = dirname(current)) {
    try {
      rmdirSync(current)
    } catch {
      // Not empty, or gone: either way there is nothing to prune above it.
      return
    }
  }
}

/**
 * The root of the rule tree that `path` belongs to; a path of a rule that is gone has its own folder as root.
 */
function rootOf (roots: readonly string[], path: string): string {
  const own =
    roots.filter(root => root === '' || path.startsWith(`${root}/`)).sort((a, b) => a.length - b.length)[0]
  return own ?? path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function commonFolder (paths: readonly string[]): string {
  let folder = dirname(paths[0]!)
  while (folder !== '.' && !paths.every(path => path.startsWith(`${folder}/`))) folder = dirname(folder)
  return folder === '.' ? '' : folder
}

function depthOf (path: string): number {
  return path === '' ? 0 : path.split('/').length
}

function digestOf (path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
