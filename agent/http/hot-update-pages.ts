import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { hotUpdateLines } from '../release/hot-update-lines.js'
import { endLine } from '../release/move-release.js'
import type { Job } from '../jobs/job.js'
import { orderPath } from '../ui/order-form-page.js'
import { hotUpdatePage, type HotUpdateView } from '../ui/hot-update-page.js'
import { forms } from './forms.js'
import type { Orders } from './orders.js'
import { mayIn, projectOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { freshState, handleForm, type FormRequest } from './project-forms.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

type LineRequest = FormRequest<'target' | 'native'>

interface HotUpdatePagesOptions {
  releases: Releases
  /** Without it nothing can be made here. */
  orders: Orders | undefined
}

const config = { role: 'admin', projectRole: 'release' } as const
const linePath = '/projects/:project/targets/:target/lines/:native'
const schema = { ...hidden, params: pathSchema('target', 'native') }

/** The lines of a project: what players download, the way back upwards, the end. */
export function hotUpdatePages (options: HotUpdatePagesOptions): FastifyPluginAsync {
  const { releases } = options
  return async app => {
    await app.register(forms)
    app.get('/projects/:project/hot-updates', {
      config: { role: 'read' },
      schema: { ...hidden, params: pathSchema() }
    }, async (request: FormRequest, reply) => {
      const state = await freshState(await projectOf(releases, request.params.project))
      return await sendPage(
        reply,
        hotUpdatePage(viewOf(request, releases.now()), await shownLines(request, options), state)
      )
    })
    addRollBack(app, options)
    addEnds(app, options)
  }
}

function addRollBack (app: FastifyInstance, options: HotUpdatePagesOptions): void {
  const { orders, releases } = options
  if (orders === undefined) return
  app.post(`${linePath}/rollback`, { config, schema }, async (request: LineRequest, reply) => {
    const { project, target, native } = request.params
    return await handleForm(request, reply, releases, {
      back: pagePath(project),
      next: job => orderPath(project, (job as Job).id),
      again: async (view, state, { to = '', version = '' }) =>
        hotUpdatePage(view, {
          ...await shownLines(request, options),
          given: { target, native, to, version }
        }, state),
      work: async ({ author }, { to = '', version = '', key }) => {
        const [workspace] = await orders.checkouts(project)
        const { job } = await orders.submit({
          kind: 'rollback',
          project,
          workspace,
          parameters: { target, native, to, why: author.why, ...version !== '' && { version } },
          ...key !== undefined && key !== '' && { key: `form ${key}` },
          by: author.by
        })
        return job
      }
    })
  })
}

function addEnds (app: FastifyInstance, options: HotUpdatePagesOptions): void {
  const { releases } = options
  for (const [action, isEnded] of Object.entries({ end: true, open: false })) {
    app.post(`${linePath}/${action}`, { config, schema }, async (request: LineRequest, reply) => {
      const { project, target, native } = request.params
      return await handleForm(request, reply, releases, {
        back: pagePath(project),
        again: async (view, state) => hotUpdatePage(view, await shownLines(request, options), state),
        work: async ({ store, author }) =>
          await endLine(store, native, target, isEnded, author, releases.deliver)
      })
    })
  }
}

function pagePath (project: string): string {
  return `/projects/${encodeURIComponent(project)}/hot-updates`
}

async function shownLines (
  request: FormRequest,
  { releases, orders }: HotUpdatePagesOptions
): Promise<HotUpdateView> {
  const { project } = request.params
  const lines = await hotUpdateLines(await projectOf(releases, project))
  const checkouts = await orders?.checkouts(project) ?? []
  return { project, lines, mayRelease: mayIn(request, 'release'), hasCheckout: checkouts.length > 0 }
}
