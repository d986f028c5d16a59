import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'ldapts'
import type { DirectoryConfig } from '../config/directory-schema.js'
import { readSecret } from '../config/secret.js'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { phrase, type Wording, withoutAffix } from '../messages/phrase.js'
import type { DirectoryEntry, EntryChange } from './directory-entry.js'
import { isLoopback } from './loopback.js'

interface ServerContext {
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
}

const answerMs = 30_000
const pageSize = 500
const tries = 3
const betweenMs = 300
/** busy, unavailable (RFC 4511, 4.1.9): the server may take it in a moment. */
const passing = new Set([51, 52])

/** A session with the LDAP server, by ldapts; `close` ends it. */
export class DirectoryServer {
  readonly #client: Client
  readonly #url: string
  readonly #signal: AbortSignal

  private constructor (client: Client, url: string, signal: AbortSignal) {
    this.#client = client
    this.#url = url
    this.#signal = signal
  }

  /** Throws DIRECTORY_INSECURE, DIRECTORY_SERVER_FAILED. */
  static async open (
    { url, startTls, caFile, bindDn, passwordFile }: DirectoryConfig['server'],
    { cwd, environment, signal }: ServerContext
  ): Promise<DirectoryServer> {
    const { protocol, hostname } = new URL(url)
    if (protocol === 'ldap:' && !startTls && !isLoopback(hostname)) {
      throw new PacklineError('DIRECTORY_INSECURE', { place: url })
    }
    const password = await readSecret(passwordFile, environment, cwd)
    const ca = caFile === undefined ? undefined : await readFile(resolve(cwd, caFile))
    const { Client } = await import('ldapts')
    // The certificate is checked for this host; TLS itself names no addresses (RFC 6066, 3).
    const tlsOptions = {
      ...ca !== undefined && { ca },
      host: hostname.replace(/^\[|\]$/g, ''),
      ...isIP(hostname) === 0 && { servername: hostname }
    }
    const client = new Client({
      url,
      timeout: answerMs,
      connectTimeout: answerMs,
      ...protocol === 'ldaps:' && { tlsOptions }
    })
    const server = new DirectoryServer(client, url, signal)
    try {
      if (startTls && protocol === 'ldap:') await client.startTLS(tlsOptions)
      await client.bind(bindDn, password)
      return server
    } catch (error) {
      await server.close()
      throw server.#failed(error)
    }
  }

  /** The entries right below `base` that have `attribute`. Filters are objects: no value is syntax. */
  async entriesBelow (
    base: string,
    attribute: string,
    attributes: readonly string[]
  ): Promise<DirectoryEntry[]> {
    const { PresenceFilter } = await import('ldapts')
    try {
      const { searchEntries } = await this.#client.search(base, {
        scope: 'one',
        filter: new PresenceFilter({ attribute }),
        attributes: [...new Set([attribute, ...attributes])],
        paged: { pageSize }
      })
      return searchEntries.map(entry => entryOf(entry))
    } catch (error) {
      throw this.#failed(error)
    }
  }

  /** What the server refuses is thrown as it says it; a server that is busy is asked again. */
  async make (change: EntryChange): Promise<void> {
    for (let attempt = 1;; attempt++) {
      this.#signal.throwIfAborted()
      try {
        await this.#once(change)
        return
      } catch (error) {
        if (!passing.has(codeOf(error) ?? -1) || attempt === tries) throw error
        await wait(betweenMs * attempt, undefined, { signal: this.#signal })
      }
    }
  }

  async close (): Promise<void> {
    await this.#client.unbind().catch(() => {})
  }

  async #once ({ kind, dn, attributes }: EntryChange): Promise<void> {
    if (kind === 'remove') {
      await this.#client.del(dn)
      return
    }
    const { Attribute, Change } = await import('ldapts')
    const given = Object.entries(attributes).map(([type, values]) =>
      new Attribute({ type, values: [...values] })
    )
    if (kind === 'add') {
      await this.#client.add(dn, given)
      return
    }
    await this.#client.modify(
      dn,
      given.map(modification => new Change({ operation: 'replace', modification }))
    )
  }

  #failed (error: unknown): PacklineError {
    this.#signal.throwIfAborted()
    return new PacklineError('DIRECTORY_SERVER_FAILED', { server: this.#url, reason: serverText(error) }, {
      cause: error
    })
  }
}

/** Whether the server itself refused something; else nothing more will come through. */
export function isRefusal (error: unknown): boolean {
  return codeOf(error) !== undefined
}

/** What servers say by the code alone. */
const codeTexts = new Map([
  [32, phrase('directory.noEntry')],
  [49, phrase('directory.badCredentials')],
  [50, phrase('directory.noRight')],
  [68, phrase('directory.exists')]
])

/** What the server says, without the library's own code behind it. */
export function serverText (error: unknown): Wording {
  const own = codeTexts.get(codeOf(error) ?? -1)
  const said = withoutAffix(errorText(error), /\s*Code: 0x[0-9a-f]+$/i)
  return own ?? (said === '' && error instanceof Error ? error.name : said)
}

/** The result code of LDAP, where the server gave one. */
function codeOf (error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}

function entryOf ({ dn, ...attributes }: { dn: string } & Record<string, unknown>): DirectoryEntry {
  const byName = new Map(
    Object.entries(attributes).map(([name, value]) => [
      name.toLowerCase(),
      (Array.isArray(value) ? value : [value]).map(String)
    ])
  )
  return { dn, values: attribute => byName.get(attribute.toLowerCase()) ?? [] }
}
