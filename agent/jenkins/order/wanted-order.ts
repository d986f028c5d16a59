import type { JenkinsOrder, OrderedJob } from '../../config/jenkins-order-schema.js'
import type { RepositoriesConfig, RepositoryConfig } from '../../config/repository-schema.js'
import { configInvalid, mistake, oneOfKnown } from '../../config/validate.js'
import type { Mistake } from '../../config/validate.js'
import { batchParameters } from '../batch-parameters.js'

export interface WantedFolder {
  kind: 'folder'
  path: string
  description?: string
  /** Lines of the matrix, as TYPE:PERMISSION:NAME. */
  access?: string[]
}

export interface WantedJob extends Omit<OrderedJob, 'repository' | 'branch'> {
  kind: 'job'
  path: string
  scm: RepositoryConfig['kind']
  url: string
  branch: string
}

export interface WantedOrder {
  /** Folders before what is in them. */
  items: Array<WantedFolder | WantedJob>
  nodes: Record<string, string[]>
  credentials: string[]
}

/** Folders, jobs of the repositories' table, and what the order adds. Throws CONFIG_INVALID. */
export function wantedOrder (
  where: string,
  order: JenkinsOrder,
  repositories: RepositoriesConfig
): WantedOrder {
  const mistakes = orderMistakes(order, repositories)
  if (mistakes.length > 0) throw configInvalid(where, mistakes)
  const jobs = wantedJobs(order, repositories)
  const folders = new Map(Object.entries(order.folders))
  for (const path of [...folders.keys(), ...jobs.map(job => job.path)]) {
    for (const parent of parentsOf(path)) if (!folders.has(parent)) folders.set(parent, {})
  }
  const wantedFolders = [...folders].map(([path, { description, access }]): WantedFolder => ({
    kind: 'folder',
    path,
    ...description !== undefined && { description },
    ...access !== undefined && { access: accessLines(access, order.roles) }
  }))
  return {
    items: [...byPath(wantedFolders), ...byPath(jobs)],
    nodes: order.nodes,
    credentials: [
      ...new Set([...order.credentials, ...jobs.flatMap(({ credentials }) => credentials ?? [])])
    ]
      .sort()
  }
}

function wantedJobs (order: JenkinsOrder, repositories: RepositoriesConfig): WantedJob[] {
  const jobs = new Map<string, OrderedJob>()
  for (const [repository, { pipelines }] of Object.entries(repositories)) {
    for (const { job, parameters } of Object.values(pipelines)) {
      if (job === undefined) continue
      const handed = [...batchParameters, ...Object.keys(parameters)]
      const known = jobs.get(job)
      jobs.set(job, {
        repository: known?.repository ?? repository,
        script: 'Jenkinsfile',
        parameters: [...new Set([...known?.parameters ?? [], ...handed])]
      })
    }
  }
  for (const [path, given] of Object.entries(order.jobs)) {
    const parameters = [...new Set([...jobs.get(path)?.parameters ?? [], ...given.parameters])]
    jobs.set(path, { ...given, parameters })
  }
  return [...jobs].flatMap(([path, { repository, branch, ...job }]) => {
    const source = repositories[repository]
    return source === undefined ? [] : [{
      kind: 'job' as const,
      path,
      ...job,
      scm: source.kind,
      url: source.url,
      branch: branch ?? source.branches[0] ?? 'main'
    }]
  })
}

function orderMistakes (order: JenkinsOrder, repositories: RepositoriesConfig): Mistake[] {
  const [names, roles] = [Object.keys(repositories), Object.keys(order.roles)]
  return [
    ...Object.entries(order.jobs).filter(([, { repository }]) => !names.includes(repository)).map((
      [path, { repository }]
    ) =>
      mistake(
        `jenkins.order.jobs.${path}.repository`,
        repository,
        oneOfKnown('config.orderRepository', repository, names)
      )
    ),
    ...Object.entries(order.folders).flatMap(([path, { access = [] }]) =>
      access.filter(role => !roles.includes(role)).map(role =>
        mistake(`jenkins.order.folders.${path}.access`, role, oneOfKnown('config.orderRole', role, roles))
      )
    )
  ]
}

function accessLines (access: readonly string[], roles: JenkinsOrder['roles']): string[] {
  const lines = access.flatMap(name => {
    const { permissions = [], users = [], groups = [] } = roles[name] ?? {}
    return permissions.flatMap(permission => [
      ...users.map(user => `USER:${permission}:${user}`),
      ...groups.map(group => `GROUP:${permission}:${group}`)
    ])
  })
  return [...new Set(lines)].sort()
}

function parentsOf (path: string): string[] {
  const names = path.split('/')
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'))
}

function byPath<T extends { path: string }> (items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.path < b.path ? -1 : 1)
}
