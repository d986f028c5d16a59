import type { FastifyPluginAsync } from 'fastify'
import { PacklineError } from '../errors.js'
import { deliveryStatus } from '../release/delivery-status.js'
import { releaseBoard } from '../release/release-board.js'
import { releaseDetails } from '../release/release-details.js'
import type { ReleaseStore } from '../release/release-store.js'
import { includesProjectRole } from '../users/project-role.js'
import { boardPage } from '../ui/board-page.js'
import { projectListPage } from '../ui/project-list-page.js'
import { releasePage } from '../ui/release-page.js'
import { servedPage } from '../ui/served-page.js'
import { showErrorsAsPages } from './page-errors.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { readable } from './project-access.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'
import { projectRoleOf } from './roles.js'
import type { Caller } from './roles.js'

interface InProject {
  Params: { project: string }
}

const config = { role: 'read' } as const
const boardQuery = {
  type: 'object',
  properties: { newer: { type: 'integer', minimum: 0, maximum: 1e9, default: 0 } }
} as const
const compareQuery = { type: 'object', properties: { with: pathSchema('other').properties.other } } as const

/** The pages of projects and their releases. */
export function releasePages (releases: Releases): FastifyPluginAsync {
  const { now } = releases
  return async app => {
    showErrorsAsPages(app, now)
    app.get(
      '/releases',
      { config: { ...config, projectRole: 'read' }, schema: hidden },
      async (request, reply) =>
        await sendPage(
          reply,
          projectListPage(viewOf(request, now()), readable(request, await releases.projects()))
        )
    )

    app.get<InProject & { Querystring: { newer: number } }>(
      '/projects/:project',
      { config, schema: { ...hidden, params: pathSchema(), querystring: boardQuery } },
      async (request, reply) => {
        const { params: { project }, query: { newer } } = request
        const board = await releaseBoard(await changed(releases, project), now(), newer)
        return await sendPage(reply, boardPage(viewOf(request, now()), board))
      }
    )

    app.get<InProject>(
      '/projects/:project/served',
      { config, schema: { ...hidden, params: pathSchema() } },
      async (request, reply) => {
        const status = await deliveryStatus(await changed(releases, request.params.project), releases.ports)
        return await sendPage(reply, servedPage(viewOf(request, now()), status))
      }
    )

    app.get<{ Params: { project: string, release: string }, Querystring: { with?: string } }>(
      '/projects/:project/releases/:release',
      { config, schema: { ...hidden, params: pathSchema('release'), querystring: compareQuery } },
      async (request, reply) => {
        const { params: { project, release }, query } = request
        const details = await releaseDetails(await changed(releases, project), release, query.with)
        return await sendPage(
          reply,
          releasePage(viewOf(request, now()), details, mayEdit(request.caller, project))
        )
      }
    )
  }
}

/** A project that nothing was ever done to has no pages. */
async function changed (releases: Releases, project: string): Promise<ReleaseStore> {
  const store = await releases.store(project)
  if (await store.head() === 0) throw new PacklineError('HTTP_NOT_FOUND', { what: `project ${project}` })
  return store
}

function mayEdit (caller: Caller, project: string): boolean {
  return includesProjectRole(projectRoleOf(caller, project), 'test')
}
