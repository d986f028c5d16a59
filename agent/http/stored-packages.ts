import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { updateWith } from '../files/streamed-digest.js'
import { givenStore } from '../release/publish/open-publisher.js'
import type { PublisherContext } from '../release/publish/open-publisher.js'
import { packagesFolder } from '../release/publish/shown-target.js'
import { publishersKey } from '../release/publisher-record.js'
import type { PublisherRecords } from '../release/publisher-record.js'
import type { Artifact } from '../release/registry-model.js'
import type { ReleaseStore } from '../release/release-store.js'
import type { BytePiece, ObjectStore } from '../release/store/object-store.js'
import { openStore } from '../release/store/open-store.js'
import type { Orders } from './orders.js'
import type { WantedPackage } from './package-places.js'

interface Candidate {
  place: string
  name: string
  open: () => Promise<ObjectStore | undefined>
}

const mostKnown = 1000

/**
 * Packages that lie in stores which are no folder of this machine: what a checkout here names as its
 * artifact store, and addresses that were published to from here. No other address is asked, whatever the
 * registry has.
 */
export class StoredPackages {
  readonly #orders: Orders | undefined
  readonly #context: PublisherContext
  /** What was read to its end and was what was recorded, by place and name. */
  readonly #proved = new Set<string>()

  constructor (orders: Orders | undefined, context: PublisherContext) {
    this.#orders = orders
    this.#context = context
  }

  /**
   * The bytes, or a piece of them; undefined where no store has them. A stream ends early when they turn out
   * to be others. Throws RELEASE_PACKAGE_UNREACHED where a store that might have them does not answer.
   */
  async open (
    store: ReleaseStore,
    wanted: WantedPackage,
    piece: BytePiece | undefined,
    signal: AbortSignal
  ): Promise<Readable | undefined> {
    let failure: unknown
    for (const candidate of await this.#candidates(store, wanted)) {
      try {
        const opened = await candidate.open()
        const stream = opened && await this.#stream(opened, candidate, wanted.artifact, piece, signal)
        if (stream !== undefined) return stream
      } catch (error) {
        signal.throwIfAborted()
        failure = error
      }
    }
    if (failure === undefined) return undefined
    const details = failure instanceof PacklineError ? failure.details.reason : undefined
    const reason = typeof details === 'string' ? details : errorText(failure)
    throw new PacklineError('RELEASE_PACKAGE_UNREACHED', { file: wanted.artifact.name, reason })
  }

  async #candidates (
    store: ReleaseStore,
    { artifact: { name, sha256 }, release, target }: WantedPackage
  ): Promise<Candidate[]> {
    const found: Candidate[] = []
    const { environment } = this.#context
    for (const folder of await this.#orders?.checkouts(store.project) ?? []) {
      const project = await this.#orders?.projectIn(store.project, folder).catch(() => undefined)
      const kept = project?.file.packages.artifacts
      if (kept?.store.includes('://') !== true) continue
      found.push({
        place: kept.store,
        name: `objects/${sha256}`,
        open: async () => await openStore(kept.store, kept.token, { environment, cwd: folder })
      })
    }
    const records = await store.read<PublisherRecords>(publishersKey) ?? {}
    for (const record of Object.values(records).filter(({ targets }) => targets.includes(target))) {
      found.push({
        place: record.place,
        name: `${packagesFolder(release, target)}/${name}`,
        open: async () => await givenStore(record, this.#context)
      })
    }
    return found
  }

  async #stream (
    store: ObjectStore,
    { place, name }: Candidate,
    { sizeBytes, sha256 }: Artifact,
    piece: BytePiece | undefined,
    signal: AbortSignal
  ): Promise<Readable | undefined> {
    let isOpen = false
    try {
      if ((await store.find(name, signal))?.sizeBytes !== sizeBytes) return undefined
      const key = `${place}\0${name}\0${sha256}`
      // A piece alone proves nothing: the whole is read before the first of them is given.
      if (piece !== undefined && !this.#proved.has(key)) {
        const all = await store.open(name, undefined, signal)
        if (all === undefined || (await updateWith(createHash('sha256'), all)).digest('hex') !== sha256) {
          return undefined
        }
        this.#prove(key)
      }
      const body = await store.open(name, piece, signal)
      if (body === undefined) return undefined
      isOpen = true
      const stream = piece !== undefined || this.#proved.has(key)
        ? body
        : Readable.from(
          proved(body, sha256, () => {
            this.#prove(key)
          }),
          { objectMode: false }
        )
      return stream.once('close', () => {
        store.close().catch(() => {})
      })
    } finally {
      if (!isOpen) await store.close()
    }
  }

  #prove (key: string): void {
    this.#proved.add(key)
    const [oldest] = this.#proved
    if (this.#proved.size > mostKnown && oldest !== undefined) this.#proved.delete(oldest)
  }
}

/** All bytes, the last only once they are those that were recorded: no download of others ends well. */
async function* proved (
  body: AsyncIterable<Buffer>,
  sha256: string,
  prove: () => void
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let held: Buffer | undefined
  for await (const chunk of body) {
    if (held !== undefined) yield held
    hash.update(chunk)
    held = chunk
  }
  if (hash.digest('hex') !== sha256) throw new Error('other bytes than were recorded')
  prove()
  if (held !== undefined) yield held
}
