import { lstatSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ContentStore } from '../../cache/content-store.js'
import { syncFolder } from '../../files/atomic-file.js'
import { sha256Of } from '../../files/file-digest.js'
import { makeFolder } from '../../files/make-folder.js'
import type { WrittenFiles } from '../../files/written-files.js'
import { PublishedTree, workFolderOf } from './published-tree.js'
import type { PublishedFile } from './published-tree.js'
import { recoverPublished, stampAt } from './recover-published.js'
import { StagedChanges } from './staged-changes.js'
import { changesByTree } from './tree-changes.js'
import type { DesiredFile } from './tree-changes.js'
import type { Warn } from '../actions/run-events.js'

export interface PublishSettings {
  /** Absolute. */
  output: string
  store: ContentStore
  /** What packline wrote besides trees of outputs. */
  written: WrittenFiles
  /** Whether outputs are read-only links into the store. */
  hardLinks: boolean
  desired: readonly DesiredFile[]
  /** The fixed folders that rules write to, relative to the output; a rule's tree changes in one step. */
  roots: readonly string[]
  /** Called when everything is staged; what it throws keeps the old trees. */
  beforeCommit: () => Promise<void>
  warn: Warn
}

export interface PublishResult {
  written: DesiredFile[]
  removed: string[]
  bytesWritten: number
  /** Whether every rule's tree changed in one step. */
  isAtomic: boolean
}

/**
 * Makes the output folder hold exactly the desired files besides those that packline did not write. All new
 * trees are staged beside it first; then each rule's tree is exchanged in one step (the deepest folder that
 * holds all of its changes; a single changed file is renamed over). Where a folder cannot be exchanged, as a
 * mount cannot, its files are renamed over one by one. Whatever fails before that leaves the old trees as
 * they were.
 */
export class OutputPublisher {
  readonly #output: string
  readonly #work: string
  readonly #settings: PublishSettings
  readonly #old: Map<string, PublishedFile>
  readonly #intact: ReadonlySet<string>

  constructor (settings: PublishSettings) {
    this.#settings = settings
    this.#output = settings.output
    this.#work = workFolderOf(settings.output)
    const tree = recoverPublished(settings.output)
    this.#old = new Map(tree.files().map(file => [file.path, file]))
    // Older versions published read-only links into the store, which others may not share.
    this.#intact = tree.intactPaths(
      settings.output,
      ({ nlink, mode }) => settings.hardLinks || nlink === 1n || (mode & 0o222n) !== 0n
    )
  }

  async publish (): Promise<PublishResult> {
    const { desired, beforeCommit } = this.#settings
    const written = desired.filter(file => !this.#isPublished(file))
    const removed = this.#removed()
    for (const file of written) this.#checkForeign(file)
    await this.#mendEntries(written)
    const staged = this.#stage(written, removed)
    await staged.fill()
    this.#record(path => staged.placeOf(path) ?? join(this.#output, path))
    await beforeCommit()
    const isAtomic = staged.apply()
    // A file that came from another file system has another inode than it had in the stage.
    if (!isAtomic) this.#record(path => join(this.#output, path))
    this.#commit()
    const bytesWritten = written.reduce((sum, file) => sum + file.size, 0)
    return { written, removed, bytesWritten, isAtomic }
  }

  #record (placeOf: (path: string) => string): void {
    const next = PublishedTree.of(this.#settings.desired, ({ path }) => stampAt(placeOf(path)))
    next.write(join(this.#work, 'next'))
  }

  #isPublished (file: DesiredFile): boolean {
    return this.#intact.has(file.path) && this.#old.get(file.path)?.sha256 === file.sha256
  }

  #removed (): string[] {
    const wanted = new Set(this.#settings.desired.map(file => file.path))
    const unwanted = [...this.#old.values()].filter(file => !wanted.has(file.path))
    return unwanted.filter(file => this.#mayRemove(file)).map(file => file.path)
  }

  /** A file that was changed since packline wrote it is somebody's work: it stays. */
  #mayRemove ({ path, sha256 }: PublishedFile): boolean {
    if (this.#intact.has(path)) return true
    const full = join(this.#output, path)
    const status = lstatSync(full, { throwIfNoEntry: false })
    if (status === undefined) return true
    if (status.isFile() && sha256Of(readFileSync(full)) === sha256) return true
    this.#settings.warn('outputs.leftAlone', { path })
    return false
  }

  #checkForeign ({ path, sha256 }: DesiredFile): void {
    if (!this.#old.has(path)) this.#settings.written.check([{ path: join(this.#output, path), sha256 }])
  }

  /** Entries of what is published are not looked at before: a damaged one is as good as its output. */
  async #mendEntries (written: readonly DesiredFile[]): Promise<void> {
    const { store } = this.#settings
    for (const file of written) {
      if (file.copyFrom !== undefined || store.verify(file)) continue
      const intact = [...this.#old.values()].filter(({ path, sha256 }) =>
        sha256 === file.sha256 && this.#intact.has(path)
      )
      for (const { path } of intact) await store.putExactly(readFileSync(join(this.#output, path)), file)
    }
  }

  #stage (written: readonly DesiredFile[], removed: readonly string[]): StagedChanges {
    const stage = join(this.#work, 'stage')
    makeFolder(stage)
    const staged = new StagedChanges({
      output: this.#output,
      stage,
      store: this.#settings.store,
      hardLinks: this.#settings.hardLinks,
      wasOurs: path => this.#old.has(path)
    })
    for (const changes of changesByTree(this.#settings.roots, written, removed)) staged.add(changes)
    return staged
  }

  #commit (): void {
    // The old trees in the stage go while both records are there: afterwards nothing tells their removed
    // outputs from foreign files.
    rmSync(join(this.#work, 'stage'), { recursive: true, force: true })
    renameSync(join(this.#work, 'next'), join(this.#work, 'published'))
    syncFolder(this.#work)
  }
}
