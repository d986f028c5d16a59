import { createReadStream } from 'node:fs'
import { posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import type { ImageLayer } from './image-layout.js'

const mostBytes = 64_000_000
const whiteout = '.wh.'
const opaque = '.wh..wh..opq'

/** Files of an image, as they are with all its layers, and which layers could not be read. */
export interface ImageFiles {
  files: Map<string, string>
  unread: string[]
}

/**
 * The text of the files that `isWanted`: later layers win, and take away by whiteouts (image-spec, layer.md).
 * What is larger than any list of packages is left out.
 */
export async function imageFiles (
  layers: readonly ImageLayer[],
  isWanted: (path: string) => boolean
): Promise<ImageFiles> {
  const files = new Map<string, string>()
  const unread: string[] = []
  for (const layer of layers) {
    if (/zstd$/.test(layer.mediaType)) unread.push(layer.mediaType)
    else await readLayer(layer, isWanted, files)
  }
  return { files, unread }
}

async function readLayer (
  { file, mediaType }: ImageLayer,
  isWanted: (path: string) => boolean,
  files: Map<string, string>
): Promise<void> {
  const before = [...files.keys()]
  const added = new Map<string, string>()
  const entries = extract()
  const source = createReadStream(file)
  const reading = /gzip$/.test(mediaType)
    ? pipeline(source, createGunzip(), entries)
    : pipeline(source, entries)
  // It is awaited below, and may fail before.
  reading.catch(() => {})
  for await (const entry of entries) {
    const { name, type, size } = entry.header
    const path = posix.normalize(name).replace(/^\/+/, '')
    const gone = takenAway(path)
    if (gone !== undefined) {
      for (const each of before) {
        if (each === gone || each.startsWith(`${gone}/`) || gone === '') files.delete(each)
      }
    }
    const chunks: Buffer[] = []
    const isRead = type === 'file' && (size ?? 0) <= mostBytes && isWanted(path)
    for await (const chunk of entry as AsyncIterable<Buffer>) if (isRead) chunks.push(chunk)
    if (isRead) added.set(path, Buffer.concat(chunks).toString('utf8'))
  }
  await reading
  for (const [path, text] of added) files.set(path, text)
}

/** What a whiteout at `path` takes away: a file, a folder, or all that earlier layers have in its folder. */
function takenAway (path: string): string | undefined {
  const base = posix.basename(path)
  if (!base.startsWith(whiteout)) return undefined
  const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path)
  if (base === opaque) return folder
  return posix.join(folder, base.slice(whiteout.length))
}
