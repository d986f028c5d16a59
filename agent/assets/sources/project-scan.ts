import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FileTable } from '../../files/file-table.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { PacklineError } from '../../errors.js'
import { packlineVersion } from '../../version.js'
import { excludeMatcher } from '../../files/glob.js'
import { ruleMatcher, walkBases } from './groups.js'
import type { RuleMatcher } from './groups.js'
import { processors } from '../processors/processors.js'
import type { RunState } from '../run/run-state.js'
import { scan } from './scan.js'
import type { ScanResult } from './scan.js'
import { walk } from '../../files/walk.js'

/** A project file in use: who it is, where it writes, and which files its rules take. */
export interface OpenProject {
  /** Real path of the project's folder. */
  root: string
  file: ProjectFile
  configDigest: string
  /** Whether the last run had the same project file. */
  isKnown: boolean
  /** Absolute. */
  output: string
  matchers: RuleMatcher[]
}

/** Reads the project file in `folder`; one that the last run has checked already is not checked again. */
export async function openProject (
  folder: string,
  readState: (root: string) => RunState | undefined
): Promise<OpenProject & { state: RunState | undefined }> {
  const { projectFileName, readProjectFile } = await import('../../config/project-file-reader.js')
  const path = join(resolve(folder), projectFileName)
  const bytes = await readProjectFile(path)
  const root = realpathSync(folder)
  const state = readState(root)
  const configDigest = createHash('sha256').update(packlineVersion).update('\0').update(bytes).digest('hex')
  const isKnown = state?.configDigest === configDigest
  const file = isKnown
    ? state.project
    : (await import('../../config/project-file.js')).parseProjectFile(path, bytes)
  return {
    root,
    file,
    configDigest,
    isKnown,
    state: isKnown ? state : state === undefined ? undefined : withoutPublished(state),
    output: join(root, file.assets.output),
    matchers: file.assets.rules.map(rule => ruleMatcher(rule, processors[rule.processor]))
  }
}

export async function scanProject (
  project: OpenProject,
  previous: FileTable,
  signal: AbortSignal,
  now: () => number
): Promise<ScanResult> {
  return await scan({ ...selectionOf(project), previous, isSameSelection: project.isKnown, signal, now })
}

/** The files that rules take, not hashed. */
export function projectPaths (project: OpenProject): string[] {
  const selection = selectionOf(project)
  const paths: string[] = []
  walk(selection, (path, _, outside) => {
    if (outside === undefined && !selection.isExcluded(path) && selection.isWanted(path)) paths.push(path)
  })
  return paths
}

/** What a scan of the project looks at. Throws PLAN_CYCLE when a rule would take outputs. */
function selectionOf (project: OpenProject) {
  const { assets } = project.file
  for (const { rule, patterns } of project.matchers) {
    const inside = patterns.find(({ base }) => base === assets.output || base.startsWith(`${assets.output}/`))
    if (inside !== undefined) {
      throw new PacklineError('PLAN_CYCLE', {
        rule: rule.name,
        folder: assets.output,
        include: inside.text
      })
    }
  }
  return {
    project: project.root,
    bases: walkBases(project.matchers),
    skip: new Set([assets.output]),
    gitignore: assets.gitignore,
    isExcluded: excludeMatcher(assets.exclude),
    isWanted: (path: string) => project.matchers.some(matcher => matcher.takes(path))
  }
}

/** What is left of a state whose project file has changed: durations and keys for explanations. */
function withoutPublished ({ published, ...state }: RunState): RunState {
  return state
}
