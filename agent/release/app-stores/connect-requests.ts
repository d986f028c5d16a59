import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { phrase } from '../../messages/phrase.js'
import type { RecordedApplication } from '../registry-model.js'
import type { AppStoreContext } from './app-store.js'
import { badKey, readCredentials } from './store-credentials.js'
import { answered, StoreRequests } from './store-requests.js'
import type { StoreAnswer, StoreRequest } from './store-requests.js'
import { webToken } from './json-web-token.js'

const api = 'https://api.appstoreconnect.apple.com'
/** Apple takes no token that lasts longer than 20 minutes: "Generating tokens for API requests". */
const tokenSeconds = 15 * 60
const usedVersion = /already been used|redundant binary|ENTITY_ERROR\.ATTRIBUTE\.INVALID\.DUPLICATE/i

export type Resource = Record<string, unknown>

/** Requests to the App Store Connect API: JSON:API, with tokens that an ES256 key signs. */
export class ConnectRequests {
  readonly #context: AppStoreContext
  readonly #requests: StoreRequests
  readonly #subject: Pick<RecordedApplication, 'id' | 'build'>
  readonly #signal: AbortSignal
  readonly #newToken: () => string
  #token: string
  #tokenEnds: number

  private constructor (
    context: AppStoreContext,
    requests: StoreRequests,
    subject: Pick<RecordedApplication, 'id' | 'build'>,
    newToken: () => string,
    signal: AbortSignal
  ) {
    this.#subject = subject
    this.#context = context
    this.#requests = requests
    this.#signal = signal
    this.#newToken = newToken
    this.#token = newToken()
    this.#tokenEnds = context.now() + tokenSeconds * 500
  }

  /** Fields of the credentials file are those that fastlane reads too. */
  static async begin (
    context: AppStoreContext,
    subject: Pick<RecordedApplication, 'id' | 'build'>,
    signal: AbortSignal
  ): Promise<ConnectRequests> {
    const fields = await readCredentials(context, ['key_id', 'issuer_id', 'key'])
    const newToken = (): string => {
      const seconds = Math.floor(context.now() / 1000)
      const claims = {
        iss: fields.issuer_id,
        iat: seconds,
        exp: seconds + tokenSeconds,
        aud: 'appstoreconnect-v1'
      }
      try {
        return webToken({ alg: 'ES256', kid: fields.key_id }, claims, fields.key)
      } catch {
        throw badKey(context, 'key')
      }
    }
    const requests = new StoreRequests(context, fields.redactor)
    return new ConnectRequests(context, requests, subject, newToken, signal)
  }

  async get (path: string, query: Record<string, string>): Promise<Record<string, unknown>> {
    return await this.#call({ method: 'GET', query }, path)
  }

  /** Returns the resource as the service has it now. */
  async write (method: 'POST' | 'PATCH', path: string, data: unknown): Promise<Resource> {
    const answer = await this.#call({ method, json: { data }, isRepeatable: method === 'PATCH' }, path)
    return isJsonObject(answer.data) ? answer.data : {}
  }

  async remove (path: string, signal?: AbortSignal): Promise<void> {
    await this.#call({ method: 'DELETE', isRepeatable: true }, path, signal)
  }

  /** To an address that the service gave, which has a signature of its own: no token goes there. */
  async sendPart (request: Omit<StoreRequest, 'signal' | 'isRepeatable'>): Promise<void> {
    const { status, text } = await this.#requests.send({
      ...request,
      signal: this.#signal,
      isRepeatable: true
    })
    if (status < 300) return
    // Addresses last for a day or less.
    const reason = answered(status, this.#requests.words(text))
    throw new PacklineError('APP_STORE_UNREACHED', { store: this.#context.name, reason })
  }

  async #call (
    call: Pick<StoreRequest, 'method' | 'query' | 'json' | 'isRepeatable'>,
    path: string,
    signal = this.#signal
  ): Promise<Record<string, unknown>> {
    const url = `${this.#context.settings.endpoint ?? api}${path}`
    const send = async (): Promise<StoreAnswer> =>
      await this.#requests.send({ ...call, url, headers: { authorization: `Bearer ${this.#token}` }, signal })
    if (this.#context.now() > this.#tokenEnds) this.#renew()
    const answer = await send()
    if (answer.status !== 401) return this.#read(answer, path)
    this.#renew()
    return this.#read(await send(), path)
  }

  #renew (): void {
    this.#token = this.#newToken()
    this.#tokenEnds = this.#context.now() + tokenSeconds * 500
  }

  /** "Parsing the error response code": errors[] with status, code, title, detail. */
  #read ({ status, json, text }: StoreAnswer, what: string): Record<string, unknown> {
    if (status >= 200 && status < 300) return json
    const errors = (Array.isArray(json.errors) ? json.errors : []).filter(isJsonObject)
    const told = errors.map(({ code, detail, title }) => `${String(code)}: ${String(detail ?? title)}`).join(
      '; '
    )
    const reason = this.#requests.words(told || text || phrase('store.answered', { status }))
    const { name: store } = this.#context
    if (status === 401 || status === 403) throw new PacklineError('APP_STORE_LOGIN', { store, reason })
    if (usedVersion.test(String(reason))) {
      const { id: application, build = '' } = this.#subject
      throw new PacklineError('APP_STORE_VERSION_USED', { store, build, application, reason })
    }
    throw new PacklineError('APP_STORE_REFUSED', { store, what, reason })
  }
}

/** The list of an answer. */
export function resources ({ data }: Record<string, unknown>): Resource[] {
  return (Array.isArray(data) ? data : []).filter(isJsonObject)
}

export function attributesOf ({ attributes }: Resource): Record<string, unknown> {
  return isJsonObject(attributes) ? attributes : {}
}

export function idOf ({ id }: Resource): string {
  return String(id)
}
