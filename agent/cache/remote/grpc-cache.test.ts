import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { MethodDefinition, ServerWritableStream, UntypedHandleCall } from '@grpc/grpc-js'
import t from 'tap'
import type { Test } from 'tap'
import { Refused } from './cache-server.js'
import { openServer } from './open-server.js'
import { decodeMessage, encodeMessage } from './wire-messages.js'
import type { WireMessage } from './wire-messages.js'

const { signal } = new AbortController()
const api = 'build.bazel.remote.execution.v2'
const sha256 = '1'.repeat(64)

function asIs (bytes: Buffer): Buffer {
  return bytes
}

/** What a real server does not do on demand; BuildGrid is asked in the tests of runs. */
async function serverSaying (
  t: Test,
  capabilities: WireMessage<'CacheCapabilities'>,
  handlers: Readonly<Record<string, UntypedHandleCall>> = {}
) {
  const server = new Server()
  const definitionOf = (path: string): MethodDefinition<Buffer, Buffer> => ({
    path,
    requestStream: false,
    responseStream: path.endsWith('/Read'),
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs
  })
  const all: Record<string, UntypedHandleCall> = {
    [`/${api}.Capabilities/GetCapabilities`]: ((_: unknown, told: (error: null, bytes: Buffer) => void) => {
      told(null, encodeMessage('ServerCapabilities', { cacheCapabilities: capabilities }))
    }) as UntypedHandleCall,
    ...handlers
  }
  server.addService(Object.fromEntries(Object.keys(all).map(path => [path, definitionOf(path)])), all)
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound)
      else reject(error)
    })
  })
  t.teardown(() => {
    server.forceShutdown()
  })
  const cache = await openServer({ url: `grpc://127.0.0.1:${port}/game`, access: 'read-write' }, {
    environment: {},
    cwd: '/'
  })
  t.teardown(async () => {
    await cache.close()
  })
  return cache
}

t.test('a server without SHA-256 is of no use, and one that takes no results is sent none', async t => {
  const other = await serverSaying(t, { digestFunctions: [2], actionCacheUpdates: { updateEnabled: true } })
  await t.rejects(other.read({ sha256, size: 3 }, signal), /it knows no SHA-256/)
  const reader = await serverSaying(t, { digestFunctions: [1] })
  await t.rejects(reader.writeAction({ sha256, size: 3 }, Buffer.from(''), signal), /takes no results/)
})

t.test('what this user may not do there is refused, and no failure', async t => {
  const refuse = ((_: unknown, told: (error: { code: number, details: string }) => void) => {
    told({ code: 7, details: 'read only' })
  }) as UntypedHandleCall
  const cache = await serverSaying(t, { digestFunctions: [1], actionCacheUpdates: { updateEnabled: true } }, {
    [`/${api}.ActionCache/UpdateActionResult`]: refuse
  })
  const failure: unknown = await cache.writeAction({ sha256, size: 3 }, Buffer.from(''), signal).catch(
    error => error
  )
  t.ok(failure instanceof Refused)
  t.match(String(failure), /UpdateActionResult: PERMISSION_DENIED: read only/)
})

t.test('batches are as large as the server takes', async t => {
  const asked: number[] = []
  const batches = `/${api}.ContentAddressableStorage/BatchReadBlobs`
  const cache = await serverSaying(t, { digestFunctions: [1], maxBatchTotalSizeBytes: 1000 }, {
    [batches]: (({ request }: { request: Buffer }, told: (error: null, bytes: Buffer) => void) => {
      const { digests = [] } = decodeMessage('BatchReadBlobsRequest', request)
      asked.push(digests.length)
      const responses = digests.map(digest => ({ digest, data: Buffer.from('abc') }))
      told(null, encodeMessage('BatchReadBlobsResponse', { responses }))
    }) as UntypedHandleCall
  })
  // The first has asked what the server takes.
  await cache.read({ sha256, size: 3 }, signal)
  const reads = Array.from({ length: 4 }, async () => await cache.read({ sha256, size: 300 }, signal))
  t.same((await Promise.all(reads)).map(String), ['abc', 'abc', 'abc', 'abc'])
  t.same(asked, [1, 2, 2])
})

t.test('a stream that does not end is left when it cannot be right any more', async t => {
  let isLeft = false
  const cache = await serverSaying(t, { digestFunctions: [1], maxBatchTotalSizeBytes: 1000 }, {
    '/google.bytestream.ByteStream/Read': ((call: ServerWritableStream<Buffer, Buffer>) => {
      call.on('cancelled', () => {
        isLeft = true
      })
      const answer = encodeMessage('ReadResponse', { data: Buffer.alloc(64 * 1024) })
      const go = (): void => {
        while (!call.cancelled && call.write(answer));
      }
      call.on('drain', go)
      go()
    }) as UntypedHandleCall
  })
  const bytes = await cache.read({ sha256, size: 200_000 }, signal)
  t.ok((bytes?.length ?? Infinity) <= 200_000)
  await t.resolves(
    new Promise<void>(resolve => {
      const look = (): void => {
        if (isLeft) resolve()
        else setImmediate(look)
      }
      look()
    })
  )
})

t.test('what was given up before it began is not begun', async t => {
  const cache = await serverSaying(t, { digestFunctions: [1], maxBatchTotalSizeBytes: 1000 })
  const given = AbortSignal.abort()
  for (const size of [3, 200_000]) {
    await t.rejects(cache.read({ sha256, size }, given), { name: 'AbortError' })
    await t.rejects(cache.write({ sha256, size }, Buffer.alloc(size), given), { name: 'AbortError' })
  }
})
