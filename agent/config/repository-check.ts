import type { RepositoriesConfig } from './repository-schema.js'
import { mistake } from './validate.js'
import type { Mistake } from './validate.js'

/** What the schema cannot say. */
export function repositoryMistakes (repositories: RepositoriesConfig, hasJenkins: boolean): Mistake[] {
  return Object.entries(repositories).flatMap(
    ([name, { url, kind, forge, apiUrl, tokenFile, branches, pipelines }]) => {
      const path = `repositories.${name}`
      const web = /^https?:\/\//.test(url)
      return [
        ...web && url.includes('@')
          ? [
            mistake(
              `${path}.url`,
              '…@…',
              'config.urlPlain'
            )
          ]
          : [],
        ...kind === 'svn' && !/^(https?|file|svn|svn\+ssh):/.test(url)
          ? [mistake(`${path}.url`, url, 'config.urlSvn')]
          : [],
        ...kind === 'git' && /^svn/.test(url)
          ? [
            mistake(`${path}.url`, url, 'config.urlGit')
          ]
          : [],
        ...(kind === 'svn') !== (forge === 'svn') && forge !== 'none'
          ? [mistake(`${path}.forge`, forge, 'config.forgeKind', { kind })]
          : [],
        ...!['none', 'git', 'svn'].includes(forge) && tokenFile !== undefined && apiUrl === undefined && !web
          ? [
            mistake(
              `${path}.apiUrl`,
              apiUrl,
              'config.forgeApi'
            )
          ]
          : [],
        ...branchMistakes(path, { kind, branches }),
        ...jobMistakes(path, pipelines, hasJenkins)
      ]
    }
  )
}

type Repository = RepositoriesConfig[string]

function branchMistakes (path: string, { kind, branches }: Pick<Repository, 'kind' | 'branches'>): Mistake[] {
  if (kind !== 'svn' || !branches.some(branch => /[*?{[]/.test(branch))) return []
  const expected = 'config.svnBranches'
  return [mistake(`${path}.branches`, branches, expected)]
}

function jobMistakes (path: string, pipelines: Repository['pipelines'], hasJenkins: boolean): Mistake[] {
  if (hasJenkins) return []
  const expected = 'config.jobsNoJenkins'
  return Object.entries(pipelines).flatMap(([pipeline, { job }]) =>
    job === undefined ? [] : [mistake(`${path}.pipelines.${pipeline}.job`, job, expected)]
  )
}
