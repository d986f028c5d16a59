import { readFileSync, statSync } from 'node:fs'
import { posix } from 'node:path'
import { readSheetFrames } from '../../atlas/sheets/sheet-frames.js'
import { isLfsPointer, mayBeLfsPointer } from '../../../files/lfs-pointer.js'
import type { ReferenceKind } from '../export-options.js'
import { mayHaveParts, partsOf } from '../project/resource-parts.js'

/** A file as the game finds it. */
export interface TreeFile {
  /** Its bytes, where they are to be had: what other rules will make is not there yet. */
  read?: () => Uint8Array | undefined
  sizeBytes?: number
  /** Of a sheet: its frames, where they are known without reading it. */
  frames?: readonly string[]
}

/** The files that a game is shipped with, by path. */
export class GameTree {
  readonly #files: ReadonlyMap<string, TreeFile>
  readonly #frames = new Map<string, ReadonlySet<string> | undefined>()
  readonly #parts = new Map<string, readonly string[]>()
  #packed: Set<string> | undefined
  #byLowerCase: Map<string, string> | undefined

  constructor (files: ReadonlyMap<string, TreeFile>) {
    this.#files = files
  }

  get paths (): Iterable<string> {
    return this.#files.keys()
  }

  /** Where the engine finds a path: below the first of its search paths that has it. */
  find (searchPaths: readonly string[], path: string): string | undefined {
    return searchPaths.map(folder => below(folder, path)).find(candidate => this.#files.has(candidate))
  }

  /** What a Mac or Windows finds and a phone does not. */
  findInOtherCase (searchPaths: readonly string[], path: string): string | undefined {
    this.#byLowerCase ??= new Map([...this.#files.keys()].map(each => [each.toLowerCase(), each]))
    const known = this.#byLowerCase
    return searchPaths.map(folder => known.get(below(folder, path).toLowerCase())).find(each =>
      each !== undefined
    )
  }

  has (path: string): boolean {
    return this.#files.has(path)
  }

  read (path: string): Buffer | undefined {
    const bytes = this.#files.get(path)?.read?.()
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The frame names of a sheet; undefined for one that says nothing of them, or cannot be read. */
  framesOf (sheet: string): ReadonlySet<string> | undefined {
    if (!this.#frames.has(sheet)) this.#frames.set(sheet, this.#readFrames(sheet))
    return this.#frames.get(sheet)
  }

  #readFrames (sheet: string): ReadonlySet<string> | undefined {
    const known = this.#files.get(sheet)?.frames
    if (known !== undefined) return new Set(known)
    const bytes = this.read(sheet)
    try {
      const read = bytes && readSheetFrames(sheet, bytes)
      return read && new Set(read.frames.map(frame => frame.name))
    } catch {
      return undefined
    }
  }

  /**
   * What the engine loads with a file: a sheet that thousands of frames are taken from is read once, and one
   * that the packer makes is not read: its page is made with it.
   */
  partsOf (path: string, kind: ReferenceKind): readonly string[] {
    if (!mayHaveParts(path, kind)) return []
    if (kind !== 'particle' && this.#files.get(path)?.frames !== undefined) return []
    // A plist is a particle system or a sheet, as whoever names it says.
    const key = `${kind === 'particle' ? kind : ''} ${path}`
    const known = this.#parts.get(key)
    if (known !== undefined) return known
    const bytes = this.read(path)
    const parts = bytes === undefined ? [] : partsOf(path, kind, bytes)
    this.#parts.set(key, parts)
    return parts
  }

  /** Whether a sheet that is made from sources has the frame: the game may have loaded that one by itself. */
  isPacked (frame: string): boolean {
    this.#packed ??= new Set([...this.#files.values()].flatMap(({ frames }) => frames ?? []))
    return this.#packed.has(frame)
  }

  isLfsPointer (path: string): boolean {
    const { sizeBytes = 0 } = this.#files.get(path) ?? {}
    if (!mayBeLfsPointer(sizeBytes)) return false
    const bytes = this.read(path)
    return bytes !== undefined && isLfsPointer(bytes)
  }
}

function below (folder: string, path: string): string {
  return posix.join(folder, path)
}

/** A file on the disk, of which nothing is known before somebody asks. */
export function diskFile (path: string, sizeBytes?: number): TreeFile {
  return {
    get sizeBytes () {
      return sizeBytes ?? statSync(path, { throwIfNoEntry: false })?.size ?? 0
    },
    read: () => {
      try {
        return readFileSync(path)
      } catch {
        return undefined
      }
    }
  }
}
