import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import type { HttpRequests } from './http-requests.js'
import type { StoredObject } from './object-store.js'

interface Entry {
  name: string
  isFolder: boolean
  sizeBytes: number
}

/** All but those that another try may change. */
const anyAnswer = Array
  .from({ length: 300 }, (_, index) => 200 + index)
  .filter(status => status !== 408 && status !== 429)

/**
 * The names at a web server that lists folders as nginx does with autoindex_format json. Most servers list
 * nothing, or pages for people.
 */
export class HttpListing {
  readonly #requests: HttpRequests
  #isListing: boolean | undefined

  constructor (requests: HttpRequests) {
    this.#requests = requests
  }

  /** Throws RELEASE_STORE_CANNOT_LIST. */
  async *below (folder: string, signal: AbortSignal): AsyncGenerator<StoredObject> {
    // A folder that is not there and a server that lists none answer alike: the top is always there.
    this.#isListing ??= await this.#entries('', signal) !== undefined
    if (!this.#isListing) throw this.#cannotList()
    yield* this.#walk(folder, signal)
  }

  async *#walk (folder: string, signal: AbortSignal): AsyncGenerator<StoredObject> {
    const entries = await this.#entries(folder, signal)
    // An index.html in it, for example.
    if (entries === undefined) throw this.#cannotList()
    for (const { name, isFolder, sizeBytes } of entries) {
      const below = folder === '' ? name : `${folder}/${name}`
      if (isFolder) yield* this.#walk(below, signal)
      else yield { name: below, sizeBytes }
    }
  }

  /** Undefined where the answer is no list. */
  async #entries (folder: string, signal: AbortSignal): Promise<Entry[] | undefined> {
    const name = folder === '' ? '' : `${folder}/`
    const answer = await this.#requests.send({ method: 'GET', name, signal, expected: anyAnswer })
    const type = String(answer.headers['content-type'])
    if (answer.statusCode !== 200 || !/^application\/json/.test(type)) {
      await answer.body.dump()
      return answer.statusCode === 404 && this.#isListing === true ? [] : undefined
    }
    return parseEntries(await this.#requests.bytesOf(name, answer))
  }

  #cannotList (): PacklineError {
    return new PacklineError('RELEASE_STORE_CANNOT_LIST', { place: this.#requests.base })
  }
}

function parseEntries (bytes: Buffer): Entry[] | undefined {
  let list: unknown
  try {
    list = JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
  if (!Array.isArray(list)) return undefined
  const entries: Entry[] = []
  for (const each of list as unknown[]) {
    const { name, type, size } = isJsonObject(each) ? each : {}
    // What a server calls its files leads nowhere else.
    if (typeof name !== 'string' || ['', '.', '..'].includes(name) || name.includes('/')) return undefined
    entries.push({ name, isFolder: type === 'directory', sizeBytes: typeof size === 'number' ? size : 0 })
  }
  return entries
}
