import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

interface ProviderModule {
  default: new(
    issuer: string,
    configuration: object
  ) => { callback: () => Parameters<typeof createServer>[1] }
}

/** What the provider says of somebody who signs in there. */
export type Claims = Record<string, unknown>

export const client = {
  client_id: 'packline',
  client_secret: 'what only the two know',
  token_endpoint_auth_method: 'client_secret_post'
}

/**
 * A real OpenID provider (oidc-provider, which is certified by the OpenID Foundation) on this machine. Its
 * own pages ask for a name and believe any password.
 */
export async function startProvider (t: Test, callback: string, people: Record<string, Claims>) {
  const { default: Provider } = await import('oidc-provider' as string) as ProviderModule
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ ...client, redirect_uris: [callback] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['groups'] },
    cookies: { keys: ['test'] },
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...people[id] })
    })
  })
  server.on('request', provider.callback()!)
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return issuer
}

/** Signs in at the provider as a browser does that was sent to `url`; returns where it is sent back to. */
export async function signInAt (url: string, name: string): Promise<string> {
  const cookies = new Map<string, string>()
  const ask = async (address: string, body?: Record<string, string>): Promise<Response> => {
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
      ...body !== undefined && { method: 'POST', body: new URLSearchParams(body) }
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(key, value)
    }
    return answer
  }
  const { origin } = new URL(url)
  let next = url
  for (let steps = 0; steps < 12; steps++) {
    let answer = await ask(next)
    if (answer.status === 200) {
      const page = await answer.text()
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? ''
      answer = await ask(next, { prompt, login: name, password: 'any' })
    }
    next = new URL(answer.headers.get('location') ?? '', origin).href
    if (new URL(next).origin !== origin) return next
  }
  throw new Error(`no end at ${next}`)
}
