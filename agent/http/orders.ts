import { join } from 'node:path'
import { parseProjectFile } from '../config/project-file.js'
import { projectFileName } from '../config/project-file-name.js'
import { readProjectFile } from '../config/project-file-reader.js'
import type { ProjectFile } from '../config/project-schema.js'
import { PacklineError } from '../errors.js'
import type { Job } from '../jobs/job.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { emptyDefinition } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import { effectiveProject } from '../release/effective-project.js'
import type { ProjectRole } from '../users/project-role.js'
import { checkoutsOf, projectNameIn } from './checkouts.js'
import type { Releases } from './releases.js'

/** What each takes in the project. */
const orderRoles = {
  package: 'test',
  hotupdate: 'test',
  rollback: 'release',
  publish: 'release',
  upload: 'release',
  symbols: 'release',
  'store-rollout': 'release'
} as const
export type OrderKind = keyof typeof orderRoles

interface OrdersOptions {
  workspaces: readonly string[]
  jobs: JobQueue
  releases: Releases
}

export interface Order {
  kind: OrderKind
  project: string
  parameters: Readonly<Record<string, unknown>>
  /** One of the project's checkouts; the only one when left out. */
  workspace?: string | undefined
  /** Names the order: one that comes again is the same job. */
  key?: string | undefined
  by: string
}

/** Work on a project that somebody orders without a folder of their own: it is done in a checkout here. */
export class Orders {
  readonly jobs: JobQueue
  readonly #workspaces: readonly string[]
  readonly #releases: Releases

  constructor ({ workspaces, jobs, releases }: OrdersOptions) {
    this.#workspaces = workspaces
    this.jobs = jobs
    this.#releases = releases
  }

  async checkouts (project: string): Promise<string[]> {
    return await checkoutsOf(this.#workspaces, project)
  }

  /** What is in force in a checkout of the project. Throws ORDER_NO_CHECKOUT and ORDER_CHECKOUT_UNCLEAR. */
  async projectIn (
    project: string,
    chosen: string | undefined
  ): Promise<{ folder: string, folders: string[], file: ProjectFile }> {
    const folders = await this.checkouts(project)
    const folder = chosen === undefined && folders.length === 1
      ? folders[0]
      : folders.find(each => each === chosen)
    if (folders.length === 0) throw new PacklineError('ORDER_NO_CHECKOUT', { project })
    if (folder === undefined) {
      const known = folders.join(', ')
      throw new PacklineError('ORDER_CHECKOUT_UNCLEAR', { project, workspace: chosen ?? '', known })
    }
    const path = join(folder, projectFileName)
    const file = parseProjectFile(path, await readProjectFile(path))
    const store = await this.#releases.store(project)
    const stored = await store.read<StoredDefinition>('definition') ?? emptyDefinition
    return { folder, folders, file: effectiveProject(file, stored) }
  }

  /** By Jenkins where the project says so; a plan is made here in any case. */
  async submit (
    { kind, project, parameters, workspace, key, by }: Order
  ): Promise<{ job: Job, isNew: boolean }> {
    const { folder, file } = await this.projectIn(project, workspace)
    const jenkins = file.packages.jenkins !== undefined && parameters.dryRun !== true
    return await this.jobs.submit({
      kind,
      workspace: folder,
      parameters: { ...parameters, ...jenkins && { jenkins } },
      ...key !== undefined && { key: `${project} ${key}` }
    }, by)
  }

  /** An order of this project. Throws JOB_UNKNOWN for any other job. */
  async order (project: string, id: string): Promise<Job> {
    const job = this.jobs.get(id)
    if (!isOrderKind(job.kind) || await projectNameIn(job.workspace) !== project) {
      throw new PacklineError('JOB_UNKNOWN', { id })
    }
    return job
  }

  /** The last orders of a project, the newest first. */
  async last (project: string, limit: number): Promise<Job[]> {
    const folders = await this.checkouts(project)
    return this
      .jobs
      .list({ limit: 500 })
      .filter(({ kind, workspace }) => isOrderKind(kind) && folders.includes(workspace))
      .slice(0, limit)
  }
}

export function isOrderKind (kind: string): kind is OrderKind {
  return Object.hasOwn(orderRoles, kind)
}

/** What starting or cancelling such an order takes. */
export function orderRole (kind: string): ProjectRole {
  return isOrderKind(kind) ? orderRoles[kind] : 'admin'
}
