import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import type { AppStoreContext } from './app-store.js'
import { badKey, credentialFields, readCredentials } from './store-credentials.js'
import { StoreRequests } from './store-requests.js'
import { webToken } from './json-web-token.js'

const api = 'https://connect-api.cloud.huawei.com/api'
const audience = 'https://oauth-login.cloud.huawei.com/oauth2/v3/token'
const tokenSeconds = 3600

export interface HuaweiSession {
  requests: StoreRequests
  base: string
  headers: Record<string, string>
}

/**
 * A service account, whose signed token is the access token itself, or the older API client, which gets one
 * for its secret: "Obtaining the authorization" of the Connect API.
 */
export async function huaweiLogin (context: AppStoreContext, signal: AbortSignal): Promise<HuaweiSession> {
  const base = context.settings.endpoint ?? api
  const { fields } = await credentialFields(context)
  if (typeof fields.private_key === 'string') {
    const { redactor, ...account } = await readCredentials(context, ['key_id', 'sub_account', 'private_key'])
    const iat = Math.floor(context.now() / 1000)
    const claims = { aud: audience, iss: account.sub_account, iat, exp: iat + tokenSeconds }
    try {
      const token = webToken({ alg: 'PS256', kid: account.key_id }, claims, account.private_key)
      const requests = new StoreRequests(context, redactor)
      return { requests, base, headers: { authorization: `Bearer ${token}` } }
    } catch {
      throw badKey(context, 'private_key')
    }
  }
  const { redactor, ...client } = await readCredentials(context, ['client_id', 'client_secret'])
  const requests = new StoreRequests(context, redactor)
  const answer = await requests.send({
    method: 'POST',
    url: `${base}/oauth2/v1/token`,
    json: { grant_type: 'client_credentials', ...client },
    signal,
    isRepeatable: true
  })
  const { access_token: token, ret } = answer.json
  if (typeof token === 'string') {
    return { requests, base, headers: { authorization: `Bearer ${token}`, client_id: client.client_id } }
  }
  const said = isJsonObject(ret) ? `[${String(ret.code)}] ${String(ret.msg)}` : answer.text
  throw new PacklineError('APP_STORE_LOGIN', { store: context.name, reason: requests.words(said) })
}
