import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { PacklineError } from '../errors.js'
import { updateWith } from '../files/streamed-digest.js'
import type { ZipSource } from '../formats/zip/zip-source.js'
import { whenAborted } from '../jobs/background-work.js'
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
import { allOf, piecesOf, unreached } from './package-pieces.js'
import type { WantedPackage } from './package-places.js'

interface Candidate {
  place: string
  name: string
  open: () => Promise<ObjectStore | undefined>
}

/** `signal` ends with the agent. */
export type StoredContext = PublisherContext & { signal: AbortSignal }

const mostKnown = 1000

/**
 * Packages that lie in stores which are no folder of this machine: what a checkout here names as its
 * artifact store, and addresses that were published to from here. No other address is asked, whatever the
 * registry has.
 */
export class StoredPackages {
  readonly #orders: Orders | undefined
  readonly #context: StoredContext
  /** What was read to its end and was what was recorded, by place and name. */
  readonly #proved = new Set<string>()
  /** What is being read for that: once, however many wait for it. */
  readonly #proving = new Map<string, Promise<boolean>>()

  constructor (orders: Orders | undefined, context: StoredContext) {
    this.#orders = orders
    this.#context = context
  }

  /**
   * The bytes, or a piece of them, of which some came; undefined where no store has them. A stream ends with
   * an error when they turn out to be others, or not all come. Throws RELEASE_PACKAGE_UNREACHED where a store
   * that might have them does not answer.
   */
  async open (
    store: ReleaseStore,
    wanted: WantedPackage,
    piece: BytePiece | undefined,
    signal: AbortSignal
  ): Promise<Readable | undefined> {
    return await this.#first(store, wanted, signal, async (opened, candidate) => {
      const stream = await this.#stream(opened, candidate, wanted.artifact, piece, signal)
      stream?.once('close', () => {
        opened.close().catch(() => {})
      })
      return stream
    })
  }

  /** Whether a store has something of its length. Throws as `open` does. */
  async has (store: ReleaseStore, wanted: WantedPackage, signal: AbortSignal): Promise<boolean> {
    return await this.look(store, wanted, signal, async () => true) ?? false
  }

  /** What `use` finds in the package, reading pieces that prove nothing. Throws as `open` does. */
  async look<T> (
    store: ReleaseStore,
    wanted: WantedPackage,
    signal: AbortSignal,
    use: (source: ZipSource) => Promise<T>
  ): Promise<T | undefined> {
    const { name: file, sizeBytes: size } = wanted.artifact
    return await this.#first(store, wanted, signal, async (opened, { name }) => {
      const isThere = (await opened.find(name, signal))?.sizeBytes === size
      const found = isThere ? await use(piecesOf(opened, { name, file, size }, signal)) : undefined
      await opened.close()
      return found
    })
  }

  /** What the first store has that has anything. `work` closes the store where it found something. */
  async #first<T> (
    store: ReleaseStore,
    wanted: WantedPackage,
    signal: AbortSignal,
    work: (opened: ObjectStore, candidate: Candidate) => Promise<T | undefined>
  ): Promise<T | undefined> {
    let failure: unknown
    for (const candidate of await this.#candidates(store, wanted)) {
      let opened: ObjectStore | undefined
      try {
        opened = await candidate.open()
        const found = opened && await work(opened, candidate)
        if (found !== undefined) return found
      } catch (error) {
        signal.throwIfAborted()
        failure = isOthers(error) ? failure : error
      }
      await opened?.close()
    }
    if (failure === undefined) return undefined
    throw unreached(wanted.artifact.name, failure)
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
    candidate: Candidate,
    artifact: Artifact,
    piece: BytePiece | undefined,
    signal: AbortSignal
  ): Promise<Readable | undefined> {
    const { name: file, sizeBytes } = artifact
    if ((await store.find(candidate.name, signal))?.sizeBytes !== sizeBytes) return undefined
    const key = keyOf(candidate, artifact)
    // A piece alone proves nothing: the whole is read before the first of them is given.
    if (piece !== undefined && !await beforeAbort(this.#isProved(candidate, artifact), signal)) {
      return undefined
    }
    const body = await store.open(candidate.name, piece, signal)
    if (body === undefined) return undefined
    const all = allOf(body, piece === undefined ? sizeBytes : piece.end - piece.start + 1, file)
    const stream = Readable.from(
      this.#proved.has(key) ? all : proved(all, artifact, () => this.#prove(key)),
      { objectMode: false }
    )
    // What fails now can still be told; what fails later only cuts the line.
    await once(stream, 'readable', { signal })
    return stream
  }

  /** Read to its end for the next one who asks, though nobody waits any more. */
  async #isProved (candidate: Candidate, artifact: Artifact): Promise<boolean> {
    const key = keyOf(candidate, artifact)
    if (this.#proved.has(key)) return true
    const proving = this.#proving.get(key) ?? this.#readWhole(candidate, artifact).finally(() => {
      this.#proving.delete(key)
    })
    this.#proving.set(key, proving)
    return await proving
  }

  async #readWhole (candidate: Candidate, artifact: Artifact): Promise<boolean> {
    const store = await candidate.open()
    try {
      const all = await store?.open(candidate.name, undefined, this.#context.signal)
      const isThat = all !== undefined &&
        (await updateWith(createHash('sha256'), all)).digest('hex') === artifact.sha256
      if (isThat) this.#prove(keyOf(candidate, artifact))
      return isThat
    } finally {
      await store?.close()
    }
  }

  #prove (key: string): void {
    this.#proved.add(key)
    const [oldest] = this.#proved
    if (this.#proved.size > mostKnown && oldest !== undefined) this.#proved.delete(oldest)
  }
}

function keyOf ({ place, name }: Candidate, { sha256 }: Artifact): string {
  return `${place}\0${name}\0${sha256}`
}

async function beforeAbort<T> (work: Promise<T>, signal: AbortSignal): Promise<T> {
  const gone = whenAborted(signal).then((): never => {
    throw signal.reason
  })
  return await Promise.race([work, gone])
}

/** All bytes, the last only once they are those that were recorded: no download of others ends well. */
async function* proved (
  body: AsyncIterable<Buffer>,
  { name, sha256 }: Artifact,
  prove: () => void
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let held: Buffer | undefined
  for await (const chunk of body) {
    if (held !== undefined) yield held
    hash.update(chunk)
    held = chunk
  }
  if (hash.digest('hex') !== sha256) throw new PacklineError('RELEASE_PACKAGE_AWAY', { file: name })
  prove()
  if (held !== undefined) yield held
}

/** Another store may have the right ones. */
function isOthers (error: unknown): boolean {
  return error instanceof PacklineError && error.code === 'RELEASE_PACKAGE_AWAY'
}
