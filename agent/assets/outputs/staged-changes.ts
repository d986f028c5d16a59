import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ContentStore } from '../../cache/content-store.js'
import { syncFolder, writeRecordSync } from '../../files/atomic-file.js'
import { readMounts } from '../../files/mount-table.js'
import { checkNoLink, linkTree, pruneEmpty } from './linked-tree.js'
import { exchangeFolders, moveFile, moveFolder } from './move-into-place.js'
import { folderRecord, rescueForeign } from './recover-published.js'
import { newFileMode, stageFile } from './stage-file.js'
import type { StagedFileSettings } from './stage-file.js'
import { commonFolder } from './tree-changes.js'
import type { DesiredFile, TreeChanges } from './tree-changes.js'

export interface StageSettings {
  /** Absolute. */
  output: string
  /** The folder for what is prepared, on the output's file system. It is there, and empty. */
  stage: string
  store: ContentStore
  hardLinks: boolean
  /** Whether packline had written the path before. */
  wasOurs: (path: string) => boolean
}

/** Prepares the changes of rule trees, and makes them visible: in one step for each tree where it can be. */
export class StagedChanges {
  readonly #settings: StageSettings
  readonly #files: StagedFileSettings
  readonly #mountPoints: string[]
  readonly #stagedAt = new Map<string, string>()
  /** Those that do not hold their output yet. */
  readonly #empty: DesiredFile[] = []
  /** A step says whether its change became visible as a whole. */
  readonly #steps: Array<{ place: string, apply: () => boolean }> = []

  constructor (settings: StageSettings) {
    const { stage, store, hardLinks } = settings
    this.#settings = settings
    this.#files = { store, hardLinks, mode: newFileMode(join(stage, 'mode')) }
    this.#mountPoints = readMounts().map(({ mountPoint }) => mountPoint)
  }

  /** Where a new file lies as long as it is not in its place. */
  placeOf (path: string): string | undefined {
    return this.#stagedAt.get(path)
  }

  add (changes: TreeChanges): void {
    const paths = [...changes.written.map(file => file.path), ...changes.removed]
    if (paths.length === 0) return
    const staged = join(this.#settings.stage, String(this.#steps.length))
    const folder = commonFolder(paths)
    const tree = paths.length > 1 && this.#canMove(folder)
      ? this.#stageTree(staged, folder, changes)
      : undefined
    if (tree !== undefined) this.#steps.push({ place: folder, apply: tree })
    else {
      for (const path of paths) checkNoLink(this.#settings.output, dirname(path))
      mkdirSync(staged)
      changes.written.forEach((file, index) => {
        this.#reserve(file, join(staged, String(index)))
      })
      const place = paths.length === 1 ? paths[0]! : folder
      this.#steps.push({ place, apply: () => this.#applyFiles(changes) })
    }
  }

  /** Makes the places of all new files hold them. */
  async fill (): Promise<void> {
    const ends = await Promise.allSettled(
      this.#empty.splice(0).map(async file => {
        await stageFile(file, this.#stagedAt.get(file.path)!, this.#files)
      })
    )
    // Not before nothing is written any more: whoever is told may clear the stage.
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }

  /** Whether every tree changed in one step. */
  apply (): boolean {
    this.#checkPlaces()
    // A staged folder holds the trees inside it as they were: it has to be there before these are exchanged
    // in their turn.
    const steps = this.#steps.toSorted((a, b) => depthOf(a.place) - depthOf(b.place))
    return steps.map(({ apply }) => apply()).every(Boolean)
  }

  /** Two steps in one place would undo each other, and the record would name what is not there. */
  #checkPlaces (): void {
    const places = new Set<string>()
    for (const { place } of this.#steps) {
      const full = join(this.#settings.output, place)
      if (places.has(full)) throw new Error(`two steps of publishing change ${place}`)
      places.add(full)
    }
  }

  /** A folder that is a mount, holds one, or holds the stage stays where it is. */
  #canMove (folder: string): boolean {
    const live = join(this.#settings.output, folder)
    return [...this.#mountPoints, this.#settings.stage].every(place =>
      place !== live && !place.startsWith(`${live}/`)
    )
  }

  #stageTree (
    staged: string,
    folder: string,
    changes: TreeChanges
  ): (() => boolean) | undefined {
    const { output } = this.#settings
    const live = join(output, folder)
    checkNoLink(output, folder)
    mkdirSync(staged)
    const dropped = new Set([...changes.removed, ...changes.written.map(file => file.path)])
    const isThere = existsSync(live)
    if (isThere && !linkTree(live, staged, folder, path => dropped.has(path))) {
      rmSync(staged, { recursive: true })
      return undefined
    }
    for (const file of changes.written) {
      const place = join(staged, file.path.slice(folder === '' ? 0 : folder.length + 1))
      mkdirSync(dirname(place), { recursive: true })
      this.#reserve(file, place)
    }
    return () => this.#applyTree({ staged, live, folder, isThere, dropped }) || this.#applyFiles(changes)
  }

  #applyTree (
    { staged, live, folder, isThere, dropped }: {
      staged: string
      live: string
      folder: string
      isThere: boolean
      dropped: ReadonlySet<string>
    }
  ): boolean {
    const { output, wasOurs } = this.#settings
    const record = `${staged}${folderRecord}`
    // Not before `next` names every staged file: what lies in a folder with this record and is nobody's is
    // taken for foreign.
    writeRecordSync(record, JSON.stringify({ folder }))
    mkdirSync(dirname(live), { recursive: true })
    if (!(isThere ? exchangeFolders(staged, live) : moveFolder(staged, live))) {
      rmSync(record)
      return false
    }
    syncFolder(dirname(live))
    if (isThere) rescueForeign(staged, live, folder, path => wasOurs(path) || dropped.has(path))
    pruneEmpty(live, output)
    return true
  }

  /** Whoever finds a sheet finds the page that it names: sheets come last, then goes what is gone. */
  #applyFiles ({ written, removed }: TreeChanges): boolean {
    const { output } = this.#settings
    const [sheets, others] = [true, false].map(wanted =>
      written.filter(({ path }) => isSheet(path) === wanted)
    )
    const folders = new Set<string>()
    for (const { path } of [...others!, ...sheets!]) {
      const target = join(output, path)
      mkdirSync(dirname(target), { recursive: true })
      moveFile(this.#stagedAt.get(path)!, target)
      folders.add(dirname(target))
    }
    for (const folder of folders) syncFolder(folder)
    for (const path of removed) {
      const target = join(output, path)
      rmSync(target, { force: true })
      pruneEmpty(dirname(target), output)
    }
    return written.length + removed.length === 1
  }

  #reserve (file: DesiredFile, place: string): void {
    this.#stagedAt.set(file.path, place)
    this.#empty.push(file)
  }
}

function isSheet (path: string): boolean {
  return /\.(plist|json|csb)$/i.test(basename(path))
}

function depthOf (path: string): number {
  return path === '' ? 0 : path.split('/').length
}
