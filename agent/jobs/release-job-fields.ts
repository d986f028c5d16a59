import { namePattern, versionPattern } from '../config/name-patterns.js'
import type { JobKind } from './job-kind.js'

export const version = { type: 'string', pattern: versionPattern } as const
export const release = {
  type: 'string',
  pattern: '^[0-9][0-9.]{0,63}(-[0-9]{1,10})?$',
  description: 'VERSION-BUILD, or VERSION for its last build'
} as const
export const target = { type: 'string', pattern: namePattern, description: 'Id of a target' } as const
export const why = {
  type: 'string',
  minLength: 1,
  maxLength: 500,
  pattern: '^[^\\u0000-\\u001f]*\\S'
} as const
export const jenkins = {
  type: 'boolean',
  description: 'By the Jenkins job that packages.jenkins of the project file names'
} as const

/** The same kind where Jenkins does the work: everything that was asked for becomes parameters of its job. */
export function alsoByJenkins (kind: JobKind): JobKind {
  return {
    ...kind,
    command: (workspace, parameters, id) =>
      parameters.jenkins === true
        ? [
          'jenkins',
          'run',
          kind.name,
          '--events',
          `--project=${workspace}`,
          `--id=${id}`,
          ...passed(parameters)
        ]
        : kind.command(workspace, parameters, id),
    output: parameters => parameters.jenkins === true ? 'events' : kind.output(parameters)
  }
}

/** PACKLINE_VERSION=1.2; of lists one a line, of values by name NAME=VALUE. */
function passed ({ jenkins: _, ...parameters }: Record<string, unknown>): string[] {
  return Object.entries(parameters).map(([name, value]) => {
    const variable = name.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase()
    return `--pass=PACKLINE_${variable}=${lines(value)}`
  })
}

function lines (value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('\n')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value).map(([name, each]) => `${name}=${String(each)}`).join('\n')
}
