import { createWriteStream, statSync } from 'node:fs'
import { copyFile, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { hasCode, PacklineError } from '../errors.js'
import { isFullDisk } from '../files/file-system-errors.js'
import { errorText } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

const maxListBytes = 1_000_000
const maxArchiveBytes = 1_000_000_000
const fetchWithinMs = 1_800_000

/** Where a release lies: one of its archives, or the folder with all of them. */
export interface ReleasePlace {
  /** The archive, where one was named. */
  archive: string | undefined
  /** For people: where the file of that name is. */
  at: (name: string) => string
  /** A small file; undefined when it is not there. */
  read: (name: string, signal: AbortSignal) => Promise<Buffer | undefined>
  fetch: (name: string, to: string, signal: AbortSignal) => Promise<void>
}

/** `from` is a URL, which ends with a slash for a folder, or a path. */
export function releasePlace (from: string, cwd: string): ReleasePlace {
  return /^https?:\/\//.test(from) ? placeOnServer(from) : placeOnDisk(resolve(cwd, from))
}

function placeOnDisk (path: string): ReleasePlace {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  const at = (name: string): string => isFolder ? join(path, name) : join(path, '..', name)
  return {
    archive: isFolder ? undefined : basename(path),
    at,
    read: async name => {
      try {
        return await readFile(at(name))
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return undefined
        throw notFetched(at(name), error)
      }
    },
    fetch: async (name, to) => {
      try {
        await copyFile(at(name), to)
      } catch (error) {
        throw isFullDisk(error) ? error : notFetched(at(name), error)
      }
    }
  }
}

function placeOnServer (from: string): ReleasePlace {
  const { pathname } = new URL(from)
  const archive = decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1))
  const at = (name: string): string => new URL(encodeURIComponent(name), from).href
  return {
    archive: archive === '' ? undefined : archive,
    at,
    read: async (name, signal) => {
      const response = await answer(at(name), signal)
      if (response === undefined) return undefined
      const chunks: Uint8Array[] = []
      for await (const chunk of limited(response, at(name), maxListBytes)) chunks.push(chunk)
      return Buffer.concat(chunks)
    },
    fetch: async (name, to, signal) => {
      const response = await answer(at(name), signal)
      if (response === undefined) {
        throw new PacklineError('UPDATE_NOT_FETCHED', { place: at(name), reason: '404' })
      }
      try {
        await pipeline(limited(response, at(name), maxArchiveBytes), createWriteStream(to), { signal })
      } catch (error) {
        signal.throwIfAborted()
        throw isFullDisk(error) || error instanceof PacklineError ? error : notFetched(at(name), error)
      }
    }
  }
}

/** Undefined when there is nothing at this address. */
async function answer (address: string, signal: AbortSignal): Promise<Response | undefined> {
  let response: Response
  try {
    response = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(fetchWithinMs)]) })
  } catch (error) {
    signal.throwIfAborted()
    throw notFetched(address, error)
  }
  if (response.ok) return response
  await response.body?.cancel()
  if (response.status === 404) return undefined
  const reason = phrase('store.answered', { status: response.status })
  throw new PacklineError('UPDATE_NOT_FETCHED', { place: address, reason })
}

async function* limited (
  response: Response,
  place: string,
  maxBytes: number
): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw new PacklineError('UPDATE_NOT_FETCHED', { place, reason: `> ${maxBytes} B` })
    yield chunk
  }
}

function notFetched (place: string, error: unknown): PacklineError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return new PacklineError('UPDATE_NOT_FETCHED', { place, reason: errorText(cause) }, { cause: error })
}
