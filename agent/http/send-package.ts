import { createReadStream } from 'node:fs'
import { once } from 'node:events'
import { basename, extname } from 'node:path'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PacklineError } from '../errors.js'
import type { ZipSource } from '../formats/zip/zip-source.js'
import type { FoundPackage } from '../release/find-package.js'
import { releaseKey } from '../release/registry-model.js'
import type { Artifact } from '../release/registry-model.js'
import type { ReleaseStore } from '../release/release-store.js'
import { rangeOf } from './byte-range.js'
import type { ByteRange } from './byte-range.js'
import type { Orders } from './orders.js'
import { PackagePlaces } from './package-places.js'
import type { WantedPackage } from './package-places.js'
import { StoredPackages } from './stored-packages.js'
import type { StoredContext } from './stored-packages.js'

const types: Readonly<Record<string, string>> = {
  '.apk': 'application/vnd.android.package-archive',
  '.ipa': 'application/octet-stream',
  '.aab': 'application/octet-stream',
  '.zip': 'application/zip'
}
export const packageHeaders = {
  type: 'object',
  properties: {
    range: { type: 'string', maxLength: 200, description: 'One piece, as a download that goes on asks for' },
    'if-range': { type: 'string', maxLength: 200 }
  }
} as const

export interface RangeHeaders {
  range?: string
  'if-range'?: string
}

/** The bytes of packages, from this machine or from where they were kept or published. */
export class PackageBytes {
  readonly #places: PackagePlaces
  readonly #stored: StoredPackages

  constructor (orders: Orders | undefined, context: StoredContext) {
    this.#places = new PackagePlaces(orders)
    this.#stored = new StoredPackages(orders, context)
  }

  /** What is in a package that lies in a store. Throws RELEASE_PACKAGE_UNREACHED. */
  async look<T> (
    store: ReleaseStore,
    found: FoundPackage,
    signal: AbortSignal,
    use: (source: ZipSource) => Promise<T>
  ): Promise<T | undefined> {
    return await this.#stored.look(store, wantedOf(found), signal, use)
  }

  /** The file, where it lies on this machine. */
  async path (store: ReleaseStore, found: FoundPackage): Promise<string | undefined> {
    return await this.#places.find(store, wantedOf(found))
  }

  /** The whole package, or the piece of it that was asked for. */
  async send (
    { headers, method }: Pick<FastifyRequest<{ Headers: RangeHeaders }>, 'headers' | 'method'>,
    reply: FastifyReply,
    store: ReleaseStore,
    found: FoundPackage
  ): Promise<FastifyReply> {
    const { artifact } = found
    const { name, sizeBytes, sha256 } = artifact
    const isSame = headers['if-range'] === undefined || headers['if-range'] === `"${sha256}"`
    // Pieces are of GET alone (RFC 9110, 14.2).
    const range = isSame && method === 'GET' ? rangeOf(headers.range, sizeBytes) : undefined
    if (range === 'none') {
      reply.header('content-range', `bytes */${sizeBytes}`)
      throw new PacklineError('HTTP_RANGE', { range: headers.range ?? '', size: sizeBytes })
    }
    const { start, end } = range ?? { start: 0, end: sizeBytes - 1 }
    const body = await this.#body(store, found, range, method, gone(reply))
    if (body === undefined) throw new PacklineError('RELEASE_PACKAGE_AWAY', { file: name })
    return await reply
      .code(range === undefined ? 200 : 206)
      .headers(headersOf(artifact, start, end, range !== undefined))
      .type(types[extname(name).toLowerCase()] ?? 'application/octet-stream')
      .send(body)
  }

  /** Undefined where no place has it; without bytes for whoever only asks how many there are. */
  async #body (
    store: ReleaseStore,
    found: FoundPackage,
    range: ByteRange | undefined,
    method: string,
    signal: AbortSignal
  ): Promise<Readable | undefined> {
    const path = await this.path(store, found)
    if (method === 'HEAD') {
      const isThere = path !== undefined || await this.#stored.has(store, wantedOf(found), signal)
      return isThere ? Readable.from([]) : undefined
    }
    if (path === undefined) return await this.#stored.open(store, wantedOf(found), range, signal)
    const stream = createReadStream(path, range)
    await once(stream, 'readable', { signal })
    return stream
  }
}

function wantedOf ({ artifact, release, target }: FoundPackage): WantedPackage {
  return { artifact, release: releaseKey(release), target }
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

/** As RFC 8187 wants it: encodeURIComponent leaves some signs that it does not. */
function encoded (name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
  )
}
