import type { ParameterValues } from '../config/option-parameters.js'
import type { ParameterSource } from '../assets/sources/project-scan.js'
import type { CommandContext } from './command.js'

/** A value of a parameter of stage ci for this run. */
export const runParameterOption = {
  parameter: { type: 'string', value: 'NAME=VALUE', multiple: true, describe: 'option.runParameter' }
} as const

/**
 * The values that options of rules get: those of the command line, then what was set, then defaults. Nobody
 * is asked what was set where the command line says it all.
 */
export function parametersOf (
  context: CommandContext,
  texts: Readonly<Record<string, string>>
): ParameterSource {
  return {
    isGiven: Object.keys(texts).length > 0,
    valuesOf: async (project, names) => {
      const [{ checkGivenValues }, { typedValues }] = await Promise.all([
        import('../release/given-values.js'),
        import('./packaging/given-parameters.js')
      ])
      const isOfBuilds = ({ stage }: { stage: string }): boolean => stage !== 'cd'
      const given = typedValues(project, texts)
      checkGivenValues(project, given, isOfBuilds)
      const open = names.filter(name => !Object.hasOwn(given, name))
      const set = open.length === 0 ? {} : await valuesNow(context, project, open)
      return Object.fromEntries(names.map(name => [
        name,
        given[name] ?? set[name] ?? project.parameters[name]!.default
      ]))
    }
  }
}

async function valuesNow (
  context: CommandContext,
  project: Parameters<ParameterSource['valuesOf']>[0],
  names: readonly string[]
): Promise<ParameterValues> {
  const [{ withStore }, { valuesSet }] = await Promise.all([
    import('./release/open-release.js'),
    import('../release/set-values.js')
  ])
  return await withStore(
    context,
    undefined,
    project.project,
    async store => await valuesSet(store, project, names)
  )
}
