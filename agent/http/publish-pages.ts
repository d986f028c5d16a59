import type { FastifyPluginAsync } from 'fastify'
import { publishersKey } from '../release/publisher-record.js'
import type { PublisherRecords } from '../release/publisher-record.js'
import { releaseKey } from '../release/registry-model.js'
import { publishPage, publishWhats, type PublishView } from '../ui/publish-page.js'
import { releasePath } from '../ui/release-words.js'
import { forms, type Form } from './forms.js'
import { mayIn, releaseOf } from './page-projects.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import type { FormRequest } from './project-forms.js'
import { pathSchema } from './project-schemas.js'
import { orderSending, sourceIn, whyOfPlan, type SendForms } from './send-form.js'

type PublishRequest = FormRequest<'release'>

const path = '/projects/:project/releases/:release/publish'

/** A release goes to a place of before: as a job of this agent or of Jenkins, planned first. */
export function publishPages (options: SendForms): FastifyPluginAsync {
  const { releases, orders } = options
  return async app => {
    await app.register(forms)
    const schema = { ...hidden, params: pathSchema('release') }
    app.get(path, { config: { role: 'read' }, schema }, async (request: PublishRequest, reply) => {
      const view = viewOf(request, releases.now())
      return await sendPage(reply, publishPage(view, await shownForm(request, options, {})))
    })

    app.post(path, {
      config: { role: 'build', projectRole: 'release' },
      schema
    }, async (request: PublishRequest, reply) =>
      await orderSending(request, reply, options, {
        back: `${releasePath(request.params.project, request.params.release)}/publish`,
        asked: async ({ target = '', place = '', what, files, workspace }) => {
          const { params: { project, release } } = request
          const { file } = await orders.projectIn(project, workspace)
          const hotUpdate = what === 'packages' ? undefined : file.packages.hotUpdate?.output
          const hasPackages = what === 'both' || hotUpdate === undefined
          return {
            kind: 'publish',
            parameters: {
              release,
              target,
              place,
              ...hasPackages && (files === 'kept' ? { fetch: true } : { files: '.' }),
              ...hotUpdate !== undefined && { hotUpdate },
              why: whyOfPlan,
              dryRun: true
            }
          }
        },
        again: async (view, form, problem) =>
          publishPage(view, { ...await shownForm(request, options, form), problem })
      }))
  }
}

async function shownForm (
  request: PublishRequest,
  { releases, orders }: SendForms,
  form: Form
): Promise<PublishView> {
  const { project } = request.params
  const { store, release } = await releaseOf(releases, request.params)
  const records = await store.read<PublisherRecords>(publishersKey) ?? {}
  const { file, ...source } = await sourceIn(orders, project, form)
  const { target, place, what } = form
  return {
    project,
    release: releaseKey(release),
    targets: Object.keys(release.targets),
    places: Object.keys(records).sort(),
    source,
    whats: file.packages.hotUpdate === undefined ? ['packages'] : publishWhats,
    given: { target, place, what },
    mayRelease: mayIn(request, 'release')
  }
}
