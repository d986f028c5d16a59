import type { FastifyInstance } from 'fastify'
import type { AgentContext, Part } from '../part.js'
import type { ResolveContext } from '../release/resolver.js'
import { addDefinitionChanges } from './definition-changes.js'
import { checkProjectRole } from './project-access.js'
import { addDownloads } from './package-downloads.js'
import { readingFails } from './project-schemas.js'
import { addProjectReads } from './project-reads.js'
import { orderPages } from './order-pages.js'
import { addOrders } from './order-routes.js'
import { publishPages } from './publish-pages.js'
import { uploadPages } from './upload-pages.js'
import { hotUpdatePages } from './hot-update-pages.js'
import { addInstallPages } from './install-pages.js'
import { addNotices } from './notice-routes.js'
import { Orders } from './orders.js'
import { InstallLinks } from '../release/install-links.js'
import { ownAddress } from './own-address.js'
import { PackageBytes } from './send-package.js'
import { addReleaseChanges } from './release-changes.js'
import { releasePages } from './release-pages.js'
import { resolveSchema } from './release-schemas.js'
import { Releases } from './releases.js'
import type { ReleasesContext } from './releases.js'

interface ResolveRequest {
  project: string
  context: unknown
  at?: string
}

/** Targets, releases, and which of them a client gets. */
export async function releasePart (
  context: ReleasesContext & Partial<Pick<AgentContext, 'jobs'>>
): Promise<Part> {
  const releases = new Releases(context)
  const { jobs, config: { workspaces }, device } = context
  const orders = jobs && new Orders({ workspaces, jobs, releases })
  const bytes = new PackageBytes(orders, context)
  const notices = await releases.notices()
  const links = new InstallLinks(async () => (await releases.open()).documents, context.now)
  const publicUrl = context.config.http.publicUrl ?? ownAddress(context.config) ?? undefined
  return {
    name: 'release',
    routes: async app => {
      addResolve(app, releases, context.now)
      addProjectReads(app, releases)
      addDefinitionChanges(app, releases)
      addReleaseChanges(app, releases)
      addDownloads(app, releases, bytes)
      addNotices(app, releases, notices)
      addInstallPages(app, { releases, bytes, links, publicUrl })
      await app.register(releasePages(releases, orders !== undefined))
      await app.register(hotUpdatePages({ releases, orders }))
      if (orders === undefined) return
      addOrders(app, orders, device)
      await app.register(orderPages({ ...context, orders, releases }))
      await app.register(publishPages({ orders, releases }))
      await app.register(uploadPages({ orders, releases }))
    },
    ...notices !== undefined && { noticeProblems: () => notices.problems },
    close: async () => {
      await notices?.close()
      await releases.close()
    }
  }
}

function addResolve (app: FastifyInstance, releases: Releases, now: () => number): void {
  app.post<{ Body: ResolveRequest }>('/v1/resolve', {
    config: { role: 'read', projectRole: 'read', errors: readingFails },
    schema: resolveSchema
  }, async ({ caller, body: { project, context, at } }) => {
    checkProjectRole(caller, 'read', project)
    const { resolver } = releases.known?.resolvers.peek(project) ??
      await (await releases.open()).resolvers.get(project)
    return resolver.resolve(clientOf(context), at === undefined ? now() : Date.parse(at))
  })
}

/** The resolver takes no field for what it is not; what is no object has none. */
function clientOf (context: unknown): ResolveContext {
  return typeof context === 'object' && context !== null ? context : {}
}
