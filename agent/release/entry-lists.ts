/** A file inside a package. `digest` is a sha256 in a folder, a zip's own CRC-32 in a zip. */
export interface PackageEntry {
  name: string
  sizeBytes: number
  digest: string
}

type Listed = [name: string, sizeBytes: number, digest: string]

interface Packed {
  entries: Listed[]
  /** By row, the ranges of `entries` that it holds: both ends are in. */
  rows: Record<string, Array<[first: number, last: number]>>
}

/** The lists of many rows as one text: what they share, which is nearly all, is written once. */
export function packEntries (rows: ReadonlyMap<string, readonly PackageEntry[]>): string {
  const packed: Packed = { entries: [], rows: {} }
  const known = new Map<string, number>()
  for (const [row, entries] of rows) {
    const ranges: Array<[number, number]> = []
    for (const { name, sizeBytes, digest } of entries) {
      const key = `${digest} ${sizeBytes} ${name}`
      const index = known.get(key) ?? packed.entries.push([name, sizeBytes, digest]) - 1
      known.set(key, index)
      const last = ranges.at(-1)
      if (last?.[1] === index - 1) last[1] = index
      else ranges.push([index, index])
    }
    packed.rows[row] = ranges
  }
  return JSON.stringify(packed)
}

/** The list of one row; undefined when the text has none of it. */
export function unpackEntries (text: string, row: string): PackageEntry[] | undefined {
  const { entries, rows }: Packed = JSON.parse(text)
  const ranges = Object.hasOwn(rows, row) ? rows[row] : undefined
  return ranges?.flatMap(([first, last]) =>
    entries.slice(first, last + 1).map(([name, sizeBytes, digest]) => ({ name, sizeBytes, digest }))
  )
}
