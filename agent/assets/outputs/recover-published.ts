import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { arrivingName, asideOf } from './move-into-place.js'
import { PublishedTree, workFolderOf } from './published-tree.js'
import type { PublishedFile } from './published-tree.js'

/**
 * What packline has published to `output`. After a run that was killed while it published, the record is made
 * whole: a path that the old or the new record names is ours, with the digest of whichever the file still
 * matches; what was staged is discarded.
 */
export function recoverPublished (output: string): PublishedTree {
  const work = workFolderOf(output)
  const current = PublishedTree.read(join(work, 'published')) ?? PublishedTree.of([], noStamp)
  const next = PublishedTree.read(join(work, 'next'))
  const stage = join(work, 'stage')
  if (next === undefined && !existsSync(stage)) return current
  restoreAsides(stage, output)
  const files = new Map<string, PublishedFile>()
  for (const tree of next === undefined ? [current] : [current, next]) {
    const intact = tree.intactPaths(output)
    for (const file of tree.files()) {
      if (intact.has(file.path)) files.set(file.path, file)
      else if (!files.has(file.path)) files.set(file.path, { ...file, sha256: unknownDigest })
    }
  }
  rescueStages(stage, output, path => files.has(path))
  for (const folder of new Set([...files.keys()].map(dirname))) {
    rmSync(join(output, folder, arrivingName), { force: true })
  }
  const recovered = PublishedTree.of([...files.values()], file => stampAt(join(output, file.path)))
  mkdirSync(work, { recursive: true })
  recovered.write(join(work, 'published'))
  rmSync(join(work, 'next'), { force: true })
  rmSync(stage, { recursive: true, force: true })
  return recovered
}

const unknownDigest = '0'.repeat(64)
const noStamp = () => ({ size: -1n, mtimeNs: -1n, ino: -1n })

export function stampAt (path: string): { size: bigint, mtimeNs: bigint, ino: bigint } {
  const status = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return status ?? noStamp()
}

/** Moves what somebody put into a folder while it was being exchanged over to its new place. */
export function rescueForeign (
  old: string,
  live: string,
  prefix: string,
  isOurs: (path: string) => boolean
): void {
  for (const entry of readdirSync(old, { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    const [source, target] = [join(old, entry.name), join(live, entry.name)]
    if (entry.isDirectory()) {
      rescueForeign(source, target, path, isOurs)
    } else if (!isOurs(path) && lstatSync(target, { throwIfNoEntry: false }) === undefined) {
      mkdirSync(dirname(target), { recursive: true })
      renameSync(source, target)
    }
  }
}

/** A run that was killed between the two renames of an exchange has left no live folder: it comes back. */
function restoreAsides (stage: string, output: string): void {
  for (const { staged, folder } of recordedStages(stage)) {
    const live = join(output, folder)
    if (existsSync(asideOf(staged)) && !existsSync(live)) renameSync(asideOf(staged), live)
  }
}

/** After a crash: staged folders may hold files of others whose live folder was just being exchanged. */
function rescueStages (stage: string, output: string, isOurs: (path: string) => boolean): void {
  for (const { staged, folder } of recordedStages(stage)) {
    for (const old of [staged, asideOf(staged)].filter(path => existsSync(path))) {
      rescueForeign(old, join(output, folder), folder, isOurs)
    }
  }
}

/** The staged folders whose place in the output is on record, whether they have taken it or not. */
function recordedStages (stage: string): Array<{ staged: string, folder: string }> {
  if (!existsSync(stage)) return []
  return readdirSync(stage).filter(name => name.endsWith(folderRecord)).flatMap(name => {
    const folder = readRecord(join(stage, name))
    return folder === undefined ? [] : [{ staged: join(stage, name.slice(0, -folderRecord.length)), folder }]
  })
}

/**
 * Undefined when its writing was interrupted: then nothing was exchanged yet. The output folder itself is ''.
 */
function readRecord (file: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { folder: string }).folder
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Beside a staged folder, as JSON: which folder of the output it is to become. */
export const folderRecord = '.folder'
