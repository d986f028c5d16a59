import type { Configuration } from 'openid-client'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import type { OidcConfig } from '../config/users-schema.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { mergedRoles } from './project-role.js'
import type { RolesByProject } from './project-role.js'
import { isUserName } from './users-file.js'

/** What the browser keeps while its user is at the identity provider. */
export interface OidcVisit {
  state: string
  nonce: string
  verifier: string
  /** Where to go afterwards. */
  back: string
  startedAtMs: number
}

export interface OidcPerson {
  name: string
  groupRoles: RolesByProject
}

type Client = typeof import('openid-client')
type Claims = Readonly<Record<string, unknown>>

export const callbackPath = '/login/oidc/callback'

/** Signing in at an identity provider: OpenID Connect's authorization code with PKCE (RFC 7636). */
export class OidcLogin {
  readonly #config: OidcConfig
  readonly #secret: () => Promise<string | undefined>
  #discovered: Promise<Configuration> | undefined

  constructor (config: OidcConfig, secret: () => Promise<string | undefined>) {
    this.#config = config
    this.#secret = secret
  }

  /** Where the browser has to go, and what it has to keep. Throws LOGIN_PROVIDER_FAILED. */
  async begin (back: string, nowMs: number): Promise<{ url: string, visit: OidcVisit }> {
    return await this.#asking(async (client, found) => {
      const verifier = client.randomPKCECodeVerifier()
      const visit = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier,
        back,
        startedAtMs: nowMs
      }
      const url = client.buildAuthorizationUrl(found, {
        redirect_uri: this.#redirectUri,
        scope: this.#config.scopes,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: visit.state,
        nonce: visit.nonce
      })
      return { url: url.href, visit }
    })
  }

  /** Who came back with `search` in the address. Throws LOGIN_PROVIDER_FAILED. */
  async finish (search: string, { state, nonce, verifier }: OidcVisit): Promise<OidcPerson> {
    return await this.#asking(async (client, found) => {
      const tokens = await client.authorizationCodeGrant(found, new URL(search, this.#redirectUri), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true
      })
      const claims = tokens.claims()
      if (claims === undefined) throw this.#failed(phrase('oidc.claim', { claim: 'id_token' }))
      const isAsked = found.serverMetadata().userinfo_endpoint !== undefined
      // Many put only the subject into the token, and the rest where it is asked for with it.
      const more = isAsked ? await client.fetchUserInfo(found, tokens.access_token, claims.sub) : {}
      return this.#person({ ...more, ...claims })
    })
  }

  #person (claims: Claims): OidcPerson {
    const { nameClaim, groupsClaim, groups } = this.#config
    const name = claims[nameClaim]
    if (name === undefined) throw this.#failed(phrase('oidc.claim', { claim: nameClaim }))
    if (!isUserName(name)) throw this.#failed(phrase('oidc.name', { claim: nameClaim }))
    // Else anybody could write somebody's address into an account of their own.
    if (nameClaim === 'email' && claims.email_verified !== true) {
      throw this.#failed(phrase('oidc.unverified', { email: name }))
    }
    const own = [claims[groupsClaim] ?? []].flat().map(String)
    const given = own.flatMap(group => Object.hasOwn(groups, group) ? [groups[group] ?? {}] : [])
    return { name, groupRoles: mergedRoles(given) }
  }

  get #redirectUri (): string {
    return new URL(callbackPath, this.#config.url).href
  }

  async #asking<T> (work: (client: Client, found: Configuration) => Promise<T>): Promise<T> {
    try {
      // Only agents with an identity provider pay for it.
      const client = await import('openid-client')
      this.#discovered ??= this.#discover(client).catch((error: unknown) => {
        this.#discovered = undefined
        throw error
      })
      return await work(client, await this.#discovered)
    } catch (error) {
      throw error instanceof PacklineError ? error : this.#failed(errorText(error), error)
    }
  }

  async #discover (client: Client): Promise<Configuration> {
    const { issuer, clientId } = this.#config
    const secret = await this.#secret()
    const found = await client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      secret === undefined ? client.None() : client.ClientSecretPost(secret),
      // The schema lets plain HTTP through for this machine only.
      { timeout: 10, ...issuer.startsWith('http:') && { execute: [client.allowInsecureRequests] } }
    )
    return found
  }

  #failed (reason: Wording, cause?: unknown): PacklineError {
    return new PacklineError('LOGIN_PROVIDER_FAILED', { issuer: this.#config.issuer, reason }, { cause })
  }
}
