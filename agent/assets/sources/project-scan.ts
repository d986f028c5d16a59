import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { FileTable } from '../../files/file-table.js'
import { canonicalJson } from '../../cache/canonical-json.js'
import type { OptionParameter, ParameterValues } from '../../config/option-parameters.js'
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
  /** Whether the last run had the same project file, and the same values of parameters. */
  isKnown: boolean
  /** What options have of parameters; nothing where no option has any. */
  parameters?: OptionParameters
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
  parameters?: OptionParameters
}

/** The values that options of rules have of parameters, and which options these are. */
export interface OptionParameters {
  values: ParameterValues
  used: readonly OptionParameter[]
}

/** Who knows which value a parameter has now. */
export interface ParameterSource {
  /** Values were given for this run: they are checked also where no option has them. */
  isGiven: boolean
  /** Throws CONFIG_INVALID for values that do not fit. */
  valuesOf: (
    project: Pick<ProjectFile, 'project' | 'parameters'>,
    names: readonly string[]
  ) => Promise<ParameterValues>
}

/**
 * Reads the project file in `folder`; the one that `recall` knows from an earlier run, by the folder's real
 * path, is not checked again. Without a source, parameters have the values of that run, or their defaults.
 */
export async function openProject<Past extends { state?: CheckedProject | undefined }> (
  folder: string,
  recall: (root: string) => Past,
  { inline, parameters }: { inline?: ProjectFile | undefined, parameters?: ParameterSource | undefined } = {}
): Promise<{ project: OpenProject, past: Past }> {
  const { readProjectFile } = await import('../../config/project-file-reader.js')
  const path = join(resolve(folder), projectFileName)
  const bytes = inline === undefined ? await readProjectFile(path) : Buffer.from(JSON.stringify(inline))
  const root = realpathSync(folder)
  const past = recall(root)
  const known = past.state
  const digest = createHash('sha256').update(packlineVersion).update('\0').update(bytes).digest('hex')
  const isSameFile = known?.configDigest === digestWith(digest, known?.parameters)
  const checked = isSameFile
    ? { file: known.project, parameters: known.parameters }
    : inline === undefined
    ? await checkProjectFile(path, bytes)
    : { file: inline, parameters: undefined }
  const now = await currentValues(checked, parameters)
  const isKnown = isSameFile &&
    (now === known.parameters || isDeepStrictEqual(now?.values, known.parameters?.values))
  const file = now === undefined || isDeepStrictEqual(now.values, checked.parameters?.values)
    ? checked.file
    : (await checkProjectFile(path, bytes, now.values)).file
  const configDigest = digestWith(digest, now)
  const { output, inside } = outputPlace(root, file.assets)
  const matchers = ruleMatchers(file.assets)
  const project = { root, file, configDigest, isKnown, output, outputInside: inside, matchers }
  return { project: { ...project, ...now !== undefined && { parameters: now } }, past }
}

function digestWith (file: string, parameters: OptionParameters | undefined): string {
  if (parameters === undefined) return file
  return createHash('sha256').update(file).update(canonicalJson(parameters.values)).digest('hex')
}

async function checkProjectFile (
  path: string,
  bytes: Buffer,
  values?: ParameterValues
): Promise<{ file: ProjectFile, parameters: OptionParameters | undefined }> {
  const [{ parseProject }, { usedNames }] = await Promise.all([
    import('../../config/project-file.js'),
    import('../../config/option-parameters.js')
  ])
  const { project: file, used } = parseProject(path, bytes, values)
  if (used.length === 0) return { file, parameters: undefined }
  const defaults = usedNames(used).map(name =>
    [name, values?.[name] ?? file.parameters[name]!.default] as const
  )
  return { file, parameters: { values: Object.fromEntries(defaults), used } }
}

/** Nobody is asked where no option has a parameter, and none was given. */
async function currentValues (
  { file, parameters }: { file: ProjectFile, parameters: OptionParameters | undefined },
  source: ParameterSource | undefined
): Promise<OptionParameters | undefined> {
  if (source === undefined || (parameters === undefined && !source.isGiven)) return parameters
  const values = await source.valuesOf(file, Object.keys(parameters?.values ?? {}))
  return parameters && { ...parameters, values }
}

export async function scanProject (
  project: OpenProject,
  previous: FileTable,
  given: Pick<
    ScanSettings,
    'signal' | 'now' | 'memory' | 'isLookOnly' | 'onFound' | 'onRead' | 'readInto' | 'bytesToKeep' | 'keepUp'
  >
): Promise<ScanResult> {
  const isSameSelection = project.isKnown
  return await scan({ ...selectionOf(project), previous, isSameSelection, ...given })
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
