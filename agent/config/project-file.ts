import { withOptionParameters } from './option-parameters.js'
import type { OptionParameter, ParameterValues } from './option-parameters.js'
import { normaliseAssetPaths } from './asset-paths.js'
import { imageMistakes } from './container-image-checks.js'
import { deepFreeze } from './freeze.js'
import { parseJsonDocument, withPlaces } from './json-document.js'
import { packageMistakes } from './package-checks.js'
import { projectSchema } from './project-schema.js'
import type { ProjectFile } from './project-schema.js'
import { isJsonObject } from '../json-object.js'
import { referenceMistakes } from './release-checks.js'
import { variantMistakes } from './variant-checks.js'
import { configInvalid, mistake, namingParameters, schemaCheck } from './validate.js'

const check = schemaCheck<ProjectFile>(projectSchema, 'project')

/**
 * The project file in `bytes`, defaults filled in and frozen. Throws CONFIG_NOT_JSON, or CONFIG_INVALID with
 * all mistakes.
 */
export function parseProjectFile (file: string, bytes: Buffer): ProjectFile {
  return parseProject(file, bytes).project
}

/** The same with values of parameters in its options, and the places that have them. */
export function parseProject (
  file: string,
  bytes: Buffer,
  values: ParameterValues = {}
): { project: ProjectFile, used: OptionParameter[] } {
  const written = parseJsonDocument(file, bytes)
  return withPlaces(bytes, () => {
    const { document, used, mistakes } = withOptionParameters(written, values)
    if (mistakes.length > 0) throw configInvalid(file, mistakes)
    try {
      return { project: checkedProject(file, document), used }
    } catch (error) {
      throw namingParameters(error, used)
    }
  })
}

function checkedProject (file: string, document: unknown): ProjectFile {
  const withAssets = isJsonObject(document) && document.assets === undefined
    ? { ...document, assets: {} }
    : document
  const checked = check(file, withAssets)
  for (const rule of checked.assets.rules) rule.options ??= {}
  const project = check(file, checked)
  checkRuleNames(file, project)
  const mistakes = [
    ...normaliseAssetPaths(project.assets),
    ...variantMistakes(project.assets),
    ...referenceMistakes(project),
    ...packageMistakes(project),
    ...imageMistakes(project)
  ]
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
        'config.ruleName',
        { other: `assets.rules[${names.indexOf(name)}]` }
      )]
      : []
  )
  if (mistakes.length > 0) throw configInvalid(file, mistakes)
}
