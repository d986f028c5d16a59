import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry, Section } from '../measuring/section.js'
import { outputOf, type Peer } from '../peers/peer.js'
import { peers } from '../peers/peer-table.js'
import { places } from '../places.js'
import { Unavailable, type DataSet } from '../sets/data-set.js'
import { noCores } from '../scale/shard-runs.js'
import { packlinePack } from './packline.js'

export interface ColdOptions {
  id: string
  set: DataSet
  size: 'small' | 'large'
  slow: boolean
  wanted: (name: string) => boolean
}

/** What takes minutes may take so many: libGDX's slow mode would pack Wesnoth's set for hours. */
const mostMinutes = 4

/** Everybody from nothing to pages on the same sprites, with the bare bounds. */
export async function coldSection ({ id, set, size, slow, wanted }: ColdOptions): Promise<Section> {
  const rows: Entry[] = [
    packlinePack(set.folder, 'fast', `${id}-fast`),
    onOneCore(packlinePack(set.folder, 'fast', `${id}-one-core`)),
    packlinePack(set.folder, 'release', `${id}-release`)
  ]
  for (const peer of peers) if (wanted(peer.name)) rows.push(await peerEntry(peer, id, set, size, slow))
  rows.push(...bareEntries(set.folder, join(places.work, `${id}-bare`)))
  return {
    id,
    title: `Cold: ${set.about}`,
    sprites: [set.folder],
    entries: rows.filter(({ name }) => wanted(name))
  }
}

/** The whole process, however many cores there are. */
function onOneCore (entry: Entry): Entry {
  const { file, args } = entry.program
  return {
    ...entry,
    name: `${entry.name}, one core`,
    ...noCores !== false && { unavailable: noCores },
    program: { ...entry.program, file: 'taskset', args: ['-c', '0', file, ...args] }
  }
}

async function peerEntry (
  peer: Peer,
  id: string,
  set: DataSet,
  size: 'small' | 'large',
  slow: boolean
): Promise<Entry> {
  const work = join(places.work, `${id}-${peer.name.replace(/[^a-z0-9.]+/gi, '-')}`)
  const takesMinutes = peer.takesMinutesOn === 'any' || (peer.takesMinutesOn === 'large' && size === 'large')
  const unavailable = takesMinutes && !slow ? 'takes minutes; run with --slow' : await whyUnavailable(peer)
  return {
    name: peer.name,
    ...unavailable !== undefined && { unavailable },
    before: async () => {
      await rm(work, { recursive: true, force: true })
      await peer.stage?.(set.folder, work)
    },
    program: peer.pack(set.folder, work),
    output: outputOf(work),
    ...takesMinutes && { mostRounds: 1, timeoutMs: mostMinutes * 60_000 }
  }
}

export async function whyUnavailable (peer: Peer): Promise<string | undefined> {
  try {
    await peer.install()
    return undefined
  } catch (error) {
    if (error instanceof Unavailable) return error.message
    throw error
  }
}

function bareEntries (folder: string, work: string): Entry[] {
  const bare = (name: string, step: string): Entry => ({
    name: `bare: ${name}`,
    program: {
      file: process.execPath,
      args: [join(places.programs, 'bare.mjs'), step, folder, join(work, step)]
    }
  })
  return [
    statWalk(folder),
    bare('sha256 of all', 'sha256'),
    bare('decode, sharp', 'decode-sharp'),
    bare('decode, @napi-rs/image', 'decode-napi'),
    bare('decode and encode, @napi-rs/image', 'decode-encode-napi')
  ]
}

export function statWalk (folder: string): Entry {
  return {
    name: 'bare: stat walk',
    program: { file: process.execPath, args: [join(places.programs, 'stat-walk.mjs'), folder] }
  }
}
