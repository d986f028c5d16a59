import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AppStoreSettings } from '../../../config/app-store-schema.js'
import { PacklineError } from '../../../errors.js'
import type { AppStoreContext, AppUpload } from '../app-store.js'

export interface Seen {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Said {
  status?: number
  json?: unknown
  headers?: Record<string, string>
  text?: string
  /** The connection is cut in place of an answer. */
  isCut?: boolean
}

interface Tap {
  teardown: (work: () => unknown) => void
  testdir: (files?: Record<string, string>) => string
}

export interface StandIn {
  endpoint: string
  seen: Seen[]
  folder: string
  /** How long the client waited between tries. */
  waits: number[]
  context: (settings: Partial<AppStoreSettings>, credentials: unknown) => AppStoreContext
  /** `PUT /path` of everything that was asked. */
  asked: () => string[]
}

/** A store on this machine: `answer` is what one real store says. */
export async function storeStandIn (t: Tap, answer: (seen: Seen) => Said): Promise<StandIn> {
  const seen: Seen[] = []
  const waits: number[] = []
  const folder = t.testdir({})
  let keys = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://store')
      const one = {
        method: request.method ?? '',
        path: pathname,
        query: searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks)
      }
      seen.push(one)
      const { status = 200, json, headers = {}, text = '', isCut = false } = answer(one)
      if (isCut) {
        request.socket.destroy()
        return
      }
      response.writeHead(status, headers)
      response.end(json === undefined ? text : JSON.stringify(json))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    seen,
    folder,
    waits,
    asked: () => seen.map(({ method, path }) => `${method} ${path}`),
    context: (settings, credentials) => {
      const credentialsFile = `key-${++keys}.json`
      writeFileSync(join(folder, credentialsFile), JSON.stringify(credentials))
      return {
        name: 'shop',
        settings: {
          service: 'command',
          when: {},
          application: 'com.studio.dk',
          credentialsFile,
          endpoint,
          ...settings
        },
        folder,
        environment: {},
        now: () => Date.now(),
        wait: async ms => {
          waits.push(ms)
        }
      }
    }
  }
}

/** A package of build 42 with `sizeBytes` bytes of its own. */
export function packageOf (
  folder: string,
  name: string,
  sizeBytes = 1000,
  build: string | number = 42
): AppUpload {
  const bytes = Buffer.alloc(sizeBytes)
  randomBytes(64).copy(bytes)
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return {
    file: { name: `live/android/play/${name}`, path, sizeBytes, sha256, isReplaced: false },
    application: { type: 'apk', id: 'com.studio.dk', version: '1.4.0', build },
    channel: 'play',
    abis: [],
    notes: 'New islands'
  }
}

/** The error that it ends with; all of it is looked through for what nobody may see. */
export async function refusal (
  work: Promise<unknown>,
  secrets: readonly string[] = []
): Promise<PacklineError> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof PacklineError)) throw error
    const said = JSON.stringify([error.message, error.details, String(error.cause)])
    const leaked = secrets.find(secret => said.includes(secret))
    if (leaked !== undefined) throw new Error(`a secret is in ${error.code}`)
    return error
  }
  throw new Error('it was not refused')
}
