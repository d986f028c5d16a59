import { resolve } from 'node:path'
import { packlineHome } from '../../config/home.js'
import type { PackageSettings } from '../../packaging/package-run.js'
import type { CommandContext } from '../command.js'

export const packageOptions = {
  project: { type: 'string', value: 'DIR', default: '.', describe: 'option.project' },
  'app-version': { type: 'string', value: 'VERSION', describe: 'option.appVersion' },
  build: { type: 'integer', value: 'N', minimum: 1, maximum: 2_100_000_000, describe: 'option.buildNumber' },
  row: { type: 'string', value: 'GLOB', multiple: true, describe: 'option.row' },
  json: { type: 'boolean', describe: 'option.json' }
} as const

export interface PackageOptionValues { project: string, 'app-version': string | undefined, build: number | undefined, row: string[] }

export function packageSettings ({ cwd, environment, signal }: CommandContext, options: PackageOptionValues): PackageSettings {
  return {
    folder: resolve(cwd, options.project),
    home: packlineHome(environment),
    environment,
    ...options['app-version'] !== undefined && { version: options['app-version'] },
    ...options.build !== undefined && { build: options.build },
    rows: options.row,
    signal,
    now: Date.now
  }
}
