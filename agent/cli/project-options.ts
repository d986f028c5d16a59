import { PacklineError } from '../errors.js'
import { cacheAccesses } from './run-cache.js'
import type { CacheAccess } from './run-cache.js'
import { projectFolder } from '../config/find-project.js'
import type { BuildSettings, FrozenLayouts } from '../assets/run/run-settings.js'

/** Options of every command that looks at a project's rules. */
export const projectOptions = {
  project: { type: 'string', value: 'DIR', describe: 'option.project' },
  only: { type: 'string', value: 'RULE', describe: 'option.only' },
  profile: { type: 'string', choices: ['fast', 'release'], describe: 'option.profile' }
} as const

interface ProjectChoice {
  project: string | undefined
  only: string | undefined
  profile: BuildSettings['profile'] | undefined
}

/** What a run may do with the cache of several machines. */
export const cacheOption = {
  cache: { type: 'string', choices: cacheAccesses, variable: 'PACKLINE_CACHE', describe: 'option.cache' }
} as const

/** Throws USAGE_BAD_VALUE for a variable that says something else. */
export function cacheAccessOf (
  given: CacheAccess | undefined,
  { PACKLINE_CACHE: value = 'read-write' }: Readonly<Record<string, string | undefined>>
): CacheAccess {
  const access = given ?? cacheAccesses.find(each => each === value)
  if (access !== undefined) return access
  throw new PacklineError('USAGE_BAD_VALUE', {
    option: 'PACKLINE_CACHE',
    value,
    expected: cacheAccesses.join(', ')
  })
}

/** Which layout files a run must leave as they are. */
export const frozenOptions = {
  'frozen-layouts': { type: 'boolean', describe: 'option.frozenLayouts' },
  'no-frozen-layouts': { type: 'boolean', describe: 'option.noFrozenLayouts' },
  ci: { type: 'boolean', variable: 'CI', describe: 'option.ci' }
} as const

export function frozenLayoutsOf (
  options: Record<keyof typeof frozenOptions, boolean>,
  environment: Readonly<Record<string, string | undefined>>
): FrozenLayouts {
  if (options['no-frozen-layouts']) return 'none'
  if (options['frozen-layouts']) return 'all'
  return options.ci || environment.CI === 'true' ? 'tracked' : 'none'
}

export function chosenProject (
  { project, only, profile }: ProjectChoice,
  cwd: string
): Pick<BuildSettings, 'folder' | 'only' | 'profile'> {
  return {
    folder: projectFolder(cwd, project),
    ...only !== undefined && { only },
    ...profile !== undefined && { profile }
  }
}
