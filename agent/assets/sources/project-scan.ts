import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FileTable } from '../../files/file-table.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { PacklineError } from '../../errors.js'
import { projectFileName } from '../../config/project-file-name.js'
import { packlineVersion } from '../../version.js'
import { excludeMatcher } from '../../files/glob.js'
import { ruleMatchers, walkBases } from './groups.js'
import { outputPlace } from './output-place.js'
import type { RuleMatcher } from './groups.js'
import { scan } from './scan.js'
import type { ScanResult, ScanSettings } from './scan.js'
import { walk } from '../../files/walk.js'

/** A project file in use: who it is, where it writes, and which files its rules take. */
export interface OpenProject {
  /** Real path of the project's folder. */
  root: string
  file: ProjectFile
  configDigest: string
  /** Whether the last run had the same project file. */
  isKnown: boolean
  /** Real path of the folder that receives the outputs. */
  output: string
  /** The same relative to the project, when it lies in it. */
  outputInside: string | undefined
  matchers: RuleMatcher[]
}

/** The project file as a run has used it, and by what one knows that it is still the same. */
export interface CheckedProject {
  configDigest: string
  project: ProjectFile
}

/**
 * Reads the project file in `folder`; the one that `recall` knows from an earlier run, by the folder's real
 * path, is not checked again.
 */
export async function openProject<Past extends { state?: CheckedProject | undefined }> (
  folder: string,
  recall: (root: string) => Past,
  inline?: ProjectFile
): Promise<{ project: OpenProject, past: Past }> {
  const { readProjectFile } = await import('../../config/project-file-reader.js')
  const path = join(resolve(folder), projectFileName)
  const bytes = inline === undefined ? await readProjectFile(path) : Buffer.from(JSON.stringify(inline))
  const root = realpathSync(folder)
  const past = recall(root)
  const known = past.state
  const configDigest = createHash('sha256').update(packlineVersion).update('\0').update(bytes).digest('hex')
  const isKnown = known?.configDigest === configDigest
  const file = isKnown
    ? known.project
    : inline ?? (await import('../../config/project-file.js')).parseProjectFile(path, bytes)
  const { output, inside } = outputPlace(root, file.assets)
  const matchers = ruleMatchers(file.assets)
  return { project: { root, file, configDigest, isKnown, output, outputInside: inside, matchers }, past }
}

export async function scanProject (
  project: OpenProject,
  previous: FileTable,
  { signal, now, memory }: Pick<ScanSettings, 'signal' | 'now' | 'memory'>
): Promise<ScanResult> {
  const isSameSelection = project.isKnown
  return await scan({ ...selectionOf(project), previous, isSameSelection, signal, now, memory })
}

/** The files that rules take, not hashed. */
export function projectPaths (project: OpenProject): string[] {
  const selection = selectionOf(project)
  const paths: string[] = []
  walk(selection, (path, _, defect) => {
    if (defect === undefined && !selection.isExcluded(path) && selection.isWanted(path)) paths.push(path)
  })
  return paths
}

/** What a scan of the project looks at. Throws PLAN_CYCLE when a rule would take outputs. */
function selectionOf (project: OpenProject) {
  const { assets } = project.file
  const outputs = [assets.output, ...project.outputInside === undefined ? [] : [project.outputInside]]
  for (const { rule, patterns } of project.matchers) {
    for (const folder of outputs) {
      const taken = patterns.find(({ base }) => base === folder || base.startsWith(`${folder}/`))
      if (taken !== undefined) {
        throw new PacklineError('PLAN_CYCLE', { rule: rule.name, folder, include: taken.text })
      }
    }
  }
  return {
    project: project.root,
    bases: walkBases(project.matchers),
    skip: new Set(outputs),
    gitignore: assets.gitignore,
    isExcluded: excludeMatcher(assets.exclude),
    isWanted: (path: string) => project.matchers.some(matcher => matcher.takes(path))
  }
}
