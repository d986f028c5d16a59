import type { FastifyPluginAsync } from 'fastify'
import { editRelease } from '../release/edit-release.js'
import { namedRelease } from '../release/named-release.js'
import { Registry } from '../release/registry.js'
import { linkTo, releasePath } from '../ui/release-words.js'
import { changedBy } from './changed-by.js'
import { forms, type Form } from './forms.js'
import { showErrorsAsPages } from './page-errors.js'
import { hidden, viewOf } from './page-reply.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

/** Where people edit the changelog on a release's page. */
export function changelogForm (releases: Releases): FastifyPluginAsync {
  return async app => {
    showErrorsAsPages(app, releases.now)
    await app.register(forms)
    app.post<{ Params: { project: string, release: string }, Body: Form | undefined }>(
      '/projects/:project/releases/:release/changelog',
      {
        config: { role: 'build', projectRole: 'test' },
        schema: { ...hidden, params: pathSchema('release') }
      },
      async (request, reply) => {
        const { params: { project, release }, body: { changelog = '', why = '', seen = '' } = {} } = request
        const store = await releases.store(project)
        const registry = new Registry(store)
        // A browser sends a text with the line ends of a terminal.
        const text = changelog.slice(0, 20_000).replaceAll('\r\n', '\n')
        await editRelease(store, await namedRelease({ registry, store }, release), { changelog: text }, {
          by: changedBy(request, releases.device).by,
          why: why.slice(0, 500),
          ...seen !== '' && Number.isSafeInteger(Number(seen)) && { seen: Number(seen) }
        })
        return await reply.redirect(
          linkTo(viewOf(request, releases.now()), releasePath(project, release)),
          303
        )
      }
    )
  }
}
