import { constants, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ContentStore } from '../../cache/content-store.js'
import { PacklineError } from '../../errors.js'
import { syncFolder, writeRecordSync } from '../../files/atomic-file.js'
import { sha256Of } from '../../files/file-digest.js'
import { systemCalls } from '../../files/system-calls.js'
import { checkNoLink, linkTree, pruneEmpty } from './linked-tree.js'
import { folderRecord, rescueForeign } from './recover-published.js'
import { commonFolder } from './tree-changes.js'
import type { DesiredFile, TreeChanges } from './tree-changes.js'

export interface StageSettings {
  /** Absolute. */
  output: string
  /** The folder for what is prepared, on the output's file system. */
  stage: string
  store: ContentStore
  /** Whether packline had written the path before. */
  wasOurs: (path: string) => boolean
}

/** Prepares the changes of rule trees, and makes them visible in one step for each tree. */
export class StagedChanges {
  readonly #settings: StageSettings
  readonly #stagedAt = new Map<string, string>()
  readonly #steps: Array<{ place: string, apply: () => void }> = []

  constructor (settings: StageSettings) {
    this.#settings = settings
  }

  /** Where a new file lies as long as it is not in its place. */
  placeOf (path: string): string | undefined {
    return this.#stagedAt.get(path)
  }

  add (changes: TreeChanges): void {
    const { written, removed } = changes
    const staged = join(this.#settings.stage, String(this.#steps.length))
    const paths = [...written.map(file => file.path), ...removed]
    if (paths.length > 1) {
      const folder = commonFolder(paths)
      this.#steps.push({ place: folder, apply: this.#stageFolder(staged, folder, changes) })
      return
    }
    for (const file of written) {
      this.#steps.push({ place: file.path, apply: this.#stageFile(staged, file) })
    }
    for (const path of removed) {
      this.#steps.push({
        place: path,
        apply: () => {
          this.#removeFile(path)
        }
      })
    }
  }

  apply (): void {
    // A staged folder holds the trees inside it as they were: it has to be there before these are exchanged
    // in their turn.
    const steps = this.#steps.toSorted((a, b) => depthOf(a.place) - depthOf(b.place))
    this.#checkPlaces()
    for (const { apply } of steps) apply()
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

  #stageFile (staged: string, file: DesiredFile): () => void {
    this.#produce(file, staged)
    return () => {
      const target = join(this.#settings.output, file.path)
      mkdirSync(dirname(target), { recursive: true })
      renameSync(staged, target)
      syncFolder(dirname(target))
    }
  }

  #stageFolder (staged: string, folder: string, { written, removed }: TreeChanges): () => void {
    const { output, wasOurs } = this.#settings
    const live = join(output, folder)
    checkNoLink(output, folder)
    mkdirSync(staged, { recursive: true })
    const dropped = new Set([...removed, ...written.map(file => file.path)])
    const isThere = existsSync(live)
    if (isThere) linkTree(live, staged, folder, path => dropped.has(path))
    for (const file of written) {
      const place = join(staged, file.path.slice(folder === '' ? 0 : folder.length + 1))
      mkdirSync(dirname(place), { recursive: true })
      this.#produce(file, place)
    }
    return () => {
      // Not before `next` names every staged file: what lies in a folder with this record and is nobody's is
      // taken for foreign.
      writeRecordSync(`${staged}${folderRecord}`, JSON.stringify({ folder }))
      mkdirSync(dirname(live), { recursive: true })
      if (isThere) this.#exchange(staged, live)
      else renameSync(staged, live)
      syncFolder(dirname(live))
      if (isThere) rescueForeign(staged, live, folder, path => wasOurs(path) || dropped.has(path))
      pruneEmpty(live, output)
    }
  }

  #exchange (staged: string, live: string): void {
    if (systemCalls().exchange(staged, live)) return
    const aside = `${staged}.old`
    renameSync(live, aside)
    renameSync(staged, live)
    renameSync(aside, staged)
  }

  #removeFile (path: string): void {
    const target = join(this.#settings.output, path)
    rmSync(target, { force: true })
    pruneEmpty(dirname(target), this.#settings.output)
  }

  #produce (file: DesiredFile, place: string): void {
    this.#stagedAt.set(file.path, place)
    if (file.copyFrom === undefined) {
      this.#settings.store.materialise(file, place)
      return
    }
    copyFileSync(file.copyFrom, place, constants.COPYFILE_FICLONE)
    if (sha256Of(readFileSync(place)) !== file.sha256) {
      throw new PacklineError('SCAN_FILE_CHANGED', { file: file.copyFrom })
    }
  }
}

function depthOf (path: string): number {
  return path === '' ? 0 : path.split('/').length
}
