import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../../config/home.js'
import type { HotUpdate } from '../../config/hot-update-schema.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { parseProjectFile } from '../../config/project-file.js'
import { projectFileName } from '../../config/project-file-name.js'
import { readProjectFile } from '../../config/project-file-reader.js'
import type { Target } from '../../config/target-schema.js'
import { PacklineError } from '../../errors.js'
import { anyTarget } from './manifest-urls.js'

export interface HotUpdateSettings {
  folder: string
  environment: Environment
  /** Ids; all targets without any. */
  targets: readonly string[]
  /** What holds in place of the project file: the file with operators' changes. */
  effective?: (file: ProjectFile) => Promise<ProjectFile>
  signal: AbortSignal
  now: () => number
}

export interface OpenHotUpdates {
  project: string
  definition: HotUpdate
  output: string
  targets: Target[]
}

/** The hot-update part of a project; a project without targets has one that stands for all of it. */
export async function openHotUpdates (
  { folder, targets, effective }: HotUpdateSettings
): Promise<OpenHotUpdates> {
  const file = join(folder, projectFileName)
  const written = parseProjectFile(file, await readProjectFile(file))
  const project = await effective?.(written) ?? written
  const definition = project.packages.hotUpdate
  if (definition === undefined) throw new PacklineError('HOT_UPDATE_NOT_CONFIGURED')
  const all = project.targets.length > 0
    ? project.targets
    : [anyTarget]
  for (const target of targets) {
    if (!all.some(({ id }) => id === target)) {
      throw new PacklineError('HOT_UPDATE_UNKNOWN_TARGET', {
        target,
        known: all.map(({ id }) => id).join(', ')
      })
    }
  }
  const root = realpathSync(folder)
  return {
    project: root,
    definition,
    output: join(root, definition.output),
    targets: all.filter(({ id }) => targets.length === 0 || targets.includes(id))
  }
}
