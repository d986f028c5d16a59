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
              "an address without user and password; name the token's file in tokenFile"
            )
          ]
          : [],
        ...kind === 'svn' && !/^(https?|file|svn|svn\+ssh):/.test(url)
          ? [mistake(`${path}.url`, url, 'an address that svn takes')]
          : [],
        ...kind === 'git' && /^svn/.test(url)
          ? [mistake(`${path}.url`, url, 'an address that git takes, or kind "svn"')]
          : [],
        ...(kind === 'svn') !== (forge === 'svn') && forge !== 'none'
          ? [mistake(`${path}.forge`, forge, `one that goes with kind "${kind}"`)]
          : [],
        ...!['none', 'git', 'svn'].includes(forge) && tokenFile !== undefined && apiUrl === undefined && !web
          ? [
            mistake(
              `${path}.apiUrl`,
              apiUrl,
              "the address of the forge's API, which cannot be told from the repository's"
            )
          ]
          : [],
        ...kind === 'svn' && branches.some(branch => /[*?{[]/.test(branch))
          ? [mistake(`${path}.branches`, branches, 'folders by name, without wildcards, with kind "svn"')]
          : [],
        ...Object.entries(pipelines).flatMap(([pipeline, { job }]) =>
          job !== undefined && !hasJenkins
            ? [mistake(`${path}.pipelines.${pipeline}.job`, job, 'nothing while "jenkins" is not configured')]
            : []
        )
      ]
    }
  )
}
