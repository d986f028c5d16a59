export type DeltaFormat = 'bsdiff' | 'zstd'

/** Binary differences to the newest version, by earlier version and path. Stock clients never look at it. */
export interface DeltaIndex {
  version: string
  format: DeltaFormat
  from: Record<string, Record<string, Delta>>
}

/** `path` is below the address of packages.hotUpdate.url. */
export interface Delta {
  path: string
  size: number
  fromMd5: string
  toMd5: string
}
