import type { HostileOptions } from './hostile-options.js'
import type { OddPicture } from './odd-pictures.js'

/** A folder of pictures that becomes sheets, once for each variant of the game. */
export interface HostileSet {
  rule: string
  /** Folder of the art, relative to the project. */
  folder: string
  dir: string
  /** Folders below the output that have this set and nothing else, with the options that hold there. */
  places: Array<{ folder: string, scale: number, options: HostileOptions }>
  pictures: Map<string, OddPicture>
}
