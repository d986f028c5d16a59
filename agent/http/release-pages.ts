import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { deliveryStatus } from '../release/delivery-status.js'
import { releaseBoard } from '../release/release-board.js'
import { releaseDetails } from '../release/release-details.js'
import { boardPage } from '../ui/board-page.js'
import { projectListPage } from '../ui/project-list-page.js'
import { releasePage } from '../ui/release-page.js'
import { servedPage } from '../ui/served-page.js'
import { addEditPages } from './edit-pages.js'
import { addFlipPages } from './flip-pages.js'
import { addChangelogForm } from './changelog-form.js'
import { forms } from './forms.js'
import { freshState } from './project-forms.js'
import { addSubmitPages } from './submit-pages.js'
import { addTargetPages } from './target-pages.js'
import { addEnvironmentPages } from './environment-pages.js'
import { addRolloutForms } from './rollout-pages.js'
import { mayIn, mayUndo, projectOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { readable } from './project-access.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

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
export function releasePages (releases: Releases, canSend: boolean): FastifyPluginAsync {
  const { now } = releases
  return async app => {
    await app.register(forms)
    addFlipPages(app, releases)
    addSubmitPages(app, releases)
    addChangelogForm(app, releases)
    addEditPages(app, releases)
    addTargetPages(app, releases)
    addRolloutForms(app, releases)
    addEnvironmentPages(app, releases)
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
        const board = await releaseBoard(await projectOf(releases, project), now(), newer)
        return await sendPage(reply, boardPage(viewOf(request, now()), board, mayUndo(request)))
      }
    )

    app.get<InProject>(
      '/projects/:project/served',
      { config, schema: { ...hidden, params: pathSchema() } },
      async (request, reply) => {
        const status = await deliveryStatus(await projectOf(releases, request.params.project), releases.ports)
        return await sendPage(reply, servedPage(viewOf(request, now()), status))
      }
    )
    addRelease(app, releases, canSend)
  }
}

function addRelease (app: FastifyInstance, releases: Releases, canSend: boolean): void {
  const steps = ['submit', ...canSend ? ['publish', 'uploads'] as const : []] as const
  app.get<{ Params: { project: string, release: string }, Querystring: { with?: string } }>(
    '/projects/:project/releases/:release',
    { config, schema: { ...hidden, params: pathSchema('release'), querystring: compareQuery } },
    async (request, reply) => {
      const { params: { project, release }, query } = request
      const store = await projectOf(releases, project)
      const details = await releaseDetails(store, release, query.with)
      const state = await freshState(store)
      return await sendPage(
        reply,
        releasePage(viewOf(request, releases.now()), details, {
          ...mayIn(request, 'test') && { edit: { state } },
          mayUndo: mayUndo(request),
          steps: mayIn(request, 'release') ? steps : []
        })
      )
    }
  )
}
