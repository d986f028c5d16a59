import type { FastifyInstance } from 'fastify'
import { editRelease } from '../release/edit-release.js'
import { namedRelease } from '../release/named-release.js'
import { releaseDetails } from '../release/release-details.js'
import { releasePage } from '../ui/release-page.js'
import { mayUndo, projectOf } from './page-projects.js'
import { hidden } from './page-reply.js'
import { handleForm, type FormRequest } from './project-forms.js'
import { pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'

/** Where people edit the changelog on a release's page. */
export function addChangelogForm (app: FastifyInstance, releases: Releases): void {
  app.post('/projects/:project/releases/:release/changelog', {
    config: { role: 'build', projectRole: 'test' },
    schema: { ...hidden, params: pathSchema('release') }
  }, async (request: FormRequest<'release'>, reply) => {
    const { project, release } = request.params
    return await handleForm(request, reply, releases, {
      back: `/projects/${encodeURIComponent(project)}/releases/${encodeURIComponent(release)}`,
      again: async (view, state, { changelog = '' }) => {
        const details = await releaseDetails(await projectOf(releases, project), release, undefined)
        return releasePage(view, details, {
          edit: { state, given: changelog },
          mayUndo: mayUndo(request)
        })
      },
      work: async ({ store, registry, author }, { changelog = '' }) =>
        await editRelease(store, await namedRelease({ registry, store }, release), {
          // A browser sends a text with the line ends of a terminal.
          changelog: changelog.slice(0, 20_000).replaceAll('\r\n', '\n')
        }, author)
    })
  })
}
