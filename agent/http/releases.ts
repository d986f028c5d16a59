import type { AgentContext } from '../part.js'
import type { Documents } from '../coordination/documents.js'
import { openDocuments } from '../coordination/open-documents.js'
import type { ChangeMaker } from '../release/change-maker.js'
import { deliveredChange } from '../release/delivered-change.js'
import type { DeliveryPorts } from '../release/delivery-ports.js'
import { LiveResolvers } from '../release/live-resolver.js'
import { listProjects } from '../release/project-list.js'
import type { ListedProject } from '../release/project-list.js'
import { ownAddress } from './own-address.js'
import { publisherPorts } from '../release/publish/publisher-ports.js'
import type { Notices } from '../notice/notices.js'
import { ReleaseStore } from '../release/release-store.js'

export type ReleasesContext = Pick<
  AgentContext,
  'config' | 'environment' | 'home' | 'cwd' | 'log' | 'now' | 'device' | 'signal'
>

interface Opened {
  documents: Documents
  resolvers: LiveResolvers
}

/** The documents of all projects, opened when somebody asks for one of them. */
export class Releases {
  readonly #context: ReleasesContext
  #known: Opened | undefined
  #opening: Promise<Opened> | undefined

  constructor (context: ReleasesContext) {
    this.#context = context
  }

  /** What is open already. */
  get known (): Opened | undefined {
    return this.#known
  }

  /** How publishers are reached from this machine. */
  get ports (): DeliveryPorts {
    const { environment, home, signal } = this.#context
    return publisherPorts({ environment, home }, signal)
  }

  /** Makes a change that players see, at every publisher that shows it. */
  get deliver (): ChangeMaker {
    return deliveredChange(this.ports)
  }

  get now (): () => number {
    return this.#context.now
  }

  get device (): string {
    return this.#context.device
  }

  /** Tried again after it failed. */
  async open (): Promise<Opened> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined
      throw error
    })
    return await this.#opening
  }

  async store (project: string): Promise<ReleaseStore> {
    const { documents } = await this.open()
    return this.#storeOf(documents, project)
  }

  async projects (): Promise<ListedProject[]> {
    const { documents } = await this.open()
    return await listProjects(documents, project => this.#storeOf(documents, project))
  }

  /** What this agent tells teams; undefined where it has nobody to tell. */
  async notices (): Promise<Notices | undefined> {
    const { config, environment, cwd, home, now, log } = this.#context
    if (config.notices.receivers.length === 0) return undefined
    const { Notices } = await import('../notice/notices.js')
    const { documents } = await this.open()
    return await Notices.open({
      config: config.notices,
      publicUrl: config.http.publicUrl ?? ownAddress(config) ?? undefined,
      environment,
      cwd,
      home,
      documents,
      storeOf: project => this.#storeOf(documents, project),
      nowMs: now,
      onProblem: error => {
        log.warn({ err: error }, 'the histories of projects cannot be read for notices; it is tried again')
      }
    })
  }

  async close (): Promise<void> {
    this.#known?.resolvers.close()
    await this.#known?.documents.close()
  }

  async #open (): Promise<Opened> {
    const documents = await openDocuments(this.#context)
    const resolvers = new LiveResolvers(project => this.#storeOf(documents, project), (project, error) => {
      const fields = { project, err: error }
      this.#context.log.warn(fields, 'the targets cannot be read; the last ones stay in force')
    })
    this.#known = { documents, resolvers }
    return this.#known
  }

  #storeOf (documents: Documents, project: string): ReleaseStore {
    return new ReleaseStore({ documents, project, now: () => new Date(this.#context.now()) })
  }
}
