import type { FastifyInstance } from 'fastify'
import { moveTo } from '../release/move-release.js'
import { namedRelease } from '../release/named-release.js'
import { Registry } from '../release/registry.js'
import { releaseKey } from '../release/registry-model.js'
import { reviewMove } from '../release/review-move.js'
import { canMove } from '../release/target-state.js'
import { submitPage, type SubmitView } from '../ui/submit-page.js'
import { releasePath } from '../ui/release-words.js'
import { mayIn, projectOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { freshState, handleForm, type FormRequest } from './project-forms.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

type SubmitRequest = FormRequest<'release'>

const path = '/projects/:project/releases/:release/submit'
const query = { type: 'object', properties: { target: { type: 'string', maxLength: 64 } } } as const

/** A release goes into review on a page, after a look at what will change. */
export function addSubmitPages (app: FastifyInstance, releases: Releases): void {
  const schema = { ...hidden, params: pathSchema('release') }
  app.get<{ Params: { project: string, release: string }, Querystring: { target?: string } }>(path, {
    config: { role: 'read' },
    schema: { ...schema, querystring: query }
  }, async (request, reply) => {
    const view = viewOf(request, releases.now())
    const shown = await shownSubmission(request as SubmitRequest, releases, request.query.target)
    const state = await freshState(await projectOf(releases, request.params.project))
    return await sendPage(reply, submitPage(view, shown, state))
  })

  app.post(path, {
    config: { role: 'admin', projectRole: 'release' },
    schema
  }, async (request: SubmitRequest, reply) => {
    const { project, release } = request.params
    return await handleForm(request, reply, releases, {
      back: releasePath(project, release),
      again: async (view, state, { target }) =>
        submitPage(view, await shownSubmission(request, releases, target), state),
      work: async ({ store, registry, author }, { target = '' }) =>
        await moveTo(
          store,
          await namedRelease({ registry, store }, release),
          target,
          'in-review',
          author,
          releases.deliver
        )
    })
  })
}

/** Where nothing is chosen, the first target that it may be submitted at. */
async function shownSubmission (
  request: SubmitRequest,
  releases: Releases,
  chosen: string | undefined
): Promise<SubmitView> {
  const { project } = request.params
  const store = await projectOf(releases, project)
  const registry = new Registry(store)
  const name = await namedRelease({ registry, store }, request.params.release)
  const targets = Object.entries((await registry.get(name)).targets).map(([id, { state }]) => ({ id, state }))
  const ready = targets.find(({ state }) => canMove(state, 'in-review')) ?? targets[0]
  const target = targets.some(({ id }) => id === chosen) ? chosen : ready?.id
  return {
    project,
    release: releaseKey(name),
    targets,
    target,
    review: target === undefined ? undefined : await reviewMove(store, name, target, 'in-review'),
    mayRelease: mayIn(request, 'release')
  }
}
