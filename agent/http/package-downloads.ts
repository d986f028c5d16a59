import type { FastifyInstance } from 'fastify'
import { findPackage } from '../release/find-package.js'
import { pathSchema, projectPath, projectTags, readingFails } from './project-schemas.js'
import type { Releases } from './releases.js'
import { packageHeaders } from './send-package.js'
import type { PackageBytes, RangeHeaders } from './send-package.js'

/** The bytes of packages, for those who test: whole or from where a download was interrupted. */
export function addDownloads (app: FastifyInstance, releases: Releases, bytes: PackageBytes): void {
  app.get<{
    Params: { project: string, release: string, digest: string }
    Headers: RangeHeaders
  }>(`${projectPath}/releases/:release/packages/:digest`, {
    config: {
      role: 'build',
      projectRole: 'test',
      errors: [
        'RELEASE_UNKNOWN',
        'RELEASE_PACKAGE_AWAY',
        'RELEASE_PACKAGE_UNREACHED',
        'HTTP_RANGE',
        ...readingFails
      ]
    },
    schema: {
      tags: projectTags,
      summary: 'The bytes of one package of a release, by its sha256',
      params: pathSchema('release', 'digest'),
      headers: packageHeaders,
      response: {
        200: { description: 'The whole package', content: { '*/*': { schema: { type: 'string' } } } },
        206: { description: 'A piece of it', content: { '*/*': { schema: { type: 'string' } } } }
      }
    }
  }, async (request, reply) => {
    const { project, release, digest } = request.params
    const store = await releases.store(project)
    return await bytes.send(request, reply, store, await findPackage(store, release, digest))
  })
}
