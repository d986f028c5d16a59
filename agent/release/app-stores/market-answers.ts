import { createHmac } from 'node:crypto'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import { buildNumber } from './app-store.js'
import type { AppStoreContext, AppUpload } from './app-store.js'
import type { StoreAnswer, StoreRequests } from './store-requests.js'

/** `name=value` by name, joined, under HMAC-SHA256: as OPPO, vivo and Tencent have requests signed. */
export function signatureOf (fields: Readonly<Record<string, string>>, secret: string): string {
  const text = Object.keys(fields).sort().map(name => `${name}=${fields[name]}`).join('&')
  return createHmac('sha256', secret).update(text).digest('hex')
}

/** What a code of a store means. Every other one is a refusal of what was asked. */
export interface CodeMeanings {
  login?: readonly string[]
  busy?: readonly string[]
  used?: readonly string[]
}

/**
 * These stores answer 200 to almost everything: what their own code says, once it is not their zero. Throws
 * the error for it.
 */
export function checkCode (
  { name: store }: AppStoreContext,
  requests: StoreRequests,
  { application }: AppUpload,
  { status, text }: StoreAnswer,
  code: unknown,
  message: unknown,
  meanings: CodeMeanings
): void {
  if (status === 200 && String(code) === '0') return
  const said = message === undefined || message === '' ? text : String(message)
  const shown = code === undefined ? phrase('store.answered', { status }) : `[${String(code)}]`
  const reason = requests.words(`${shown} ${said}`.trim())
  const { id, build = '' } = application
  const means = (codes: readonly string[] = []): boolean => codes.includes(String(code))
  if (status === 401 || status === 403 || means(meanings.login)) {
    throw new PacklineError('APP_STORE_LOGIN', { store, reason })
  }
  if (means(meanings.busy)) throw new PacklineError('APP_STORE_BUSY', { store, application: id, reason })
  if (means(meanings.used)) {
    throw new PacklineError('APP_STORE_VERSION_USED', { store, build, application: id, reason })
  }
  throw new PacklineError('APP_STORE_REFUSED', { store, what: id, reason })
}

/**
 * Throws APP_STORE_VERSION_USED for a build below the one that the store shows, or for that one where it is
 * used up; else it may be sent once more, after it was refused or withdrawn.
 */
export function checkHigher (
  { name: store }: AppStoreContext,
  { application }: AppUpload,
  shown: number,
  isUsed = false
): void {
  const build = buildNumber(application)
  if (build > shown || build === shown && !isUsed) return
  const reason = phrase('appStore.shows', { build: shown })
  throw new PacklineError('APP_STORE_VERSION_USED', { store, build, application: application.id, reason })
}

/** Throws APP_STORE_REFUSED for an application that the account has not. */
export function checkApplication (
  { name: store }: AppStoreContext,
  { application }: AppUpload,
  found: unknown
): void {
  if (found === application.id) return
  const reason = phrase('appStore.noApplication')
  throw new PacklineError('APP_STORE_REFUSED', { store, what: application.id, reason })
}
