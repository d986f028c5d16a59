import { PacklineError } from '../errors.js'
import { packageMistakes } from './package-checks.js'
import { projectSchema } from './project-schema.js'
import type { ProjectFile } from './project-schema.js'
import { referenceMistakes } from './release-checks.js'
import { configInvalid, mistake, schemaCheck } from './validate.js'

const check = schemaCheck(projectSchema)

/**
 * The project file in `bytes`, defaults filled in and frozen. Throws CONFIG_NOT_JSON, or CONFIG_INVALID with
 * all mistakes.
 */
export function parseProjectFile (file: string, bytes: Buffer): ProjectFile {
  const document = parseJson(file, bytes) as ProjectFile
  const withAssets = typeof document === 'object' && document !== null && !Array.isArray(document) &&
      document.assets === undefined
    ? { ...document, assets: {} }
    : document
  check(file, withAssets)
  const project = withAssets as ProjectFile
  for (const rule of project.assets.rules) rule.options ??= {}
  check(file, project)
  checkRuleNames(file, project)
  const mistakes = [...referenceMistakes(project), ...packageMistakes(project)]
  if (mistakes.length > 0) throw configInvalid(file, mistakes)
  return deepFreeze(project)
}

function checkRuleNames (file: string, project: ProjectFile): void {
  const names = project.assets.rules.map(rule => rule.name)
  const mistakes = names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [mistake(
        `assets.rules[${index}].name`,
        name,
        `a name that no other rule has (assets.rules[${names.indexOf(name)}] has it)`
      )]
      : []
  )
  if (mistakes.length > 0) throw configInvalid(file, mistakes)
}

function parseJson (file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new PacklineError('CONFIG_NOT_JSON', { file, reason: (error as Error).message }, { cause: error })
  }
}

function deepFreeze<T> (value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const child of Object.values(value)) deepFreeze(child)
  }
  return value
}
