import { createReadStream } from 'node:fs'
import { posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import type { ImageLayer } from './image-layout.js'

const longestList = 64_000_000
const whiteout = '.wh.'
const opaque = '.wh..wh..opq'

/** Files of an image, as they are with all its layers, and which files and layers could not be read. */
export interface ImageFiles {
  files: Map<string, string>
  unread: string[]
}

/**
 * The text of the files that `isWanted`: later layers win, and take away by whiteouts (image-spec, layer.md).
 * One of more than `mostBytes` is not read, nor one that says only which file it is the same as.
 */
export async function imageFiles (
  layers: readonly ImageLayer[],
  isWanted: (path: string) => boolean,
  mostBytes = longestList
): Promise<ImageFiles> {
  const found = new Map<string, string | undefined>()
  const layersUnread: string[] = []
  for (const layer of layers) {
    if (/zstd$/.test(layer.mediaType)) layersUnread.push(layer.mediaType)
    else await readLayer(layer, isWanted, mostBytes, found)
  }
  const files = new Map<string, string>()
  const unread: string[] = []
  for (const [path, text] of found) {
    if (text === undefined) unread.push(path)
    else files.set(path, text)
  }
  return { files, unread: [...layersUnread, ...unread] }
}

async function readLayer (
  { file, mediaType }: ImageLayer,
  isWanted: (path: string) => boolean,
  mostBytes: number,
  found: Map<string, string | undefined>
): Promise<void> {
  const before = [...found.keys()]
  const added = new Map<string, string | undefined>()
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
        if (each === gone || each.startsWith(`${gone}/`) || gone === '') found.delete(each)
      }
    }
    const chunks: Buffer[] = []
    const isMeant = isWanted(path) && (type === 'file' || type === 'link')
    const isRead = isMeant && type === 'file' && (size ?? 0) <= mostBytes
    for await (const chunk of entry as AsyncIterable<Buffer>) if (isRead) chunks.push(chunk)
    if (isMeant) added.set(path, isRead ? Buffer.concat(chunks).toString('utf8') : undefined)
  }
  await reading
  for (const [path, text] of added) found.set(path, text)
}

/** What a whiteout at `path` takes away: a file, a folder, or all that earlier layers have in its folder. */
function takenAway (path: string): string | undefined {
  const base = posix.basename(path)
  if (!base.startsWith(whiteout)) return undefined
  const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path)
  if (base === opaque) return folder
  return posix.join(folder, base.slice(whiteout.length))
}
