import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry, Section } from '../measuring/section.js'
import { outputOf, type Peer } from '../peers/peer.js'
import { peers } from '../peers/peer-table.js'
import { places } from '../places.js'
import type { DataSet } from '../sets/data-set.js'
import { whyUnavailable } from './cold.js'
import { atlasRule, makeProject, projectAt } from './packline.js'

/** One atlas per folder of the set, as games keep their art. */
export async function foldersSection (id: string, set: DataSet): Promise<Section> {
  const entries = await readdir(set.folder, { withFileTypes: true })
  const folders = entries
    .filter(entry => entry.isDirectory())
    .map(({ name }) => join(set.folder, name))
    .sort()
  return {
    id,
    title: `Cold, one atlas per folder, ${folders.length} folders: ${set.about}`,
    sprites: folders,
    entries: [
      foldersBuild(id, set),
      ...await Promise.all(
        peers.flatMap(peer =>
          peer.packEach === undefined ? [] : [foldersPeer(peer, peer.packEach, id, folders)]
        )
      )
    ]
  }
}

function foldersBuild (id: string, set: DataSet): Entry {
  const workName = `${id}-packline`
  const project = projectAt(workName)
  return {
    name: 'packline, assets build from nothing',
    setUp: async () => {
      await makeProject(set.folder, workName, [atlasRule({ frameName: '{dir}/{path}' }, 'art/*/', '{dir}')])
    },
    before: project.forget,
    program: project.program,
    output: project.output
  }
}

async function foldersPeer (
  peer: Peer,
  packEach: NonNullable<Peer['packEach']>,
  id: string,
  folders: string[]
): Promise<Entry> {
  const work = join(places.work, `${id}-${peer.name.replace(/[^a-z0-9.]+/gi, '-')}`)
  const program = packEach(folders, work)
  const unavailable = await whyUnavailable(peer)
  return {
    name: peer.name,
    ...unavailable !== undefined && { unavailable },
    before: async () => {
      await rm(work, { recursive: true, force: true })
    },
    program,
    output: outputOf(work)
  }
}
