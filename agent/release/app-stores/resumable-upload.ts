import { createReadStream } from 'node:fs'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import type { AppStoreContext } from './app-store.js'
import { uploadAddress } from './store-requests.js'
import type { StoreAnswer, StoreRequests } from './store-requests.js'

export interface LocalFile {
  path: string
  sizeBytes: number
}

interface Upload {
  context: AppStoreContext
  requests: StoreRequests
  signal: AbortSignal
}

/** A multiple of 256 KiB, as the protocol wants all but the last piece to be. */
const pieceBytes = 8 * 1024 * 1024
/** Pieces that may be lost one after the other. */
const mostLosses = 5
const pauseMs = 1000

/**
 * Sends a file in pieces by Google's protocol for resumable uploads, and asks after a lost one how much
 * arrived: https://developers.google.com/android-publisher/upload, "Resumable upload". Returns the last
 * answer, which is the resource or a refusal.
 */
export async function uploadResumable (
  url: string,
  token: string,
  file: LocalFile,
  { context, requests, signal }: Upload
): Promise<StoreAnswer> {
  const authorization = `Bearer ${token}`
  const begun = await requests.send({
    method: 'POST',
    url,
    query: { uploadType: 'resumable' },
    headers: {
      authorization,
      'x-upload-content-type': 'application/octet-stream',
      'x-upload-content-length': String(file.sizeBytes)
    },
    signal,
    isRepeatable: true
  })
  if (begun.status !== 200) return begun
  const session = uploadAddress(context, begun.headers.location)
  const put = async (start: number, end: number): Promise<StoreAnswer> =>
    await requests.send({
      method: 'PUT',
      url: session,
      headers: {
        authorization,
        'content-length': String(end - start),
        'content-range': start === end
          ? `bytes */${file.sizeBytes}`
          : `bytes ${start}-${end - 1}/${file.sizeBytes}`
      },
      ...start < end && { body: () => createReadStream(file.path, { start, end: end - 1 }) },
      signal
    })
  for (let start = 0, losses = 0;;) {
    const answer = await piece(put, start, Math.min(start + pieceBytes, file.sizeBytes))
    if (answer !== undefined && answer.status !== 308) return answer
    losses = answer === undefined ? losses + 1 : 0
    if (losses > mostLosses) {
      const reason = phrase('appStore.lostPieces', { times: losses })
      throw new PacklineError('APP_STORE_UNREACHED', { store: context.name, reason })
    }
    if (answer === undefined) await context.wait(pauseMs * losses, signal)
    const asked = answer ?? await piece(put, start, start)
    if (asked !== undefined && asked.status !== 308) return asked
    start = asked === undefined ? start : arrived(asked)
  }
}

/** Undefined where it was lost on the way or the server failed: how much arrived has to be asked. */
async function piece (
  put: (start: number, end: number) => Promise<StoreAnswer>,
  start: number,
  end: number
): Promise<StoreAnswer | undefined> {
  try {
    const answer = await put(start, end)
    return answer.status >= 500 ? undefined : answer
  } catch (error) {
    if (error instanceof PacklineError && error.code === 'APP_STORE_UNREACHED') return undefined
    throw error
  }
}

/** `Range: bytes=0-42` says that 43 bytes are there; none without it. */
function arrived ({ headers: { range } }: StoreAnswer): number {
  const [, last] = /^bytes=0-(\d+)$/.exec(String(range ?? '')) ?? []
  return last === undefined ? 0 : Number(last) + 1
}
