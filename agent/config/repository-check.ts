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
              {
                en: "an address without user and password; name the token's file in tokenFile",
                zh: '不含用户名和密码的地址；令牌文件写在 tokenFile 中'
              }
            )
          ]
          : [],
        ...kind === 'svn' && !/^(https?|file|svn|svn\+ssh):/.test(url)
          ? [mistake(`${path}.url`, url, { en: 'an address that svn takes', zh: 'svn 支持的地址' })]
          : [],
        ...kind === 'git' && /^svn/.test(url)
          ? [
            mistake(`${path}.url`, url, {
              en: 'an address that git takes, or kind "svn"',
              zh: 'git 支持的地址，或 kind 为 "svn"'
            })
          ]
          : [],
        ...(kind === 'svn') !== (forge === 'svn') && forge !== 'none'
          ? [mistake(`${path}.forge`, forge, {
            en: `one that goes with kind "${kind}"`,
            zh: `与 kind "${kind}" 相配的值`
          })]
          : [],
        ...!['none', 'git', 'svn'].includes(forge) && tokenFile !== undefined && apiUrl === undefined && !web
          ? [
            mistake(
              `${path}.apiUrl`,
              apiUrl,
              {
                en: "the address of the forge's API, which cannot be told from the repository's",
                zh: '托管平台的 API 地址，无法由仓库地址得知'
              }
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
  const expected = {
    en: 'folders by name, without wildcards, with kind "svn"',
    zh: 'kind 为 "svn" 时写目录名，不用通配符'
  }
  return [mistake(`${path}.branches`, branches, expected)]
}

function jobMistakes (path: string, pipelines: Repository['pipelines'], hasJenkins: boolean): Mistake[] {
  if (hasJenkins) return []
  const expected = { en: 'nothing while "jenkins" is not configured', zh: '没有配置 "jenkins" 时不填' }
  return Object.entries(pipelines).flatMap(([pipeline, { job }]) =>
    job === undefined ? [] : [mistake(`${path}.pipelines.${pipeline}.job`, job, expected)]
  )
}
