import type { FastifyInstance, FastifyReply } from 'fastify'
import { environmentIn } from '../release/change-environment.js'
import { targetIn } from '../release/change-definition.js'
import { uploadsOf } from '../release/app-stores/upload-records.js'
import { compareReleases } from '../release/compare-releases.js'
import { effectiveDefinition, effectiveParameters, emptyDefinition, originOf } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import { deliveryStatus } from '../release/delivery-status.js'
import { reviewFlip } from '../release/flip-review.js'
import { hotUpdateLines } from '../release/hot-update-lines.js'
import { namedRelease } from '../release/named-release.js'
import { Registry } from '../release/registry.js'
import type { ReleaseStore } from '../release/release-store.js'
import type { Current } from '../release/resolve-document.js'
import { targetRow, targetRows } from '../release/target-rows.js'
import { readable } from './project-access.js'
import {
  documentSchema,
  flipQuery,
  historyQuery,
  listSchema,
  parametersQuery,
  pathSchema,
  projectPath,
  projectTags,
  projectsSchema,
  readingFails
} from './project-schemas.js'
import type { Releases } from './releases.js'

interface InProject<Names extends string = never> {
  Params: Record<'project' | Names, string>
}

const config = { role: 'read', errors: readingFails } as const
const tags = projectTags

/** What a project's targets, environments, parameters and releases are. An ETag names the revision. */
export function addProjectReads (app: FastifyInstance, releases: Releases): void {
  app.get('/v1/projects', {
    config: { ...config, projectRole: 'read' },
    schema: {
      tags,
      summary: 'The projects that have releases or targets, with the last change of each',
      response: { 200: projectsSchema }
    }
  }, async request => ({ projects: readable(request, await releases.projects()) }))
  addTargetReads(app, releases)
  addDefinitionReads(app, releases)
  addReleaseReads(app, releases)
  addLineReads(app, releases)
  addHistory(app, releases)
}

function addTargetReads (app: FastifyInstance, releases: Releases): void {
  app.get<InProject>(
    `${projectPath}/targets`,
    {
      config,
      schema: {
        tags,
        summary: 'The targets of a project and what they hold',
        params: pathSchema(),
        response: { 200: listSchema('targets') }
      }
    },
    async ({ params: { project } }, reply) =>
      await answer(reply, await releases.store(project), async store => {
        const [stored, current] = await Promise.all([definitionOf(store), store.list<Current>('current')])
        return { project, targets: targetRows(stored, current, releases.now()) }
      })
  )

  app.get<InProject<'target'>>(
    `${projectPath}/targets/:target`,
    {
      config: { ...config, errors: ['RELEASE_TARGET_UNKNOWN', ...readingFails] },
      schema: {
        tags,
        summary: 'One target and what it holds',
        params: pathSchema('target'),
        response: { 200: documentSchema }
      }
    },
    async ({ params: { project, target } }, reply) =>
      await answer(reply, await releases.store(project), async store => {
        const stored = await definitionOf(store)
        const found = targetIn(store, stored, target)
        return targetRow(stored, found, await store.read<Current>(`current/${target}`), releases.now())
      })
  )
}

function addDefinitionReads (app: FastifyInstance, releases: Releases): void {
  app.get<InProject>(
    `${projectPath}/environments`,
    {
      config,
      schema: {
        tags,
        summary: 'The environments of a project: services, databases, namespaces',
        params: pathSchema(),
        response: { 200: listSchema('environments') }
      }
    },
    async ({ params: { project } }, reply) =>
      await answer(reply, await releases.store(project), async store => {
        const stored = await definitionOf(store)
        const { environments, targets } = effectiveDefinition(stored)
        return {
          project,
          environments: Object.keys(environments).map(name => ({
            name,
            ...environmentIn(store, stored, name),
            origin: originOf(stored.declared.environments, stored.environments, name),
            targets: targets.filter(({ environment }) => environment === name).map(({ id }) => id)
          }))
        }
      })
  )

  app.get<InProject & { Querystring: { target?: string } }>(
    `${projectPath}/parameters`,
    {
      config: { ...config, errors: ['RELEASE_TARGET_UNKNOWN', ...readingFails] },
      schema: {
        tags,
        summary: 'The parameters of a project and their values, for one target where it is named',
        params: pathSchema(),
        querystring: parametersQuery,
        response: { 200: listSchema('parameters') }
      }
    },
    async ({ params: { project }, query: { target } }, reply) =>
      await answer(reply, await releases.store(project), async store => {
        const stored = await definitionOf(store)
        const found = target === undefined ? undefined : targetIn(store, stored, target)
        return { project, parameters: effectiveParameters(stored, found) }
      })
  )
}

function addReleaseReads (app: FastifyInstance, releases: Releases): void {
  app.get<InProject>(
    `${projectPath}/releases`,
    {
      config,
      schema: {
        tags,
        summary: 'Every version and build of a project',
        params: pathSchema(),
        response: { 200: listSchema('releases') }
      }
    },
    async ({ params: { project } }, reply) =>
      await answer(reply, await releases.store(project), async store => ({
        project,
        releases: await new Registry(store).list()
      }))
  )

  app.get<InProject<'release'>>(
    `${projectPath}/releases/:release`,
    {
      config: { ...config, errors: ['RELEASE_UNKNOWN', ...readingFails] },
      schema: {
        tags,
        summary: 'One release with its packages, and what of it was sent to app stores',
        params: pathSchema('release'),
        response: { 200: documentSchema }
      }
    },
    async ({ params: { project, release } }, reply) =>
      await answer(reply, await releases.store(project), async store => {
        const registry = new Registry(store)
        const found = await registry.get(await namedRelease({ registry, store }, release))
        const rows = await Promise.all(
          Object.keys(found.targets).map(async id => [id, await registry.rows(found, id)] as const)
        )
        return { ...found, rows: Object.fromEntries(rows), uploads: await uploadsOf(store, found) }
      })
  )

  app.get<InProject<'release' | 'other'>>(
    `${projectPath}/releases/:release/compare/:other`,
    {
      config: { ...config, errors: ['RELEASE_UNKNOWN', ...readingFails] },
      schema: {
        tags,
        summary: 'What the other release holds differently: commits, packages, assets, parameters, bytes',
        params: pathSchema('release', 'other'),
        response: { 200: documentSchema }
      }
    },
    async ({ params: { project, release, other } }, reply) =>
      await answer(reply, await releases.store(project), async store => {
        const registry = new Registry(store)
        const find = async (name: string) => await registry.get(await namedRelease({ registry, store }, name))
        return await compareReleases(registry, await find(release), await find(other))
      })
  )
}

function addLineReads (app: FastifyInstance, releases: Releases): void {
  app.get<InProject>(
    `${projectPath}/hot-updates`,
    {
      config,
      schema: {
        tags,
        summary: 'The hot-update lines of every target: what players get, download, and could get again',
        params: pathSchema(),
        response: { 200: listSchema('lines') }
      }
    },
    async ({ params: { project } }, reply) =>
      await answer(reply, await releases.store(project), async store => ({
        project,
        lines: await hotUpdateLines(store)
      }))
  )
}

function addHistory (app: FastifyInstance, releases: Releases): void {
  app.get<InProject & { Querystring: { before?: number, limit: number } }>(
    `${projectPath}/history`,
    {
      config,
      schema: {
        tags,
        summary: 'Who changed what and why, the newest first',
        params: pathSchema(),
        querystring: historyQuery,
        response: { 200: listSchema('revisions') }
      }
    },
    async ({ params: { project }, query: { before, limit } }, reply) =>
      await answer(reply, await releases.store(project), async (store, head) => {
        const end = Math.min(before ?? head + 1, head + 1)
        const revisions = await store.history(Math.max(1, end - limit))
        return { project, revisions: revisions.filter(({ revision }) => revision < end).reverse() }
      })
  )

  app.get<InProject & { Querystring: { from: string, to: string } }>(`${projectPath}/flip`, {
    config: { ...config, errors: ['RELEASE_TARGET_UNKNOWN', 'RELEASE_UNKNOWN', ...readingFails] },
    schema: {
      tags,
      summary: 'What a flip would do, what stands against it, and who agreed to it',
      params: pathSchema(),
      querystring: flipQuery,
      response: { 200: documentSchema }
    }
  }, async ({ params: { project }, query: { from, to } }, reply) => {
    const review = await reviewFlip(await releases.store(project), from, to)
    reply.header('etag', `"${review.revision}"`)
    return review
  })

  app.get<InProject>(`${projectPath}/status`, {
    config: { ...config, errors: ['RELEASE_PUBLISHER_UNKNOWN', ...readingFails] },
    schema: {
      tags,
      summary: 'What every publisher serves, against what is recorded',
      params: pathSchema(),
      response: { 200: documentSchema }
    }
  }, async ({ params: { project } }) => await deliveryStatus(await releases.store(project), releases.ports))
}

/** What was read at one revision, with that as its ETag. */
async function answer<T extends object> (
  reply: FastifyReply,
  store: ReleaseStore,
  work: (store: ReleaseStore, head: number) => Promise<T>
): Promise<T & { revision: number }> {
  const { revision, value } = await store.readTogether(async () => await work(store, await store.head()))
  reply.header('etag', `"${revision}"`)
  return { ...value, revision }
}

async function definitionOf (store: ReleaseStore): Promise<StoredDefinition> {
  return await store.read<StoredDefinition>('definition') ?? emptyDefinition
}
