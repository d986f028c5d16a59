import { projectFolder } from '../../config/find-project.js'
import { packlineHome } from '../../config/home.js'
import type { PackageSettings } from '../../packaging/package-run.js'
import type { CommandContext } from '../command.js'
import type { Row } from '../../packaging/rows.js'
import { Registry } from '../../release/registry.js'
import { releasedPackages } from '../../release/released-packages.js'
import { projectInForce, withStore } from '../release/open-release.js'
import { configOption, jsonOption } from '../common-options.js'
import { parameterOption, withParameters } from './given-parameters.js'

export const packageOptions = {
  project: { type: 'string', value: 'DIR', describe: 'option.project' },
  'app-version': { type: 'string', value: 'VERSION', describe: 'option.appVersion' },
  build: { type: 'integer', value: 'N', minimum: 1, maximum: 2_100_000_000, describe: 'option.buildNumber' },
  ...configOption,
  row: { type: 'string', value: 'GLOB', multiple: true, describe: 'option.row' },
  ...parameterOption,
  ...jsonOption
} as const

interface PackageOptionValues {
  project: string | undefined
  'app-version': string | undefined
  build: number | undefined
  config: string | undefined
  row: string[]
  parameter: string[]
}

/**
 * Packages are made by the project file with operators' changes over it, and over these the values of this
 * one build.
 */
export function packageSettings (context: CommandContext, options: PackageOptionValues): PackageSettings {
  const { cwd, environment, signal } = context
  return {
    folder: projectFolder(cwd, options.project),
    home: packlineHome(environment),
    environment,
    ...options['app-version'] !== undefined && { version: options['app-version'] },
    ...options.build !== undefined && { build: options.build },
    rows: options.row,
    effective: async file =>
      withParameters(await projectInForce(context, options.config, file), options.parameter),
    released: async (project, rows) =>
      await withStore(
        context,
        options.config,
        project,
        async store => await releasedPackages(new Registry(store), rows.map(placeOf))
      ),
    signal,
    now: Date.now
  }
}

function placeOf ({ id, target, platform, channel = '', pairing = '' }: Row) {
  return { id, target: target?.id, platform, channel, pairing }
}
