import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { median } from '../measuring/statistics.js'
import type { Entry, Section, SectionResult } from '../measuring/section.js'
import type { Goal } from '../report/goal.js'
import { places } from '../places.js'
import { countChanged } from '../checking/png-digests.js'
import type { DataSet } from '../sets/data-set.js'
import { recolourSprite } from '../sets/sprite-edit.js'
import { pictureAt } from '../sets/studio-project.js'
import { statWalk } from './cold.js'
import { makeProject, projectAt, type Project } from './packline.js'
import { runOrThrow } from './unchanged.js'

const id = 'studio'
const unchangedName = 'packline, nothing changed'
const rule = { name: 'ui', processor: 'cocos-publish', include: ['art/cocosstudio/'], output: 'ui' }

/** A whole Cocos Studio project: published from nothing, again, and after one change. */
export async function publishedStudio (set: DataSet): Promise<Section> {
  return {
    id,
    title: `Publishing a Cocos Studio project: ${set.about}`,
    entries: [
      coldPublish(set),
      unchangedPublish(set),
      statWalk(join(places.work, `${id}-unchanged`, 'project', 'art')),
      changedPublish(set, 'one csd changed', 1, async (studio, round) => {
        const file = join(studio, 'battle/Panel0.csd')
        const text = await readFile(file, 'utf8')
        await writeFile(file, text.replace(/(<ObjectData [^>]*Tag=")\d+/, `$1${round + 100}`))
      }),
      // Its sheet is two files, of which the plist stays.
      changedPublish(set, 'one picture of a csi changed', 1, async (studio, round) => {
        await recolourSprite(join(studio, pictureAt(round)), round)
      })
    ]
  }
}

export function studioGoals ({ entries }: SectionResult): Goal[] {
  const time = (name: string): number | undefined =>
    median((entries.find(entry => entry.name === name)?.samples ?? []).map(({ durationMs }) => durationMs))
  const [ours, walk] = [time(unchangedName), time('bare: stat walk')]
  return [{
    name: 'nothing changed: time ÷ a bare stat walk of the same files',
    measured: ours === undefined || walk === undefined ? undefined : ours / walk,
    limit: 2,
    kind: 'at most'
  }]
}

function coldPublish (set: DataSet): Entry {
  const project = projectAt(`${id}-cold`)
  return {
    name: 'packline, from nothing',
    setUp: async () => {
      await makeProject(set.folder, `${id}-cold`, [rule])
    },
    before: project.forget,
    program: project.program
  }
}

function unchangedPublish (set: DataSet): Entry {
  const { program } = projectAt(`${id}-unchanged`)
  return {
    name: unchangedName,
    setUp: async () => {
      await publishedTwice(set, `${id}-unchanged`)
    },
    program
  }
}

/** The second run knows that the files are older than the clock's granularity. */
async function publishedTwice (set: DataSet, workName: string): Promise<Project> {
  const project = await makeProject(set.folder, workName, [rule])
  await runOrThrow(project.program)
  await runOrThrow(project.program)
  return project
}

/** Throws when more or fewer files than `expected` are written anew. */
function changedPublish (
  set: DataSet,
  title: string,
  expected: number,
  edit: (studio: string, round: number) => Promise<void>
): Entry {
  const workName = `${id}-${title.replace(/\W+/g, '-')}`
  const project = projectAt(workName)
  let before = new Map<string, string>()
  return {
    name: `packline, ${title}`,
    setUp: async () => {
      await publishedTwice(set, workName)
    },
    before: async round => {
      before = await digestsBelow(project.output)
      await edit(join(project.art, 'cocosstudio'), round)
    },
    program: project.program,
    after: async () => {
      const after = await digestsBelow(project.output)
      const changed = countChanged(before, after)
      if (changed !== expected) throw new Error(`${changed} files changed, expected ${expected}`)
      return `${changed} of ${after.size} files rewritten`
    }
  }
}

async function digestsBelow (folder: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    digests.set(file, createHash('sha256').update(await readFile(file)).digest('hex'))
  }
  return digests
}
