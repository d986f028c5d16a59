import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pngDigests, countChanged } from '../checking/png-digests.js'
import { spriteFacts } from '../checking/sprite-facts.js'
import type { Entry, Section } from '../measuring/section.js'
import { stageForAssetPack } from '../peers/npm-peers.js'
import { places } from '../places.js'
import type { DataSet } from '../sets/data-set.js'
import { growSprite, recolourSprite, type SpriteEdit } from '../sets/sprite-edit.js'
import { whyUnavailable } from './cold.js'
import { atlasRule, makeProject, projectAt } from './packline.js'
import { assetPack, runOrThrow } from './unchanged.js'

export interface ChangedOptions {
  id: string
  set: DataSet
  withAssetPack: boolean
}

/** One sprite changed between two builds, beside our own build from nothing. */
export async function changedSection ({ id, set, withAssetPack }: ChangedOptions): Promise<Section> {
  const entries = [
    coldBuild(id, set),
    warmColdBuild(id, set),
    changedBuild(id, set, 'one sprite recoloured', {}, recolourSprite),
    changedBuild(id, set, 'one sprite recoloured, warm worker', {}, recolourSprite),
    changedBuild(id, set, 'one sprite grown, layout stable', { layout: 'stable' }, growSprite)
  ]
  if (withAssetPack) entries.push(await changedAssetPack(id, set))
  return { id, title: `One sprite changed: ${set.about}`, entries }
}

function coldBuild (id: string, set: DataSet): Entry {
  const workName = `${id}-cold`
  const project = projectAt(workName)
  return {
    name: 'packline, assets build from nothing',
    setUp: async () => {
      await makeProject(set.folder, workName, [atlasRule()])
    },
    before: project.forget,
    program: project.program
  }
}

/** With nothing known of the project; the worker has built it before. */
function warmColdBuild (id: string, set: DataSet): Entry {
  const workName = `${id}-cold-warm`
  const project = projectAt(workName)
  return {
    name: 'packline, assets build from nothing, warm worker',
    setUp: async () => {
      await makeProject(set.folder, workName, [atlasRule()])
      await runOrThrow(project.program)
      await project.worker.start()
      await runOrThrow(project.program)
    },
    before: project.forgetResults,
    program: project.program
  }
}

function changedBuild (id: string, set: DataSet, title: string, options: object, edit: SpriteEdit): Entry {
  const workName = `${id}-${title.replace(/\W+/g, '-')}`
  const project = projectAt(workName)
  let pagesBefore = new Map<string, string>()
  const rewritten: number[] = []
  return {
    name: `packline, ${title}`,
    setUp: async () => {
      await makeProject(set.folder, workName, [atlasRule(options)])
      await runOrThrow(project.program)
      if (title.endsWith('warm worker')) await project.worker.start()
    },
    before: async round => {
      pagesBefore = await pngDigests(project.output)
      await edit(join(project.art, await soleSprite(set.folder, round)), round)
    },
    program: project.program,
    after: async () => {
      const pages = await pngDigests(project.output)
      rewritten.push(countChanged(pagesBefore, pages))
      return `pages rewritten: ${rewritten.join(', ')} of ${pages.size}`
    }
  }
}

async function changedAssetPack (id: string, set: DataSet): Promise<Entry> {
  const peer = assetPack()
  const work = join(places.work, `${id}-assetpack`)
  const unavailable = await whyUnavailable(peer)
  const program = peer.pack(set.folder, work)
  return {
    name: `${peer.name}, one sprite recoloured`,
    ...unavailable !== undefined && { unavailable },
    mostRounds: 2,
    setUp: async () => {
      await rm(work, { recursive: true, force: true })
      await stageForAssetPack(set.folder, work)
      await runOrThrow(program)
    },
    before: async round => {
      await recolourSprite(join(work, 'in', 'all{tps}', await soleSprite(set.folder, round)), round)
    },
    program
  }
}

/** A sprite that is nobody's alias, another one each round, as a path within the set. */
async function soleSprite (folder: string, round: number): Promise<string> {
  const { soleFiles } = await spriteFacts(folder)
  const file = soleFiles[(round * 389 + 97) % soleFiles.length]
  if (file === undefined) throw new Error(`every sprite of ${folder} has an alias`)
  return file
}
