import type { SourceFile } from '../../sources/source-file.js'
import { studioBeside } from '../../sources/studio-folder.js'
import { isCcs } from '../file-names.js'
import type { Serializer } from '../file-names.js'
import type { Reference } from '../export-options.js'
import { readCcs } from './ccs-project.js'
import type { CcsEntries } from './ccs-project.js'
import { readCcsSettings } from './ccs-settings.js'
import type { CcsSettings } from './ccs-settings.js'
import { readCsi } from './csi-sheet.js'
import { entriesOfFolder, planPublish } from './publish-plan.js'
import type { PublishPlan } from './publish-plan.js'

/** A Cocos Studio project to publish. */
export interface StudioProject {
  /** The folder that its paths start from. */
  studio: string
  /** Its sources by their names below that folder. */
  byName: ReadonlyMap<string, SourceFile>
  listed: CcsEntries
  settings: Partial<CcsSettings>
  /** Listed csd and csi files that are not there. */
  missing: string[]
}

export type ReadSource = (file: SourceFile) => Promise<Buffer>

/** The projects of the .ccs files among `files`; without one, the folder `base` as if it were one. */
export function openStudioProjects (
  files: readonly SourceFile[],
  base: string,
  read: ReadSource
): Array<Promise<StudioProject>> {
  const projects = files.filter(file => isCcs(file.path))
  if (projects.length > 0) return projects.map(async ccs => await openCcs(ccs, files, read))
  const byName = namesBelow(base, files)
  const listed = entriesOfFolder(byName.keys())
  return [Promise.resolve({ studio: base, byName, listed, settings: {}, missing: [] })]
}

async function openCcs (
  ccs: SourceFile,
  files: readonly SourceFile[],
  read: ReadSource
): Promise<StudioProject> {
  const studio = studioBeside(ccs.path)
  const byName = namesBelow(studio, files)
  const listed = readCcs(ccs.path, await read(ccs))
  const settingsPath = ccs.path.replace(/\.ccs$/i, '.cfg')
  const cfg = files.find(file => file.path === settingsPath)
  const settings = cfg === undefined ? {} : readCcsSettings(cfg.path, await read(cfg))
  const missing = [...listed.csds, ...listed.csis].filter(name => !byName.has(name))
  return { studio, byName, listed, settings, missing }
}

function namesBelow (studio: string, files: readonly SourceFile[]): Map<string, SourceFile> {
  const prefix = studio === '' ? '' : `${studio}/`
  return new Map(
    files.flatMap(file => file.path.startsWith(prefix) ? [[file.path.slice(prefix.length), file]] : [])
  )
}

/** How its csd are published, by the rule's word or else by its own settings. */
export function serializerOf ({ settings }: StudioProject, asked: Serializer | undefined): Serializer {
  return asked ?? settings.serializer ?? 'csb'
}

interface PlanReaders {
  read: ReadSource
  /** What a csd names. */
  referencesOf: (name: string, file: SourceFile) => Promise<readonly Reference[]>
  /** Whether to go on without what a file names that cannot be read. */
  attempt: <Result>(otherwise: Result, work: () => Promise<Result>) => Promise<Result>
}

/** What publishing the project makes, by the rule's word or else by its own settings. */
export async function planOf (
  { byName, listed, settings }: StudioProject,
  resources: CcsSettings['resources'],
  { read, referencesOf, attempt }: PlanReaders
): Promise<PublishPlan> {
  const named = (name: string): SourceFile => {
    const file = byName.get(name)
    if (file === undefined) throw new Error(`${name} is planned and not there`)
    return file
  }
  return await planPublish(listed, resources ?? settings.resources ?? 'reference', {
    names: new Set(byName.keys()),
    read: async name => await read(named(name)),
    picturesOf: async name =>
      await attempt([], async () => readCsi(named(name).path, await read(named(name))).pictures),
    referencesOf: async name => await attempt([], async () => await referencesOf(name, named(name)))
  })
}
