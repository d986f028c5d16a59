import { resolve } from 'node:path'
import type { BuildSettings } from '../assets/run/run-settings.js'

/** Options of every command that looks at a project's rules. */
export const projectOptions = {
  project: { type: 'string', value: 'DIR', default: '.', describe: 'option.project' },
  only: { type: 'string', value: 'RULE', describe: 'option.only' },
  profile: { type: 'string', choices: ['fast', 'release'], describe: 'option.profile' }
} as const

interface ProjectChoice {
  project: string
  only: string | undefined
  profile: BuildSettings['profile'] | undefined
}

export function chosenProject (
  { project, only, profile }: ProjectChoice,
  cwd: string
): Pick<BuildSettings, 'folder' | 'only' | 'profile'> {
  return {
    folder: resolve(cwd, project),
    ...only !== undefined && { only },
    ...profile !== undefined && { profile }
  }
}
