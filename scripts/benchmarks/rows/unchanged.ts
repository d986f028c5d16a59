import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../measuring/run-program.js'
import type { Entry, Section } from '../measuring/section.js'
import { stageForAssetPack } from '../peers/npm-peers.js'
import type { Peer } from '../peers/peer.js'
import { peers } from '../peers/peer-table.js'
import { places } from '../places.js'
import type { DataSet } from '../sets/data-set.js'
import { statWalk, whyUnavailable } from './cold.js'
import { atlasRule, makeProject, projectAt } from './packline.js'

/**
 * A build with nothing to do, beside the one peer that knows this case and the walk that nobody can do
 * without.
 */
export async function unchangedSprites (id: string, set: DataSet): Promise<Section> {
  return {
    id,
    title: `Nothing changed: ${set.about}`,
    entries: [
      unchangedBuild(id, set, [atlasRule()]),
      unchangedBuild(id, set, [atlasRule()], true),
      await unchangedAssetPack(id, set),
      statWalk(set.folder)
    ]
  }
}

export async function unchangedFiles (id: string, set: DataSet): Promise<Section> {
  const copyRule = { name: 'all', processor: 'copy', include: ['art/**'], output: 'all' }
  return {
    id,
    title: `Nothing changed: ${set.about}`,
    entries: [
      unchangedBuild(id, set, [copyRule]),
      unchangedBuild(id, set, [copyRule], true),
      statWalk(set.folder)
    ]
  }
}

function unchangedBuild (id: string, set: DataSet, rules: object[], isWarm = false): Entry {
  const workName = `${id}-packline${isWarm ? '-warm' : ''}`
  const { program, worker } = projectAt(workName)
  return {
    name: `packline, unchanged${isWarm ? ', warm worker' : ''}`,
    setUp: async () => {
      await makeProject(set.folder, workName, rules)
      // The second run knows that the files are older than the clock's granularity.
      await runOrThrow(program)
      await runOrThrow(program)
      if (isWarm) await worker.start()
    },
    program
  }
}

async function unchangedAssetPack (id: string, set: DataSet): Promise<Entry> {
  const peer = assetPack()
  const work = join(places.work, `${id}-assetpack`)
  const unavailable = await whyUnavailable(peer)
  const program = peer.pack(set.folder, work)
  return {
    name: `${peer.name}, unchanged`,
    ...unavailable !== undefined && { unavailable },
    setUp: async () => {
      await rm(work, { recursive: true, force: true })
      await stageForAssetPack(set.folder, work)
      await runOrThrow(program)
    },
    program
  }
}

export function assetPack (): Peer {
  const peer = peers.find(({ name }) => name.startsWith('@assetpack/core'))
  if (peer === undefined) throw new Error('AssetPack is not among the peers')
  return peer
}

export async function runOrThrow (program: Entry['program']): Promise<string> {
  const { status, stdout, stderr } = await runProgram(program)
  if (status !== 0) {
    throw new Error(`first build: exit ${status ?? 'by signal'}: ${stderr.trim().split('\n').at(-1) ?? ''}`)
  }
  return stdout
}
