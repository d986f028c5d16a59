import type { FastifyInstance, FastifyRequest } from 'fastify'
import { writePropertyList } from '../formats/property-list.js'
import { PacklineError } from '../errors.js'
import { findPackage, lastBuilds } from '../release/find-package.js'
import type { FoundPackage } from '../release/find-package.js'
import { releaseKey } from '../release/registry-model.js'
import { installPage } from '../ui/install-page.js'
import type { InstallView } from '../ui/install-page.js'
import { mostDays } from '../release/install-links.js'
import type { InstallLink, InstallLinks } from '../release/install-links.js'
import { changedBy } from './changed-by.js'
import { forms, type Form } from './forms.js'
import { PackageProfiles } from './package-profiles.js'
import { hidden, sendPage, viewOf } from './page-reply.js'
import { pathSchema, projectPath, projectTags, readingFails } from './project-schemas.js'
import type { Releases } from './releases.js'
import { packageHeaders } from './send-package.js'
import type { PackageBytes, RangeHeaders } from './send-package.js'

interface InstallPagesOptions {
  releases: Releases
  bytes: PackageBytes
  links: InstallLinks
  /** By which people reach this agent. */
  publicUrl: string | undefined
}

interface OfPackage {
  Params: { project: string, release: string, digest: string }
}
interface ByLink {
  Params: { token: string }
}

const shownBuilds = 10
const defaultDays = 7
const pagePath = '/projects/:project/releases/:release/packages/:digest'
const tokenParams = {
  type: 'object',
  required: ['token'],
  properties: { token: { type: 'string', pattern: '^[A-Za-z0-9_-]{16}\\.[A-Za-z0-9_-]{43}$' } }
} as const

/** The pages that packages are installed from: for people of the project, and for whoever has a link. */
export function addInstallPages (app: FastifyInstance, options: InstallPagesOptions): void {
  const pages = new InstallPages(options)
  addLinkApi(app, options, pages)
  app.register(async inner => {
    await inner.register(forms)
    addPages(inner, options, pages)
    addLinkedPages(inner, options, pages)
  })
}

function addPages (
  app: FastifyInstance,
  { releases, links }: InstallPagesOptions,
  pages: InstallPages
): void {
  const config = { role: 'build', projectRole: 'test' } as const
  app.get<OfPackage>(
    pagePath,
    { config, schema: { ...hidden, params: pathSchema('release', 'digest') } },
    async (
      request,
      reply
    ) => {
      const { project, release, digest } = request.params
      const found = await findPackage(await releases.store(project), release, digest)
      const path = `/v1${request.url.split('?')[0] ?? ''}`
      return await sendPage(reply, await pages.shown(request, { project, found, path }))
    }
  )

  app.post<OfPackage & { Body: Form }>(
    `${pagePath}/links`,
    { config, schema: { ...hidden, params: pathSchema('release', 'digest') } },
    async (request, reply) => {
      await pages.make(request, Number(request.body.days ?? defaultDays))
      return await reply.redirect(request.url.replace('/links', ''), 303)
    }
  )

  app.post<OfPackage & { Params: { link: string } }>(
    `${pagePath}/links/:link/revoke`,
    { config, schema: { ...hidden, params: pathSchema('release', 'digest', 'link') } },
    async (request, reply) => {
      const { params: { project, link }, url } = request
      await links.revoke(project, link, changedBy(request, releases.device).by)
      return await reply.redirect(url.replace(/\/links\/[^?]*/, ''), 303)
    }
  )
}

/** Everybody who has the link, and nobody else: the token says which package, and the agent for how long. */
function addLinkedPages (
  app: FastifyInstance,
  { links, bytes, releases }: InstallPagesOptions,
  pages: InstallPages
): void {
  const options = { config: { role: 'none' } as const, schema: { ...hidden, params: tokenParams } }
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-robots-tag', 'noindex')
  })
  app.get<ByLink>('/install/:token', options, async (request, reply) => {
    const link = await links.find(request.params.token)
    const found = await pages.linked(link)
    const path = `/install/${request.params.token}/package`
    return await sendPage(reply, await pages.shown(request, { project: link.project, found, path, link }))
  })
  app.get<ByLink & { Headers: RangeHeaders }>(
    '/install/:token/package',
    { ...options, schema: { ...options.schema, headers: packageHeaders } },
    async (request, reply) => {
      const link = await links.find(request.params.token)
      const found = await pages.linked(link)
      return await bytes.send(request, reply, await releases.store(link.project), found)
    }
  )
  app.get<ByLink>('/install/:token/manifest.plist', options, async (request, reply) => {
    const link = await links.find(request.params.token)
    const manifest = await pages.manifest(request, link)
    return await reply.type('text/xml; charset=utf-8').header('cache-control', 'no-store').send(manifest)
  })
}

function addLinkApi (app: FastifyInstance, _options: InstallPagesOptions, pages: InstallPages): void {
  app.post<OfPackage & { Body: { days?: number } }>(
    `${projectPath}/releases/:release/packages/:digest/links`,
    {
      config: {
        role: 'build',
        projectRole: 'test',
        errors: ['RELEASE_UNKNOWN', 'RELEASE_PACKAGE_AWAY', ...readingFails]
      },
      schema: {
        tags: projectTags,
        summary: 'Make a link by which one package is installed without signing in',
        params: pathSchema('release', 'digest'),
        body: {
          type: 'object',
          additionalProperties: false,
          properties: {
            days: {
              type: 'integer',
              minimum: 1,
              maximum: mostDays,
              description: 'How long it works; 7 when left out'
            }
          }
        },
        response: {
          201: {
            type: 'object',
            required: ['url', 'expiresAt'],
            properties: { url: { type: 'string' }, expiresAt: { type: 'string', format: 'date-time' } }
          }
        }
      }
    },
    async (request, reply) => {
      const link = await pages.make(request, request.body.days ?? defaultDays)
      return await reply.code(201).send({ url: pages.addressOf(request, link), expiresAt: link.expiresAt })
    }
  )
}

interface Shown {
  project: string
  found: FoundPackage
  /** Where its bytes are. */
  path: string
  link?: InstallLink
}

class InstallPages {
  readonly #options: InstallPagesOptions
  readonly #profiles: PackageProfiles

  constructor (options: InstallPagesOptions) {
    this.#options = options
    this.#profiles = new PackageProfiles(options.bytes, options.releases.now)
  }

  async make (request: FastifyRequest<OfPackage>, days: number): Promise<InstallLink> {
    const { releases, links } = this.#options
    const { project, release, digest } = request.params
    const found = await findPackage(await releases.store(project), release, digest)
    const by = changedBy(request, releases.device).by
    const known = Number.isInteger(days) && days >= 1 && days <= mostDays ? days : defaultDays
    return await links.make({ project, release: releaseKey(found.release), digest, by }, known)
  }

  async linked ({ project, release, digest }: InstallLink): Promise<FoundPackage> {
    return await findPackage(await this.#options.releases.store(project), release, digest)
  }

  addressOf (request: FastifyRequest, link: InstallLink): string {
    return `${this.#base(request)}/install/${this.#options.links.tokenOf(link)}`
  }

  async shown (request: FastifyRequest, { project, found, path, link }: Shown): Promise<string> {
    const { releases, links } = this.#options
    const profile = await this.#profiles.of(await releases.store(project), found)
    const own = link === undefined ? await links.of(project, found.artifact.sha256) : []
    const [newest = link] = own
    const address = newest && this.addressOf(request, newest)
    const isSecure = this.#base(request).startsWith('https://')
    const view: InstallView = {
      project,
      found,
      builds: await lastBuilds(await releases.store(project), found, shownBuilds),
      download: path,
      profile,
      installer: address !== undefined && isSecure && this.#canInstall(profile)
        ? installerOf(`${address}/manifest.plist`)
        : undefined,
      isSecure,
      address,
      expiresAt: link?.expiresAt,
      ...link === undefined && {
        links: own.map(each => ({
          id: each.id,
          address: this.addressOf(request, each),
          by: each.by,
          expiresAt: each.expiresAt
        }))
      }
    }
    return installPage(viewOf(request, releases.now()), view)
  }

  /** What an iPhone reads before it installs. Throws HTTP_NOT_FOUND for what it would not install. */
  async manifest (request: FastifyRequest, link: InstallLink): Promise<Buffer> {
    const found = await this.linked(link)
    const { application, platform } = found.row
    const profile = await this.#profiles.of(await this.#options.releases.store(link.project), found)
    if (!this.#canInstall(profile) || application === undefined) {
      throw new PacklineError('HTTP_NOT_FOUND', { what: `manifest of ${platform}` })
    }
    const { version, build } = found.release
    const metadata = new Map([
      ['bundle-identifier', application.id],
      ['bundle-version', String(application.build ?? build)],
      ['kind', 'software'],
      ['title', `${link.project} ${version}`]
    ])
    const asset = new Map([
      ['kind', 'software-package'],
      ['url', `${this.addressOf(request, link)}/package`]
    ])
    const item = new Map<string, unknown>([['assets', [asset]], ['metadata', metadata]])
    return writePropertyList(new Map([['items', [item]]]) as never, 'xml')
  }

  #canInstall (profile: InstallView['profile']): boolean {
    if (profile === 'unread') return true
    return typeof profile === 'object' && profile.kind !== 'app-store' &&
      Date.parse(profile.expires) > this.#options.releases.now()
  }

  #base ({ protocol, host }: FastifyRequest): string {
    return (this.#options.publicUrl ?? `${protocol}://${host}`).replace(/\/+$/, '')
  }
}

function installerOf (manifest: string): string {
  return `itms-services://?action=download-manifest&url=${encodeURIComponent(manifest)}`
}
