import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'
import { randomUUID } from 'node:crypto'
import type { BlobDigest, CacheServer } from './cache-server.js'
import { Refused } from './cache-server.js'
import { GrpcChannel } from './grpc-channel.js'
import type { GrpcSettings } from './grpc-channel.js'
import { RequestBatches } from './request-batches.js'
import { serverPlace } from './server-place.js'
import type { WireMessage } from './wire-messages.js'

const service = '/build.bazel.remote.execution.v2'
const sha256Function = 1
/** What the API takes for granted where a server names no limit, less room for the digests. */
const usualBatchBytes = 4 * 1024 * 1024
const digestBytes = 100
const mostInBatch = 2000

/** The cache services of the Remote Execution API: small blobs in batches, large ones as streams. */
export function grpcCache (settings: GrpcSettings): CacheServer {
  const channel = new GrpcChannel(settings)
  const { instance: instanceName } = channel
  // Half of what may be: who asks for a blob waits for all of its batch.
  const most = { items: mostInBatch, bytes: usualBatchBytes / 2 }
  const capabilities = toldOnce(async signal => {
    const told = await capabilitiesOf(channel, signal)
    most.bytes = Math.min(most.bytes, told.batchBytes)
    return told
  })
  const reads = new RequestBatches<BlobDigest, { bytes?: Uint8Array }>({
    most,
    sizeOf: ({ size }) => size + digestBytes,
    send: async (blobs, signal) => await readBatch(channel, blobs, signal)
  })
  const writes = new RequestBatches<Content, true>({
    most,
    sizeOf: ({ bytes }) => bytes.length + digestBytes,
    send: async (contents, signal) => await writeBatch(channel, contents, signal)
  })
  return {
    place: serverPlace(settings.url),
    readAction: async (action, signal) => {
      await capabilities(signal)
      const request = { instanceName, actionDigest: wireDigest(action), inlineStdout: true }
      return await channel.callForBytes(
        `${service}.ActionCache/GetActionResult`,
        ['GetActionResultRequest', request],
        signal
      )
    },
    read: async (blob, signal, onBytes) => {
      await capabilities(signal)
      return blob.size + digestBytes <= most.bytes
        ? (await reads.ask(blob, signal)).bytes
        : await channel.download(resourceName(instanceName, blob), blob.size, signal, onBytes)
    },
    missing: async (blobs, signal) => await findMissing(channel, blobs, signal),
    write: async (blob, bytes, signal) => {
      await capabilities(signal)
      if (blob.size + digestBytes <= most.bytes) await writes.ask({ blob, bytes }, signal)
      else await channel.upload(resourceName(instanceName, blob, `uploads/${randomUUID()}/`), bytes, signal)
    },
    writeAction: async (action, actionResult, signal) => {
      if (!(await capabilities(signal)).takesResults) throw new Refused(phrase('sharedCache.noResults'))
      await channel.callForBytes(`${service}.ActionCache/UpdateActionResult`, [
        'UpdateActionResultRequest',
        { instanceName, actionDigest: wireDigest(action), actionResult }
      ], signal)
    },
    close: async () => {
      channel.close()
    }
  }
}

interface Capabilities {
  batchBytes: number
  takesResults: boolean
}

/** Asked again when it failed. */
function toldOnce<T> (ask: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let told: Promise<T> | undefined
  return async signal => {
    try {
      return await (told ??= ask(signal))
    } catch (error) {
      told = undefined
      throw error
    }
  }
}

interface Content {
  blob: BlobDigest
  bytes: Uint8Array
}

async function capabilitiesOf (channel: GrpcChannel, signal: AbortSignal): Promise<Capabilities> {
  const answer = await channel.call(
    `${service}.Capabilities/GetCapabilities`,
    ['GetCapabilitiesRequest', { instanceName: channel.instance }],
    'ServerCapabilities',
    signal
  )
  const { digestFunctions = [], maxBatchTotalSizeBytes = 0, actionCacheUpdates } =
    answer?.cacheCapabilities ??
      {}
  if (!digestFunctions.includes(sha256Function)) throw new ReasonError(phrase('sharedCache.noSha256'))
  return {
    // Zero: no limit of its own.
    batchBytes: maxBatchTotalSizeBytes === 0 ? usualBatchBytes : maxBatchTotalSizeBytes,
    takesResults: actionCacheUpdates?.updateEnabled === true
  }
}

async function findMissing (
  channel: GrpcChannel,
  blobs: readonly BlobDigest[],
  signal: AbortSignal
): Promise<BlobDigest[]> {
  const answer = await channel.call(
    `${service}.ContentAddressableStorage/FindMissingBlobs`,
    ['FindMissingBlobsRequest', { instanceName: channel.instance, blobDigests: blobs.map(wireDigest) }],
    'FindMissingBlobsResponse',
    signal
  )
  const missing = new Set(answer?.missingBlobDigests?.map(({ hash }) => hash))
  return blobs.filter(({ sha256 }) => missing.has(sha256))
}

async function readBatch (
  channel: GrpcChannel,
  blobs: readonly BlobDigest[],
  signal: AbortSignal
): Promise<Array<{ bytes?: Uint8Array }>> {
  const answer = await channel.call(
    `${service}.ContentAddressableStorage/BatchReadBlobs`,
    ['BatchReadBlobsRequest', { instanceName: channel.instance, digests: blobs.map(wireDigest) }],
    'BatchReadBlobsResponse',
    signal
  )
  const found = new Map(
    answer?.responses?.map(({ digest, data = new Uint8Array(), status }) =>
      [digest?.hash, (status?.code ?? 0) === 0 ? data : undefined] as const
    )
  )
  return blobs.map(({ sha256 }) => {
    const bytes = found.get(sha256)
    return bytes === undefined ? {} : { bytes }
  })
}

async function writeBatch (
  channel: GrpcChannel,
  contents: readonly Content[],
  signal: AbortSignal
): Promise<true[]> {
  const answer = await channel.call(
    `${service}.ContentAddressableStorage/BatchUpdateBlobs`,
    ['BatchUpdateBlobsRequest', {
      instanceName: channel.instance,
      requests: contents.map(({ blob, bytes }) => ({ digest: wireDigest(blob), data: bytes }))
    }],
    'BatchUpdateBlobsResponse',
    signal
  )
  const failed = answer?.responses?.find(({ status }) => (status?.code ?? 0) !== 0)?.status
  if (failed !== undefined) throw new Error(`BatchUpdateBlobs: ${failed.code} ${failed.message ?? ''}`)
  return contents.map(() => true)
}

function wireDigest ({ sha256, size }: BlobDigest): WireMessage<'Digest'> {
  return { hash: sha256, sizeBytes: size }
}

function resourceName (instance: string, { sha256, size }: BlobDigest, upload = ''): string {
  return `${instance === '' ? '' : `${instance}/`}${upload}blobs/${sha256}/${size}`
}
