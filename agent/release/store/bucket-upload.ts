import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3'
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { ObjectContent } from './object-store.js'
import { bodyOf } from './stored-bytes.js'

/** So often a request is tried, by the client and here. */
export const tries = 4
const firstDelayMs = 100
/** A large file goes in parts, each tried again by itself; a part is what lies in memory. */
const partBytes = 16 * 1024 * 1024
const partsAtOnce = 4

type Input = Pick<PutObjectCommandInput, 'Bucket' | 'Key' | 'CacheControl' | 'ContentType' | 'IfNoneMatch'>
interface Answer {
  ETag?: string | undefined
}

/** Sends an object, in parts where it is large. Errors are the client's. */
export async function upload (
  client: S3Client,
  content: ObjectContent,
  { size, md5, ...input }: Input & { size: number, md5: string },
  signal: AbortSignal
): Promise<Answer> {
  if (size > partBytes) return await sendParts(client, { ...input, Body: await bodyOf(content) }, signal)
  const checked = { ...input, ContentLength: size, ContentMD5: Buffer.from(md5, 'hex').toString('base64') }
  return await sendWhole(client, content, checked, signal)
}

/** The client tries again what is in memory and no stream, which is opened anew for each try here. */
async function sendWhole (
  client: S3Client,
  content: ObjectContent,
  input: Omit<PutObjectCommandInput, 'Body'>,
  signal: AbortSignal
): Promise<Answer> {
  for (let left = tries - 1, pauseMs = firstDelayMs;; left--, pauseMs *= 2) {
    const body = await bodyOf(content)
    try {
      return await client.send(new PutObjectCommand({ ...input, Body: body }), { abortSignal: signal })
    } catch (error) {
      signal.throwIfAborted()
      if (!(body instanceof Readable) || left <= 0 || !isPassing(error)) throw error
      body.destroy()
    }
    await delay(pauseMs, undefined, { signal })
  }
}

/** What the client itself tries again. */
function isPassing (error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return true
  const { $metadata: { httpStatusCode = 0 }, name } = error
  return httpStatusCode >= 500 && httpStatusCode !== 501 || httpStatusCode === 429 ||
    ['RequestTimeout', 'SlowDown'].includes(name)
}

async function sendParts (
  client: S3Client,
  params: PutObjectCommandInput,
  signal: AbortSignal
): Promise<Answer> {
  const parts = new Upload({ client, params, partSize: partBytes, queueSize: partsAtOnce })
  const abort = (): void => {
    parts.abort().catch(() => {})
  }
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await parts.done()
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
