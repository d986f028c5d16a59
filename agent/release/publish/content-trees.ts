import { hasCode } from '../../errors.js'
import { eachAtOnce } from '../store/each-at-once.js'
import type { ObjectStore } from '../store/object-store.js'
import { sha256Of } from '../store/stored-bytes.js'
import type { PublishFile, PublishResult } from './publisher.js'

/** What a store knows of its content folders: which are whole, and what the last one holds. */
interface TreeIndex {
  whole: string[]
  last: { digest: string, files: Record<string, string> }
}

const contentName = /^content\/([0-9a-f]{64})\/(.+)$/
const indexName = 'hot-update/content/trees.json'
/** A folder whose name is no longer noted is only sent again. */
const noted = 50
const atOnce = 16

export function isContent ({ name }: PublishFile): boolean {
  return contentName.test(name)
}

/**
 * Puts the content of a hot update, hot-update/content/DIGEST/PATH. Bytes that the last content has too are
 * not sent: the server copies its folder, or each file, and only what differs follows. Names tell what lies
 * under them, so that whoever was interrupted is simply repeated.
 */
export async function putContent (
  store: ObjectStore,
  files: readonly PublishFile[],
  result: PublishResult,
  signal: AbortSignal
): Promise<void> {
  const [, digest] = contentName.exec(files[0]?.name ?? '') ?? []
  if (digest === undefined) return
  const index = parseIndex(await store.read(indexName, signal))
  if (index?.whole.includes(digest) === true) {
    result.kept += files.length
    return
  }
  const tree = new Map(files.map(file => [pathOf(file), file]))
  const missing = index === undefined
    ? [...tree.values()]
    : await copyUnchanged(store, index.last, digest, tree, signal)
  result.kept += tree.size - missing.length
  await send(store, missing, result, signal)
  const next: TreeIndex = {
    whole: [...index?.whole ?? [], digest].slice(-noted),
    last: { digest, files: Object.fromEntries([...tree].map(([path, { sha256 }]) => [path, sha256])) }
  }
  await store.note(indexName, formatIndex(next), signal)
}

/** What has to be sent. */
async function copyUnchanged (
  store: ObjectStore,
  last: TreeIndex['last'],
  digest: string,
  tree: ReadonlyMap<string, PublishFile>,
  signal: AbortSignal
): Promise<PublishFile[]> {
  const isSame = (path: string): boolean =>
    Object.hasOwn(last.files, path) && last.files[path] === tree.get(path)?.sha256
  const [from, to] = [`hot-update/content/${last.digest}`, `hot-update/content/${digest}`]
  const same = [...tree.keys()].filter(isSame)
  if (same.length === 0) return [...tree.values()]
  if (await store.copyFolder?.(from, to, signal) === true) {
    const gone = Object.keys(last.files).filter(path => !tree.has(path))
    for (const path of gone) await store.remove(`${to}/${path}`, signal)
    const arrived = await sizesIn(store, to, same, signal)
    return [...tree].flatMap(([path, file]) =>
      isSame(path) && arrived.get(path) === file.sizeBytes ? [] : [file]
    )
  }
  const copied = new Set<string>()
  // A server that cannot copy says so at the first.
  const [first = '', ...others] = same
  if (await store.copy(`${from}/${first}`, `${to}/${first}`, signal)) {
    copied.add(first)
    await eachAtOnce(others, atOnce, async path => {
      if (await store.copy(`${from}/${path}`, `${to}/${path}`, signal)) copied.add(path)
    })
  }
  return [...tree].filter(([path]) => !copied.has(path)).map(([, file]) => file)
}

/**
 * What lies below a folder that the server copied: nginx answers 201 whatever became of each file
 * (ngx_http_dav_copy_tree_file drops the error), and on a full disk leaves a part of one.
 */
async function sizesIn (
  store: ObjectStore,
  folder: string,
  paths: readonly string[],
  signal: AbortSignal
): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  try {
    for await (const { name, sizeBytes } of store.list(folder, signal)) {
      sizes.set(name.slice(folder.length + 1), sizeBytes)
    }
  } catch (error) {
    if (!hasCode(error, 'RELEASE_STORE_CANNOT_LIST')) throw error
    await eachAtOnce(paths, atOnce, async path => {
      const found = await store.find(`${folder}/${path}`, signal)
      if (found !== undefined) sizes.set(path, found.sizeBytes)
    })
  }
  return sizes
}

async function send (
  store: ObjectStore,
  files: readonly PublishFile[],
  result: PublishResult,
  signal: AbortSignal
): Promise<void> {
  await eachAtOnce(files, atOnce, async file => {
    await store.put(`hot-update/${file.name}`, file, signal)
    result.written++
    result.bytes += file.sizeBytes
  })
}

/** Before content goes: what is noted as whole is not sent again. */
export async function forgetTrees (
  store: ObjectStore,
  digests: readonly string[],
  signal: AbortSignal
): Promise<void> {
  const index = parseIndex(await store.read(indexName, signal))
  if (index === undefined || !index.whole.some(digest => digests.includes(digest))) return
  if (digests.includes(index.last.digest)) {
    await store.remove(indexName, signal)
    return
  }
  const next: TreeIndex = { ...index, whole: index.whole.filter(digest => !digests.includes(digest)) }
  // This has to arrive: what it forgets is removed next.
  await store.replace(indexName, formatIndex(next), signal)
}

function pathOf ({ name }: PublishFile): string {
  return contentName.exec(name)?.[2] ?? name
}

/** With the digest of it in the first line: what did not arrive whole is not believed. */
function formatIndex (index: TreeIndex): string {
  const text = JSON.stringify(index)
  return `${sha256Of({ bytes: Buffer.from(text) })}\n${text}`
}

/** One that cannot be read only costs sending everything again. */
function parseIndex (bytes: Buffer | undefined): TreeIndex | undefined {
  const [digest, text = ''] = (bytes?.toString() ?? '').split('\n', 2)
  if (digest !== sha256Of({ bytes: Buffer.from(text) })) return undefined
  const index: TreeIndex = JSON.parse(text)
  return index
}
