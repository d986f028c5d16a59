import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Headers by their lower-case names. */
export type HookHeaders = Readonly<Record<string, string | undefined>>
export const hookForges = ['gitlab', 'github', 'gitea', 'git', 'svn'] as const
export type HookForge = typeof hookForges[number]

/** A server without a forge, for which a script of ours calls (resources/hooks). */
export function isPlainServer<T extends string> (forge: T): forge is T & ('git' | 'svn') {
  return forge === 'git' || forge === 'svn'
}

/** How far the clocks of a forge and of this machine may be apart. */
export const maxAgeSeconds = 300

/**
 * Whether `secret` made the hook's signature, over the body as it came. Takes the same time for a wrong one
 * as for a right one.
 */
export function isSigned (forge: HookForge, headers: HookHeaders, body: Buffer, secret: string): boolean {
  switch (forge) {
    case 'github':
      return isSame(headers['x-hub-signature-256'], `sha256=${hmac(secret, body)}`)
    case 'gitea':
      return isSame(headers['x-gitea-signature'] ?? headers['x-forgejo-signature'], hmac(secret, body))
    case 'git':
    case 'svn':
      return isSame(headers['x-packline-token'], secret)
    case 'gitlab': {
      const signatures = headers['webhook-signature']
      return signatures === undefined
        ? isSame(headers['x-gitlab-token'], secret)
        : isStandard(signatures, headers, body, secret)
    }
  }
}

/**
 * When a signed hook says that it was sent, in seconds since 1970; undefined where its forge does not sign
 * that.
 */
export function signedAt (headers: HookHeaders): number | undefined {
  return headers['webhook-signature'] === undefined ? undefined : Number(headers['webhook-timestamp'])
}

/** What a forge calls one delivery, the same when it sends it again. */
export function deliveryOf (headers: HookHeaders): string | undefined {
  return headers['webhook-id'] ?? headers['x-github-delivery'] ?? headers['x-gitea-delivery'] ??
    headers['idempotency-key'] ?? headers['x-gitlab-event-uuid']
}

/**
 * Standard Webhooks: one of several signatures over id, time and body, so that a secret can be changed
 * without a gap.
 */
function isStandard (signatures: string, headers: HookHeaders, body: Buffer, secret: string): boolean {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  const expected = createHmac('sha256', key)
    .update(`${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.`)
    .update(body)
    .digest('base64')
  return signatures
    .split(' ')
    .slice(0, 8)
    .map(each => isSame(each, `v1,${expected}`))
    .includes(true)
}

function hmac (secret: string, body: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

/** Digests have one length, whatever was sent. */
function isSame (given: string | undefined, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given ?? ''), digest(expected)) && given !== undefined
}
