import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { serve } from '../testing/kept-server.js'
import { joined, sizeOf } from '../../files/blob-content.js'
import { httpCache } from './http-cache.js'

const bytes = Buffer.from('a page')
const blob = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }
const { signal } = new AbortController()

t.test('a connection that ends as it is used again is no failure of the server', async t => {
  const used = new Set<Socket>()
  const asked: string[] = []
  const url = await serve(t, (request, response) => {
    const { socket, method } = request
    if (used.has(socket)) {
      socket.destroy()
      return
    }
    used.add(socket)
    asked.push(method ?? '')
    request.resume().once('end', () => response.writeHead(200).end(method === 'GET' ? bytes : undefined))
  })
  const cache = httpCache({ url })
  for (let left = 3; left > 0; left--) t.same(joined(await cache.read(blob, signal) ?? []), bytes)
  await cache.write(blob, bytes, signal)
  t.same(asked, ['GET', 'GET', 'GET', 'PUT'])
  await cache.close()
})

t.test('one that ends at once is, and is asked once', async t => {
  let count = 0
  const url = await serve(t, ({ socket }) => {
    count++
    socket.destroy()
  })
  const cache = httpCache({ url })
  await t.rejects(cache.read(blob, signal), { code: 'ECONNRESET' })
  t.equal(count, 1)
  await cache.close()
})

t.test('whoever compresses what it is not asked to leave as it is, is asked to', async t => {
  const url = await serve(t, (request, response) => {
    if (request.headers['accept-encoding'] === 'identity') response.end(bytes)
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(bytes))
  })
  const cache = httpCache({ url })
  t.same(joined(await cache.read(blob, signal) ?? []), bytes)
  await cache.close()
})

t.test('neither a redirect nor a part is an answer, and of one without end no more is read than fits', async t => {
  const url = await serve(t, (request, response) => {
    if (request.url?.endsWith(`ac/${'1'.repeat(64)}`) === true) {
      response.writeHead(302, { location: '/elsewhere' }).end()
    } else if (request.url?.endsWith(`ac/${'2'.repeat(64)}`) === true) {
      response.writeHead(206, { 'content-range': 'bytes 0-0/6' }).end('a')
    } else {
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536))) { /* Until the line is full. */ }
      }
      response.on('drain', more)
      more()
    }
  })
  const cache = httpCache({ url })
  const action = (digit: string) => ({ sha256: digit.repeat(64), size: 0 })
  await t.rejects(cache.readAction(action('1'), signal), { message: 'GET /ac/: 302' })
  await t.rejects(cache.readAction(action('2'), signal), { message: 'GET /ac/: 206' })
  const read = await cache.read(blob, signal)
  t.ok(sizeOf(read ?? []) <= blob.size)
  const record = await cache.readAction(action('3'), signal)
  t.ok((record?.length ?? 0) <= 4 * 1024 * 1024)
  await cache.close()
})

t.test('a blob of another size is not the one that is to be there', async t => {
  const url = await serve(t, (_request, response) => {
    response.writeHead(200, { 'content-length': 20_000 }).end()
  })
  const cache = httpCache({ url })
  const blobs = [20_000, 20_001, 10].map((size, index) => ({ sha256: `${index}`.repeat(64), size }))
  t.same(await cache.missing(blobs, signal), blobs.slice(1), 'and what is small is sent without asking')
  await cache.close()
})
