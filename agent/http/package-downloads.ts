import { createReadStream } from 'node:fs'
import { basename, extname } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { PacklineError } from '../errors.js'
import { namedRelease } from '../release/named-release.js'
import { releaseKey } from '../release/registry-model.js'
import type { Artifact } from '../release/registry-model.js'
import { Registry } from '../release/registry.js'
import type { PublisherContext } from '../release/publish/open-publisher.js'
import type { ReleaseStore } from '../release/release-store.js'
import { rangeOf } from './byte-range.js'
import { PackagePlaces } from './package-places.js'
import { StoredPackages } from './stored-packages.js'
import type { Orders } from './orders.js'
import { pathSchema, projectPath, projectTags, readingFails } from './project-schemas.js'
import type { Releases } from './releases.js'

const types: Readonly<Record<string, string>> = {
  '.apk': 'application/vnd.android.package-archive',
  '.ipa': 'application/octet-stream',
  '.aab': 'application/octet-stream',
  '.zip': 'application/zip'
}
const params = {
  type: 'object',
  required: ['project', 'release', 'digest'],
  properties: {
    ...pathSchema('release').properties,
    digest: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'sha256 of the package' }
  }
} as const
const headers = {
  type: 'object',
  properties: {
    range: { type: 'string', maxLength: 200, description: 'One piece, as a download that goes on asks for' },
    'if-range': { type: 'string', maxLength: 200 }
  }
} as const

/** The bytes of packages, for those who test: whole or from where a download was interrupted. */
export function addDownloads (
  app: FastifyInstance,
  releases: Releases,
  orders: Orders | undefined,
  context: PublisherContext
): void {
  const places = new PackagePlaces(orders)
  const stored = new StoredPackages(orders, context)
  app.get<{
    Params: { project: string, release: string, digest: string }
    Headers: { range?: string, 'if-range'?: string }
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
      params,
      headers,
      response: {
        200: { description: 'The whole package', content: { '*/*': { schema: { type: 'string' } } } },
        206: { description: 'A piece of it', content: { '*/*': { schema: { type: 'string' } } } }
      }
    }
  }, async (request, reply) => {
    const { params: { project, release, digest }, headers } = request
    const store = await releases.store(project)
    const { artifact, key, target } = await packageOf(store, release, digest)
    const { sizeBytes } = artifact
    const etag = `"${digest}"`
    const isSame = headers['if-range'] === undefined || headers['if-range'] === etag
    const range = isSame ? rangeOf(headers.range, sizeBytes) : undefined
    if (range === 'none') {
      reply.header('content-range', `bytes */${sizeBytes}`)
      throw new PacklineError('HTTP_RANGE', { range: headers.range ?? '', size: sizeBytes })
    }
    const { start, end } = range ?? { start: 0, end: sizeBytes - 1 }
    const wanted = { artifact, release: key, target }
    const path = await places.find(store, wanted)
    const body = path === undefined
      ? await stored.open(store, wanted, range, gone(reply))
      : createReadStream(path, { start, end })
    if (body === undefined) throw new PacklineError('RELEASE_PACKAGE_AWAY', { file: artifact.name })
    // Who only asks how long it is gets no byte, and fastify would read them all.
    if (request.method === 'HEAD') body.destroy()
    return await reply
      .code(range === undefined ? 200 : 206)
      .headers(headersOf(artifact, start, end, range !== undefined))
      .type(types[extname(artifact.name).toLowerCase()] ?? 'application/octet-stream')
      .send(sizeBytes === 0 ? '' : body)
  })
}

function headersOf (
  { name, sizeBytes, sha256 }: Artifact,
  start: number,
  end: number,
  isPiece: boolean
): Record<string, string | number> {
  return {
    etag: `"${sha256}"`,
    'accept-ranges': 'bytes',
    'content-length': end - start + 1,
    ...isPiece && { 'content-range': `bytes ${start}-${end}/${sizeBytes}` },
    'content-disposition': `attachment; filename*=UTF-8''${encoded(basename(name))}`,
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff'
  }
}

/** Whoever went away waits for nothing. */
function gone ({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  raw.once('close', () => {
    controller.abort()
  })
  return controller.signal
}

/** Throws RELEASE_PACKAGE_AWAY for a digest that is none of this release's: others are nobody's business. */
async function packageOf (
  store: ReleaseStore,
  named: string,
  digest: string
): Promise<{ artifact: Artifact, key: string, target: string }> {
  const registry = new Registry(store)
  const release = await registry.get(await namedRelease({ registry, store }, named))
  for (const target of Object.keys(release.targets)) {
    for (const row of await registry.rows(release, target)) {
      const artifact = row.isFolder === true
        ? undefined
        : row.artifacts.find(({ sha256 }) => sha256 === digest)
      if (artifact !== undefined) return { artifact, key: releaseKey(release), target }
    }
  }
  throw new PacklineError('RELEASE_PACKAGE_AWAY', { file: digest })
}

/** As RFC 8187 wants it: encodeURIComponent leaves some signs that it does not. */
function encoded (name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
  )
}
