import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import type { RecordedApplication } from '../registry-model.js'
import type { AppStoreContext } from './app-store.js'
import { badKey, readCredentials } from './store-credentials.js'
import { uploadResumable } from './resumable-upload.js'
import type { LocalFile } from './resumable-upload.js'
import { StoreRequests } from './store-requests.js'
import type { StoreAnswer, StoreRequest } from './store-requests.js'
import { webToken } from './json-web-token.js'

const api = 'https://androidpublisher.googleapis.com'
const tokenAddress = 'https://oauth2.googleapis.com/token'
const scope = 'https://www.googleapis.com/auth/androidpublisher'
const cleanUpMs = 30_000
/** What the store says when another edit of the same application was committed or opened meanwhile. */
const goneEdit = /this edit has been deleted|edit (?:has )?expired|editAlreadyCommitted/i
const usedVersion = /version code .*already been used|apkUpgradeVersionConflict|apkNoUpgradePath/i

/** Token and all that it takes to get another: one lasts an hour, and an upload may take longer. */
interface Session {
  requests: StoreRequests
  token: string
  login: (signal: AbortSignal) => Promise<string>
}

type Subject = Pick<RecordedApplication, 'id' | 'build'>

type Call = Pick<StoreRequest, 'method' | 'query' | 'json' | 'isRepeatable' | 'submits'>

/** Edits of applications on Google Play, each open for as long as its work takes. */
export class PlayEdits {
  readonly context: AppStoreContext
  readonly base: string

  constructor (context: AppStoreContext) {
    this.context = context
    this.base = context.settings.endpoint ?? api
  }

  /** Done again, once, where somebody else's change closed the edit. */
  async within<T> (
    subject: Subject,
    signal: AbortSignal,
    work: (edit: PlayEdit) => Promise<T>
  ): Promise<T> {
    const session = await this.#begin(signal)
    for (let left = 1;; left--) {
      const edit = new PlayEdit(this, session, subject, signal)
      try {
        await edit.open()
        return await work(edit)
      } catch (error) {
        const isGone = error instanceof PacklineError && error.code === 'APP_STORE_BUSY'
        if (!isGone || left <= 0) throw error
      } finally {
        await edit.close()
      }
    }
  }

  async #begin (signal: AbortSignal): Promise<Session> {
    const fields = await readCredentials(this.context, ['client_email', 'private_key'])
    const requests = new StoreRequests(this.context, fields.redactor)
    const login: Session['login'] = async signal => await this.#login(fields, requests, signal)
    return { requests, token: await login(signal), login }
  }

  /** As https://developers.google.com/identity/protocols/oauth2/service-account has it. */
  async #login (
    { client_email: iss, private_key: key }: { client_email: string, private_key: string },
    requests: StoreRequests,
    signal: AbortSignal
  ): Promise<string> {
    const { context } = this
    const address = context.settings.endpoint === undefined ? tokenAddress : `${this.base}/token`
    const seconds = Math.floor(context.now() / 1000)
    let assertion: string
    try {
      const claims = { iss, scope, aud: tokenAddress, iat: seconds, exp: seconds + 3600 }
      assertion = webToken({ alg: 'RS256' }, claims, key)
    } catch {
      throw badKey(context, 'private_key')
    }
    const { status, json, text } = await requests.send({
      method: 'POST',
      url: address,
      form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
      signal,
      isRepeatable: true
    })
    if (status === 200 && typeof json.access_token === 'string') return json.access_token
    const reason = requests.words(String(json.error_description ?? json.error ?? text))
    throw new PacklineError('APP_STORE_LOGIN', { store: context.name, reason })
  }
}

/** One edit. Nothing of it is seen by anybody before it is committed. */
export class PlayEdit {
  readonly #edits: PlayEdits
  readonly #session: Session
  readonly #subject: Subject
  readonly #signal: AbortSignal
  #id: string | undefined

  constructor (edits: PlayEdits, session: Session, subject: Subject, signal: AbortSignal) {
    this.#edits = edits
    this.#session = session
    this.#subject = subject
    this.#signal = signal
  }

  async open (): Promise<void> {
    const { id } = await this.#call('/edits', { method: 'POST', json: {} })
    this.#id = String(id)
  }

  async get (path: string): Promise<Record<string, unknown>> {
    return await this.#call(this.#within(path), { method: 'GET' })
  }

  async put (path: string, json: unknown): Promise<void> {
    await this.#call(this.#within(path), { method: 'PUT', json, isRepeatable: true })
  }

  async post (path: string): Promise<void> {
    await this.#call(this.#within(path), { method: 'POST', isRepeatable: true })
  }

  async commit (query: Record<string, string>): Promise<void> {
    await this.#call(this.#within(':commit'), { method: 'POST', query, submits: this.#subject.id })
    this.#id = undefined
  }

  async upload (path: string, file: LocalFile): Promise<Record<string, unknown>> {
    const url = `${this.#edits.base}/upload${this.#path(this.#within(path))}`
    const about = { context: this.#edits.context, requests: this.#session.requests, signal: this.#signal }
    return await this.#authorized(async token => await uploadResumable(url, token, file, about))
  }

  /** Of a project that has such a file: what turns a crash back into names. */
  async uploadSymbols (
    code: number,
    type: 'proguard' | 'nativeCode',
    file: string | undefined
  ): Promise<void> {
    if (file === undefined) return
    const path = resolve(this.#edits.context.folder, file)
    const found = await stat(path).catch((error: unknown) => {
      const reason = errorText(error)
      throw new PacklineError('APP_STORE_PACKAGE', { store: this.#edits.context.name, file, reason })
    })
    await this.upload(`/apks/${code}/deobfuscationFiles/${type}`, { path, sizeBytes: found.size })
  }

  refused (reason: Wording): PacklineError {
    return new PacklineError('APP_STORE_REFUSED', {
      store: this.#edits.context.name,
      what: this.#subject.id,
      reason
    })
  }

  /** Deletes what was not committed, also after the command was interrupted; a lost one expires by itself. */
  async close (): Promise<void> {
    const id = this.#id
    if (id === undefined) return
    this.#id = undefined
    const { requests, token } = this.#session
    const url = `${this.#edits.base}${this.#path(`/edits/${id}`)}`
    const headers = { authorization: `Bearer ${token}` }
    const signal = AbortSignal.timeout(cleanUpMs)
    await requests.send({ method: 'DELETE', url, headers, signal }).catch(() => {})
  }

  #within (path: string): string {
    return `/edits/${encodeURIComponent(this.#id ?? '')}${path}`
  }

  #path (path: string): string {
    return `/androidpublisher/v3/applications/${encodeURIComponent(this.#subject.id)}${path}`
  }

  async #call (path: string, call: Call): Promise<Record<string, unknown>> {
    const request = { ...call, url: `${this.#edits.base}${this.#path(path)}`, signal: this.#signal }
    return await this.#authorized(async token =>
      await this.#session.requests.send({ ...request, headers: { authorization: `Bearer ${token}` } })
    )
  }

  /** With a new token where the one before has expired. */
  async #authorized (send: (token: string) => Promise<StoreAnswer>): Promise<Record<string, unknown>> {
    const answer = await send(this.#session.token)
    if (answer.status !== 401) return this.#read(answer)
    this.#session.token = await this.#session.login(this.#signal)
    return this.#read(await send(this.#session.token))
  }

  /** Google's errors: https://cloud.google.com/apis/design/errors, with older `errors[].reason`. */
  #read ({ status, json, text }: StoreAnswer): Record<string, unknown> {
    if (status >= 200 && status < 300) return json
    const { name: store } = this.#edits.context
    const error = isJsonObject(json.error) ? json.error : {}
    const [first] = Array.isArray(error.errors) ? error.errors : []
    const told = isJsonObject(first) ? ` (${String(first.reason)})` : ''
    const reason = this.#session.requests.words(
      typeof error.message === 'string'
        ? `${error.message}${told}`
        : text || phrase('store.answered', { status })
    )
    const { id: application, build = '' } = this.#subject
    if (status === 401) throw new PacklineError('APP_STORE_LOGIN', { store, reason })
    if (goneEdit.test(String(reason))) {
      throw new PacklineError('APP_STORE_BUSY', { store, application, reason })
    }
    if (usedVersion.test(String(reason))) {
      throw new PacklineError('APP_STORE_VERSION_USED', { store, build, application, reason })
    }
    throw this.refused(reason)
  }
}
